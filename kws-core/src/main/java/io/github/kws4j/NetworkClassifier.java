package io.github.kws4j;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.spectrogram.Spectrogram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A classifier over any network: fits clips to the window, computes the spectrogram where the network wants one, names the logits. */
final class NetworkClassifier implements KeywordClassifier {
    private final KeywordNetwork network;
    private final ModelMetadata metadata;
    private final @Nullable Spectrogram spectrogram;
    private final int rowLength;
    private final ConcurrentLinkedQueue<Scratch> scratches = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** What one call of classify works in. */
    private final class Scratch {
        final float[] window = new float[metadata.windowSamples()];
        final float[] row = new float[rowLength];
        final float[] logits = new float[network.classes()];
    }

    NetworkClassifier(KeywordNetwork network, ModelMetadata metadata) {
        this.network = network;
        this.metadata = metadata;
        spectrogram = metadata.spectrogram().orElse(null);
        rowLength = network.inputShape().stream().reduce(1, Math::multiplyExact);
        requireFittingNetwork();
    }

    private void requireFittingNetwork() {
        if (metadata.labels().size() != network.classes()) {
            throw new ModelException("expected " + network.classes() + " labels, one for each output, but got "
                    + metadata.labels().size() + ": " + metadata.labels());
        }
        int window = metadata.windowSamples();
        if (spectrogram == null && rowLength != window) {
            throw new ModelException("expected an input of " + window + " samples but the network takes "
                    + network.inputShape() + "; a network that takes a spectrogram needs its settings");
        }
        if (spectrogram != null && rowLength != spectrogram.frames(window) * spectrogram.bins()) {
            throw new ModelException("expected an input of " + spectrogram.frames(window) + " frames x "
                    + spectrogram.bins() + " bins but the network takes " + network.inputShape());
        }
    }

    @Override
    public Prediction classify(float[] samples) {
        requireOpen();
        requireFit(samples.length);
        requireFinite(samples, 0, samples.length);
        Scratch scratch = scratch();
        float[] window = fit(samples, scratch.window);
        float[] row = window;
        if (spectrogram != null) {
            row = scratch.row;
            spectrogram.compute(window, 0, window.length, row, 0);
        }
        network.run(row, 1, scratch.logits);
        var prediction = prediction(scratch.logits, 0);
        scratches.offer(scratch);
        return prediction;
    }

    private Scratch scratch() {
        Scratch idle = scratches.poll();
        return idle == null ? new Scratch() : idle;
    }

    private static float[] fit(float[] samples, float[] window) {
        if (samples.length == window.length) {
            return samples;
        }
        System.arraycopy(samples, 0, window, 0, samples.length);
        Arrays.fill(window, samples.length, window.length, 0);
        return window;
    }

    /** Writes the network's input for a clip into {@code rows} at {@code offset}; called from many threads. */
    void prepare(Audio clip, float[] rows, int offset) {
        Audio heard = clip.sampleRate() == metadata.sampleRate() ? clip : clip.resample(metadata.sampleRate());
        requireFit(heard.length());
        if (spectrogram == null) {
            load(heard, rows, offset);
        } else {
            Scratch scratch = scratch();
            load(heard, scratch.window, 0);
            spectrogram.compute(scratch.window, 0, scratch.window.length, rows, offset);
            scratches.offer(scratch);
        }
    }

    private void load(Audio clip, float[] target, int offset) {
        clip.copyTo(0, target, offset, clip.length());
        requireFinite(target, offset, clip.length());
        Arrays.fill(target, offset + clip.length(), offset + metadata.windowSamples(), 0);
    }

    /** The network's answer to {@code count} prepared rows. */
    List<Prediction> run(float[] rows, int count) {
        requireOpen();
        var logits = new float[count * network.classes()];
        network.run(rows, count, logits);
        var predictions = new ArrayList<Prediction>(count);
        for (int i = 0; i < count; i++) {
            predictions.add(prediction(logits, i * network.classes()));
        }
        return predictions;
    }

    int rowLength() {
        return rowLength;
    }

    private Prediction prediction(float[] logits, int from) {
        return new Prediction(
                metadata.labels(), Arrays.copyOfRange(logits, from, from + network.classes()), metadata.temperature());
    }

    private void requireFit(int length) {
        int window = metadata.windowSamples();
        int rate = metadata.sampleRate();
        if (length == 0 || length > window) {
            throw new IllegalArgumentException("expected "
                    + (length == 0
                            ? "at least 1 sample"
                            : String.format(
                                    Locale.ROOT,
                                    "at most %d samples (%.1f s at %d Hz)",
                                    window,
                                    (double) window / rate,
                                    rate))
                    + " but got " + length + (length == 0 ? "" : "; use stream() for longer audio"));
        }
    }

    private static void requireFinite(float[] samples, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (!Float.isFinite(samples[i])) {
                throw new IllegalArgumentException(
                        "expected finite samples but got " + samples[i] + " at index " + (i - from));
            }
        }
    }

    @Override
    public Prediction classify(Audio clip) {
        requireOpen();
        return classify(clip.resample(metadata.sampleRate()).samples());
    }

    @Override
    public Prediction classify(Path file) throws IOException {
        requireOpen();
        return classify(AudioDecoder.standard().decode(file));
    }

    @Override
    public List<Prediction> classifyAll(List<Audio> clips, IntConsumer progress) {
        requireOpen();
        var heard = new ArrayList<Prediction>(clips.size());
        var predictions = new BatchedPredictions(this, clips.iterator());
        while (predictions.hasNext()) {
            heard.add(predictions.next());
            progress.accept(heard.size());
        }
        return List.copyOf(heard);
    }

    @Override
    public Stream<Prediction> classifyAll(Stream<Audio> clips) {
        requireOpen();
        var predictions = new BatchedPredictions(this, clips.iterator());
        int traits = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(predictions, traits), false)
                .onClose(clips::close);
    }

    @Override
    public KeywordStreamBuilder stream() {
        requireOpen();
        return new KeywordStreamBuilder(network, metadata);
    }

    @Override
    public List<String> labels() {
        return metadata.labels();
    }

    @Override
    public int sampleRate() {
        return metadata.sampleRate();
    }

    @Override
    public int windowSamples() {
        return metadata.windowSamples();
    }

    @Override
    public ModelMetadata metadata() {
        return metadata;
    }

    @Override
    public Device device() {
        return network.device();
    }

    @Override
    public String deviceNote() {
        return network.deviceNote();
    }

    @Override
    public void close() {
        closed = true;
        network.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the classifier is closed");
        }
    }
}
