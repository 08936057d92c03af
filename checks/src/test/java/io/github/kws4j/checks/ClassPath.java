package io.github.kws4j.checks;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tests' class path, by artifact: jars, or the folders of classes that Maven puts there before it has packaged
 * them.
 */
final class ClassPath {
    private static final List<Path> ENTRIES = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList();

    private ClassPath() {}

    /**
     * The jars or folders of these artifacts, named by id and parted by spaces; several of one id where it has
     * classifiers.
     */
    static List<Path> of(String artifacts) {
        return Arrays.stream(artifacts.split(" "))
                .flatMap(artifact -> ENTRIES.stream().filter(entry -> isOf(artifact, entry)))
                .toList();
    }

    /** The same as one path for the command line. */
    static String text(String artifacts) {
        return of(artifacts).stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** A module of ours lies under its own name, a library in a folder named for its version under its own name. */
    private static boolean isOf(String artifact, Path entry) {
        return artifact.startsWith("kws-")
                ? entry.toString().contains(File.separator + artifact + File.separator)
                : entry.getParent().getParent().endsWith(artifact);
    }
}
