package io.github.kws4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kws4j.audio.Audio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Archives with bytes changed, or cut short: a data set of what is there, or an error that names the archive. */
class ArchiveFuzzTest {
    private static final List<String> NAMES =
            List.of("./no/a.wav", "no/b.WAV", "yes/speaker/c.wav", "yes/t\u00fcr.wav");

    private Path zip;

    @BeforeProperty
    void makeFile() throws IOException {
        zip = Files.createTempFile("clips", ".zip");
    }

    @AfterProperty
    void removeFile() throws IOException {
        Files.delete(zip);
    }

    private byte[] archive(boolean stored) throws IOException {
        Path wav = Files.createTempFile("clip", ".wav");
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name : NAMES) {
                Audio.of(new float[] {NAMES.indexOf(name) / 8f, 0.5f, -1f}, 16_000)
                        .write(wav);
                byte[] clip = Files.readAllBytes(wav);
                var entry = new ZipEntry(name);
                if (stored) {
                    var checksum = new CRC32();
                    checksum.update(clip);
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(clip.length);
                    entry.setCrc(checksum.getValue());
                }
                out.putNextEntry(entry);
                out.write(clip);
                out.closeEntry();
            }
        } finally {
            Files.delete(wav);
        }
        return Files.readAllBytes(zip);
    }

    @Property(tries = 500)
    void changedArchiveIsADataSetOrAnErrorThatNamesIt(
            @ForAll boolean stored, @ForAll @IntRange(min = 1, max = 6) int changes, @ForAll long seed)
            throws IOException {
        byte[] bytes = archive(stored);
        var random = new Random(seed);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : bytes[at] ^ 1 << random.nextInt(8));
        }
        Files.write(zip, random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
        try {
            AudioDataset data = AudioDataset.ofArchive(zip, (name, fault) -> {});
            assertThat(data.size()).isBetween(1, NAMES.size());
            assertThat(data.clips())
                    .allSatisfy(clip -> assertThat(clip.audio().length()).isEqualTo(3));
        } catch (IOException e) {
            assertThat(e).hasMessageContaining(zip.toString());
        }
    }
}
