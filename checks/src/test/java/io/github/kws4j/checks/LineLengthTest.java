package io.github.kws4j.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lines end by column 120 in sources and documents, but for rows of Markdown tables. */
class LineLengthTest {
    private static final Path ROOT = Path.of(System.getProperty("kws.root"));
    private static final int LONGEST = 120;
    private static final List<String> ENDINGS = List.of(".java", ".md", ".js", ".css", ".html");

    @Test
    void linesEndByColumn120() throws IOException {
        assertThat(files().filter(LineLengthTest::isText).flatMap(LineLengthTest::longLines))
                .isEmpty();
    }

    private static Stream<Path> files() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            var all = new ArrayList<Path>();
            for (Path entry : modules.toList()) {
                if (Files.isRegularFile(entry)) {
                    all.add(entry);
                } else if (!entry.getFileName().toString().startsWith(".")) {
                    try (Stream<Path> inside = Files.walk(entry)) {
                        inside.filter(Files::isRegularFile).forEach(all::add);
                    }
                }
            }
            return all.stream();
        }
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        boolean built = ROOT.relativize(file).toString().replace('\\', '/').contains("target/");
        return !built && (ENDINGS.stream().anyMatch(name::endsWith) || name.equals("NOTICE"));
    }

    private static Stream<String> longLines(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
                    .filter(i -> lines.get(i).codePointCount(0, lines.get(i).length()) > LONGEST)
                    .filter(i ->
                            !(file.toString().endsWith(".md") && lines.get(i).startsWith("|")))
                    .map(i -> ROOT.relativize(file) + ":" + (i + 1));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
