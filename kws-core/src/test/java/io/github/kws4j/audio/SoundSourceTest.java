package io.github.kws4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SoundSourceTest {
    private static final Audio RAMP = ramp(2_100);

    @Test
    void recordingIsGivenOutWholeInChunksOf50Milliseconds() {
        SoundSource source = SoundSource.of(RAMP);
        List<Integer> lengths = new ArrayList<>();
        List<Float> samples = new ArrayList<>();
        for (float[] chunk : source) {
            lengths.add(chunk.length);
            for (float sample : chunk) {
                samples.add(sample);
            }
        }
        assertThat(lengths).containsExactly(800, 800, 500);
        assertThat(samples).hasSize(2_100).startsWith(0f, 1f).endsWith(2_099f).isSorted();
        assertThat(source.sampleRate()).isEqualTo(16_000);
    }

    @Test
    void eachIterationBeginsAtTheStart() {
        SoundSource source = SoundSource.of(RAMP);
        assertThat(source.iterator().next()[1]).isEqualTo(1);
        assertThat(source.iterator().next()[1]).isEqualTo(1);
    }

    @Test
    void nothingComesAfterTheEnd() {
        Iterator<float[]> empty = SoundSource.of(Audio.of(new float[0], 16_000)).iterator();
        assertThat(empty.hasNext()).isFalse();
        assertThatThrownBy(empty::next)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("the recording of PT0S is over");
    }

    @Test
    void noChunkComesBeforeItsLastSampleIsDue() {
        long start = System.nanoTime();
        long due = 0;
        for (float[] chunk : SoundSource.inRealTime(RAMP)) {
            due += chunk.length * 1_000_000_000L / 16_000;
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(due);
        }
        assertThat(due).isEqualTo(RAMP.duration().toNanos());
    }

    @Test
    void closingEndsAnIterationThatWaits() throws InterruptedException {
        SoundSource source = SoundSource.inRealTime(Audio.of(new float[3_600], 1));
        Thread closing = new Thread(source::close);
        closing.start();
        assertThat(source.iterator().hasNext()).isFalse();
        closing.join();
        source.close();
        assertThat(source.iterator().hasNext()).isFalse();
    }

    @Test
    void interruptEndsAnIterationThatWaitsAndStaysSet() {
        Thread.currentThread().interrupt();
        assertThat(SoundSource.inRealTime(Audio.of(new float[3_600], 1))
                        .iterator()
                        .hasNext())
                .isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    private static Audio ramp(int length) {
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = i;
        }
        return Audio.of(samples, 16_000);
    }
}
