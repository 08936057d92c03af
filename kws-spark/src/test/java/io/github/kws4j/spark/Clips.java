package io.github.kws4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.Prediction;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Spoken and recorded clips, and what the plain classifier answers for them. */
final class Clips {
    static final Path SPOKEN =
            Path.of(System.getProperty("kws.root")).resolve("examples/clips").toAbsolutePath();

    private Clips() {}

    static List<Path> in(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".wav"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the 8000 recordings of Speech Commands into a folder, and says whether they are at hand. */
    static boolean unpackRecordings(Path folder) throws IOException {
        String data = System.getProperty("kws.data", "");
        Path zip = Path.of(System.getProperty("kws.root")).resolve(data).resolve("mini_speech_commands.zip");
        if (data.isEmpty() || !Files.exists(zip)) {
            return false;
        }
        try (var archive = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : Collections.list(archive.entries())) {
                if (entry.getName().matches("mini_speech_commands/[a-z]+/[^/]*\\.wav")) {
                    try (var content = archive.getInputStream(entry)) {
                        Files.copy(content, folder.resolve(entry.getName().replace('/', '-')));
                    }
                }
            }
        }
        return true;
    }

    static Audio decode(Path file) {
        try {
            return AudioDecoder.standard().decode(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Dataset<Row> read(SparkSession spark, Path folder) {
        return spark.read()
                .format("binaryFile")
                .option("pathGlobFilter", "*.wav")
                .option("recursiveFileLookup", true)
                .load(folder.toString());
    }

    /**
     * Asserts that {@code rows} hold each clip of {@code folder} once, with the plain classifier's answer to the
     * last bit.
     */
    static void assertClassifiedAsPlain(Dataset<Row> rows, Path folder) {
        var files = in(folder);
        var expected = new TreeMap<String, String>();
        try (var classifier = KeywordClassifier.pretrained()) {
            List<Prediction> predictions =
                    classifier.classifyAll(files.stream().map(Clips::decode).toList());
            for (int i = 0; i < files.size(); i++) {
                expected.put(files.get(i).toUri().getPath(), text(predictions.get(i)));
            }
        }
        var found = rows.collectAsList();
        assertThat(found).hasSize(files.size());
        assertThat(byPath(found)).isEqualTo(expected);
    }

    static Map<String, String> byPath(List<Row> rows) {
        var byPath = new TreeMap<String, String>();
        for (Row row : rows) {
            String path = row.<String>getAs("path").replaceFirst("^file:/+", "/");
            assertThat(byPath.put(path, text(row))).as("second row of " + path).isNull();
        }
        return byPath;
    }

    private static String text(Row row) {
        if (row.getAs("error") != null) {
            return "error: " + row.getAs("error");
        }
        return row.getAs("label") + " " + row.getAs("probability") + " "
                + row.<Row>getList(row.fieldIndex("scores")).stream()
                        .map(score -> score.getString(0) + "=" + score.getDouble(1))
                        .toList();
    }

    private static String text(Prediction prediction) {
        return prediction.label() + " " + prediction.probability() + " "
                + prediction.scores().stream()
                        .map(score -> score.label() + "=" + score.probability())
                        .toList();
    }
}
