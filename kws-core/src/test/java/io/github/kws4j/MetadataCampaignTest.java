package io.github.kws4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.kws4j.spectrogram.Spectrogram;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Model metadata that Jazzer makes: read to a value that is written and read back the same, or refused with a
 * {@link ModelException}. On its seeds otherwise; CONTRIBUTING.md has the command for longer.
 */
class MetadataCampaignTest {
    private static final char BETWEEN = '\u0001';

    /** Entries of each front end as bytes: key, value, key, value. */
    static Stream<byte[]> seeds() {
        return Stream.of(
                        Spectrogram.stft().frontEnd(),
                        Spectrogram.logMel().frontEnd(),
                        Spectrogram.mfcc().frontEnd())
                .map(frontEnd -> ModelMetadata.builder(List.of("yes", "\ud83d\ude00"))
                        .frontEnd(frontEnd)
                        .operatingPoints(new OperatingPoints(
                                StreamSettings.standard(), new TreeMap<>(Map.of(0.5, Map.of("yes", 0.9)))))
                        .note("recipe", "a\\b\n")
                        .build()
                        .toMap())
                .map(MetadataCampaignTest::bytes);
    }

    private static byte[] bytes(Map<String, String> entries) {
        var text = new StringBuilder();
        entries.forEach(
                (key, value) -> text.append(key).append(BETWEEN).append(value).append(BETWEEN));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "8h")
    void metadataIsReadWholeOrRefused(byte[] text) {
        String[] parts = new String(text, StandardCharsets.UTF_8).split(String.valueOf(BETWEEN), -1);
        var entries = new LinkedHashMap<String, String>();
        for (int i = 0; i + 1 < parts.length; i += 2) {
            entries.put(parts[i], parts[i + 1]);
        }
        try {
            var metadata = ModelMetadata.of(entries);
            assertThat(ModelMetadata.of(metadata.toMap())).isEqualTo(metadata);
        } catch (ModelException e) {
            assertThat(e).hasMessageStartingWith("model metadata: ");
        }
    }
}
