package io.github.kws4j.words;

import io.github.kws4j.evaluate.PoissonRate;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was learnt from the recordings of each word, and what it will be good for. Immutable; {@link #toString()} is the
 * report as text.
 *
 * @param words in the order of the model's labels
 * @param warnings what is worth changing, a sentence each
 */
public record Enrollment(List<Word> words, List<String> warnings) {
    /** Copies the lists. */
    public Enrollment {
        words = List.copyOf(words);
        warnings = List.copyOf(warnings);
    }

    /**
     * One word.
     *
     * @param label the word
     * @param recordings what it was learnt from
     * @param falseAlarms for each rate that the model carries thresholds for, what was counted in other speech with
     *     that threshold
     * @param confusion the word that is most often detected in this one's recordings, where there is one
     */
    public record Word(
            String label,
            Recordings recordings,
            NavigableMap<Double, PoissonRate> falseAlarms,
            Optional<Confusion> confusion) {
        /** Copies the map. */
        public Word {
            falseAlarms = Collections.unmodifiableNavigableMap(new TreeMap<>(falseAlarms));
        }
    }

    /**
     * What a word was learnt from.
     *
     * @param used number of recordings used
     * @param found how many of them are found, with the threshold for one false alarm an hour, by detectors made of the
     *     others alone; 0 where only one was used
     * @param fits how well each of those used fits the others, in the order given; empty where only one was used, and
     *     for a word taken over from another model
     * @param leftOut those not used
     */
    public record Recordings(int used, int found, List<Fit> fits, List<LeftOut> leftOut) {
        /** Copies the lists. */
        public Recordings {
            fits = List.copyOf(fits);
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * How well a recording fits the word's others.
     *
     * @param recording its file, or its place in the list
     * @param logit the largest in it of detectors made of the others alone, any number: a threshold {@code p} finds it
     *     where {@code logit >= ln(p / (1 - p))}
     */
    public record Fit(String recording, double logit) {}

    /**
     * A recording that was not used.
     *
     * @param recording its file, or its place in the list
     * @param fault why
     */
    public record LeftOut(String recording, Fault fault) {}

    /**
     * A word that is detected in another one's recordings.
     *
     * @param word the word detected
     * @param times in how many of the recordings
     */
    public record Confusion(String word, int times) {}

    /** Why a recording was left out. */
    public enum Fault {
        /** Nothing in it is louder than -65 dB of full scale. */
        SILENT("silent"),
        /** Nothing in it stands out over its noise. */
        NO_WORD("no word stands out over the noise"),
        /** More than 2 % of the word's samples are at full scale. */
        CLIPPED("clipped: recorded too loud"),
        /** The word is shorter than 0.12 s. */
        TOO_SHORT("shorter than 0.12 s"),
        /** The word is longer than 2.5 s, or the recording longer than 10 s. */
        TOO_LONG("longer than a word of 2.5 s in a recording of 10 s"),
        /** It is far from the word's other recordings. */
        UNLIKE("unlike the others"),
        /** The same sound is among the word's recordings already. */
        COPY("a copy of another one"),
        /** It can't be decoded. */
        UNREADABLE("unreadable");

        private final String words;

        Fault(String words) {
            this.words = words;
        }

        /** The reason in words. */
        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * The figures of one word.
     *
     * @return empty where the model has no such word
     */
    public Optional<Word> word(String label) {
        return words.stream().filter(word -> word.label().equals(label)).findFirst();
    }

    /** A paragraph a word, then the warnings. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        words.forEach(word -> describe(word, text));
        warnings.forEach(warning -> text.append("Note: ").append(warning).append('\n'));
        return text.toString();
    }

    private static void describe(Word word, StringBuilder text) {
        Recordings recordings = word.recordings();
        text.append(word.label()).append(": ").append(recordings.used()).append(" recordings");
        if (recordings.used() > 1) {
            text.append("; left out in turn, ").append(recordings.found()).append(" of them found");
        }
        text.append('\n');
        recordings
                .leftOut()
                .forEach(left -> text.append("  left out: ")
                        .append(left.recording())
                        .append(": ")
                        .append(left.fault())
                        .append('\n'));
        word.falseAlarms()
                .forEach((rate, counted) -> text.append(
                        String.format(Locale.ROOT, "  threshold for %s an hour: %s\n", number(rate), counted)));
        word.confusion()
                .ifPresent(other -> text.append("  taken for '")
                        .append(other.word())
                        .append("' in ")
                        .append(other.times())
                        .append(" recordings\n"));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
