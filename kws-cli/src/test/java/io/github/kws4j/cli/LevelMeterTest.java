package io.github.kws4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LevelMeterTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void levelIsTheRootMeanSquareInDecibelsOfFullScale() {
        assertThat(LevelMeter.decibels(new float[] {1, -1, 1})).isEqualTo(0);
        assertThat(LevelMeter.decibels(new float[] {0.1f, -0.1f})).isCloseTo(-20, offset(1e-6));
        assertThat(LevelMeter.decibels(new float[10])).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void barGoesFromMinus60To0Decibels() {
        assertThat(LevelMeter.bar(-30)).isEqualTo("[" + "#".repeat(20) + " ".repeat(20) + "] -30 dB");
        assertThat(LevelMeter.bar(3)).isEqualTo("[" + "#".repeat(40) + "]   0 dB");
        assertThat(LevelMeter.bar(Double.NEGATIVE_INFINITY)).isEqualTo("[" + " ".repeat(40) + "] -60 dB");
    }

    @Test
    void meterLeavesTheTerminalsLineEmpty() {
        var meter = new LevelMeter(out, true);
        meter.show(new float[] {1});
        meter.erase();

        assertThat(lines()).isEqualTo("\r" + LevelMeter.bar(0) + "\r" + " ".repeat(49) + "\r");
    }

    @Test
    void nothingGoesElsewhere() {
        var meter = new LevelMeter(out, false);
        meter.show(new float[] {1});
        meter.erase();

        assertThat(lines()).isEmpty();
    }

    private String lines() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
