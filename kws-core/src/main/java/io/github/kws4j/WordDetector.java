package io.github.kws4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns one stream's posteriors, hop by hop, into detections.
 *
 * <p>Posteriors are averaged over the last {@code n} hops (posterior smoothing of G. Chen, C. Parada, G. Heigold,
 * "Small-footprint keyword spotting using deep neural networks", ICASSP 2014; hops before the start count as 0 here, so
 * that a stream's first hops need no exception). A word becomes the candidate once its average has stood at its
 * threshold for {@code minimumCount} hops in a row. It is reported as soon as the average stops rising, at the latest
 * one smoothing length later. For the refractory time thereafter only a word whose average is higher by
 * {@value #CLEARLY} is reported: it is what was said where the one before was a mistake. The word itself is not
 * reported before its average has been under {@value #RELEASE} of its threshold: one utterance gives one detection
 * however long it stays in the window.
 */
final class WordDetector {
    private static final double RELEASE = 0.8;
    private static final float RISING = 0.01f;
    private static final float CLEARLY = 0.1f;
    private static final int NONE = -1;

    private final DetectionRule rule;
    private final List<Consumer<Detection>> callbacks;
    private final int classes;
    private final float[] history;
    private final float[] smoothed;
    private final float[] thresholds;
    private final float[] state;
    private final int[] over;
    private final boolean[] armed;
    private int newest;
    private int candidate = NONE;
    private float peak;
    private float reported;
    private long began;
    private long ended;
    private long deadline;
    private long refractoryEnd;
    private final List<Detection> found = new ArrayList<>();
    private @Nullable Throwable failure;
    private volatile boolean retired;

    /** {@code stateLength} numbers are what the network carries from one window of the stream to the next. */
    WordDetector(DetectionRule rule, List<Consumer<Detection>> callbacks, int stateLength) {
        this.rule = rule;
        state = new float[stateLength];
        this.callbacks = callbacks;
        classes = rule.thresholds().size();
        history = new float[rule.smoothing() * classes];
        smoothed = new float[classes];
        thresholds = new float[classes];
        over = new int[classes];
        armed = new boolean[classes];
        Arrays.fill(armed, true);
        for (int c = 0; c < classes; c++) {
            thresholds[c] = rule.thresholds().get(c).floatValue();
        }
    }

    /** Takes the posteriors of the window that ends at {@code position} and where the word in it would lie. */
    void accept(float[] posteriors, int offset, long position, long wordBegan, long wordEnded) {
        newest = (newest + classes) % history.length;
        System.arraycopy(posteriors, offset, history, newest, classes);
        decide(position, wordBegan, wordEnded);
    }

    /** Takes a window too quiet to be worth the network: no word in it. */
    void acceptSilence(long position) {
        newest = (newest + classes) % history.length;
        Arrays.fill(history, newest, newest + classes, 0);
        Arrays.fill(state, 0);
        decide(position, position, position);
    }

    /** The network's state after the last window, for it to bring up to date; zeros at the start and after silence. */
    float[] state() {
        return state;
    }

    private void decide(long position, long wordBegan, long wordEnded) {
        int best = smooth();
        reportScores(position);
        boolean rising = false;
        if (best != NONE && mayFollow(best, position) && (candidate == NONE || smoothed[best] > peak)) {
            rising = candidate == NONE || smoothed[best] > peak + RISING;
            deadline = candidate == NONE ? position + (long) rule.smoothing() * rule.hop() : deadline;
            candidate = best;
            peak = smoothed[best];
            began = wordBegan;
            ended = wordEnded;
        }
        boolean canRise = rising && peak < 1 - RISING && position < deadline && rule.smoothing() > 1;
        if (candidate != NONE && !canRise) {
            report(position);
        }
    }

    /** Within the refractory time a word is only reported where it is clearly likelier than the one before was. */
    private boolean mayFollow(int word, long position) {
        return position >= refractoryEnd || smoothed[word] > reported + CLEARLY;
    }

    /** Updates averages, counts and arming; the armed word with the highest average that has stood long enough. */
    private int smooth() {
        int best = NONE;
        for (int c = 0; c < classes; c++) {
            float sum = 0;
            for (int at = c; at < history.length; at += classes) {
                sum += history[at];
            }
            smoothed[c] = sum / rule.smoothing();
            over[c] = smoothed[c] >= thresholds[c] ? over[c] + 1 : 0;
            armed[c] |= smoothed[c] < RELEASE * thresholds[c];
            if (armed[c] && over[c] >= rule.minimumCount() && (best == NONE || smoothed[c] > smoothed[best])) {
                best = c;
            }
        }
        return best;
    }

    /** Makes this detector report nothing more: its stream was reset or closed while windows were under way. */
    void retire() {
        retired = true;
    }

    private void report(long position) {
        if (retired) {
            return;
        }
        String label = rule.model().labels().get(candidate);
        armed[candidate] = false;
        reported = peak;
        candidate = NONE;
        refractoryEnd = position + rule.refractory();
        Duration at = rule.time(position);
        var detection = new Detection(label, peak, rule.time(began), rule.time(ended), at);
        synchronized (found) {
            found.add(detection);
        }
        call(callbacks, detection);
    }

    private <T> void call(List<Consumer<T>> listeners, T value) {
        for (Consumer<T> listener : listeners) {
            try {
                listener.accept(value);
            } catch (RuntimeException | Error e) {
                fail(e);
            }
        }
    }

    /** Allocates only where somebody listens. */
    private void reportScores(long position) {
        if (rule.scoreListeners().isEmpty() || retired) {
            return;
        }
        var probabilities = new ArrayList<Double>(classes);
        for (float probability : smoothed) {
            probabilities.add((double) probability);
        }
        call(rule.scoreListeners(), new StreamScores(rule.time(position), probabilities));
    }

    /** What was found since the last call; may be called by another thread. Allocates only where something was. */
    List<Detection> take() {
        synchronized (found) {
            if (found.isEmpty()) {
                return List.of();
            }
            var taken = List.copyOf(found);
            found.clear();
            return taken;
        }
    }

    /** Keeps what was thrown, to be thrown on by {@link #rethrow}. */
    void fail(Throwable thrown) {
        failure = failure == null ? thrown : merge(failure, thrown);
    }

    /** What callbacks and the network have thrown since the last call. */
    @Nullable Throwable takeFailure() {
        Throwable taken = failure;
        failure = null;
        return taken;
    }

    /** The first failure, with the later one suppressed in it. */
    static Throwable merge(Throwable first, Throwable later) {
        if (later != first) {
            first.addSuppressed(later);
        }
        return first;
    }

    /** Throws a failure, if there is one. */
    static void rethrow(@Nullable Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
