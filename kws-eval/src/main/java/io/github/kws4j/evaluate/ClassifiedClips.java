package io.github.kws4j.evaluate;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.Prediction;
import io.github.kws4j.Softmax;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A model's answers to labelled clips: what an evaluation and a report are made of. Immutable and safe to share between
 * threads.
 *
 * <pre>{@code
 * AudioDataset test = AudioDataset.ofFolders(Path.of("recordings/test"));
 * try (var classifier = KeywordClassifier.load(Path.of("kws.onnx"))) {
 *     var answers = ClassifiedClips.of(classifier, test);
 *     System.out.println(answers.evaluation());
 *     answers.misses().forEach(System.out::println);
 * }
 * }</pre>
 */
public final class ClassifiedClips {
    private final List<String> labels;
    private final AudioDataset clips;
    private final float[][] logits;
    private final Softmax softmax;
    private final int[] truth;

    private ClassifiedClips(List<String> labels, AudioDataset clips, float[][] logits, Softmax softmax) {
        if (clips.size() == 0) {
            throw new IllegalArgumentException("expected at least one test clip but got none");
        }
        if (!labels.containsAll(clips.labels())) {
            throw new IllegalArgumentException("expected test clips labelled " + labels + " but got " + clips.labels());
        }
        this.labels = List.copyOf(labels);
        this.clips = clips;
        this.logits = logits;
        this.softmax = softmax;
        this.truth = clips.clips().stream()
                .mapToInt(clip -> labels.indexOf(clip.word()))
                .toArray();
    }

    /**
     * The answers that a model gave.
     *
     * @param labels the model's words, in the order of the logits
     * @param clips the clips it classified, at least one; their words are among {@code labels}
     * @param logits {@code clips x labels}
     * @param softmax turns the logits into probabilities
     * @return the answers
     * @throws IllegalArgumentException where there is no clip, a clip's word is not the model's, or the sizes do not
     *     fit each other
     */
    public static ClassifiedClips of(List<String> labels, AudioDataset clips, float[][] logits, Softmax softmax) {
        if (logits.length != clips.size()) {
            throw new IllegalArgumentException(
                    "expected " + clips.size() + " rows of logits, one a clip, but got " + logits.length);
        }
        return new ClassifiedClips(
                labels, clips, Stream.of(logits).map(float[]::clone).toArray(float[][]::new), softmax);
    }

    /**
     * Classifies clips.
     *
     * @param classifier the model
     * @param clips test clips, none longer than the model's window
     * @return its answers
     * @throws IllegalArgumentException where there is no clip, one is empty or too long, or they have words that are
     *     not the model's
     */
    public static ClassifiedClips of(KeywordClassifier classifier, AudioDataset clips) {
        return of(classifier, clips, done -> {});
    }

    /**
     * Classifies clips and reports how far it is.
     *
     * @param classifier the model
     * @param clips test clips, none longer than the model's window
     * @param progress receives the number of clips done after each; an exception from it stops the work
     * @return its answers
     * @throws IllegalArgumentException where there is no clip, one is empty or too long, or they have words that are
     *     not the model's
     */
    public static ClassifiedClips of(KeywordClassifier classifier, AudioDataset clips, IntConsumer progress) {
        var softmax = new Softmax(classifier.metadata().temperature());
        var answers = new ClassifiedClips(classifier.labels(), clips, new float[clips.size()][], softmax);
        Stream<Audio> sounds = clips.clips().stream().map(clip -> fitting(classifier, clip));
        var done = new AtomicInteger();
        try (Stream<Prediction> predictions = classifier.classifyAll(sounds)) {
            predictions.forEachOrdered(prediction -> {
                answers.logits[done.getAndIncrement()] = prediction.logits();
                progress.accept(done.get());
            });
        }
        return answers;
    }

    /** A clip that a classifier takes, which would name another one's number in its error, not its name. */
    private static Audio fitting(KeywordClassifier classifier, LabelledClip clip) {
        Audio audio = clip.audio();
        double most = (double) classifier.windowSamples() / classifier.sampleRate();
        double seconds = (double) audio.length() / audio.sampleRate();
        if (!(seconds > 0 && seconds <= most)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "expected a clip of at most %.2f s but got %.2f s: %s", most, seconds, clip.name()));
        }
        return audio;
    }

    /**
     * The model's words.
     *
     * @return an unmodifiable list, in the order of the logits
     */
    public List<String> labels() {
        return labels;
    }

    /**
     * The clips that were classified.
     *
     * @return at least one clip
     */
    public AudioDataset clips() {
        return clips;
    }

    /**
     * The figures over all clips.
     *
     * @return accuracy, confusion and loss
     */
    public Evaluation evaluation() {
        return Evaluation.of(labels, logits, truth, softmax);
    }

    /**
     * The clips classified wrong.
     *
     * @return first those in which the word said is least likely
     */
    public List<Miss> misses() {
        return IntStream.range(0, logits.length)
                .mapToObj(this::miss)
                .filter(miss -> !miss.answer().equals(miss.clip().word()))
                .sorted(Comparator.comparingDouble(Miss::wordProbability))
                .toList();
    }

    private Miss miss(int index) {
        float[] row = logits[index];
        double[] probabilities = softmax.probabilities(row);
        int best = Softmax.largest(row);
        return new Miss(clips.clips().get(index), labels.get(best), probabilities[best], probabilities[truth[index]]);
    }
}
