package io.github.kws4j.examples;

import io.github.kws4j.Detection;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.KeywordStream;
import io.github.kws4j.KeywordStreamBuilder;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.audio.Microphone;
import io.github.kws4j.audio.SoundSource;
import io.github.kws4j.cli.LevelMeter;
import io.github.kws4j.cli.ModelOption;
import io.github.kws4j.cli.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Listens to the microphone, or to a file in its place, until Ctrl-C: a line a word, and a level meter on a terminal. */
@Command(
        name = "ListenToMicrophone",
        mixinStandardHelpOptions = true,
        description = "Listens to the microphone until Ctrl-C: a line a word with its time, the word and its score.")
public final class ListenToMicrophone implements Callable<Integer> {
    @Option(names = "--file", paramLabel = "SOUND", description = "listen to this file, as fast as it goes, and end")
    private @Nullable Path file;

    @Option(names = "--real-time", description = "listen to the file no faster than it would be heard")
    private boolean realTime;

    @Option(
            names = "--device",
            defaultValue = "",
            description = "part of the microphone's name; the system's own choice" + " where none is given")
    private String device;

    @ArgGroup
    private @Nullable Strictness strictness;

    /** One of two; the model's own thresholds where neither is given. */
    private static final class Strictness {
        @Option(names = "--threshold", description = "score from which a word is reported")
        private @Nullable Double threshold;

        @Option(
                names = "--false-alarms",
                description =
                        "how many false alarms an hour in speech to bear with; the more, the more words are heard")
        private @Nullable Double falseAlarms;

        KeywordStreamBuilder set(KeywordStreamBuilder stream) {
            return threshold != null
                    ? stream.threshold(threshold)
                    : stream.falseAlarmsPerHour(Objects.requireNonNull(falseAlarms));
        }
    }

    @Mixin
    private ModelOption model;

    /**
     * Runs the program. Ctrl-C ends it after the chunk it is in.
     *
     * @param arguments {@code [--device NAME | --file SOUND [--real-time]] [--threshold 0.8 | --false-alarms 5] [--model FILE] [--cuda]}
     */
    public static void main(String[] arguments) {
        Program.run(new ListenToMicrophone(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        try (KeywordClassifier classifier = model.load();
                KeywordStream stream = options(classifier).open();
                SoundSource sound = open(classifier.sampleRate())) {
            listen(sound, stream);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return 0;
    }

    private KeywordStreamBuilder options(KeywordClassifier classifier) {
        return strictness == null ? classifier.stream() : strictness.set(classifier.stream());
    }

    /** The microphone; or the file with a second of silence after it, in which a word at its end is reported. */
    private SoundSource open(int rate) throws IOException {
        if (file == null) {
            Microphone microphone = Microphone.builder().device(device).open(rate);
            System.err.println("listening to " + microphone.device() + "; Ctrl-C ends");
            return microphone;
        }
        Audio audio = AudioDecoder.standard().decode(file).resample(rate);
        Audio padded = audio.fitTo(audio.length() + rate);
        return realTime ? SoundSource.inRealTime(padded) : SoundSource.of(padded);
    }

    private void listen(SoundSource sound, KeywordStream stream) {
        LevelMeter meter = LevelMeter.onTerminal();
        int words = 0;
        for (float[] chunk : sound) {
            for (Detection heard : stream.accept(chunk)) {
                meter.println("%s %s %.3f".formatted(clock(heard.began()), heard.label(), heard.score()));
                words++;
            }
            meter.show(chunk);
        }
        meter.erase();
        System.err.printf("%d words in %s%s%n", words, clock(stream.position()), lost(sound));
    }

    private static String lost(SoundSource sound) {
        long overruns = sound instanceof Microphone microphone ? microphone.overruns() : 0;
        return overruns == 0 ? "" : "; " + overruns + " chunks lost: the network is slower than the sound";
    }

    private static String clock(Duration time) {
        return "%d:%02d:%02d.%03d"
                .formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart(), time.toMillisPart());
    }
}
