package io.github.kws4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.kws4j.bench.AudioBenchmark.Converter;
import io.github.kws4j.bench.AudioBenchmark.Decoder;
import io.github.kws4j.bench.AudioBenchmark.Minute;
import io.github.kws4j.bench.AudioBenchmark.Second;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AudioBenchmarkTest {
    private final AudioBenchmark benchmark = new AudioBenchmark();

    @Test
    void decodersAgreeOnEverySample() throws IOException {
        var second = new Second();
        second.make();
        float[] ours = benchmark.decodeSecond(second);
        second.decoder = Decoder.JAVAX;

        assertThat(ours).hasSize(16_000).isEqualTo(benchmark.decodeSecond(second));
    }

    @Test
    void resampledToneIsTheToneAtTheNewRate() throws IOException {
        float[] expected =
                AudioBenchmark.chirp(60 * AudioBenchmark.TO, AudioBenchmark.TO).samples();
        float[] converted = resampled(Converter.KWS4J);

        assertThat(converted).hasSize(expected.length);
        double largest = 0;
        for (int i = 0; i < expected.length - 100; i++) { // the tone's sudden end rings
            largest = Math.max(largest, Math.abs(converted[i] - expected[i]));
        }
        assertThat(largest).isLessThan(2e-5);
    }

    /**
     * The level and not the samples: the JDK's drift in time, and linear interpolation loses 2.7 % at 4 kHz (sinc^2 of
     * 4 / 44.1).
     */
    @ParameterizedTest
    @EnumSource
    void everyConverterKeepsTheLevelOfEachSecond(Converter converter) throws IOException {
        float[] converted = resampled(converter);

        assertThat(converted.length - 60 * AudioBenchmark.TO).isBetween(0, 10);
        for (int second = 0; second < 60; second++) {
            double energy = 0;
            for (int i = second * AudioBenchmark.TO; i < (second + 1) * AudioBenchmark.TO; i++) {
                energy += converted[i] * converted[i];
            }
            assertThat(Math.sqrt(energy / AudioBenchmark.TO)).isCloseTo(0.5 * Math.sqrt(0.5), withinPercentage(3));
        }
    }

    private float[] resampled(Converter converter) throws IOException {
        var minute = new Minute();
        minute.make();
        minute.converter = converter;
        return benchmark.resampleMinute(minute);
    }
}
