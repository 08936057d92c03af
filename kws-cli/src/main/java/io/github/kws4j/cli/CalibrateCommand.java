package io.github.kws4j.cli;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.SpecialLabels;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.evaluate.Calibration;
import io.github.kws4j.evaluate.LongRecording;
import io.github.kws4j.evaluate.PoissonRate;
import io.github.kws4j.evaluate.StreamEvaluation;
import io.github.kws4j.evaluate.ThresholdCalibrator;
import io.github.kws4j.file.WholeFile;
import io.github.kws4j.graph.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kws calibrate}: thresholds for wanted rates of false alarms. */
@Command(
        name = "calibrate",
        description = "Finds the thresholds of each word that give wanted rates of false alarms in a stream, and "
                + "writes the model with"
                + " them. The words are laid into the speech, 10 dB over it.",
        footer = {
            "",
            "Example: thresholds for 1 and 5 false alarms an hour",
            "  kws calibrate recordings speech --model mine.onnx --out calibrated.onnx --rates 1,5"
        })
final class CalibrateCommand implements Callable<Integer> {
    private static final Duration SPACING = Duration.ofSeconds(4);
    private static final double OVER_SPEECH = 10; // dB

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "recordings of the words: a folder of word folders, or a zip of it")
    private Path clips;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "SPEECH",
            description = "files or folders of speech without these words; the longer, the lower the rates that can "
                    + "be distinguished")
    private List<String> speech;

    @Option(names = "--out", required = true, paramLabel = "MODEL", description = "model file to write")
    private Path out;

    @Option(
            names = "--rates",
            split = ",",
            paramLabel = "X",
            defaultValue = "0.5,1,2,5,10",
            description = "false alarms an hour, all words together (${DEFAULT-VALUE})")
    private List<Double> rates;

    @Mixin
    private ModelOption model;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws IOException {
        try (KeywordClassifier classifier = model.load()) {
            int rate = classifier.sampleRate();
            List<Audio> parts = speech(rate);
            AudioDataset words = words(classifier, rate);
            Duration length = SPACING.multipliedBy(words.size() + 1L);
            var recording =
                    LongRecording.lay(words, LongRecording.background(parts, length, 1), OVER_SPEECH, SPACING, 1);
            output.line(words.size() + " recordings and " + parts.size() + " files of speech");
            Calibration calibration =
                    ThresholdCalibrator.of(classifier::stream).calibrate(List.of(recording), parts, rates);
            output.line(calibration.toString());
            for (Calibration.Point point : calibration.points()) {
                output.answer("", figures(point));
            }
            var described = classifier.metadata().toBuilder()
                    .operatingPoints(calibration.operatingPoints())
                    .build();
            WholeFile.write(out, ModelFile.describe(model.content(), described));
            output.line("wrote " + out);
        }
        return 0;
    }

    private List<Audio> speech(int rate) throws IOException {
        SoundFiles found = SoundFiles.of(speech);
        for (SoundFiles.Fault fault : found.faults()) {
            throw new IOException(fault.name() + ": " + Program.message(fault.reason()), fault.reason());
        }
        var parts = new ArrayList<Audio>();
        for (Path file : found.files()) {
            parts.add(AudioDecoder.standard().decode(file).resample(rate));
        }
        return parts;
    }

    /** The recordings of the model's words; those of others are no help. */
    private AudioDataset words(KeywordClassifier classifier, int rate) throws IOException {
        AudioDataset all = EvaluateCommand.recordings(clips);
        List<LabelledClip> known = all.clips().stream()
                .filter(clip -> classifier.labels().contains(clip.word()) && !SpecialLabels.contains(clip.word()))
                .map(clip ->
                        LabelledClip.of(clip.name(), clip.word(), clip.audio().resample(rate)))
                .toList();
        if (known.isEmpty()) {
            throw new IOException(
                    "expected recordings of " + classifier.labels() + " but got those of " + all.labels());
        }
        return AudioDataset.of(known);
    }

    private static JsonObject figures(Calibration.Point point) {
        StreamEvaluation found = point.measured().recordings();
        PoissonRate alarms = point.measured().speech().falseAlarmsPerHour();
        return new JsonObject()
                .with("wanted", point.wanted())
                .with("found", found.recall())
                .with("falseAlarmsPerHour", alarms.perHour())
                .with("falseAlarmsLow", alarms.lower())
                .with("falseAlarmsHigh", alarms.upper())
                .with("thresholds", point.measured().thresholds());
    }
}
