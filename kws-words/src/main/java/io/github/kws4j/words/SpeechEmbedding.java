package io.github.kws4j.words;

import io.github.kws4j.Device;
import io.github.kws4j.KeywordBackend;
import io.github.kws4j.KeywordNetwork;
import io.github.kws4j.ModelException;
import io.github.kws4j.ModelMetadata;
import io.github.kws4j.NetworkOptions;
import io.github.kws4j.NetworkPorts;
import io.github.kws4j.SteppingNetwork;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.spectrogram.FrontEnd;
import io.github.kws4j.spectrogram.Spectrogram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Turns sound into one vector every step (80 ms) that says what is being said, whoever says it: what detectors of words
 * stand on. It is taught once, on many hours of speech; words are learnt without teaching it again.
 *
 * <p>Its vectors come from an ONNX network with state, which sees each frame of the spectrogram once. Safe to share
 * between threads; close it when done, as it owns native memory.
 */
public final class SpeechEmbedding implements AutoCloseable {
    private static final int REST_STEPS = 50;
    private static final double REST_LEVEL = 1e-4;
    private static final String STANDARD = "speech-embedding.onnx";
    private static final int ROWS_AT_ONCE = 16;
    private static final int USUAL_WINDOW = 16;

    private final byte[] model;
    private final SteppingNetwork network;
    private final Spectrogram spectrogram;
    private final int sampleRate;
    private final int stepFrames;
    private final int delay;
    private final int window;
    private final CompletableFuture<String> fingerprint;

    private SpeechEmbedding(byte[] model, SteppingNetwork network) {
        this.model = model;
        this.network = network;
        Map<String, String> entries = network.metadata();
        var frontEnd = frontEnd(entries);
        spectrogram = Spectrogram.of(frontEnd);
        sampleRate = number(entries, "kws.sample_rate");
        stepFrames = network.inputShape().get(0);
        delay = number(entries, "kws.delay_samples");
        window = entries.containsKey("kws.vectors") ? number(entries, "kws.vectors") : USUAL_WINDOW;
        fingerprint = CompletableFuture.supplyAsync(() -> fingerprint(model));
    }

    private static String fingerprint(byte[] model) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(model), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FrontEnd frontEnd(Map<String, String> entries) {
        var keyword = new TreeMap<String, String>();
        entries.forEach((key, value) -> {
            if (key.startsWith("kws.spectrogram.") || key.equals("kws.sample_rate")) {
                keyword.put(key, value);
            }
        });
        keyword.put("kws.labels", "embedding");
        keyword.put("kws.window", "1");
        return ModelMetadata.of(keyword)
                .frontEnd()
                .orElseThrow(() -> new ModelException("expected the front end in kws.spectrogram.* but found none"));
    }

    private static int number(Map<String, String> entries, String key) {
        String value = entries.getOrDefault(key, "none");
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new ModelException("expected a whole number for " + key + " but found " + value, e);
        }
    }

    /**
     * The embedding in the jar.
     *
     * @return a new object
     * @throws ModelException where no backend is on the class path
     */
    public static SpeechEmbedding standard() {
        try (InputStream in = SpeechEmbedding.class.getResourceAsStream(STANDARD)) {
            if (in == null) {
                throw new ModelException("expected " + STANDARD + " in the jar of kws-words but found none");
            }
            return open(in.readAllBytes(), STANDARD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An embedding in a file, or Google's speech embedding in a folder.
     *
     * @param path an ONNX file with inputs {@code spectrogram} and {@code state}, outputs {@code embeddings} and {@code
     *     next_state}, and metadata as kws4j writes them; or a folder that holds {@code embedding_model.onnx} as
     *     openWakeWord distributes it
     * @return the embedding
     * @throws IOException where it can't be read
     * @throws ModelException where it is no such model, or no backend is on the class path
     */
    public static SpeechEmbedding load(Path path) throws IOException {
        byte[] model = Files.isDirectory(path) ? GoogleSpeechEmbedding.read(path) : Files.readAllBytes(path);
        return open(model, path.toString());
    }

    private static SpeechEmbedding open(byte[] model, String name) {
        var options = new NetworkOptions(Device.cpu(), 1, NetworkPorts.asDeclared());
        KeywordNetwork network = KeywordBackend.find().open(model, name, options);
        try {
            if (network instanceof SteppingNetwork stepping) {
                return new SpeechEmbedding(model, stepping);
            }
            throw new ModelException("expected inputs spectrogram and state but found one input");
        } catch (RuntimeException e) {
            network.close();
            throw new ModelException(name + ": " + e.getMessage(), e);
        }
    }

    /**
     * The vectors of a sound.
     *
     * @param sound of any rate; sound before it counts as silence
     * @return {@code steps x size}; the {@code n}-th is what a stream has after {@code n + 1} steps; none where the
     *     sound is shorter than a step
     * @throws IllegalStateException after {@link #close()}
     */
    public float[][] embed(Audio sound) {
        return embed(List.of(sound.resample(sampleRate).samples())).get(0);
    }

    /** The vectors of many sounds at this embedding's rate, in batches of sounds of like length, several at once. */
    List<float[][]> embed(List<float[]> sounds) {
        var order = new ArrayList<Integer>();
        for (int i = 0; i < sounds.size(); i++) {
            order.add(i);
        }
        order.sort((a, b) -> Integer.compare(sounds.get(a).length, sounds.get(b).length));
        float[][][] vectors = new float[sounds.size()][][];
        IntStream.range(0, (order.size() + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE)
                .parallel()
                .map(batch -> batch * ROWS_AT_ONCE)
                .forEach(from ->
                        embedBatch(sounds, order.subList(from, Math.min(order.size(), from + ROWS_AT_ONCE)), vectors));
        return List.of(vectors);
    }

    private void embedBatch(List<float[]> sounds, List<Integer> batch, float[][][] vectors) {
        int steps = sounds.get(batch.get(batch.size() - 1)).length / stepSamples();
        if (steps == 0) {
            batch.forEach(sound -> vectors[sound] = new float[0][]);
            return;
        }
        int row = steps * stepFrames * spectrogram.bins();
        float[] input = new float[batch.size() * row];
        for (int i = 0; i < batch.size(); i++) {
            frames(sounds.get(batch.get(i)), steps, input, i * row);
        }
        float[] outputs = new float[batch.size() * steps * size()];
        var extent = new SteppingNetwork.Extent(batch.size(), steps);
        network.run(input, extent, new float[batch.size() * network.stateLength()], outputs);
        for (int i = 0; i < batch.size(); i++) {
            int length = sounds.get(batch.get(i)).length / stepSamples();
            var rows = new float[length][];
            for (int t = 0; t < length; t++) {
                int at = (i * steps + t) * size();
                rows[t] = Arrays.copyOfRange(outputs, at, at + size());
            }
            vectors[batch.get(i)] = rows;
        }
    }

    /** Where a stream stands after some seconds of faint noise. */
    record Rest(float[] state, float[][] vectors) {}

    /** The state, and the vectors that led to it, after noise 80 dB below full scale. */
    Rest rest() {
        var random = new Random(1);
        float[] noise = new float[REST_STEPS * stepSamples()];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (REST_LEVEL * random.nextGaussian());
        }
        float[] input = new float[REST_STEPS * stepFrames * spectrogram.bins()];
        frames(noise, REST_STEPS, input, 0);
        float[] state = new float[network.stateLength()];
        float[] outputs = new float[REST_STEPS * size()];
        network.run(input, new SteppingNetwork.Extent(1, REST_STEPS), state, outputs);
        float[][] vectors = new float[REST_STEPS][];
        for (int t = 0; t < REST_STEPS; t++) {
            vectors[t] = Arrays.copyOfRange(outputs, t * size(), (t + 1) * size());
        }
        return new Rest(state, vectors);
    }

    /** The frames that a stream computes in its first steps: the first frame reaches before the sound. */
    private void frames(float[] sound, int steps, float[] out, int at) {
        int before = spectrogram.frameLength() - spectrogram.frameStep();
        float[] samples = new float[before + steps * stepSamples()];
        System.arraycopy(sound, 0, samples, before, Math.min(sound.length, samples.length - before));
        spectrogram.compute(samples, 0, samples.length, out, at);
    }

    /** Numbers in a vector. */
    public int size() {
        return network.classes();
    }

    /** The rate that it works at, in hertz. */
    public int sampleRate() {
        return sampleRate;
    }

    /** The time from one vector to the next. */
    public Duration step() {
        return Duration.ofNanos(stepSamples() * 1_000_000_000L / sampleRate);
    }

    int stepSamples() {
        return stepFrames * spectrogram.frameStep();
    }

    /** The least number of samples whose frames fill so many steps. */
    int samples(int steps) {
        return spectrogram.frameLength() + (steps * stepFrames - 1) * spectrogram.frameStep();
    }

    int stepFrames() {
        return stepFrames;
    }

    /** Samples from the sound that a vector is about to the moment at which a stream has it. */
    int delay() {
        return delay;
    }

    /** How many of the last vectors a detector looks at: 1 where a vector is about a whole word already. */
    int window() {
        return window;
    }

    FrontEnd frontEnd() {
        return spectrogram.frontEnd();
    }

    int stateLength() {
        return network.stateLength();
    }

    /** The content of its model file; not to be changed. */
    byte[] model() {
        return model;
    }

    /** Says which embedding this is: the first 16 digits of its file's SHA-256. */
    String fingerprint() {
        return fingerprint.join();
    }

    /** Frees the network. Idempotent. */
    @Override
    public void close() {
        network.close();
    }
}
