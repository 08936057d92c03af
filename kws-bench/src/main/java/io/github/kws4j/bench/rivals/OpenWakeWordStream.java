package io.github.kws4j.bench.rivals;

import io.github.kws4j.Detection;
import io.github.kws4j.bench.RawNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * openWakeWord's pipeline as far as its embeddings, in ONNX Runtime with one thread: every 80 ms eight frames of its
 * mel network over the newest sound, then Google's speech embedding over the last 76. It is distributed with heads for
 * words of its own only, so it reports nothing here; what it costs is nearly all in these two networks.
 */
final class OpenWakeWordStream implements WordStream {
    private static final int BEFORE = 3 * RATE / 100;
    private static final int BANDS = 32;
    private static final int NEW_FRAMES = 8;
    private static final int FRAMES = 76;
    private static final float SCALE = 32768;

    private final RawNetwork mel;
    private final RawNetwork embedding;
    private final float[] sound = new float[BEFORE + STEP];
    private final float[] newFrames = new float[NEW_FRAMES * BANDS];
    private final float[] frames = new float[FRAMES * BANDS];
    private final float[] vector = new float[96];
    private int filled;

    private OpenWakeWordStream(RawNetwork mel, RawNetwork embedding) {
        this.mel = mel;
        this.embedding = embedding;
        reset();
    }

    /** Opens the two networks of a folder as openWakeWord distributes them. */
    static OpenWakeWordStream open(Path folder) throws IOException {
        byte[] mel = Files.readAllBytes(folder.resolve("melspectrogram.onnx"));
        byte[] embedding = Files.readAllBytes(folder.resolve("embedding_model.onnx"));
        return new OpenWakeWordStream(
                RawNetwork.open(mel, 1, new long[] {1, BEFORE + STEP}, new long[] {1, 1, NEW_FRAMES, BANDS}),
                RawNetwork.open(embedding, 1, new long[] {1, FRAMES, BANDS, 1}, new long[] {1, 1, 1, 96}));
    }

    @Override
    public List<Detection> accept(float[] samples) {
        for (float sample : samples) {
            sound[filled++] = SCALE * sample;
            if (filled == sound.length) {
                step();
                System.arraycopy(sound, STEP, sound, 0, BEFORE);
                filled = BEFORE;
            }
        }
        return List.of();
    }

    private void step() {
        mel.put(sound);
        mel.run();
        mel.get(newFrames);
        System.arraycopy(frames, newFrames.length, frames, 0, frames.length - newFrames.length);
        for (int i = 0; i < newFrames.length; i++) {
            frames[frames.length - newFrames.length + i] = newFrames[i] / 10 + 2;
        }
        embedding.put(frames);
        embedding.run();
        embedding.get(vector);
    }

    /** The newest embedding. */
    float[] vector() {
        return vector.clone();
    }

    @Override
    public void reset() {
        Arrays.fill(sound, 0);
        Arrays.fill(frames, 1);
        filled = BEFORE;
    }

    @Override
    public void close() {
        mel.close();
        embedding.close();
    }
}
