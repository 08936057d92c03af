package io.github.kws4j.data.speechcommands;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One of the sets: what it is called, and what it must hold to be whole.
 *
 * @param folder the name of its folder
 * @param archive the name of its archive
 * @param words its words, each a folder of clips
 * @param companions files and folders beside the words
 */
record Edition(String folder, String archive, List<String> words, List<String> companions) {
    /**
     * Where an archive is fetched from, and what is known of it.
     *
     * @param size its bytes, where known
     * @param sha256 its digest in lower case, where known
     */
    record Source(URI address, OptionalLong size, Optional<String> sha256) {}

    /**
     * The first thing that {@code unpacked} lacks of a clip of each word and the companions; empty where it is whole.
     */
    Optional<String> missing(Path unpacked) throws IOException {
        for (String word : words) {
            if (!holdsClip(unpacked.resolve(word))) {
                return Optional.of("clips of '" + word + "'");
            }
        }
        return companions.stream()
                .filter(companion -> Files.notExists(unpacked.resolve(companion)))
                .findFirst();
    }

    private static boolean holdsClip(Path word) throws IOException {
        if (!Files.isDirectory(word)) {
            return false;
        }
        try (var files = Files.list(word)) {
            return files.anyMatch(file -> file.toString().endsWith(".wav"));
        }
    }
}
