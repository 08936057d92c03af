package io.github.kws4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kws4j.spectrogram.Npy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds what is decoded against TensorFlow's {@code tf.audio.decode_wav}, on real recordings. */
class TutorialClipsTest {
    /** SHA-256 over each clip's name and its little-endian floats, clips sorted by name, by TensorFlow 2.21. */
    private static final String TENSORFLOW = "6b12561ba4bb2400570c93bbcba4e2a52dd578af389e5b4b4f5b30c0009a52df";

    private static final List<String> GOLDEN_CLIPS = List.of(
            "down/3e31dffe_nohash_4.wav",
            "go/794cdfc5_nohash_0.wav",
            "left/c22d3f18_nohash_3.wav",
            "no/dca6b373_nohash_0.wav",
            "right/ae927455_nohash_0.wav",
            "stop/bbaa7946_nohash_0.wav",
            "up/1ffd513b_nohash_0.wav",
            "yes/f9273a21_nohash_0.wav",
            "stop/d78858d9_nohash_0.wav",
            "no/01bb6a2a_nohash_0.wav");
    private static final String FOLDER = "mini_speech_commands/";

    private Path data;

    @BeforeEach
    void findData() {
        String property = System.getProperty("kws.data", "");
        data = Path.of(System.getProperty("kws.root", "")).resolve(property);
        assumeTrue(
                !property.isEmpty() && Files.exists(data.resolve("mini_speech_commands.zip")),
                "kws.data holds no mini_speech_commands.zip");
    }

    @Test
    void goldenClipsAreTensorFlowsBitForBit() throws IOException {
        Path waveforms = data.resolve("../reference/tutorial/waveforms.npy");
        assumeTrue(Files.exists(waveforms), "kws.data holds no TensorFlow figures beside it");
        Npy expected = Npy.read(waveforms);
        try (ZipFile zip = open()) {
            for (int i = 0; i < GOLDEN_CLIPS.size(); i++) {
                Audio clip = decode(zip, zip.getEntry(FOLDER + GOLDEN_CLIPS.get(i)));
                assertThat(clip.fitTo(16_000).samples()).as(GOLDEN_CLIPS.get(i)).isEqualTo(expected.row(i));
            }
        }
    }

    @Test
    void all8000ClipsAreTensorFlowsBitForBit() throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (ZipFile zip = open()) {
            List<? extends ZipEntry> clips = zip.stream()
                    .filter(entry -> entry.getName().endsWith(".wav"))
                    .sorted(Comparator.comparing(ZipEntry::getName))
                    .toList();
            assertThat(clips).hasSize(8000);
            for (ZipEntry clip : clips) {
                digest.update(clip.getName().substring(FOLDER.length()).getBytes(StandardCharsets.UTF_8));
                digest.update(littleEndian(decode(zip, clip).samples()));
            }
        }
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(TENSORFLOW);
    }

    private ZipFile open() throws IOException {
        return new ZipFile(data.resolve("mini_speech_commands.zip").toFile());
    }

    private static Audio decode(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream stream = zip.getInputStream(entry)) {
            return AudioDecoder.standard().decode(stream);
        }
    }

    private static byte[] littleEndian(float[] samples) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(samples);
        return bytes.array();
    }
}
