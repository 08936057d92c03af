package io.github.kws4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrecisionComparisonTest {
    @Test
    void tableHoldsARowForEachPrecisionAndComparesWithFloat32() {
        Audio clip = Audio.of(Variant.clip(), 16_000);
        var test = AudioDataset.of(List.of(LabelledClip.of("chirp", "yes", clip)));
        String[] lines = new PrecisionComparison(BenchmarkedModel.bytes(), List.of(clip), test)
                .table(2)
                .split("\n");

        assertThat(lines).hasSize(6);
        assertThat(lines[2])
                .matches("\\| FLOAT32 \\| [0-9,]+ \\| 1\\.00 \\| 1\\.00 \\| 1\\.00 \\| [01]\\.0000 \\| 0\\.0000, "
                        + "0\\.0000 \\| 0 of 1 \\|");
        assertThat(lines[3]).startsWith("| FLOAT16 | ");
        assertThat(lines[4]).startsWith("| INT8_KERNELS | ");
        assertThat(lines[5]).startsWith("| INT8 | ");
    }
}
