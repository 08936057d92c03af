package io.github.kws4j;

import io.github.kws4j.audio.SampleFormat;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds words in sound that never stops: takes chunks of any size, from one sample to hours, and yields each word once,
 * soon after it was said. Opened by {@link KeywordStreamBuilder#open()}.
 *
 * <pre>{@code
 * try (var classifier = KeywordClassifier.pretrained();
 *         var stream = classifier.stream().threshold(0.9).open();
 *         var microphone = Microphone.open(classifier.sampleRate())) {
 *     for (float[] chunk : microphone) {
 *         for (Detection detection : stream.accept(chunk)) {
 *             System.out.println(detection.label() + " at " + detection.began());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>Every {@link #hop()} the network looks at the newest window; only the spectrogram frames that are new are
 * computed. The same sound gives the same detections however it is cut into chunks; a network that carries its own past
 * runs the windows of one chunk together, so that its scores differ by less than 0.0001 with the chunks. Sound before
 * the start counts as silence.
 *
 * <p>A stream keeps under 100 KB for windows up to one second at 16 kHz and allocates nothing in {@code accept} while
 * nothing is detected, beyond what the network allocates itself. It belongs to one thread: it may be handed on, but two
 * threads in it at once, or a callback that feeds the stream it was called by, get an {@link IllegalStateException}.
 * Any number of streams share a classifier.
 */
public final class KeywordStream implements AutoCloseable {
    private static final int BLOCK = 256;

    private final DetectionRule rule;
    private final WindowRunner runner;
    private final int stateLength;
    private final List<Consumer<Detection>> callbacks;
    private final AtomicReference<@Nullable Thread> user = new AtomicReference<>();
    private final StreamWindow window;
    private final EnergyTrack energy;
    private final float[] block = new float[BLOCK];
    private volatile WordDetector detector;
    private long position;
    private boolean finished;
    private long end;
    private volatile boolean closed;

    KeywordStream(DetectionRule rule, WindowScorer scorer, WindowRunner runner, List<Consumer<Detection>> callbacks) {
        this.rule = rule;
        this.runner = runner;
        this.callbacks = List.copyOf(callbacks);
        this.stateLength = scorer.stateLength();
        window = new StreamWindow(scorer.spectrogram(), scorer.windowSamples(rule.hop()), rule.hop());
        int span = stateLength > 0 ? scorer.span(rule.hop()) : window.span();
        energy = new EnergyTrack(rule.model().sampleRate(), span, rule.gateDb());
        detector = new WordDetector(rule, this.callbacks, stateLength);
    }

    /**
     * The words found in the stream with these samples added; usually empty.
     *
     * @param samples mono samples at the classifier's rate, in {@code [-1, 1]}; may be empty
     * @return detections in the order they were made; in a {@link KeywordStreams} group, those of the windows run since
     *     the last call
     * @throws IllegalArgumentException where a sample is NaN or infinite; nothing of the chunk is taken then
     * @throws IllegalStateException after {@link #close()} or {@link #finish()}, or while another thread is in this
     *     stream
     * @throws RuntimeException what a callback or the network threw, after the whole chunk was taken (what else was
     *     thrown is suppressed in it); the stream goes on, a window whose inference failed counts as one without a
     *     word, and the detections of this call are returned by the next
     */
    public List<Detection> accept(float[] samples) {
        return accept(samples, 0, samples.length);
    }

    /**
     * As {@link #accept(float[])}, for a part of an array.
     *
     * @throws IndexOutOfBoundsException where {@code offset} and {@code length} reach outside {@code samples}
     */
    public List<Detection> accept(float[] samples, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, samples.length);
        requireFinite(samples, offset, length);
        enter();
        try {
            requireUnfinished();
            feed(samples, offset, length);
            runner.flush(detector);
        } finally {
            leave();
        }
        return found();
    }

    /** As {@link #accept(float[])}, for 16-bit samples: each is scaled by {@code 2^-15}. */
    public List<Detection> accept(short[] samples) {
        enter();
        try {
            requireUnfinished();
            for (int at = 0; at < samples.length; at += BLOCK) {
                int length = Math.min(BLOCK, samples.length - at);
                for (int i = 0; i < length; i++) {
                    block[i] = samples[at + i] * 0x1p-15f;
                }
                feed(block, 0, length);
            }
            runner.flush(detector);
        } finally {
            leave();
        }
        return found();
    }

    /**
     * As {@link #accept(float[])}, for bytes as sound cards and network protocols give them; channels are averaged,
     * block by block in a small array.
     *
     * @param format how the samples lie, at the classifier's rate; {@link SampleFormat#pcm16} is the usual one
     * @throws IllegalArgumentException where the format has another rate, the bytes do not fill whole frames, or a
     *     sample is NaN or infinite; nothing of the chunk is taken then
     */
    public List<Detection> accept(byte[] bytes, SampleFormat format) {
        requireRate(format.rate());
        int frames = framesOf(bytes, format);
        enter();
        try {
            requireUnfinished();
            for (int at = 0; at < frames; at += BLOCK) {
                int length = Math.min(BLOCK, frames - at);
                format.decode(bytes, at, block, length);
                feed(block, 0, length);
            }
            runner.flush(detector);
        } finally {
            leave();
        }
        return found();
    }

    private void requireRate(int rate) {
        if (rate != rule.model().sampleRate()) {
            throw new IllegalArgumentException("expected sound at "
                    + rule.model().sampleRate() + " Hz but got " + rate + " Hz; resample it with Resampler.of(" + rate
                    + ", "
                    + rule.model().sampleRate() + ")");
        }
    }

    private static int framesOf(byte[] bytes, SampleFormat format) {
        try {
            return format.frames(bytes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + "; nothing was taken", e);
        }
    }

    private void feed(float[] samples, int offset, int length) {
        int at = offset;
        int left = length;
        while (left > 0) {
            int taken = Math.min(left, window.missing());
            window.add(samples, at, taken);
            energy.add(samples, at, taken);
            position += taken;
            at += taken;
            left -= taken;
            if (window.missing() == 0) {
                due();
            }
        }
    }

    private void due() {
        float[] row = window.row();
        try {
            if (rule.gated() && energy.quiet()) {
                runner.skip(detector, position);
            } else {
                energy.locate();
                runner.run(row, detector, position, energy.began(), energy.ended());
            }
        } finally {
            window.slide();
        }
    }

    /**
     * Ends the sound: the window moves on over silence until nothing is left in it, so that a word at the end of a
     * recording is found. The stream takes no more until {@link #reset()}; a second call returns what was found since
     * the first.
     *
     * @return detections in the order they were made, as {@link #accept(float[])} returns them; {@link Detection#at()}
     *     may lie after the end of the sound
     * @throws IllegalStateException after {@link #close()}, or while another thread is in this stream
     * @throws RuntimeException as {@link #accept(float[])}
     */
    public List<Detection> finish() {
        enter();
        try {
            if (!finished) {
                finished = true;
                end = position;
                Arrays.fill(block, 0);
                long until = position + window.span() + (rule.smoothing() + 1L) * rule.hop();
                while (position < until) {
                    feed(block, 0, (int) Math.min(BLOCK, until - position));
                }
                runner.flush(detector);
            }
        } finally {
            leave();
        }
        return found();
    }

    private List<Detection> found() {
        runner.rethrow(detector);
        return detector.take();
    }

    /** Forgets all sound: the stream is as it was when opened, at position zero. */
    public void reset() {
        enter();
        try {
            detector.retire();
            runner.flush(detector);
            detector = new WordDetector(rule, callbacks, stateLength);
            window.clear();
            energy.clear();
            position = 0;
            finished = false;
        } finally {
            leave();
        }
    }

    /** How much sound was accepted since the stream was opened or reset. */
    public Duration position() {
        return rule.time(finished ? end : position);
    }

    /** The time from one look of the network to the next: the one asked for, rounded to whole spectrogram frames. */
    public Duration hop() {
        return rule.time(rule.hop());
    }

    /** The settings that the stream was opened with. */
    public StreamSettings settings() {
        return rule.settings();
    }

    /**
     * The threshold in force for each word, in the order of the model's labels; labels that are never reported are
     * absent.
     */
    public Map<String, Double> thresholds() {
        var thresholds = new LinkedHashMap<String, Double>();
        for (int c = 0; c < rule.thresholds().size(); c++) {
            double threshold = rule.thresholds().get(c);
            if (threshold <= 1) {
                thresholds.put(rule.model().labels().get(c), threshold);
            }
        }
        return thresholds;
    }

    /** Ends the stream, from any thread; the classifier stays open. Closing twice is the same as once. */
    @Override
    public void close() {
        closed = true;
        detector.retire();
    }

    private void enter() {
        var me = Thread.currentThread();
        @Nullable Thread other = null;
        while (other == null && !user.compareAndSet(null, me)) {
            other = user.get();
        }
        if (other == me) {
            throw new IllegalStateException("expected a callback not to use its stream but it re-entered its stream");
        }
        if (other != null) {
            throw new IllegalStateException("expected one thread at a time in a stream but '" + me.getName()
                    + "' came while '" + other.getName() + "' was in it");
        }
        if (closed) {
            leave();
            throw new IllegalStateException("expected an open stream but this one was closed");
        }
    }

    private void requireUnfinished() {
        if (finished) {
            throw new IllegalStateException(
                    "expected a stream that takes more sound but this one was finished; reset() starts again");
        }
    }

    private void leave() {
        user.set(null);
    }

    private static void requireFinite(float[] samples, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (!Float.isFinite(samples[i])) {
                throw new IllegalArgumentException(
                        "expected finite samples but got " + samples[i] + " at index " + i + "; nothing was taken");
            }
        }
    }
}
