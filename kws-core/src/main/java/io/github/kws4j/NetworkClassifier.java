package io.github.kws4j;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.memory.Idle;
import io.github.kws4j.spectrogram.Spectrogram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A classifier over any network: fits clips to the window, computes the spectrogram where the network takes one, names
 * the outputs.
 */
final class NetworkClassifier implements KeywordClassifier, WindowScorer {
    private final KeywordNetwork network;
    private final ModelMetadata metadata;
    private final @Nullable Spectrogram spectrogram;
    private final NetworkOutputs outputs;
    private final Softmax softmax;
    private final int rowLength;
    private final boolean fits;
    private final Idle<Scratch> scratches = new Idle<>();
    private final Idle<float[]> rows = new Idle<>();
    private volatile boolean closed;

    /** What one call of classify works in. */
    private final class Scratch {
        final float[] window = new float[metadata.windowSamples()];
        final float[] row = new float[rowLength];
    }

    NetworkClassifier(KeywordNetwork network, ModelMetadata metadata) {
        this(network, metadata, metadata.frontEnd().map(Spectrogram::of), false);
    }

    /**
     * @param spectrogram need not have settings
     * @param fits whether clips longer than the window are cut to it, not refused
     */
    NetworkClassifier(KeywordNetwork network, ModelMetadata metadata, Optional<Spectrogram> spectrogram, boolean fits) {
        this.fits = fits;
        this.network = network;
        this.metadata = NetworkOutputs.named(metadata, network);
        this.spectrogram = spectrogram.orElse(null);
        KeywordNetwork ofClips = ofClips(network, metadata.windowSamples(), spectrogram);
        outputs = new NetworkOutputs(ofClips, this.metadata.labels());
        softmax = new Softmax(metadata.temperature());
        rowLength = new NetworkInput(ofClips.inputShape(), metadata.windowSamples(), spectrogram).length();
    }

    private static KeywordNetwork ofClips(KeywordNetwork network, int window, Optional<Spectrogram> spectrogram) {
        if (!(network instanceof SteppingNetwork stepping)) {
            return network;
        }
        return new UnrolledNetwork(
                stepping,
                spectrogram
                        .orElseThrow(() ->
                                new ModelException("expected the front end of a network with state but found none"))
                        .frames(window));
    }

    @Override
    public Prediction classify(float[] samples) {
        requireOpen();
        requireFit(samples.length);
        requireFinite(samples, 0, fits ? Math.min(samples.length, metadata.windowSamples()) : samples.length);
        Scratch scratch = scratch();
        float[] window = fit(samples, scratch.window);
        float[] row = window;
        if (spectrogram != null) {
            row = scratch.row;
            spectrogram.compute(window, 0, metadata.windowSamples(), row, 0);
        }
        return classify(row, scratch);
    }

    private Prediction classify(float[] row, Scratch scratch) {
        float[] logits = new float[metadata.labels().size()];
        outputs.logits(row, 1, logits);
        scratches.offer(scratch);
        return new Prediction(metadata.labels(), logits, softmax);
    }

    private Scratch scratch() {
        Scratch idle = scratches.poll();
        return idle == null ? new Scratch() : idle;
    }

    private static float[] fit(float[] samples, float[] window) {
        if (samples.length >= window.length) {
            return samples;
        }
        System.arraycopy(samples, 0, window, 0, samples.length);
        Arrays.fill(window, samples.length, window.length, 0);
        return window;
    }

    @Override
    public Prediction classify(Audio clip) {
        requireOpen();
        Scratch scratch = scratch();
        prepare(clip, scratch.window, scratch.row, 0);
        return classify(scratch.row, scratch);
    }

    /** Writes the network's input for a clip into {@code rows} at {@code offset}; called from many threads. */
    void prepare(Audio clip, float[] rows, int offset) {
        Scratch scratch = scratch();
        prepare(clip, scratch.window, rows, offset);
        scratches.offer(scratch);
    }

    private void prepare(Audio clip, float[] window, float[] rows, int offset) {
        int rate = metadata.sampleRate();
        requireFit(clip.lengthAt(rate));
        Audio fitting = clip.sampleRate() == rate ? clip : clip.resample(rate, metadata.windowSamples());
        if (spectrogram == null) {
            load(fitting, rows, offset);
        } else {
            load(fitting, window, 0);
            spectrogram.compute(window, 0, window.length, rows, offset);
        }
    }

    private void load(Audio clip, float[] target, int offset) {
        int length = Math.min(clip.length(), metadata.windowSamples());
        clip.copyTo(0, target, offset, length);
        requireFinite(target, offset, length);
        Arrays.fill(target, offset + length, offset + metadata.windowSamples(), 0);
    }

    /** Room for {@code count} rows, to be {@linkplain #giveBack given back}; kept from one call to the next. */
    float[] rows(int count) {
        float[] idle = rows.poll();
        return idle == null || idle.length < count * rowLength ? new float[count * rowLength] : idle;
    }

    void giveBack(float[] room) {
        rows.offer(room);
    }

    /** The predictions for {@code count} prepared rows. */
    List<Prediction> run(float[] rows, int count) {
        requireOpen();
        int labels = metadata.labels().size();
        var logits = new float[count * labels];
        outputs.logits(rows, count, logits);
        var predictions = new ArrayList<Prediction>(count);
        for (int i = 0; i < count; i++) {
            float[] own = Arrays.copyOfRange(logits, i * labels, (i + 1) * labels);
            predictions.add(new Prediction(metadata.labels(), own, softmax));
        }
        return predictions;
    }

    @Override
    public void score(float[] rows, int count, int hop, float[] states, float[] probabilities) {
        outputs.logits(rows, count, probabilities);
        int labels = metadata.labels().size();
        for (int i = 0; i < count; i++) {
            softmax.applyTo(probabilities, i * labels, labels);
        }
    }

    @Override
    public Optional<Spectrogram> spectrogram() {
        return Optional.ofNullable(spectrogram);
    }

    @Override
    public int windowSamples(int hop) {
        return metadata.windowSamples();
    }

    @Override
    public int rowLength(int hop) {
        return rowLength;
    }

    int rowLength() {
        return rowLength;
    }

    private void requireFit(long length) {
        int window = metadata.windowSamples();
        int rate = metadata.sampleRate();
        if (length == 0) {
            throw new IllegalArgumentException("expected at least 1 sample but got 0");
        }
        if (length > window && !fits && !isWindowOfFrames(length)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "expected at most %d samples (%.1f s at %d Hz) but got %d; use stream() for longer audio",
                    window,
                    (double) window / rate,
                    rate,
                    length));
        }
    }

    /**
     * Whether what goes beyond the window fills no frame more, and is left out as it would be at the end of any
     * spectrogram.
     */
    private boolean isWindowOfFrames(long length) {
        return spectrogram != null
                && length < Integer.MAX_VALUE
                && StreamWindow.isIncremental(spectrogram, metadata.windowSamples())
                && spectrogram.frames((int) length) == spectrogram.frames(metadata.windowSamples());
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
    public Prediction classify(Path file) throws IOException {
        requireOpen();
        return KeywordClassifier.super.classify(file);
    }

    @Override
    public List<Prediction> classifyAll(List<Audio> clips, IntConsumer progress) {
        requireOpen();
        var predicted = new ArrayList<Prediction>(clips.size());
        var predictions = new BatchedPredictions(this, clips.iterator(), clips.size());
        while (predictions.hasNext()) {
            predicted.add(predictions.next());
            progress.accept(predicted.size());
        }
        return List.copyOf(predicted);
    }

    @Override
    public Stream<Prediction> classifyAll(Stream<Audio> clips) {
        requireOpen();
        var predictions = new BatchedPredictions(this, clips.iterator(), Integer.MAX_VALUE);
        int traits = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(predictions, traits), false)
                .onClose(clips::close);
    }

    @Override
    public KeywordStreamBuilder stream() {
        requireOpen();
        WindowScorer scorer = network instanceof SteppingNetwork stepping && spectrogram != null
                ? new SteppingScorer(stepping, spectrogram, metadata)
                : this;
        return new KeywordStreamBuilder(scorer, metadata);
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
