package io.github.kws4j.examples;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.KeywordStream;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.audio.Microphone;
import io.github.kws4j.audio.SoundSource;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Prints the words in the microphone's sound until it is stopped, or those in a recording, as fast as they would be
 * said.
 */
public final class ListenToMicrophone {
    /** Takes nothing, or a recording. */
    public static void main(String[] arguments) throws IOException {
        try (KeywordClassifier classifier = KeywordClassifier.pretrained();
                KeywordStream stream = classifier.stream()
                        .falseAlarmsPerHour(5)
                        .onDetection(word -> System.out.println(word.began() + " " + word.label() + " " + word.score()))
                        .open();
                SoundSource sound = open(arguments, classifier.sampleRate())) {
            for (float[] chunk : sound) {
                stream.accept(chunk);
            }
        }
    }

    private static SoundSource open(String[] arguments, int rate) throws IOException {
        return arguments.length == 0
                ? Microphone.open(rate)
                : SoundSource.inRealTime(
                        AudioDecoder.standard().decode(Path.of(arguments[0])).resample(rate));
    }
}
