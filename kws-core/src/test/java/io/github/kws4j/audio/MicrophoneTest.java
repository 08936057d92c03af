package io.github.kws4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream in place of a sound card. */
@Timeout(60)
class MicrophoneTest {
    private static final Duration CHUNK = Duration.ofMillis(50);

    @Test
    void samplesArriveInOrderAtTheRateAskedFor() {
        int[] sound = new int[4_000];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = i;
        }
        try (Microphone microphone = listening(stream(sound, 16_000, 1), 16_000)) {
            Iterator<float[]> chunks = microphone.iterator();
            for (int at = 0; at < sound.length; ) {
                for (float sample : chunks.next()) {
                    assertThat(sample).isEqualTo(at++ * 0x1p-15f);
                }
            }
            assertThat(microphone.overruns()).isZero();
            assertThat(microphone.sampleRate()).isEqualTo(16_000);
        }
    }

    @Test
    void stereoOfAnotherRateIsAveragedAndResampledAsAFileIs() throws IOException {
        int[] sound = new int[2 * 9_600];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (int) (8000 * Math.sin(i / 2 / 48_000.0 * 2 * Math.PI * 700)) * (1 + i % 2);
        }
        byte[] file =
                Wav.riff().fmt(Wav.PCM, 2, 48_000, 16).data(Wav.int16(sound)).bytes();
        float[] expected = AudioDecoder.standard().decode(file).resample(16_000).samples();
        try (Microphone microphone = listening(stream(sound, 48_000, 2), 16_000)) {
            Iterator<float[]> chunks = microphone.iterator();
            float[] captured = new float[0];
            while (captured.length < expected.length) {
                float[] chunk = chunks.next();
                captured = Arrays.copyOf(captured, captured.length + chunk.length);
                System.arraycopy(chunk, 0, captured, captured.length - chunk.length, chunk.length);
            }
            assertThat(captured).isEqualTo(expected);
        }
    }

    @Test
    void chunksThatNobodyTakesMakePlaceForNewOnesAndAreCounted() throws InterruptedException {
        int seconds = 8;
        int[] sound = new int[seconds * 1_000];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = i;
        }
        try (Microphone microphone = listening(stream(sound, 1_000, 1), 1_000)) {
            while (microphone.overruns() < 60) {
                Thread.sleep(1);
            }
            assertThat(microphone.overruns()).isEqualTo(60);
            assertThat(microphone.iterator().next()[0]).isEqualTo(3_000 * 0x1p-15f);
        }
    }

    @Test
    void lostDeviceIsToldAfterItsLastSound() {
        try (Microphone microphone = listening(stream(new int[10], 16_000, 1), 16_000)) {
            Iterator<float[]> chunks = microphone.iterator();
            assertThat(chunks.next()).hasSize(10);
            assertThatThrownBy(chunks::hasNext)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("microphone test gives no more sound");
        }
    }

    @Test
    void faultOfTheDeviceIsTold() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("unplugged");
            }

            @Override
            public int read(byte[] target, int at, int length) throws IOException {
                return read();
            }
        };
        try (Microphone microphone = listening(sound(broken, 16_000, 1), 16_000)) {
            assertThatThrownBy(microphone.iterator()::next)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("microphone test failed: unplugged");
        }
    }

    @Test
    void closingEndsAnIterationThatWaits() throws Exception {
        try (var silent = new PipedOutputStream();
                var source = new PipedInputStream(silent)) {
            Microphone microphone = listening(sound(source, 16_000, 1), 16_000);
            Thread closing = new Thread(microphone::close);
            closing.start();
            Iterator<float[]> chunks = microphone.iterator();
            assertThat(chunks.hasNext()).isFalse();
            assertThatThrownBy(chunks::next)
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("microphone test is closed, or the thread is interrupted");
            closing.join();
            microphone.close();
        }
    }

    @Test
    void interruptEndsAnIterationThatWaitsAndStaysSet() throws IOException {
        try (var silent = new PipedOutputStream();
                var source = new PipedInputStream(silent);
                Microphone microphone = listening(sound(source, 16_000, 1), 16_000)) {
            Thread.currentThread().interrupt();
            assertThat(microphone.iterator().hasNext()).isFalse();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Microphone.open(999))
                .withMessage("expected a sample rate of 1000 to 1000000 Hz but got 999");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Microphone.open(1_000_001))
                .withMessage("expected a sample rate of 1000 to 1000000 Hz but got 1000001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Microphone.builder().chunk(Duration.ofSeconds(2)))
                .withMessage("expected a chunk of PT0.001S to PT1S but got PT2S");
    }

    @Test
    void machineWithoutAccessToItsDevicesSaysWhatToAdd() {
        assertThat(Microphone.devices()).isEmpty();
        String missing = "expected access to the machine's sound devices but the class path has none:"
                + " add io.github.kws4j:kws-javasound";
        assertThatIOException().isThrownBy(() -> Microphone.open(16_000)).withMessage(missing);
        assertThatIOException()
                .isThrownBy(() -> Audio.of(new float[16], 16_000).play())
                .withMessage(missing);
    }

    private static Microphone listening(RawSound stream, int rate) {
        return new Microphone("test", stream, rate, CHUNK).start();
    }

    private static RawSound stream(int[] samples, int rate, int channels) {
        return sound(new ByteArrayInputStream(Wav.int16(samples)), rate, channels);
    }

    private static RawSound sound(InputStream bytes, int rate, int channels) {
        var format = new SampleFormat(SampleFormat.Encoding.SIGNED_16, ByteOrder.LITTLE_ENDIAN, channels, rate);
        return new RawSound(bytes, format, OptionalLong.empty());
    }
}
