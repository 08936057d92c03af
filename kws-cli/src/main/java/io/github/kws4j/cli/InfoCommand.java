package io.github.kws4j.cli;

import io.github.kws4j.EmbeddedModel;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.ModelMetadata;
import io.github.kws4j.OperatingPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kws info}: what a model says of itself. */
@Command(
        name = "info",
        description = "Says what a model detects, what it takes, its thresholds, its size and where it comes from.",
        footer = {
            "",
            "Example: the model in the jar",
            "  kws info",
            "Example: a model of your own",
            "  kws info mine.onnx"
        })
final class InfoCommand implements Callable<Integer> {
    private static final String FRONT_END = "kws.spectrogram.";

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "ONNX model (the one in the jar)")
    private @Nullable Path file;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws IOException {
        byte[] content = file == null ? EmbeddedModel.find().content() : Files.readAllBytes(file);
        String name = file == null ? EmbeddedModel.find().name() + " (in the jar)" : file.toString();
        try (KeywordClassifier classifier =
                file == null ? KeywordClassifier.pretrained() : KeywordClassifier.load(file)) {
            ModelMetadata model = classifier.metadata();
            output.answer(text(name, content.length, model), facts(name, content.length, model));
        }
        return 0;
    }

    private static JsonObject facts(String name, int bytes, ModelMetadata model) {
        return new JsonObject()
                .with("model", name)
                .with("bytes", bytes)
                .with("labels", model.labels())
                .with("sampleRate", model.sampleRate())
                .with("window", window(model))
                .with("frontEnd", frontEnd(model))
                .with("temperature", model.temperature())
                .with(
                        "stream",
                        model.operatingPoints().map(points -> points.settings().toString()))
                .with("thresholds", model.operatingPoints().map(OperatingPoints::thresholds))
                .with("notes", model.notes());
    }

    private static Duration window(ModelMetadata model) {
        return Duration.ofNanos(1_000_000_000L * model.windowSamples() / model.sampleRate());
    }

    /** Empty where the network takes samples. */
    private static Map<String, String> frontEnd(ModelMetadata model) {
        var settings = new LinkedHashMap<String, String>();
        model.toMap().forEach((key, value) -> {
            if (key.startsWith(FRONT_END)) {
                settings.put(key.substring(FRONT_END.length()), value);
            }
        });
        return settings;
    }

    private static String text(String name, int bytes, ModelMetadata model) {
        var text = new StringBuilder();
        line(text, "model", name + ", " + bytes + " bytes");
        line(text, "detects", String.join(" ", model.labels()));
        line(
                text,
                "takes",
                String.format(Locale.ROOT, "%.2f s at %d Hz", window(model).toMillis() / 1000.0, model.sampleRate()));
        line(
                text,
                "front end",
                model.frontEnd().isEmpty()
                        ? "in the network, which takes samples"
                        : frontEnd(model).toString());
        model.operatingPoints()
                .ifPresentOrElse(
                        points -> thresholds(text, points),
                        () -> line(text, "thresholds", "none: kws calibrate finds them"));
        new TreeMap<>(model.notes()).forEach((key, value) -> line(text, key, value));
        return text.toString().stripTrailing();
    }

    private static void thresholds(StringBuilder text, OperatingPoints points) {
        line(text, "stream", points.settings().toString());
        points.thresholds().forEach((rate, words) -> line(text, rate + " an hour", words.toString()));
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-15s %s%n", name, value.replaceAll("\\R", " ")));
    }
}
