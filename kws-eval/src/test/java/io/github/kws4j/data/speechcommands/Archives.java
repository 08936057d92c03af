package io.github.kws4j.data.speechcommands;

import io.github.kws4j.audio.Audio;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Real archives, small ones. */
final class Archives {
    static final List<String> MINI_WORDS = List.of("down", "go", "left", "no", "right", "stop", "up", "yes");

    private Archives() {}

    /** A set as {@code mini_speech_commands.zip} is laid out, with two clips a word. */
    static byte[] mini(Path scratch) throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("mini_speech_commands/README.md", new byte[] {'h', 'i'});
        files.put("mini_speech_commands/.DS_Store", new byte[10]);
        for (String word : MINI_WORDS) {
            files.put("mini_speech_commands/" + word + "/b.wav", wav(scratch, 2));
            files.put("mini_speech_commands/" + word + "/a.wav", wav(scratch, 1));
            files.put("__MACOSX/mini_speech_commands/" + word + "/._a.wav", new byte[20]);
        }
        return zip(files);
    }

    static byte[] wav(Path scratch, int number) throws IOException {
        Path file = scratch.resolve("clip.wav");
        Audio.of(new float[] {number / 32768f, 0.5f, -1f}, 16_000).write(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return bytes;
    }

    static byte[] zip(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipArchiveOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                put(zip, new ZipArchiveEntry(file.getKey()), file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    static byte[] zip(ZipArchiveEntry entry, byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipArchiveOutputStream(bytes)) {
            put(zip, entry, content);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipArchiveOutputStream zip, ZipArchiveEntry entry, byte[] content) throws IOException {
        zip.putArchiveEntry(entry);
        zip.write(content);
        zip.closeArchiveEntry();
    }

    static byte[] tarGz(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (var file : files.entrySet()) {
                var entry = new TarArchiveEntry(file.getKey(), true);
                entry.setSize(file.getValue().length);
                put(tar, entry, file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    /** A tar.gz of one entry of a {@code TarConstants.LF_...} kind, which refers to {@code target}. */
    static byte[] tarGz(String name, byte kind, String target) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            var entry = new TarArchiveEntry(name, kind);
            entry.setLinkName(target);
            put(tar, entry, new byte[0]);
        }
        return bytes.toByteArray();
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content) throws IOException {
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
