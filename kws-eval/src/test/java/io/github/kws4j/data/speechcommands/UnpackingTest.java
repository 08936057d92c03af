package io.github.kws4j.data.speechcommands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackingTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path scratch;

    private Path into;

    @BeforeEach
    void makeFolder() throws IOException {
        into = Files.createDirectory(scratch.resolve("into"));
    }

    private Path archive() {
        return scratch.resolve("set.archive");
    }

    private void unpack(byte[] bytes) throws IOException, InterruptedException {
        Files.write(archive(), bytes);
        Unpacking.unpack(archive(), into, progress -> {});
    }

    private List<String> unpacked() throws IOException {
        try (var files = Files.walk(into)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> into.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, byte[]> files(String... names) {
        var files = new LinkedHashMap<String, byte[]>();
        for (String name : names) {
            files.put(name, HELLO);
        }
        return files;
    }

    private static byte[] noise(int size) {
        var noise = new byte[size];
        new Random(1).nextBytes(noise);
        return noise;
    }

    @Test
    void zipIsUnpackedWithoutWhatSystemsLeaveInIt() throws Exception {
        unpack(Archives.zip(files("set/", "set/a.wav", "set/yes/b.wav", "__MACOSX/set/a.wav", "set/.DS_Store")));

        assertThat(unpacked()).containsExactly("set/a.wav", "set/yes/b.wav");
        assertThat(into.resolve("set/yes/b.wav")).hasBinaryContent(HELLO);
    }

    @Test
    void tarGzIsUnpackedWithoutWhatSystemsLeaveInIt() throws Exception {
        unpack(Archives.tarGz(files("./a.wav", "./yes/b.wav", "./._a.wav")));

        assertThat(unpacked()).containsExactly("a.wav", "yes/b.wav");
        assertThat(into.resolve("yes/b.wav")).hasBinaryContent(HELLO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../out.wav",
                "yes/../../out.wav",
                "/out.wav",
                "..\\out.wav",
                "C:out.wav",
                "yes/..",
                "a\nb.wav",
                "."
            })
    void pathOutsideTheFolderIsRefused(String name) throws Exception {
        for (byte[] bytes : List.of(Archives.zip(files(name)), Archives.tarGz(files(name)))) {
            assertThatThrownBy(() -> unpack(bytes))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("expected a path inside the archive's folder but found entry '");
        }
        assertThat(unpacked()).isEmpty();
        assertThat(scratch.resolve("out.wav")).doesNotExist();
    }

    @Test
    void symbolicLinkInZipIsRefused() throws Exception {
        var link = new ZipArchiveEntry("yes/link");
        link.setUnixMode(0120777);

        assertThatThrownBy(() -> unpack(Archives.zip(link, "/etc/passwd".getBytes(StandardCharsets.US_ASCII))))
                .hasMessage(archive() + ": expected files and folders but found the link 'yes/link'");
        assertThat(unpacked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_SYMLINK, TarConstants.LF_LINK})
    void linkInTarIsRefused(byte kind) throws Exception {
        assertThatThrownBy(() -> unpack(Archives.tarGz("yes/link", kind, "/etc/passwd")))
                .hasMessage(archive() + ": expected files and folders but found the link 'yes/link'");
        assertThat(unpacked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO})
    void deviceInTarIsRefused(byte kind) throws Exception {
        assertThatThrownBy(() -> unpack(Archives.tarGz("yes/device", kind, "")))
                .hasMessage(archive() + ": expected files and folders but found entry 'yes/device', which is neither");
    }

    @Test
    void entryThatComesTwiceIsRefused() throws Exception {
        assertThatThrownBy(() -> unpack(Archives.tarGz(files("yes/a.wav", "yes/./a.wav"))))
                .hasMessage(archive() + ": expected each entry once but found another 'yes/./a.wav'");
    }

    @Test
    void bombIsRefusedByItsRatio() throws Exception {
        var bomb = Map.of("yes/a.wav", new byte[50_000_000]);
        for (byte[] bytes : List.of(Archives.zip(bomb), Archives.tarGz(bomb))) {
            assertThatThrownBy(() -> unpack(bytes))
                    .hasMessage(archive() + ": expected at most " + 100L * bytes.length
                            + " bytes of content but 'yes/a.wav' exceeds them");
            assertThat(into.resolve("yes/a.wav").toFile().length()).isLessThanOrEqualTo(100L * bytes.length);
            Files.delete(into.resolve("yes/a.wav"));
        }
    }

    @Test
    void whatIsPassedOverCountsAsContent() throws Exception {
        assertThatThrownBy(() -> unpack(Archives.tarGz(Map.of("__MACOSX/a.wav", new byte[50_000_000]))))
                .hasMessageContaining("bytes of content but '__MACOSX/a.wav' exceeds them");
    }

    @Test
    void entriesAreBounded() throws Exception {
        var folder = new GuardedFolder(into, 2, 1000);
        folder.write("a.wav", new ByteArrayInputStream(HELLO));
        folder.write("b.wav", new ByteArrayInputStream(HELLO));

        assertThatThrownBy(() -> folder.write("c.wav", new ByteArrayInputStream(HELLO)))
                .hasMessage("expected at most 2 entries but found more");
    }

    @Test
    void bytesAreBoundedOverAllEntries() throws Exception {
        var folder = new GuardedFolder(into, 10, 9);
        folder.write("a.wav", new ByteArrayInputStream(HELLO));

        assertThatThrownBy(() -> folder.write("b.wav", new ByteArrayInputStream(HELLO)))
                .hasMessage("expected at most 9 bytes of content but 'b.wav' exceeds them");
    }

    @Test
    void truncatedTarGzIsRefused() throws Exception {
        byte[] whole = Archives.tarGz(Map.of("yes/a.wav", noise(10_000)));

        assertThatThrownBy(() -> unpack(Arrays.copyOf(whole, whole.length / 2)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(archive() + ": ");
        assertThatThrownBy(() -> {
                    Files.delete(into.resolve("yes/a.wav"));
                    unpack(Arrays.copyOf(whole, whole.length - 4));
                })
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(archive() + ": ");
    }

    @Test
    void checksumOfTarGzIsCompared() throws Exception {
        byte[] bytes = Archives.tarGz(Map.of("yes/a.wav", noise(10_000)));
        bytes[bytes.length - 8] ^= 1;

        assertThatThrownBy(() -> unpack(bytes))
                .isInstanceOf(IOException.class)
                .hasMessage(archive() + ": Corrupt GZIP trailer");
    }

    @Test
    void checksumOfZipEntryIsCompared() throws Exception {
        var stored = new ZipArchiveEntry("yes/a.wav");
        byte[] bytes = Archives.zip(stored, noise(10_000));
        bytes[5000] ^= 1;

        assertThatThrownBy(() -> unpack(bytes))
                .isInstanceOf(IOException.class)
                .hasMessageMatching(".*: expected CRC [0-9a-f]{8} of entry 'yes/a.wav' but got [0-9a-f]{8}");
    }

    @Test
    void otherFilesAreRefused() throws Exception {
        for (byte[] bytes : List.of(new byte[0], new byte[] {'P'}, HELLO)) {
            assertThatThrownBy(() -> unpack(bytes))
                    .hasMessage(archive() + ": expected a zip or a tar.gz but found neither's first bytes");
        }
    }

    @Test
    void brokenArchivesFailWithAnIoException() throws Exception {
        var random = new Random(7);
        var content = new LinkedHashMap<>(files("./a.wav", "yes/b.wav", "yes/" + "long".repeat(60) + ".wav"));
        content.put("yes/c.wav", noise(500));
        for (byte[] whole : List.of(Archives.zip(content), Archives.tarGz(content))) {
            for (int i = 0; i < 300; i++) {
                byte[] mutated = Arrays.copyOf(whole, i % 4 == 0 ? random.nextInt(whole.length) : whole.length);
                for (int j = 0; j < 1 + i % 5 && mutated.length > 0; j++) {
                    mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
                }
                tryOut(mutated);
            }
        }
    }

    private void tryOut(byte[] mutated) throws IOException, InterruptedException {
        Path own = Files.createTempDirectory(scratch, "own");
        Files.write(archive(), mutated);
        try {
            Unpacking.unpack(archive(), own, progress -> {});
        } catch (IOException expected) {
            assertThat(expected).hasMessageStartingWith(archive().toString());
        }
    }

    @Test
    void interruptStopsIt() throws Exception {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> new GuardedFolder(into, 10, 1000).write("a.wav", new ByteArrayInputStream(HELLO)))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void progressEndsWithTheWholeArchive() throws Exception {
        for (byte[] bytes : List.of(Archives.zip(files("a.wav")), Archives.tarGz(files("b.wav")))) {
            var reports = new ArrayList<TransferProgress>();
            Files.write(archive(), bytes);

            Unpacking.unpack(archive(), into, reports::add);

            assertThat(reports.get(0).bytes()).isZero();
            var last = reports.get(reports.size() - 1);
            assertThat(last.stage()).isEqualTo(TransferProgress.Stage.UNPACK);
            assertThat(last.total()).hasValue(bytes.length);
            assertThat(last.bytes()).isEqualTo(bytes.length);
        }
    }
}
