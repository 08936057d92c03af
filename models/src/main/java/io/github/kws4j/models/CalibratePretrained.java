package io.github.kws4j.models;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.ModelMetadata;
import io.github.kws4j.StreamSettings;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.cli.Program;
import io.github.kws4j.cli.WorkProgress;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.evaluate.Calibration;
import io.github.kws4j.evaluate.LongRecording;
import io.github.kws4j.evaluate.ThresholdCalibrator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds the streams' thresholds of a model and writes them, with its version, into its file. */
@Command(
        name = "CalibratePretrained",
        mixinStandardHelpOptions = true,
        description = "Finds a model's thresholds on the readers kept for it, and writes it with them and its version.")
public final class CalibratePretrained implements Callable<Integer> {
    private static final List<Double> RATES = List.of(0.1, 0.5, 1.0, 2.0, 5.0, 10.0);
    private static final List<Double> SPEEDS = List.of(1.0, 0.93, 0.85, 1.08, 1.17);
    private static final Duration LENGTH = Duration.ofHours(1);
    private static final Duration SPACING = Duration.ofSeconds(4);
    private static final StreamSettings SETTINGS =
            StreamSettings.standard().withSmoothing(Duration.ofMillis(100)).withMinimumCount(4);

    @Mixin
    private Recordings recordings;

    @Parameters(paramLabel = "MODEL", description = "model file that TrainPretrained wrote")
    private Path model;

    @Option(names = "--model-version", required = true, description = "the model's version, for its metadata")
    private String version;

    @Option(names = "--out", defaultValue = "keywords-en.onnx", description = "model file to write (${DEFAULT-VALUE})")
    private Path out;

    /**
     * Runs the program.
     *
     * @param arguments {@code --base FOLDER --gathered FOLDER --spoken FOLDER --model-version VERSION MODEL
     *     [--out keywords-en.onnx]}
     */
    public static void main(String[] arguments) {
        Program.run(new CalibratePretrained(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        var data = new PretrainedData(recordings);
        List<Audio> speech = atSpeeds(data.speech().of(HeldOut.THRESHOLDS));
        List<LongRecording> said = spoken(data);
        int sounds = said.size() + speech.size();
        try (KeywordClassifier classifier =
                        KeywordClassifier.builder().threads(1).load(model);
                WorkProgress progress = WorkProgress.onTerminal()) {
            Calibration calibration = ThresholdCalibrator.of(
                            () -> classifier.stream().settings(SETTINGS).uncalibrated())
                    .onProgress(done -> progress.show("sounds", done, sounds))
                    .calibrate(said, speech, RATES);
            progress.pause();
            System.out.println(calibration);
            ModelMetadata metadata = classifier.metadata().toBuilder()
                    .operatingPoints(calibration.operatingPoints())
                    .note("version", version)
                    .note("data", "Speech Commands, LibriSpeech and others; see docs/MODEL_CARD.md")
                    .build();
            Files.write(out, described(Files.readAllBytes(model), metadata));
        }
        System.out.println("wrote " + out.toAbsolutePath());
        return 0;
    }

    /** An hour each of validation words 10 dB over readers, 10 dB over noise and in quiet: 2700 words. */
    private static List<LongRecording> spoken(PretrainedData data) throws IOException {
        AudioDataset words = data.validationKeywords();
        List<Audio> noise = data.keptNoise();
        return List.of(
                StreamAccuracy.over(words, data.speech().of(HeldOut.THRESHOLDS), LENGTH, SPACING, 10),
                StreamAccuracy.over(words, noise, LENGTH, SPACING, 10),
                StreamAccuracy.inQuiet(words, noise, LENGTH, SPACING));
    }

    /** The speech, and the same slower and faster, so with other voices: more of what a threshold must stand. */
    private static List<Audio> atSpeeds(List<Audio> speech) {
        return SPEEDS.stream()
                .flatMap(speed -> speech.stream().map(sound -> faster(sound, speed)))
                .toList();
    }

    private static Audio faster(Audio sound, double speed) {
        int rate = sound.sampleRate();
        return speed == 1
                ? sound
                : Audio.of(sound.samples(), (int) Math.round(speed * rate)).resample(rate);
    }

    /** The model with other metadata. */
    private static byte[] described(byte[] content, ModelMetadata metadata) throws IOException {
        ModelProto.Builder changed = ModelProto.parseFrom(content).toBuilder().clearMetadataProps();
        metadata.toMap()
                .forEach((key, value) -> changed.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return changed.build().toByteArray();
    }
}
