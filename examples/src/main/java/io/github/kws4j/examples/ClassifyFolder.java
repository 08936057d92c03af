package io.github.kws4j.examples;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.Prediction;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Classifies every WAV file of a folder, many at a time, in memory that does not grow with their number. */
public final class ClassifyFolder {
    /** Takes the folder. */
    public static void main(String[] arguments) throws IOException {
        List<Path> files;
        try (Stream<Path> folder = Files.list(Path.of(arguments[0]))) {
            files = folder.filter(file -> file.toString().endsWith(".wav"))
                    .sorted()
                    .toList();
        }
        Stream<Audio> clips = files.stream().map(ClassifyFolder::decode);
        try (KeywordClassifier classifier = KeywordClassifier.pretrained();
                Stream<Prediction> predictions = classifier.classifyAll(clips)) {
            var names = files.iterator();
            predictions.forEach(word -> System.out.println(names.next() + " " + word.label()));
        }
    }

    private static Audio decode(Path file) {
        try {
            return AudioDecoder.standard().decode(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
