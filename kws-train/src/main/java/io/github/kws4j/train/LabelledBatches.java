package io.github.kws4j.train;

import io.github.kws4j.train.augment.LabelledSource;
import io.github.kws4j.train.network.Batch;
import io.github.kws4j.train.network.FeatureShape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Clips drawn from labelled sources. */
final class LabelledBatches extends DrawnBatches<Batch.OfClasses> {
    private final List<LabelledSource> sources;
    private final List<String> labels;
    private final TrainingOptions options;
    private final FrontEnd frontEnd;
    private final int clips;

    LabelledBatches(List<LabelledSource> sources, List<String> labels, TrainingOptions options) {
        this.sources = sources;
        this.labels = labels;
        this.options = options;
        this.frontEnd = options.frontEnd();
        this.clips = options.steps().batches().drawsPerEpoch();
    }

    @Override
    public int clips() {
        return clips;
    }

    @Override
    Batch.OfClasses make(int epoch, int from, int to) {
        int perClip = frontEnd.shape().values();
        var values = new float[(to - from) * perClip];
        var classes = new int[to - from];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = draw(new SplittableRandom(seed(options.seed(), epoch, from + i)), values, i * perClip);
        }
        return new Batch.OfClasses(values, classes);
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
        Batch.OfClasses first = make(1, 0, Math.min(clips, 10));
        var shares = sources.stream().map(s -> s.label() + " " + s.share()).toList();
        return "draws " + Arrays.hashCode(first.features()) + " " + Arrays.hashCode(first.labels()) + " of " + shares
                + ", augmentation " + options.steps().augmentation();
    }
}
