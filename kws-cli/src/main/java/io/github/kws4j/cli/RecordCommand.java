package io.github.kws4j.cli;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.audio.Microphone;
import io.github.kws4j.audio.SoundSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kws record}: recordings of a word, to enroll it or to train on. */
@Command(
        name = "record",
        description = "Asks for recordings of a word: shows the level, cuts the word out, refuses silence and "
                + "clipping, plays it"
                + " back, and writes DIR/WORD/WORD-001.wav and so on (16 kHz, 16 bit).",
        footer = {
            "",
            "Example: ten recordings of a word",
            "  kws record computer --count 10 --out recordings",
            "Example: the words in a recording made elsewhere, with pauses between them",
            "  kws record yes --from session.wav --out recordings"
        })
final class RecordCommand implements Callable<Integer> {
    private static final int RATE = 16_000;
    private static final int MOST_REFUSALS = 5;

    @Parameters(paramLabel = "WORD", description = "the word to record; names the folder")
    private String word;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "recordings to make (10; with --from all words there are)")
    private @Nullable Integer count;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "recordings",
            description = "where the word's folder is (${DEFAULT-VALUE})")
    private Path out;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "",
            description = "part of a microphone's name (the system's choice)")
    private String device;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "take the words from a sound file; - is standard input")
    private @Nullable String file;

    @Option(names = "--no-play", negatable = false, description = "play nothing back")
    private boolean silent;

    @Spec
    private CommandSpec command;

    private final Output output = new Output();
    private int kept;
    private int refused;

    @Override
    public Integer call() throws IOException {
        if (!word.matches("[^/\\\\\\p{Cntrl}]*[\\p{L}\\p{N}][^/\\\\\\p{Cntrl}]*")) {
            throw new ParameterException(
                    command.commandLine(), "expected a word without / or \\ but got '" + word + "'");
        }
        if (count != null && count < 1) {
            throw new ParameterException(command.commandLine(), "expected --count of 1 or more but got " + count);
        }
        Path folder = out.resolve(word);
        Files.createDirectories(folder);
        try {
            if (file == null) {
                recordAll(folder, count == null ? 10 : count);
            } else {
                cutAll(folder, file, count == null ? Integer.MAX_VALUE : count);
            }
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
        output.line(kept + " recordings of '" + word + "' in " + folder);
        return kept == 0 || count != null && kept < count ? Program.FAILED : 0;
    }

    private void recordAll(Path folder, int wanted) throws IOException {
        while (kept < wanted) {
            output.line(String.format(Locale.ROOT, "Say '%s' (%d of %d)", word, kept + 1, wanted));
            Take take = record();
            keep(take, folder);
            if (take.fault().isEmpty()) {
                play(take.sound());
            } else if (refused == MOST_REFUSALS) {
                throw new IOException(MOST_REFUSALS + " takes in a row were refused, the last one because it was "
                        + take.fault().get());
            }
        }
    }

    /** Opens the microphone for this take alone, so that it does not record what is played back. */
    private Take record() throws IOException {
        LevelMeter meter = LevelMeter.onTerminal();
        var cutter = new WordCutter(RATE);
        try (SoundSource sound = microphone()) {
            for (float[] chunk : sound) {
                meter.show(chunk);
                Optional<Take> take = cutter.accept(chunk);
                if (take.isPresent()) {
                    return take.get();
                }
            }
        } finally {
            meter.erase();
        }
        throw new CancellationException();
    }

    private SoundSource microphone() throws IOException {
        try {
            return Microphone.builder().device(device).open(RATE);
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "; kws devices lists them, --from FILE takes a file", e);
        }
    }

    private void cutAll(Path folder, String name, int wanted) throws IOException {
        var cutter = new WordCutter(RATE);
        Iterator<float[]> chunks = SoundSource.of(read(name).resample(RATE)).iterator();
        while (kept < wanted && chunks.hasNext()) {
            Optional<Take> take = cutter.accept(chunks.next());
            if (take.isPresent()
                    && take.get().fault().filter(Take.Fault.SILENT::equals).isEmpty()) {
                keep(take.get(), folder);
            }
        }
        Optional<Take> last = cutter.finish();
        if (kept < wanted && last.isPresent()) {
            keep(last.get(), folder);
        }
    }

    private static Audio read(String name) throws IOException {
        return name.equals("-")
                ? AudioDecoder.standard().decode(System.in)
                : AudioDecoder.standard().decode(Path.of(name));
    }

    private void keep(Take take, Path folder) throws IOException {
        if (take.fault().isPresent()) {
            refused++;
            command.commandLine().getErr().println("  refused: " + take.fault().get());
            return;
        }
        Path target = unused(folder);
        take.sound().write(target);
        kept++;
        refused = 0;
        output.line("  " + target + "  " + take);
    }

    private Path unused(Path folder) {
        int number = 1;
        Path target = folder.resolve(name(number));
        while (Files.exists(target)) {
            target = folder.resolve(name(++number));
        }
        return target;
    }

    private String name(int number) {
        return String.format(Locale.ROOT, "%s-%03d.wav", word.replace(' ', '_'), number);
    }

    private void play(Audio sound) {
        if (silent) {
            return;
        }
        try {
            sound.play();
        } catch (IOException e) {
            silent = true;
            command.commandLine().getErr().println("  not played back: " + e.getMessage());
        }
    }
}
