package io.github.kws4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kws4j.data.AudioDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * The tutorial's recordings and TensorFlow's figures for them; the tests that ask for them are skipped where there are
 * none.
 */
final class RealData {
    private RealData() {}

    /** The folder that {@code -Dkws.data} names. */
    static Path folder() {
        String folder = System.getProperty("kws.data", "");
        Assumptions.assumeFalse(folder.isEmpty(), "no recordings: run with -Dkws.data=FOLDER");
        Path found = Path.of(folder);
        Assumptions.assumeTrue(Files.isDirectory(found), "no recordings in " + found.toAbsolutePath());
        return found;
    }

    /** TensorFlow's figures, beside the recordings. */
    static Path reference() {
        Path found = folder().toAbsolutePath()
                .normalize()
                .resolveSibling("reference")
                .resolve("tutorial");
        Assumptions.assumeTrue(Files.isDirectory(found), "no reference figures in " + found);
        return found;
    }

    /** The 8000 clips, read once. */
    static AudioDataset tutorial() {
        folder();
        return Tutorial.DATA;
    }

    private static final class Tutorial {
        static final AudioDataset DATA = read();

        private static AudioDataset read() {
            try {
                return AudioDataset.ofArchive(folder().resolve("mini_speech_commands.zip"));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** A list of numbers or strings of {@code reference.json}. */
    static List<String> list(String key) throws IOException {
        String json = Files.readString(reference().resolve("reference.json"));
        var array = Pattern.compile("\"" + key + "\": \\[([^\\]]*)\\]").matcher(json);
        assertThat(array.find()).as("list %s in reference.json", key).isTrue();
        var values = new ArrayList<String>();
        for (String value : array.group(1).split(",")) {
            values.add(value.strip().replace("\"", ""));
        }
        return values;
    }

    /** A number of {@code reference.json}. */
    static double number(String key) throws IOException {
        String json = Files.readString(reference().resolve("reference.json"));
        var number = Pattern.compile("\"" + key + "\": ([-+.eE0-9]+)").matcher(json);
        assertThat(number.find()).as("number %s in reference.json", key).isTrue();
        return Double.parseDouble(number.group(1));
    }
}
