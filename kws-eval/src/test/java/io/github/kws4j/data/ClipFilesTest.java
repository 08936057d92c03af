package io.github.kws4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kws4j.audio.Audio;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders and archives that look nearly right: none loses a clip or a label without a word. */
class ClipFilesTest {
    @TempDir
    private Path folder;

    private Path root;
    private byte[] wav;

    @BeforeEach
    void makeAClip() throws IOException {
        root = Files.createDirectory(folder.resolve("set"));
        Path file = folder.resolve("clip.wav");
        Audio.of(new float[] {0.25f, 0.5f, -1f}, 16_000).write(file);
        wav = Files.readAllBytes(file);
    }

    private void write(String name) throws IOException {
        write(name, wav);
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private interface Entries {
        void writeTo(ZipOutputStream zip) throws IOException;
    }

    private Path zip(Charset names, Entries entries) throws IOException {
        Path file = folder.resolve("set.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file), names)) {
            entries.writeTo(zip);
        }
        return file;
    }

    private Path zip(String... names) throws IOException {
        return zip(StandardCharsets.UTF_8, zip -> {
            for (String name : names) {
                put(zip, name, wav);
            }
        });
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    /** Replaces bytes of a file, the same number. */
    private static void replace(Path file, byte[] old, byte[] by) throws IOException {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        String changed = content.replace(
                new String(old, StandardCharsets.ISO_8859_1), new String(by, StandardCharsets.ISO_8859_1));
        assertThat(changed).isNotEqualTo(content);
        Files.write(file, changed.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<String> clips(AudioDataset data) {
        return data.clips().stream().map(LabelledClip::toString).toList();
    }

    @Test
    void theWordIsTheFirstFolderInAFolderAndInAnArchive() throws IOException {
        var names = new ArrayList<String>();
        for (String word : List.of("no", "yes")) {
            for (String speaker : List.of("ann", "bob")) {
                names.add(word + "/" + speaker + "/a.wav");
                write(word + "/" + speaker + "/a.wav");
            }
        }
        var expected = List.of("no/ann/a.wav (no)", "no/bob/a.wav (no)", "yes/ann/a.wav (yes)", "yes/bob/a.wav (yes)");

        assertThat(clips(AudioDataset.ofFolders(root))).isEqualTo(expected);
        assertThat(clips(AudioDataset.ofArchive(zip(names.toArray(String[]::new)))))
                .isEqualTo(expected);
    }

    @Test
    void soundIsToldByTheEndingInAnyCaseAndTheRestIsLeftOutByName() throws IOException {
        for (String name : List.of("no/a.WAV", "yes/b.wave", "yes/notes.txt", "README.md")) {
            write(name);
        }
        Path zip = zip("no/a.WAV", "yes/b.wave", "yes/notes.txt", "README.md");

        for (AudioDataset data : List.of(AudioDataset.ofFolders(root), AudioDataset.ofArchive(zip))) {
            assertThat(clips(data)).containsExactly("no/a.WAV (no)", "yes/b.wave (yes)");
            assertThat(data.leftOut())
                    .containsExactlyInAnyOrder(
                            new LeftOut("yes/notes.txt", "no sound by its name"),
                            new LeftOut("README.md", "in no word folder"));
        }
    }

    @Test
    void aWordWithoutAClipIsRefused() throws IOException {
        write("no/a.wav");
        write("yes/notes.txt");
        Files.createDirectory(root.resolve("up"));

        assertThatThrownBy(() -> AudioDataset.ofFolders(root))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "expected a clip in each word folder of " + root + " but found none in [up, yes]; left out: 1"
                                + " files, such as yes/notes.txt: no sound by its name");
        assertThatThrownBy(() -> AudioDataset.ofArchive(zip("no/a.wav", "yes/notes.txt")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("but found none in [yes]; left out");
    }

    @Test
    void aWordWhoseClipsAreAllBrokenIsRefusedWhereBrokenOnesAreLeftOut() throws IOException {
        write("no/a.wav");
        write("yes/b.wav", new byte[100]);

        assertThatThrownBy(() -> AudioDataset.ofFolders(root, (name, reason) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("expected a clip in each word folder of " + root
                        + " but found none in [yes], such as yes/b.wav: broken: ");
    }

    @Test
    void aClipWithoutASampleIsBroken() throws IOException {
        Path empty = folder.resolve("empty.wav");
        Audio.of(new float[0], 16_000).write(empty);
        write("no/a.wav");
        write("yes/b.wav", Files.readAllBytes(empty));

        assertThatThrownBy(() -> AudioDataset.ofFolders(root))
                .isInstanceOf(IOException.class)
                .hasMessage("yes/b.wav: expected at least one sample but got none");
    }

    @Test
    void aFileTooLargeToBeAClipIsRefusedUnread() throws IOException {
        write("no/a.wav");
        try (var sparse = new RandomAccessFile(root.resolve("no/b.wav").toFile(), "rw")) {
            sparse.setLength(3L << 30);
        }

        assertThatThrownBy(() -> AudioDataset.ofFolders(root))
                .isInstanceOf(IOException.class)
                .hasMessage("no/b.wav: expected a clip of at most 268435456 bytes but got 3221225472");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gr\u00f6\u00dfe|gro\u0308\u00dfe", "yes|yes ", "yes|y\u200bes"})
    void labelsThatLookAlikeAreRefused(String both) {
        String[] labels = both.split("\\|");
        Audio audio = Audio.of(new float[1], 8000);
        List<LabelledClip> clips =
                List.of(LabelledClip.of("a", labels[0], audio), LabelledClip.of("b", labels[1], audio));

        assertThatThrownBy(() -> AudioDataset.of(clips))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected distinguishable labels but got '");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two\nlines", "two\u2028lines", "a\u0000b"})
    void labelsAreOneLineEach(String label) {
        List<LabelledClip> clips = List.of(LabelledClip.of("a", label, Audio.of(new float[1], 8000)));

        assertThatThrownBy(() -> AudioDataset.of(clips))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected labels of one line but got '" + label + "'");
    }

    @Test
    void aLabelWhoseCharactersWereLostIsRefusedWithTheRemedy() throws IOException {
        assertThatThrownBy(() -> AudioDataset.ofArchive(zip("gr\ufffd\ufffde/a.wav", "no/a.wav")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder.resolve("set.zip")
                        + ": expected labels whose characters can be read but got 'gr\ufffd\ufffde'; "
                        + "names of files are")
                .hasMessageContaining("LC_ALL=C.UTF-8");
    }

    @Test
    void namesInTheOldCodePageAreRead() throws IOException {
        Path zip = zip(Charset.forName("IBM437"), out -> {
            put(out, "ja/gr\u00f6\u00dfe.wav", wav);
            put(out, "t\u00fcr/a.wav", wav);
        });

        assertThat(clips(AudioDataset.ofArchive(zip)))
                .containsExactly("ja/gr\u00f6\u00dfe.wav (ja)", "t\u00fcr/a.wav (t\u00fcr)");
    }

    @Test
    void namesThatBeginWithADotAndASlashAreReadAsWithout() throws IOException {
        assertThat(clips(AudioDataset.ofArchive(zip("./no/a.wav", "./yes/a.wav"))))
                .containsExactly("no/a.wav (no)", "yes/a.wav (yes)");
    }

    @Test
    void anArchiveThatNamesAFileTwiceIsRefused() throws IOException {
        Path zip = zip("no/a.wav", "yes/a.wav", "yes/b.wav");
        replace(zip, "yes/b.wav".getBytes(StandardCharsets.UTF_8), "yes/a.wav".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> AudioDataset.ofArchive(zip))
                .isInstanceOf(IOException.class)
                .hasMessage(zip + ": expected each entry once but found another 'yes/a.wav'");
    }

    /** An entry that is stored as it is, whose bytes are then changed. */
    private Path damagedStored() throws IOException {
        byte[] damaged = wav.clone();
        damaged[damaged.length - 3] ^= 0x10;
        Path zip = zip(StandardCharsets.UTF_8, out -> {
            var entry = new ZipEntry("no/a.wav");
            var sum = new CRC32();
            sum.update(wav);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(wav.length);
            entry.setCrc(sum.getValue());
            out.putNextEntry(entry);
            out.write(wav);
            out.closeEntry();
            put(out, "yes/a.wav", wav);
        });
        replace(zip, wav, damaged);
        return zip;
    }

    @Test
    void anEntryIsHeldAgainstItsChecksum() throws IOException {
        Path zip = damagedStored();

        assertThatThrownBy(() -> AudioDataset.ofArchive(zip))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(zip + ": no/a.wav: expected 50 bytes of CRC ");
    }

    @Test
    void anEntryThatUnpacksToMoreThanItSaysIsBroken() throws IOException {
        byte[] large = new byte[10_000_000];
        System.arraycopy(header(large.length - 44), 0, large, 0, 44);
        Path zip = zip(StandardCharsets.UTF_8, out -> {
            put(out, "no/a.wav", wav);
            put(out, "yes/a.wav", large);
        });
        replace(zip, little(large.length), little(500));

        assertThatThrownBy(() -> AudioDataset.ofArchive(zip))
                .isInstanceOf(IOException.class)
                .hasMessage(zip + ": yes/a.wav: expected 500 bytes but got more");
    }

    @Test
    void anEntryThatSaysItIsTooLargeIsRefusedUnread() throws IOException {
        Path zip = zip(StandardCharsets.UTF_8, out -> {
            put(out, "no/a.wav", wav);
            out.putNextEntry(new ZipEntry("yes/a.wav"));
            try (OutputStream zeros = OutputStream.nullOutputStream()) {
                zeros.flush();
            }
            var block = new byte[1 << 20];
            for (int i = 0; i < 257; i++) {
                out.write(block);
            }
            out.closeEntry();
        });

        assertThatThrownBy(() -> AudioDataset.ofArchive(zip))
                .isInstanceOf(IOException.class)
                .hasMessage(zip + ": yes/a.wav: expected a clip of at most 268435456 bytes but got 269484032");
    }

    @Test
    void aCompressionThatIsNotThereIsNamed() throws IOException {
        Path zip = zip("no/a.wav", "yes/a.wav");
        byte[] bytes = Files.readAllBytes(zip);
        for (int i = 0; i + 12 < bytes.length; i++) {
            boolean directory = bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 1 && bytes[i + 3] == 2;
            if (directory) {
                bytes[i + 10] = 93;
            }
        }
        Files.write(zip, bytes);

        assertThatThrownBy(() -> AudioDataset.ofArchive(zip))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(zip + ": ")
                .hasMessageContaining("93");
    }

    private static byte[] little(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    /** Of a WAV with 16 bits at 16 kHz. */
    private static byte[] header(int dataBytes) {
        return ByteBuffer.allocate(44)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + dataBytes)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(16_000)
                .putInt(32_000)
                .putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(dataBytes)
                .array();
    }
}
