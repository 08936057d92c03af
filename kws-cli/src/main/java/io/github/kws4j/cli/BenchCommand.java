package io.github.kws4j.cli;

import io.github.kws4j.Device;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.KeywordClassifierBuilder;
import io.github.kws4j.KeywordStream;
import io.github.kws4j.ModelException;
import io.github.kws4j.audio.Audio;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kws bench}: how fast a model is on this machine. */
@Command(
        name = "bench",
        description = "Measures a model on this machine's CPU, and on its GPU where there is one: clips a second, and "
                + "how many"
                + " streams it keeps up with in real time.",
        footer = {"", "Example: the model in the jar", "  kws bench"})
final class BenchCommand implements Callable<Integer> {
    private static final int BATCH = 256;

    @Option(names = "--model", paramLabel = "FILE", description = "ONNX model (the one in the jar)")
    private @Nullable Path file;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "3",
            description = "length of each measurement, after as long to warm up (${DEFAULT-VALUE})")
    private int seconds;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws IOException {
        measure("CPU", Device.cpu());
        try {
            measure("GPU", Device.cuda(0));
        } catch (ModelException e) {
            output.line("GPU  unavailable: " + Program.message(e));
        }
        return 0;
    }

    private void measure(String name, Device device) throws IOException {
        KeywordClassifierBuilder builder = KeywordClassifier.builder().device(device);
        try (KeywordClassifier classifier = file == null ? builder.pretrained() : builder.load(file)) {
            double clips = clips(classifier);
            double streams = streams(classifier);
            output.answer(
                    String.format(
                            Locale.ROOT, "%s  %.0f clips a second, %.0f streams in real time", name, clips, streams),
                    new JsonObject()
                            .with("device", name)
                            .with("clipsPerSecond", clips)
                            .with("streamsInRealTime", streams));
        }
    }

    private double clips(KeywordClassifier classifier) {
        Audio noise = noise(classifier.windowSamples(), classifier.sampleRate());
        List<Audio> batch = IntStream.range(0, BATCH).mapToObj(i -> noise).toList();
        return BATCH * perSecond(() -> classifier.classifyAll(batch));
    }

    /** Seconds of sound that all processors take in a second, each with a stream of its own. */
    private double streams(KeywordClassifier classifier) {
        float[] second = noise(classifier.sampleRate(), classifier.sampleRate()).samples();
        int processors = Runtime.getRuntime().availableProcessors();
        List<KeywordStream> streams = IntStream.range(0, processors)
                .mapToObj(i -> classifier.stream().open())
                .toList();
        try {
            return processors * perSecond(() -> streams.parallelStream().forEach(stream -> stream.accept(second)));
        } finally {
            streams.forEach(KeywordStream::close);
        }
    }

    private static Audio noise(int samples, int rate) {
        var random = new SplittableRandom(1);
        float[] sound = new float[samples];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (float) random.nextDouble(-0.1, 0.1);
        }
        return Audio.of(sound, rate);
    }

    private double perSecond(Runnable work) {
        repeat(work);
        return repeat(work);
    }

    private double repeat(Runnable work) {
        long start = System.nanoTime();
        long end = start + Duration.ofSeconds(seconds).toNanos();
        int times = 0;
        do {
            work.run();
            times++;
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException();
            }
        } while (System.nanoTime() < end);
        return times * 1e9 / (System.nanoTime() - start);
    }
}
