package io.github.kws4j.cli;

import io.github.kws4j.Detection;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.KeywordStream;
import io.github.kws4j.KeywordStreamBuilder;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.audio.Microphone;
import io.github.kws4j.audio.Resampler;
import io.github.kws4j.audio.SoundSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kws listen}: the words in sound that goes on, as they are said. */
@Command(
        name = "listen",
        description = "Detects words in a microphone's sound until Ctrl-C, or in a file: a line a word with when it "
                + "began, and its score.",
        footer = {
            "",
            "Example: keep a WAV file of each detection",
            "  kws listen --false-alarms-per-hour 5 --save detections",
            "Example: what another program records",
            "  arecord -q -f S16_LE -r 16000 -t wav | kws listen -"
        })
final class ListenCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "a sound file of any length; - is standard input")
    private @Nullable String file;

    @Option(names = "--device", paramLabel = "NAME", description = "part of a microphone's name (the system's choice)")
    private @Nullable String device;

    @Option(names = "--save", paramLabel = "DIR", description = "keep the seconds around each detection in this folder")
    private @Nullable Path folder;

    @ArgGroup
    private @Nullable Strictness strictness;

    @Mixin
    private ModelOption model;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec command;

    private LevelMeter meter = LevelMeter.none();
    private int words;

    /** One of two; the model's own thresholds where neither is given. */
    private static final class Strictness {
        @Option(
                names = "--false-alarms-per-hour",
                paramLabel = "X",
                description = "false alarms to bear with in an hour of speech; the more, the more words are detected")
        private @Nullable Double falseAlarms;

        @Option(names = "--threshold", paramLabel = "T", description = "score from which a word is reported, 0 to 1")
        private @Nullable Double threshold;

        KeywordStreamBuilder set(KeywordStreamBuilder stream) {
            return threshold != null
                    ? stream.threshold(threshold)
                    : stream.falseAlarmsPerHour(Objects.requireNonNull(falseAlarms));
        }
    }

    @Override
    public Integer call() throws IOException {
        if (file != null && device != null) {
            throw new picocli.CommandLine.ParameterException(
                    command.commandLine(), "expected a FILE or a --device but got both");
        }
        try (KeywordClassifier classifier = model.load();
                KeywordStream stream = options(classifier).open();
                SoundSource sound = open(classifier.sampleRate())) {
            listen(sound, stream, classifier.sampleRate());
            meter.erase();
            command.commandLine().getErr().println(words + " words in " + clock(stream.position()) + lost(sound));
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        } finally {
            meter.erase();
        }
        return words == 0 ? Program.FAILED : 0;
    }

    private KeywordStreamBuilder options(KeywordClassifier classifier) {
        return strictness == null ? classifier.stream() : strictness.set(classifier.stream());
    }

    private SoundSource open(int rate) throws IOException {
        if (file != null) {
            if (Files.isDirectory(Path.of(file))) {
                throw new IOException("expected a sound file but " + file + " is a folder; kws classify takes folders");
            }
            return AudioDecoder.standard()
                    .open(file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(file)));
        }
        try {
            Microphone microphone =
                    Microphone.builder().device(device == null ? "" : device).open(rate);
            command.commandLine().getErr().println("listening to " + microphone.device() + "; Ctrl-C ends");
            meter = output.isJson() ? LevelMeter.none() : LevelMeter.onTerminal();
            return microphone;
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "; kws devices lists them, kws listen FILE takes a file", e);
        }
    }

    private void listen(SoundSource sound, KeywordStream stream, int rate) throws IOException {
        SavedDetections saved = folder == null ? null : new SavedDetections(folder, rate);
        Resampler resampler = Resampler.of(sound.sampleRate(), rate);
        for (float[] chunk : sound) {
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            accept(resampler.accept(chunk), stream, saved);
        }
        Thread.interrupted(); // Ctrl-C ends the sound; what was detected is still written
        accept(resampler.finish(), stream, saved);
        print(stream.finish(), saved);
        if (saved != null) {
            saved.finish();
        }
    }

    private void accept(float[] chunk, KeywordStream stream, @Nullable SavedDetections saved) throws IOException {
        if (saved != null) {
            saved.accept(chunk);
        }
        print(stream.accept(chunk), saved);
        meter.show(chunk);
    }

    private void print(List<Detection> detections, @Nullable SavedDetections saved) throws IOException {
        for (Detection detection : detections) {
            print(detection);
            words++;
            if (saved != null) {
                saved.keep(detection);
            }
        }
    }

    private void print(Detection detection) throws IOException {
        meter.erase();
        output.answer(
                String.format(
                        Locale.ROOT, "%s  %s %.3f", clock(detection.began()), detection.label(), detection.score()),
                new JsonObject()
                        .with("label", detection.label())
                        .with("score", detection.score())
                        .with("at", detection.at())
                        .with("began", detection.began())
                        .with("ended", detection.ended()));
    }

    private static String lost(SoundSource sound) {
        long overruns = sound instanceof Microphone microphone ? microphone.overruns() : 0;
        return overruns == 0 ? "" : "; " + overruns + " chunks lost: this machine is slower than the sound";
    }

    private static String clock(Duration time) {
        return String.format(
                Locale.ROOT,
                "%d:%02d:%02d.%03d",
                time.toHours(),
                time.toMinutesPart(),
                time.toSecondsPart(),
                time.toMillisPart());
    }
}
