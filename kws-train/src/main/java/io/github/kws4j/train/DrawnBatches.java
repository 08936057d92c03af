package io.github.kws4j.train;

import io.github.kws4j.train.augment.LabelledSource;
import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.FeatureShape;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Clips drawn from sources, the features of the next batches computed on other threads while the network learns from the last. A draw
 * depends on the seed, the epoch and its number alone, so a training gives the same on any number of threads and after a stop. For one thread.
 */
final class DrawnBatches implements Batches {
    private static final int AHEAD = 6;

    private final List<LabelledSource> sources;
    private final List<String> labels;
    private final TrainingOptions options;
    private final FrontEnd frontEnd;
    private final int clips;
    private final Deque<Coming> coming = new ArrayDeque<>();
    private final ExecutorService threads =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
                var thread = new Thread(task, "kws4j draws");
                thread.setDaemon(true);
                return thread;
            });

    /** A batch that is being made. */
    private record Coming(int epoch, int from, int to, CompletableFuture<Batch> batch) {}

    DrawnBatches(List<LabelledSource> sources, List<String> labels, TrainingOptions options) {
        this.sources = sources;
        this.labels = labels;
        this.options = options;
        this.frontEnd = options.frontEnd();
        this.clips = options.steps().batches().drawsPerEpoch();
    }

    /** What the generator of one draw starts from: near numbers give unlike seeds (Steele et al. 2014). */
    static long seed(long seed, int epoch, int draw) {
        long mixed = seed * 0x9E3779B97F4A7C15L + ((long) epoch << 32) + draw;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    @Override
    public int clips() {
        return clips;
    }

    @Override
    public Batch batch(int epoch, int from, int to) {
        Coming next = coming.poll();
        if (next == null || next.epoch() != epoch || next.from() != from || next.to() != to) {
            forget();
            next = begin(epoch, from, to);
        }
        Coming last = coming.isEmpty() ? next : coming.getLast();
        while (coming.size() < AHEAD) {
            last = following(last, to - from);
            coming.add(last);
        }
        try {
            return next.batch().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private Coming begin(int epoch, int from, int to) {
        return new Coming(epoch, from, to, CompletableFuture.supplyAsync(() -> make(epoch, from, to), threads));
    }

    private Coming following(Coming last, int size) {
        boolean over = last.to() == clips;
        int from = over ? 0 : last.to();
        return begin(over ? last.epoch() + 1 : last.epoch(), from, Math.min(clips, from + size));
    }

    private Batch make(int epoch, int from, int to) {
        int perClip = frontEnd.shape().values();
        var values = new float[(to - from) * perClip];
        var classes = new int[to - from];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = draw(new SplittableRandom(seed(options.seed(), epoch, from + i)), values, i * perClip);
        }
        return new Batch(values, classes);
    }

    /** Writes one draw's features into {@code out} and gives its class. */
    private int draw(SplittableRandom random, float[] out, int at) {
        LabelledSource source = chosen(random);
        float[] samples = Arrays.copyOf(source.source().draw(random), frontEnd.window());
        frontEnd.features(frontEnd.spectrogram(samples), out, at);
        FeatureShape size = frontEnd.shape();
        options.steps().augmentation().ifPresent(change -> change.apply(out, at, size.height(), size.width(), random));
        return labels.indexOf(source.label());
    }

    private LabelledSource chosen(SplittableRandom random) {
        double total = sources.stream().mapToDouble(LabelledSource::share).sum();
        double at = random.nextDouble() * total;
        for (LabelledSource source : sources) {
            at -= source.share();
            if (at < 0) {
                return source;
            }
        }
        return sources.get(sources.size() - 1);
    }

    @Override
    public String identity() {
        Batch first = make(1, 0, Math.min(clips, 10));
        var shares = sources.stream().map(s -> s.label() + " " + s.share()).toList();
        return "draws " + Arrays.hashCode(first.features()) + " " + Arrays.hashCode(first.labels()) + " of " + shares
                + ", augmentation " + options.steps().augmentation();
    }

    @Override
    public void close() {
        forget();
        threads.shutdownNow();
    }

    private void forget() {
        coming.forEach(batch -> batch.batch().cancel(false));
        coming.clear();
    }
}
