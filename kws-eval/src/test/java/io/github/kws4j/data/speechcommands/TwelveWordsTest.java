package io.github.kws4j.data.speechcommands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwelveWordsTest {
    private static final int RATE = 16_000;
    private static final int CLIPS_OF_A_WORD = 10;

    @TempDir
    Path folder;

    /**
     * 35 words of ten clips each: the last is to validate, the two before it are to test. The noise is 0.1, then 0.2,
     * then 0.4.
     */
    @BeforeEach
    void writeSet() throws IOException {
        var validation = new ArrayList<String>();
        var test = new ArrayList<String>();
        for (String word : SpeechCommands.V2_WORDS) {
            Files.createDirectories(folder.resolve(word));
            for (int i = 0; i < CLIPS_OF_A_WORD; i++) {
                String name = "%s/%08x_nohash_0.wav".formatted(word, i);
                Audio.of(new float[] {i / 32768f}, RATE).write(folder.resolve(name));
                if (i == 9) {
                    validation.add(name);
                } else if (i >= 7) {
                    test.add(name);
                }
            }
        }
        Files.write(folder.resolve(OfficialParts.VALIDATION_LIST), validation);
        Files.write(folder.resolve(OfficialParts.TEST_LIST), test);
        writeNoise(20);
    }

    private void writeNoise(int seconds) throws IOException {
        Files.createDirectories(folder.resolve(TwelveWords.NOISE));
        var noise = new float[seconds * RATE];
        Arrays.fill(noise, 0.1f);
        Arrays.fill(noise, noise.length * 8 / 10, noise.length, 0.2f);
        Arrays.fill(noise, noise.length * 9 / 10, noise.length, 0.4f);
        Audio.of(noise, RATE).write(folder.resolve(TwelveWords.NOISE).resolve("hum.wav"));
        Files.writeString(folder.resolve(TwelveWords.NOISE).resolve("README.md"), "noise");
    }

    private static List<String> names(AudioDataset data, String label) {
        return data.clips().stream()
                .filter(clip -> clip.word().equals(label))
                .map(LabelledClip::name)
                .toList();
    }

    private static List<Float> peaks(AudioDataset data) {
        return data.clips().stream()
                .filter(clip -> clip.word().equals("_silence_"))
                .map(clip -> clip.audio().samples())
                .peek(samples -> assertThat(samples).hasSize(RATE).containsOnly(samples[0]))
                .map(samples -> samples[0])
                .toList();
    }

    @Test
    void officialPartsAreThoseOfTheLists() throws IOException {
        Split split = SpeechCommands.officialSplit(folder);

        assertThat(split.train().size()).isEqualTo(35 * 7);
        assertThat(names(split.validation(), "yes")).containsExactly("yes/00000009_nohash_0.wav");
        assertThat(names(split.test(), "yes"))
                .containsExactly("yes/00000007_nohash_0.wav", "yes/00000008_nohash_0.wav");
        assertThat(split.train().labels()).isEqualTo(SpeechCommands.V2_WORDS);
    }

    @Test
    void twelveClassesHaveTheSharesAskedFor() throws IOException {
        Split split = SpeechCommands.twelveWords(folder, 10, 25, 1);

        assertThat(split.train().labels())
                .containsExactly(
                        "_silence_",
                        "_unknown_",
                        "down",
                        "go",
                        "left",
                        "no",
                        "off",
                        "on",
                        "right",
                        "stop",
                        "up",
                        "yes");
        assertThat(List.of(split.validation().labels(), split.test().labels()))
                .containsOnly(split.train().labels());
        assertThat(names(split.train(), "_unknown_")).hasSize(7).doesNotHaveDuplicates();
        assertThat(names(split.train(), "_silence_")).hasSize(18);
        assertThat(names(split.test(), "_unknown_")).hasSize(2);
        assertThat(names(split.test(), "_silence_")).hasSize(5);
        assertThat(names(split.validation(), "_silence_")).hasSize(3);
        assertThat(split.validation().size()).isEqualTo(10 + 1 + 3);
        assertThat(names(split.train(), "stop")).hasSize(7);
    }

    @Test
    void unknownClipsStayInTheirPart() throws IOException {
        Split split = SpeechCommands.twelveWords(folder, 100, 0, 1);

        assertThat(names(split.validation(), "_unknown_")).hasSize(10).allMatch(name -> name.contains("/00000009_"));
        assertThat(names(split.train(), "_unknown_"))
                .hasSize(70)
                .noneMatch(name -> name.matches("(yes|no|up|down|left|right|on|off|stop|go)/.*"));
    }

    /**
     * The published sizes of version 0.02: 30769, 3703 and 4074 clips of the ten words make parts of 36923, 4445
     * and 4890.
     */
    @Test
    void sharesRoundUpAsTensorFlowsScript() {
        assertThat(IntStream.of(30_769, 3_703, 4_074).map(clips -> clips + 2 * TwelveWords.share(clips, 10)))
                .containsExactly(36_923, 4_445, 4_890);
    }

    @Test
    void silenceOfEachPartIsFromItsOwnStretchAtDrawnVolumes() throws IOException {
        Split split = SpeechCommands.twelveWords(folder, 0, 400, 3);

        assertThat(peaks(split.train())).hasSize(280).allMatch(peak -> peak >= 0 && peak <= 0.1001f);
        assertThat(peaks(split.train())).anyMatch(peak -> peak > 0.09f).anyMatch(peak -> peak < 0.01f);
        assertThat(peaks(split.validation())).allMatch(peak -> peak <= 0.2001f).anyMatch(peak -> peak > 0.15f);
        assertThat(peaks(split.test())).allMatch(peak -> peak <= 0.4001f).anyMatch(peak -> peak > 0.3f);
    }

    @Test
    void sameSeedDrawsTheSame() throws IOException {
        var first = SpeechCommands.twelveWords(folder, 50, 50, 7);
        var again = SpeechCommands.twelveWords(folder, 50, 50, 7);
        var other = SpeechCommands.twelveWords(folder, 50, 50, 8);

        assertThat(names(again.train(), "_unknown_")).isEqualTo(names(first.train(), "_unknown_"));
        assertThat(peaks(again.test())).isEqualTo(peaks(first.test()));
        assertThat(names(other.train(), "_unknown_")).isNotEqualTo(names(first.train(), "_unknown_"));
        assertThat(peaks(other.test())).isNotEqualTo(peaks(first.test()));
    }

    @Test
    void withoutSilenceNoNoiseIsNeeded() throws IOException {
        Files.delete(folder.resolve(TwelveWords.NOISE).resolve("hum.wav"));

        assertThat(SpeechCommands.twelveWords(folder, 10, 0, 1).train().labels())
                .doesNotContain("_silence_");
        assertThatThrownBy(() -> SpeechCommands.twelveWords(folder, 10, 10, 1))
                .hasMessage("expected recordings in " + folder.resolve(TwelveWords.NOISE) + " but found none");
    }

    @Test
    void tooShortNoiseIsRefused() throws IOException {
        writeNoise(9);

        assertThatThrownBy(() -> SpeechCommands.twelveWords(folder, 10, 10, 1))
                .isInstanceOf(IOException.class)
                .hasMessage("expected recordings of at least 10 seconds in " + folder.resolve(TwelveWords.NOISE)
                        + " but hum.wav has 144000 samples at 16000 Hz");
    }

    @Test
    void moreUnknownClipsThanThereAreAreRefused() {
        assertThatThrownBy(() -> SpeechCommands.twelveWords(folder, 251, 0, 1))
                .isInstanceOf(IOException.class)
                .hasMessage("expected at least 176 clips of other words but found 175 in a part of " + folder);
    }

    @Test
    void badPercentagesAreRefused() {
        assertThatThrownBy(() -> SpeechCommands.twelveWords(folder, -1, 10, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected percentages of 0 or more but got -1.0 and 10.0");
        assertThatThrownBy(() -> SpeechCommands.twelveWords(folder, 10, Double.NaN, 1))
                .hasMessage("expected percentages of 0 or more but got 10.0 and NaN");
    }

    @Test
    void listMustNameClipsThatAreThere() throws IOException {
        Files.writeString(folder.resolve(OfficialParts.TEST_LIST), "yes/gone.wav\n\n");

        assertThatThrownBy(() -> SpeechCommands.officialSplit(folder))
                .isInstanceOf(IOException.class)
                .hasMessage("testing_list.txt names 1 clips that are not in " + folder + ", such as yes/gone.wav");
    }

    @Test
    void clipInBothListsIsRefusedByName() throws IOException {
        Files.writeString(
                folder.resolve(OfficialParts.VALIDATION_LIST),
                "yes/00000007_nohash_0.wav\n",
                StandardOpenOption.APPEND);

        assertThatThrownBy(() -> SpeechCommands.officialSplit(folder))
                .isInstanceOf(IOException.class)
                .hasMessage("expected each clip of " + folder + " in one list at most but found 1 in both"
                        + " validation_list.txt and testing_list.txt, such as yes/00000007_nohash_0.wav");
        assertThatThrownBy(() -> SpeechCommands.twelveWords(folder, 10, 10, 1))
                .hasMessageContaining("00000007_nohash_0.wav");
    }

    @Test
    void setWithoutListsHasNoOfficialSplit() throws IOException {
        Files.delete(folder.resolve(OfficialParts.VALIDATION_LIST));

        assertThatThrownBy(() -> SpeechCommands.officialSplit(folder))
                .hasMessage("expected the list validation_list.txt in " + folder + " but found none");
    }
}
