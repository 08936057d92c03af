package io.github.kws4j.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts together what is to be said of learnt words. */
final class EnrollmentReport {
    private static final int ENOUGH_RECORDINGS = 3;
    private static final double SHORT_SECONDS = 0.4;
    private static final double POOR_SHARE = 0.7;
    private static final double ALIKE = 0.93;

    private final List<KeptWord> kept;
    private final List<LearntWord> learnt;
    private final OperatingSearch search;
    private final UnwantedSounds unwanted;
    private final int sampleRate;
    private final List<String> warnings = new ArrayList<>();

    EnrollmentReport(
            List<KeptWord> kept,
            List<LearntWord> learnt,
            OperatingSearch search,
            UnwantedSounds unwanted,
            int sampleRate) {
        this.kept = kept;
        this.learnt = learnt;
        this.search = search;
        this.unwanted = unwanted;
        this.sampleRate = sampleRate;
    }

    Enrollment enrollment() {
        var words = new ArrayList<Enrollment.Word>();
        for (KeptWord word : kept) {
            var recordings = new Enrollment.Recordings(word.used(), word.found(), List.of(), List.of());
            words.add(new Enrollment.Word(word.label(), recordings, search.counted(word.label()), Optional.empty()));
        }
        for (LearntWord word : learnt) {
            words.add(describe(word));
        }
        return new Enrollment(words, warnings);
    }

    private Enrollment.Word describe(LearntWord word) {
        String label = word.label();
        int used = word.scores().length;
        int found = word.found(search.logit(label));
        var confusion = confusion(word);
        warnOfRecordings(word, used);
        if (used > 1 && found < POOR_SHARE * used) {
            warn(
                    "'%s' is hard to distinguish from other speech: at one false alarm an hour only %d of its %d "
                            + "recordings are"
                            + " found; say more, or record it again",
                    label, found, used);
        }
        if (unwanted.largest(word.detectors()) > search.logit(label)) {
            warn(
                    "'%s' can't be kept apart from all that it isn't to be taken for without losing its own recordings",
                    label);
        }
        confusion.ifPresent(other -> warn(
                "'%s' and '%s' are alike: the second is found in %d of the first's %d recordings",
                label, other.word(), other.times(), used));
        var recordings = new Enrollment.Recordings(used, found, word.fits(), word.leftOut());
        return new Enrollment.Word(label, recordings, search.counted(label), confusion);
    }

    private void warnOfRecordings(LearntWord word, int used) {
        String label = word.label();
        if (used < ENOUGH_RECORDINGS) {
            warn("'%s' has %d recording%s: three or more find it far more often", label, used, used == 1 ? "" : "s");
        }
        double seconds = word.takes().recordings().stream()
                        .mapToInt(recording ->
                                recording.place().ended() - recording.place().began())
                        .average()
                        .orElse(0)
                / sampleRate;
        if (seconds < SHORT_SECONDS) {
            warn("'%s' is short: words of one syllable are taken for others often; say more", label);
        }
        if (used >= ENOUGH_RECORDINGS && likeness(word.takes()) > ALIKE) {
            warn("all recordings of '%s' sound like one speaker in one room: others may not be found", label);
        }
    }

    private void warn(String form, Object... values) {
        warnings.add(String.format(Locale.ROOT, form, values));
    }

    /** The mean cosine between the windows of two recordings. */
    private static double likeness(WordTakes word) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < word.size(); i++) {
            for (int j = 0; j < i; j++) {
                sum += cosine(
                        word.examples().get(i).clean(), word.examples().get(j).clean());
                pairs++;
            }
        }
        return sum / pairs;
    }

    private static double cosine(double[] a, double[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }

    /** The other word that more recordings of a word are taken for than any. */
    private Optional<Enrollment.Confusion> confusion(LearntWord word) {
        return others(word).stream()
                .map(other -> new Enrollment.Confusion(other.label(), mistaken(word, other)))
                .filter(other -> other.times() > 0)
                .max(Comparator.comparingInt(Enrollment.Confusion::times));
    }

    private List<Detectors> others(LearntWord word) {
        var others = new ArrayList<Detectors>();
        kept.forEach(other -> others.add(other.detectors()));
        learnt.stream().filter(other -> other != word).forEach(other -> others.add(other.detectors()));
        return others;
    }

    private int mistaken(LearntWord word, Detectors other) {
        double threshold = search.logit(other.label());
        int mistaken = 0;
        for (int i = 0; i < word.takes().size(); i++) {
            double taken = LearntWord.largest(word.takes().examples().get(i), other);
            mistaken += taken >= threshold && taken > word.scores()[i] ? 1 : 0;
        }
        return mistaken;
    }
}
