package io.github.kws4j.data.speechcommands;

import io.github.kws4j.SpecialLabels;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.data.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Draws the parts of {@link SpeechCommands#twelveWords}. */
final class TwelveWords {
    static final String NOISE = "_background_noise_";

    private static final Set<String> WORDS =
            Set.of("yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go");
    /** The shortest whose every tenth holds a second. */
    private static final int SHORTEST_NOISE = 10;

    private final Path folder;
    private final double unknownPercent;
    private final double silencePercent;
    private final Random random;

    /** Where in each noise recording a part takes its silence from, in tenths of the recording. */
    private record Stretch(String part, int from, int to) {
        int start(Audio recording) {
            return (int) ((long) recording.length() * from / 10);
        }

        int end(Audio recording) {
            return (int) ((long) recording.length() * to / 10);
        }
    }

    TwelveWords(Path folder, double unknownPercent, double silencePercent, long seed) {
        if (!(unknownPercent >= 0
                && silencePercent >= 0
                && unknownPercent + silencePercent < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "expected percentages of 0 or more but got " + unknownPercent + " and " + silencePercent);
        }
        this.folder = folder;
        this.unknownPercent = unknownPercent;
        this.silencePercent = silencePercent;
        this.random = new Random(seed);
    }

    Split load() throws IOException {
        OfficialParts all = OfficialParts.read(folder);
        var drawn = new OfficialParts(folder, draw(all.train()), draw(all.validation()), draw(all.test()));
        Split words = drawn.load();
        List<Audio> noise = silencePercent > 0 ? noise() : List.of();
        return new Split(
                withSilence(words.train(), noise, new Stretch("train", 0, 8)),
                withSilence(words.validation(), noise, new Stretch("validation", 8, 9)),
                withSilence(words.test(), noise, new Stretch("test", 9, 10)),
                words.rule());
    }

    /** The clips of the ten words, then as many of others as the percentage asks for. */
    private List<String> draw(List<String> part) throws IOException {
        List<String> wanted =
                part.stream().filter(name -> WORDS.contains(word(name))).toList();
        var others = new ArrayList<>(
                part.stream().filter(name -> !WORDS.contains(word(name))).toList());
        int count = share(wanted.size(), unknownPercent);
        if (count > others.size()) {
            throw new IOException("expected at least " + count + " clips of other words but found " + others.size()
                    + " in a part of " + folder);
        }
        Collections.shuffle(others, random);
        return Stream.concat(wanted.stream(), others.stream().limit(count)).toList();
    }

    private static String word(String name) {
        return name.substring(0, name.indexOf('/'));
    }

    /** {@code percent} of {@code clips}, rounded up, as TensorFlow's script rounds. */
    static int share(int clips, double percent) {
        return (int) Math.ceil(clips * percent / 100);
    }

    private AudioDataset withSilence(AudioDataset words, List<Audio> noise, Stretch stretch) {
        long wanted = words.clips().stream()
                .filter(clip -> WORDS.contains(clip.word()))
                .count();
        int count = share((int) wanted, silencePercent);
        var named = words.relabel(word -> Optional.of(WORDS.contains(word) ? word : SpecialLabels.UNKNOWN));
        if (count == 0) {
            return named;
        }
        var silence = new ArrayList<LabelledClip>();
        for (int i = 0; i < count; i++) {
            Audio recording = noise.get(random.nextInt(noise.size()));
            String name = SpecialLabels.SILENCE + "/" + stretch.part() + "_" + i + ".wav";
            silence.add(LabelledClip.of(name, SpecialLabels.SILENCE, second(recording, stretch)));
        }
        return named.plus(AudioDataset.of(silence));
    }

    /** A second of the stretch at a volume drawn from 0 to 1, rounded to 16 bits as all other clips are. */
    private Audio second(Audio recording, Stretch stretch) {
        int length = recording.sampleRate();
        int from = stretch.start(recording);
        int room = stretch.end(recording) - from - length;
        var second = new float[length];
        recording.copyTo(from + random.nextInt(room + 1), second, 0, length);
        float volume = random.nextFloat();
        for (int i = 0; i < length; i++) {
            second[i] = Math.round(second[i] * volume * 0x1p15f) * 0x1p-15f;
        }
        return Audio.of(second, length);
    }

    private List<Audio> noise() throws IOException {
        var noise = new ArrayList<Audio>();
        for (String file : OfficialParts.wavFiles(folder.resolve(NOISE))) {
            Audio recording =
                    AudioDecoder.standard().decode(folder.resolve(NOISE).resolve(file));
            if (recording.length() < SHORTEST_NOISE * recording.sampleRate()) {
                throw new IOException("expected recordings of at least " + SHORTEST_NOISE + " seconds in "
                        + folder.resolve(NOISE) + " but " + file + " has " + recording.length() + " samples at "
                        + recording.sampleRate() + " Hz");
            }
            noise.add(recording);
        }
        if (noise.isEmpty()) {
            throw new IOException("expected recordings in " + folder.resolve(NOISE) + " but found none");
        }
        return noise;
    }
}
