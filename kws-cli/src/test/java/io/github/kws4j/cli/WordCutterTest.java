package io.github.kws4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.SoundSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordCutterTest {
    private static final int RATE = 16_000;

    private final float[] sound = new float[10 * RATE];

    /** White noise of a peak over all of the sound. */
    private WordCutterTest noise(double peak) {
        var random = new SplittableRandom(1);
        for (int i = 0; i < sound.length; i++) {
            sound[i] += (float) random.nextDouble(-peak, peak);
        }
        return this;
    }

    /** A tone, clipped at full scale. */
    private WordCutterTest tone(double from, double seconds, double peak) {
        for (int i = (int) (from * RATE); i < (int) ((from + seconds) * RATE); i++) {
            double value = sound[i] + peak * Math.sin(2 * Math.PI * 300 * i / RATE);
            sound[i] = (float) Math.max(-1, Math.min(1, value));
        }
        return this;
    }

    private List<Take> takes() {
        var cutter = new WordCutter(RATE);
        var takes = new ArrayList<Take>();
        for (float[] chunk : SoundSource.of(Audio.of(sound, RATE))) {
            cutter.accept(chunk).ifPresent(takes::add);
        }
        cutter.finish().ifPresent(takes::add);
        return takes.stream()
                .filter(take -> take.fault().filter(Take.Fault.SILENT::equals).isEmpty())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.001, 0.01})
    void wordsAreCutWithAQuarterOfASecondAround(double noise) {
        List<Take> takes = noise(noise).tone(1, 0.5, 0.3).tone(3, 0.8, 0.2).takes();

        assertThat(takes).hasSize(2).allSatisfy(take -> assertThat(take.fault()).isEmpty());
        assertThat(takes.get(0).sound().duration().toMillis()).isBetween(980L, 1030L);
        assertThat(takes.get(1).sound().duration().toMillis()).isBetween(1280L, 1330L);
    }

    @Test
    void pauseInsideOfAWordDoesNotEndIt() {
        assertThat(tone(1, 0.3, 0.3).tone(1.6, 0.3, 0.3).takes()).hasSize(1);
    }

    @Test
    void wordAtTheEndOfTheSoundIsTaken() {
        assertThat(tone(9.2, 0.8, 0.3).takes()).hasSize(1);
    }

    @Test
    void clippedWordIsRefused() {
        assertThat(tone(1, 0.5, 1.5).takes())
                .singleElement()
                .satisfies(take -> assertThat(take.fault()).contains(Take.Fault.CLIPPED));
    }

    @Test
    void clickIsRefused() {
        assertThat(tone(1, 0.06, 0.5).takes())
                .singleElement()
                .satisfies(take -> assertThat(take.fault()).contains(Take.Fault.CLICK));
    }

    @Test
    void soundThatGoesOnIsRefused() {
        assertThat(tone(1, 4, 0.5).takes())
                .first()
                .satisfies(take -> assertThat(take.fault()).contains(Take.Fault.TOO_LONG));
    }

    @Test
    void silenceIsRefusedAfterSixSeconds() {
        var cutter = new WordCutter(RATE);
        int chunks = 0;
        var take = cutter.accept(new float[RATE / 10]);
        while (take.isEmpty()) {
            take = cutter.accept(new float[RATE / 10]);
            chunks++;
        }

        assertThat(take.get().fault()).contains(Take.Fault.SILENT);
        assertThat(chunks).isEqualTo(59);
    }
}
