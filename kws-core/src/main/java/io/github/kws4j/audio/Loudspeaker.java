package io.github.kws4j.audio;

import java.io.IOException;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.SourceDataLine;

/** Plays sound on the system's choice of output device. */
final class Loudspeaker {
    private Loudspeaker() {}

    static void play(Audio audio) throws IOException {
        try (SourceDataLine line = SoundCard.output(audio.sampleRate()).line()) {
            line.start();
            AudioFormat format = line.getFormat();
            for (float[] chunk : SoundSource.of(audio.resample((int) format.getSampleRate()))) {
                byte[] bytes = encode(chunk, format.getChannels());
                line.write(bytes, 0, bytes.length);
                if (Thread.currentThread().isInterrupted()) {
                    line.flush();
                    return;
                }
            }
            line.drain();
        }
    }

    /** Little-endian integers of 16 bits, the same in each channel. */
    private static byte[] encode(float[] chunk, int channels) {
        float[] interleaved = new float[chunk.length * channels];
        for (int i = 0; i < interleaved.length; i++) {
            interleaved[i] = chunk[i / channels];
        }
        byte[] bytes = new byte[2 * interleaved.length];
        WavWriter.encode(interleaved, interleaved.length, bytes);
        return bytes;
    }
}
