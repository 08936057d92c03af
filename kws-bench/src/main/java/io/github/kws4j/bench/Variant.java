package io.github.kws4j.bench;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.spectrogram.Spectrogram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Which network classifies, and what runs it. */
public enum Variant {
    /**
     * The tutorial's network with the spectrogram computed in Java: {@code classify(float[])}; above one clip {@code
     * classifyAll}.
     */
    TUTORIAL,
    /** The same with the spectrogram inside the ONNX graph. */
    TUTORIAL_WAVEFORM_FORM,
    /** The same spectrograms, then ONNX Runtime's {@code run} over tensors that lie filled, and nothing else. */
    TUTORIAL_BARE,
    /** ONNX Runtime's {@code run} alone. */
    TUTORIAL_NETWORK,
    /** TensorFlow-Java with the tutorial's SavedModel, from the waveform on. */
    TUTORIAL_TENSORFLOW,
    /** The network in the jar. */
    EMBEDDED,
    /** As {@link #TUTORIAL_BARE}. */
    EMBEDDED_BARE,
    /** As {@link #TUTORIAL_NETWORK}. */
    EMBEDDED_NETWORK;

    /** Classifies the same clips again and again. */
    interface Answers extends AutoCloseable {
        /** {@code batch x labels}. */
        float[] logits();

        @Override
        default void close() {}
    }

    /** Makes ready for {@code batch} clips at once; the tutorial's files lie in {@code folder}. */
    Answers open(Path folder, int batch, int threads) throws IOException {
        return switch (this) {
            case TUTORIAL -> new Ours(tutorial(folder), batch, threads);
            case TUTORIAL_WAVEFORM_FORM -> new Ours(waveformForm(folder), batch, threads);
            case TUTORIAL_BARE -> new Bare(tutorial(folder), batch, threads, true);
            case TUTORIAL_NETWORK -> new Bare(tutorial(folder), batch, threads, false);
            case TUTORIAL_TENSORFLOW -> new TensorFlow(TutorialModel.in(folder).savedModel(), batch, threads);
            case EMBEDDED -> new Ours(BenchmarkedModel.bytes(), batch, threads);
            case EMBEDDED_BARE -> new Bare(BenchmarkedModel.bytes(), batch, threads, true);
            case EMBEDDED_NETWORK -> new Bare(BenchmarkedModel.bytes(), batch, threads, false);
        };
    }

    private static byte[] tutorial(Path folder) throws IOException {
        return Files.readAllBytes(TutorialModel.in(folder).spectrogramForm());
    }

    private static byte[] waveformForm(Path folder) throws IOException {
        return Files.readAllBytes(TutorialModel.in(folder).waveformForm());
    }

    /** A second of sound. */
    static float[] clip() {
        return AudioBenchmark.chirp(16_000, 16_000).samples();
    }

    private static float[] repeated(float[] row, int times) {
        float[] rows = new float[row.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(row, 0, rows, i * row.length, row.length);
        }
        return rows;
    }

    /** A classifier of ours. */
    static final class Ours implements Answers {
        private final KeywordClassifier classifier;
        private final float[] clip = clip();
        private final List<Audio> clips;
        private final float[] logits;

        Ours(byte[] model, int batch, int threads) {
            classifier = KeywordClassifier.builder().threads(threads).load(model);
            clips = Collections.nCopies(batch, Audio.of(clip, classifier.sampleRate()));
            logits = new float[batch * classifier.labels().size()];
        }

        @Override
        public float[] logits() {
            if (clips.size() == 1) {
                return classifier.classify(clip).logits();
            }
            int at = 0;
            for (var prediction : classifier.classifyAll(clips)) {
                float[] row = prediction.logits();
                System.arraycopy(row, 0, logits, at, row.length);
                at += row.length;
            }
            return logits;
        }

        @Override
        public void close() {
            classifier.close();
        }
    }

    /** ONNX Runtime's {@code run}, with or without the spectrograms before it. */
    static final class Bare implements Answers {
        private final Spectrogram spectrogram;
        private final RawNetwork network;
        private final float[] clip;
        private final float[] row;
        private final float[] logits;
        private final int spectrograms;

        Bare(byte[] model, int batch, int threads, boolean withSpectrogram) {
            int labels;
            try (var classifier = KeywordClassifier.builder().load(model)) {
                spectrogram = Spectrogram.of(classifier.metadata().frontEnd().orElseThrow());
                labels = classifier.labels().size();
                clip = Arrays.copyOf(clip(), classifier.windowSamples());
            }
            int frames = spectrogram.frames(clip.length);
            row = new float[frames * spectrogram.bins()];
            logits = new float[batch * labels];
            spectrograms = withSpectrogram ? batch : 0;
            network = RawNetwork.open(
                    model, threads, new long[] {batch, frames, spectrogram.bins()}, new long[] {batch, labels});
            spectrogram.compute(clip, 0, clip.length, row, 0);
            network.put(repeated(row, batch));
        }

        @Override
        public float[] logits() {
            for (int i = 0; i < spectrograms; i++) {
                spectrogram.compute(clip, 0, clip.length, row, 0);
            }
            network.run();
            network.get(logits);
            return logits;
        }

        @Override
        public void close() {
            network.close();
        }
    }

    private static final class TensorFlow implements Answers {
        private final TensorFlowTutorial model;
        private final float[] clips;
        private final int batch;

        TensorFlow(Path savedModel, int batch, int threads) {
            model = new TensorFlowTutorial(savedModel, threads);
            clips = repeated(clip(), batch);
            this.batch = batch;
        }

        @Override
        public float[] logits() {
            return model.logits(clips, batch);
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
