package io.github.kws4j.models;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.cli.Program;
import io.github.kws4j.words.OtherSpeech;
import io.github.kws4j.words.SpeechEmbedding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Makes what custom words are distinguished from, for the jar of {@code kws-words}: the mean and covariance of speech
 * of the readers kept for thresholds, a little of it in pieces between pauses; the track of embeddings of ten other
 * readers and of noise, in which false alarms are counted; and the noise and talk that recordings are laid into. The
 * embedding was taught with none of it.
 */
@Command(
        name = "MakeOtherSpeech",
        mixinStandardHelpOptions = true,
        description = "Writes other-speech.bin, noise.wav and talk.wav.")
public final class MakeOtherSpeech implements Callable<Integer> {
    private static final int RATE = 16_000;
    private static final int BACKGROUND_SECONDS = 15;
    private static final double LEARNT_SHARE = 0.8;
    private static final int IN_A_ROW = 12;
    private static final double PAUSED_SHARE = 0.5;
    private static final double IN_PIECES_SHARE = 0.08;
    private static final int FADE = RATE / 100;

    @Parameters(index = "0", paramLabel = "RECORDINGS", description = "folder that holds base and gathered, as WAV")
    private Path recordings;

    @Parameters(index = "1", paramLabel = "FOLDER", description = "where to write")
    private Path folder;

    @Option(names = "--embedding", description = "an embedding's file or folder; without it the one in the jar")
    private Path embedding;

    /**
     * Runs the program.
     *
     * @param arguments {@code RECORDINGS FOLDER [--embedding FILE]}
     */
    public static void main(String[] arguments) {
        Program.run(new MakeOtherSpeech(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        try (var network = embedding == null ? SpeechEmbedding.standard() : SpeechEmbedding.load(embedding)) {
            var alarms = Stream.concat(inARow(forAlarms(), 0), noise());
            var speech = OtherSpeech.measure(network, inARow(forCovariance(), IN_PIECES_SHARE), alarms);
            speech.write(folder.resolve("other-speech.bin"));
            System.out.println("other speech of " + speech.length().toMinutes() + " minutes");
        }
        backgrounds();
        return 0;
    }

    void backgrounds() throws IOException {
        background(learntNoise()).write(folder.resolve("noise.wav"));
        background(decoded(everyTenth(forAlarms()))).write(folder.resolve("talk.wav"));
    }

    private List<Path> forCovariance() throws IOException {
        return wavFiles(recordings.resolve("gathered/speech/dev-clean")).stream()
                .filter(file -> HeldOut.of(file) == HeldOut.THRESHOLDS)
                .toList();
    }

    private List<Path> forAlarms() throws IOException {
        return wavFiles(recordings.resolve("base/extra_audio/read_speech/train"));
    }

    /**
     * Utterances as a stream has them: one after another, some at once, some after a pause of faint noise, so that
     * what begins after a pause is not taken for a word for that; a share of them in pieces.
     */
    private static Stream<Audio> inARow(List<Path> files, double inPieces) {
        var random = new SplittableRandom(1);
        return IntStream.range(0, (files.size() + IN_A_ROW - 1) / IN_A_ROW)
                .mapToObj(row -> row(
                        files.subList(row * IN_A_ROW, Math.min(files.size(), (row + 1) * IN_A_ROW)), inPieces, random));
    }

    private static Audio row(List<Path> files, double inPieces, SplittableRandom random) {
        var parts = new ArrayList<float[]>();
        decoded(files).forEach(utterance -> {
            if (random.nextDouble() < PAUSED_SHARE) {
                parts.add(pause(random));
            }
            if (random.nextDouble() < inPieces) {
                addPieces(utterance.samples(), parts, random);
            } else {
                parts.add(utterance.samples());
            }
        });
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return Audio.of(all, RATE);
    }

    /**
     * Pieces of 0.35 to 1.6 s, each after a pause: what all words have that are said alone is not to make a word of
     * them.
     */
    private static void addPieces(float[] utterance, List<float[]> parts, SplittableRandom random) {
        for (int from = 0; from < utterance.length; ) {
            int to = Math.min(utterance.length, from + (int) (random.nextDouble(0.35, 1.6) * RATE));
            float[] piece = Arrays.copyOfRange(utterance, from, to);
            for (int i = 0; i < Math.min(FADE, piece.length); i++) {
                piece[i] *= (float) i / FADE;
                piece[piece.length - 1 - i] *= (float) i / FADE;
            }
            parts.add(pause(random));
            parts.add(piece);
            from = to;
        }
    }

    /** Faint noise of 1.2 to 2.2 s, 90 to 60 dB below full scale. */
    private static float[] pause(SplittableRandom random) {
        double level = Math.pow(10, random.nextDouble(-4.5, -3));
        float[] pause = new float[(int) (random.nextDouble(1.2, 2.2) * RATE)];
        for (int i = 0; i < pause.length; i++) {
            pause[i] = (float) (level * random.nextGaussian());
        }
        return pause;
    }

    private static List<Path> everyTenth(List<Path> files) {
        var some = new ArrayList<Path>();
        for (int i = 0; i < files.size(); i += files.size() / 10) {
            some.add(files.get(i));
        }
        return some;
    }

    private Stream<Audio> noise() throws IOException {
        return Stream.concat(learntNoise(), decoded(heldOutNoise()));
    }

    /** Of each long noise the part that models learn from. */
    private Stream<Audio> learntNoise() throws IOException {
        return decoded(wavFiles(recordings.resolve("base/extra_audio/background_noise")))
                .map(sound -> sound.fitTo((int) (LEARNT_SHARE * sound.length())));
    }

    /** The fold of ESC-10 that is kept for thresholds. */
    private List<Path> heldOutNoise() throws IOException {
        return wavFiles(recordings.resolve("gathered/noise")).stream()
                .filter(file -> file.getFileName().toString().contains("_4-"))
                .toList();
    }

    /** Equal parts of the sounds, one after another. */
    private static Audio background(Stream<Audio> sounds) {
        List<Audio> parts = sounds.filter(sound -> sound.length() > RATE).toList();
        int length = BACKGROUND_SECONDS * RATE / parts.size();
        float[] all = new float[length * parts.size()];
        for (int i = 0; i < parts.size(); i++) {
            Audio part = parts.get(i);
            int taken = Math.min(length, part.length());
            part.copyTo((part.length() - taken) / 2, all, i * length, taken);
            level(all, i * length, taken);
        }
        return Audio.of(all, RATE);
    }

    /** Brings a part to -26 dB of full scale. */
    private static void level(float[] sound, int from, int length) {
        double power = 1e-12;
        for (int i = from; i < from + length; i++) {
            power += sound[i] * sound[i] / length;
        }
        double gain = 0.05 / Math.sqrt(power);
        for (int i = from; i < from + length; i++) {
            sound[i] *= (float) gain;
        }
    }

    private static List<Path> wavFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".wav"))
                    .sorted()
                    .toList();
        }
    }

    private static Stream<Audio> decoded(List<Path> files) {
        return files.stream().map(file -> {
            try {
                return AudioDecoder.standard().decode(file).resample(RATE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
