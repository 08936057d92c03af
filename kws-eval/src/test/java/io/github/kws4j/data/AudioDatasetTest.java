package io.github.kws4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kws4j.audio.Audio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioDatasetTest {
    @TempDir
    Path folder;

    /** A clip whose first sample differs from all others. */
    private static Audio clip(int number) {
        return Audio.of(new float[] {number / 32768f, 0.5f, -1f}, 16_000);
    }

    private void write(String name, Audio audio) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        audio.write(file);
    }

    private Path zip(String... names) throws IOException {
        Path zip = folder.resolve("clips.zip");
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (int i = 0; i < names.length; i++) {
                Path file = folder.resolve("entry.wav");
                clip(i).write(file);
                out.putNextEntry(new ZipEntry(names[i]));
                out.write(Files.readAllBytes(file));
                out.closeEntry();
            }
        }
        return zip;
    }

    private static List<String> names(AudioDataset data) {
        return data.clips().stream().map(LabelledClip::name).toList();
    }

    @Test
    void foldersAreLabelsAndFilesAreSortedInside() throws IOException {
        write("yes/b.wav", clip(3));
        write("no/z.wav", clip(1));
        write("yes/a.wav", clip(2));
        Files.writeString(folder.resolve("README.md"), "not a clip");

        var data = AudioDataset.ofFolders(folder);

        assertThat(data.labels()).containsExactly("no", "yes");
        assertThat(names(data)).containsExactly("no/z.wav", "yes/a.wav", "yes/b.wav");
        assertThat(data.classes()).containsExactly(0, 1, 1);
        assertThat(data.clips().get(2).audio().samples()).containsExactly(clip(3).samples());
    }

    @Test
    void archiveIsReadInTheOrderOfFolders() throws IOException {
        var data = AudioDataset.ofArchive(zip(
                "set/yes/b.wav",
                "set/no/z.wav",
                "set/README.md",
                "__MACOSX/set/no/._z.wav",
                "set/yes/a.wav",
                "set/.hidden/c.wav"));

        assertThat(names(data)).containsExactly("no/z.wav", "yes/a.wav", "yes/b.wav");
        assertThat(data.clips().get(1).audio().samples()).containsExactly(clip(4).samples());
        assertThat(data.leftOut())
                .extracting(LeftOut::toString)
                .containsExactlyInAnyOrder(
                        "README.md: in no word folder",
                        "__MACOSX/set/no/._z.wav: hidden",
                        ".hidden/c.wav: hidden",
                        "set: taken for the set's own folder round its words");
        assertThat(data.toString())
                .startsWith("3 clips of 2 words; left out 2 (such as ")
                .contains("; left out 1 (README.md): in no word folder");
    }

    @Test
    void namedFilesAreReadInTheOrderOfTheirNames() throws IOException {
        write("yes/b.wav", clip(3));
        write("no/z.wav", clip(1));
        write("yes/a.wav", clip(2));

        var data = AudioDataset.ofFiles(folder, List.of("yes/b.wav", "no/z.wav"));

        assertThat(names(data)).containsExactly("yes/b.wav", "no/z.wav");
        assertThat(data.clips().get(0).audio().samples()).containsExactly(clip(3).samples());
        assertThatThrownBy(() -> AudioDataset.ofFiles(folder, List.of("z.wav")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected names of the form folder/file but got 'z.wav'");
        assertThatThrownBy(() -> AudioDataset.ofFiles(folder, List.of("no/y.wav")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no/y.wav: ");
    }

    @Test
    void samplesThatSixteenBitsCannotHoldAreKeptExactly() {
        float[] fine = {0.1f, 1e-9f, 1f};
        var data = AudioDataset.of(List.of(LabelledClip.of("x", "yes", Audio.of(fine, 8_000))));

        assertThat(data.clips().get(0).audio().samples()).containsExactly(fine);
        assertThat(data.clips().get(0).audio().sampleRate()).isEqualTo(8_000);
    }

    @Test
    void brokenFileStopsWithItsName() throws IOException {
        write("yes/a.wav", clip(1));
        Files.writeString(folder.resolve("yes/broken.wav"), "this is no sound at all, whatever its name says");

        assertThatThrownBy(() -> AudioDataset.ofFolders(folder))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("yes/broken.wav: ");
    }

    @Test
    void brokenFileIsLeftOutAndReportedIfAsked() throws IOException {
        write("yes/a.wav", clip(1));
        Files.writeString(folder.resolve("yes/broken.wav"), "this is no sound at all, whatever its name says");
        var broken = new ConcurrentHashMap<String, IOException>();

        var data = AudioDataset.ofFolders(folder, broken::put);

        assertThat(names(data)).containsExactly("yes/a.wav");
        assertThat(broken).containsOnlyKeys("yes/broken.wav");
    }

    @Test
    void emptyFolderAndMissingFilesSaySo() {
        assertThatThrownBy(() -> AudioDataset.ofFolders(folder))
                .isInstanceOf(IOException.class)
                .hasMessage("expected sound files in word folders but found none in " + folder);
        assertThatThrownBy(() -> AudioDataset.ofFolders(folder.resolve("none")))
                .hasMessage("expected a folder of word folders but found " + folder.resolve("none"));
        assertThatThrownBy(() -> AudioDataset.ofArchive(folder.resolve("none.zip")))
                .hasMessage("expected a zip archive but there is no file " + folder.resolve("none.zip"));
    }

    private static AudioDataset numbered(int size, String... labels) {
        var clips = new ArrayList<LabelledClip>();
        for (int i = 0; i < size; i++) {
            clips.add(LabelledClip.of("clip" + i, labels[i % labels.length], clip(i)));
        }
        return AudioDataset.of(clips);
    }

    @Test
    void relabelMergesAndLeavesOutWords() {
        var data = numbered(6, "yes", "cat", "noise").relabel(word -> switch (word) {
            case "yes" -> Optional.of("yes");
            case "cat" -> Optional.of("_unknown_");
            default -> Optional.empty();
        });

        assertThat(data.labels()).containsExactly("_unknown_", "yes");
        assertThat(names(data)).containsExactly("clip0", "clip1", "clip3", "clip4");
        assertThat(data.classes()).containsExactly(1, 0, 1, 0);
    }

    @Test
    void plusKeepsTheOrderAndJoinsTheLabels() {
        var both = numbered(2, "yes", "no").plus(numbered(1, "go"));

        assertThat(both.labels()).containsExactly("go", "no", "yes");
        assertThat(both.classes()).containsExactly(2, 1, 0);
    }

    @Test
    void heldOutBatchesAreDealtInTurnToTestAndValidation() {
        var split = numbered(1000, "a", "b").splitLikeKeras(0.2, 7);

        assertThat(split.train().size()).isEqualTo(800);
        assertThat(split.test().size()).isEqualTo(64 + 64);
        assertThat(split.validation().size()).isEqualTo(64 + 8);
        var all = new ArrayList<>(names(split.train()));
        all.addAll(names(split.validation()));
        all.addAll(names(split.test()));
        assertThat(all).doesNotHaveDuplicates().hasSize(1000);
    }

    @Test
    void speakerStandsInOnePart() {
        var clips = new ArrayList<LabelledClip>();
        for (int speaker = 0; speaker < 200; speaker++) {
            for (int take = 0; take < 3; take++) {
                clips.add(LabelledClip.of(
                        "yes/%08x_nohash_%d.wav".formatted(speaker * 7919, take), "yes", clip(speaker)));
            }
        }
        var split = AudioDataset.of(clips).splitBySpeaker(10, 10);

        for (var part : List.of(split.train(), split.validation(), split.test())) {
            assertThat(part.size()).isPositive().isLessThan(600);
            assertThat(part.size() % 3).isZero();
        }
    }

    @Test
    void namesWithoutASpeakerAreNotSplitBySpeaker() {
        assertThatThrownBy(() -> numbered(4, "a", "b").splitBySpeaker(10, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "expected a speaker in each file's name, as in 0a7c2a8d_nohash_0.wav, but got clip0; say who"
                                + " speaks with splitBySpeaker(validation, test, speaker)");
    }

    @Test
    void aRuleOfTheCallersTellsSpeakersApart() {
        var clips = new ArrayList<LabelledClip>();
        for (int speaker = 0; speaker < 60; speaker++) {
            for (String word : List.of("no", "yes")) {
                clips.add(LabelledClip.of(word + "/speaker" + speaker + "/a.wav", word, clip(speaker)));
            }
        }
        Split split = AudioDataset.of(clips)
                .splitBySpeaker(30, 30, clip -> clip.name().split("/")[1]);

        assertThat(split.rule()).isEqualTo("by speaker: no speaker is in two parts");
        for (var part : List.of(split.train(), split.validation(), split.test())) {
            assertThat(part.size()).isPositive();
            assertThat(part.clips().stream()
                            .collect(Collectors.groupingBy(clip -> clip.name().split("/")[1], Collectors.counting()))
                            .values())
                    .containsOnly(2L);
        }
    }

    @Test
    void aSplitSaysHowItWasMade() {
        assertThat(numbered(10, "a", "b").splitLikeKeras(0.2, 7).rule())
                .isEqualTo("by clip, as Keras splits with seed 7: one speaker can stand in several parts");
        AudioDataset part = numbered(2, "a", "b");
        assertThat(new Split(part, part, part).rule()).isEqualTo("as given");
    }

    @Test
    void sharesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> numbered(2, "a").splitLikeKeras(1, 0))
                .hasMessage("expected a held-out share between 0 and 1 but got 1.0");
        assertThatThrownBy(() -> numbered(2, "a").splitBySpeaker(60, 50))
                .hasMessage("expected percentages of 0 or more that add up to at most 100 but got 60.0 and 50.0");
    }
}
