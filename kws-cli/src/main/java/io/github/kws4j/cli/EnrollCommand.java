package io.github.kws4j.cli;

import io.github.kws4j.evaluate.PoissonRate;
import io.github.kws4j.words.CustomKeywords;
import io.github.kws4j.words.CustomKeywordsBuilder;
import io.github.kws4j.words.Enrollment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kws enroll}: a model of your own words, from a few recordings of each. */
@Command(
        name = "enroll",
        description = "Makes a model of your own words from a few recordings of each, in seconds, and reports what it "
                + "will be good for.",
        footer = {
            "",
            "Example: two words, and what was taken for them",
            "  kws enroll computer=recordings/computer stop=recordings/stop --not detections --out mine.onnx"
        })
final class EnrollCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "WORD=DIR",
            arity = "1..*",
            description = "a word, and the folder (or the one file) of its recordings; three or more do best")
    private List<String> words;

    @Option(names = "--out", required = true, paramLabel = "MODEL", description = "model file to write")
    private Path out;

    @Option(
            names = "--not",
            paramLabel = "DIR",
            description = "sounds that are none of the words, such as false alarms")
    private @Nullable Path notWords;

    @Option(
            names = "--add-to",
            paramLabel = "MODEL",
            description = "begin with the words of this model, made here earlier")
    private @Nullable Path model;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        CustomKeywordsBuilder builder = model == null ? CustomKeywords.builder() : CustomKeywords.from(model);
        builder.leaveOutUnreadable();
        for (String argument : words) {
            int sign = argument.indexOf('=');
            if (sign < 1 || sign == argument.length() - 1) {
                throw new ParameterException(command.commandLine(), "expected WORD=DIR but got '" + argument + "'");
            }
            builder.keyword(argument.substring(0, sign), Path.of(argument.substring(sign + 1)));
        }
        if (notWords != null) {
            builder.notKeywords(notWords);
        }
        try (CustomKeywords enrolled = builder.enroll()) {
            enrolled.export(out);
            Enrollment report = enrolled.enrollment();
            output.answer(report.toString().stripTrailing(), figures(report));
            output.line("wrote " + out);
            return report.words().stream().anyMatch(EnrollCommand::hasUnreadable) ? Program.FAILED : 0;
        }
    }

    private static boolean hasUnreadable(Enrollment.Word word) {
        return word.recordings().leftOut().stream().anyMatch(left -> left.fault() == Enrollment.Fault.UNREADABLE);
    }

    private static JsonObject figures(Enrollment report) {
        return new JsonObject()
                .with(
                        "words",
                        report.words().stream().map(EnrollCommand::figures).toList())
                .with("warnings", report.warnings());
    }

    private static JsonObject figures(Enrollment.Word word) {
        var falseAlarms = new LinkedHashMap<String, JsonObject>();
        word.falseAlarms().forEach((rate, counted) -> falseAlarms.put(rate.toString(), figures(counted)));
        return new JsonObject()
                .with("label", word.label())
                .with("used", word.recordings().used())
                .with("found", word.recordings().found())
                .with(
                        "leftOut",
                        word.recordings().leftOut().stream()
                                .map(left -> new JsonObject()
                                        .with("recording", left.recording())
                                        .with("fault", left.fault().toString()))
                                .toList())
                .with("falseAlarms", falseAlarms)
                .with(
                        "confusion",
                        word.confusion()
                                .map(other -> new JsonObject()
                                        .with("word", other.word())
                                        .with("times", other.times())));
    }

    private static JsonObject figures(PoissonRate counted) {
        return new JsonObject()
                .with("perHour", counted.perHour())
                .with("low", counted.lower())
                .with("high", counted.upper());
    }
}
