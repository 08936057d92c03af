package io.github.kws4j.bench.rivals;

import io.github.kws4j.Detection;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.KeywordStream;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.words.CustomKeywordsBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A stream of a classifier of kws4j, at its thresholds for a rate of false alarms. */
final class KeywordWordStream implements WordStream {
    private final KeywordClassifier classifier;
    private final KeywordStream stream;
    private final Runnable after;

    /** Closes the classifier with itself, and then runs {@code after}. */
    KeywordWordStream(KeywordClassifier classifier, double falseAlarmsPerHour, Runnable after) {
        this.classifier = classifier;
        this.after = after;
        stream = classifier.stream().falseAlarmsPerHour(falseAlarmsPerHour).open();
    }

    /** Learns words and listens for them, at one false alarm an hour of each. */
    static WordStream ownWords(CustomKeywordsBuilder builder, Map<String, List<Audio>> words, Runnable after)
            throws IOException {
        words.forEach(builder::keyword);
        return new KeywordWordStream(builder.enroll(), 1, after);
    }

    @Override
    public List<Detection> accept(float[] samples) {
        return stream.accept(samples);
    }

    @Override
    public void reset() {
        stream.reset();
    }

    @Override
    public void close() {
        stream.close();
        classifier.close();
        after.run();
    }
}
