package io.github.kws4j.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The sound files that a command's arguments name: files as they are; of folders all files below whose names end as
 * those of sounds do; and those that a pattern with {@code *}, {@code ?}, {@code [...]} or <code>{...}</code> fits. In
 * the order of the arguments, sorted inside of each.
 */
final class SoundFiles {
    private static final Set<String> SUFFIXES =
            Set.of("wav", "wave", "rf64", "aif", "aiff", "au", "snd", "flac", "mp3", "ogg");
    private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

    private final List<Path> files = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();

    /** An argument, or a file below it, that is unavailable. */
    record Fault(String name, Exception reason) {}

    private SoundFiles() {}

    static SoundFiles of(List<String> arguments) {
        var found = new SoundFiles();
        for (String argument : arguments) {
            try {
                found.add(argument);
            } catch (IOException | InvalidPathException e) {
                found.faults.add(new Fault(argument, e));
            }
        }
        return found;
    }

    List<Path> files() {
        return List.copyOf(files);
    }

    List<Fault> faults() {
        return List.copyOf(faults);
    }

    private void add(String argument) throws IOException {
        if (isPattern(argument)) {
            String fixed = WILDCARD.split(argument, 2)[0];
            var matcher = FileSystems.getDefault().getPathMatcher("glob:" + argument);
            Path root = Path.of(fixed.substring(0, fixed.lastIndexOf('/') + 1));
            addBelow(root, matcher::matches, "nothing fits " + argument);
        } else if (Files.isDirectory(Path.of(argument))) {
            addBelow(Path.of(argument), SoundFiles::isSound, "expected sound files in " + argument + " but found none");
        } else if (Files.exists(Path.of(argument))) {
            files.add(Path.of(argument));
        } else {
            throw new NoSuchFileException(argument);
        }
    }

    /** A file that is there is no pattern, whatever its name. */
    private static boolean isPattern(String argument) {
        try {
            return WILDCARD.matcher(argument).find() && !Files.exists(Path.of(argument));
        } catch (InvalidPathException e) {
            return true;
        }
    }

    private static boolean isSound(Path file) {
        String name = file.getFileName().toString();
        return SUFFIXES.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private void addBelow(Path root, Predicate<Path> wanted, String otherwise) throws IOException {
        var found = new ArrayList<Path>();
        int faultsBefore = faults.size();
        Files.walkFileTree(
                root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (wanted.test(file) && attributes.isRegularFile()) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException reason) {
                        faults.add(new Fault(file.toString(), reason));
                        return FileVisitResult.CONTINUE;
                    }
                });
        if (found.isEmpty() && faults.size() == faultsBefore) {
            throw new IOException(otherwise);
        }
        found.stream().sorted().forEach(files::add);
    }
}
