package io.github.kws4j.cli;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.audio.RawSound;
import io.github.kws4j.audio.SampleFormat;
import io.github.kws4j.audio.SoundDevices;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A sound card whose microphone gives what is in {@code recording.wav}, from its beginning each time it is opened, and
 * whose loudspeaker writes.
 */
public final class RecordedSoundCard implements SoundDevices {
    /** For {@link java.util.ServiceLoader}. */
    public RecordedSoundCard() {}

    @Override
    public List<String> inputs() {
        return List.of("recorded");
    }

    @Override
    public List<SampleFormat> formats(String input) {
        return List.of(SampleFormat.pcm16(16_000));
    }

    @Override
    public Input open(String name, int rate) throws IOException {
        Audio audio = AudioDecoder.standard().decode(Path.of("recording.wav")).resample(rate);
        var bytes = ByteBuffer.allocate(2 * audio.length()).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : audio.samples()) {
            bytes.putShort((short) Math.max(-32768, Math.min(32767, Math.round(sample * 32768))));
        }
        return new Input(
                "recorded",
                new RawSound(new InRealTime(bytes.array(), 2 * rate), SampleFormat.pcm16(rate), OptionalLong.empty()));
    }

    @Override
    public void play(Audio audio) {
        System.err.println("played " + audio.duration().toMillis() + " ms");
    }

    /** Gives no more than a microphone would, so that a slow reader loses nothing. */
    private static final class InRealTime extends ByteArrayInputStream {
        private final int bytesASecond;

        InRealTime(byte[] sound, int bytesASecond) {
            super(sound);
            this.bytesASecond = bytesASecond;
        }

        @Override
        public int read(byte[] target, int from, int length) {
            LockSupport.parkNanos(1_000_000_000L * length / bytesASecond);
            return super.read(target, from, length);
        }
    }
}
