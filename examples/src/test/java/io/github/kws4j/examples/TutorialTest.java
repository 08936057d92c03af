package io.github.kws4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of {@code docs/TUTORIAL.md} is one program: it compiles, runs and leaves what the page says. */
class TutorialTest {
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern OUTPUT = Pattern.compile("```text\n(.*?)```", Pattern.DOTALL);
    private static final String FETCH = "AudioDataset.ofFolders(folder)";

    @TempDir
    private Path folder;

    private static Path documents() {
        return Path.of(System.getProperty("kws.root", "")).resolve("docs");
    }

    /** The blocks of one language, in order. */
    private static List<String> blocks(String page, Pattern block) throws IOException {
        return block.matcher(Files.readString(documents().resolve(page)))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /**
     * The snippets in order; the first holds the imports, those that begin with {@code static} are methods, the others
     * statements.
     */
    private static List<String> snippets() throws IOException {
        return blocks("TUTORIAL.md", SNIPPET);
    }

    private static String program() throws IOException {
        List<String> snippets = snippets();
        var rest = snippets.stream()
                .skip(1)
                .collect(Collectors.partitioningBy(snippet -> snippet.startsWith("static "), Collectors.joining("\n")));
        return snippets.get(0) + "class Tutorial {\n" + rest.get(true)
                + "public static void main(String[] arguments) throws Exception {\n" + rest.get(false) + "}\n}\n";
    }

    @Test
    void chineseEditionHasTheSameCodeAndOutput() throws IOException {
        assertThat(blocks("TUTORIAL.zh.md", SNIPPET)).isEqualTo(snippets());
        assertThat(blocks("TUTORIAL.zh.md", OUTPUT))
                .isEqualTo(blocks("TUTORIAL.md", OUTPUT))
                .hasSizeGreaterThan(8);
    }

    private void compile(String program) throws IOException {
        Path source = Files.writeString(folder.resolve("Tutorial.java"), program);
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", folder.toString(), source.toString());
        assertThat(failed).as("javac's status for\n%s", program).isZero();
    }

    @Test
    void everySnippetCompiles() throws IOException {
        assertThat(snippets()).hasSizeGreaterThan(8);
        compile(program());
    }

    /** With one epoch instead of ten, and the recordings from the archive that is there instead of the network. */
    @Test
    void everySnippetRuns() throws Exception {
        String data = System.getProperty("kws.data", "");
        Path archive = Path.of(data).resolve("mini_speech_commands.zip").toAbsolutePath();
        Assumptions.assumeTrue(
                !data.isEmpty() && Files.isRegularFile(archive), "no recordings: run with -Dkws.data=FOLDER");
        String program = program();
        assertThat(program).contains(FETCH, ".epochs(10)", "SpeechCommands.mini(Path.of(\"data\")).fetch()");
        compile(program.replace(FETCH, "AudioDataset.ofArchive(folder)")
                .replace("SpeechCommands.mini(Path.of(\"data\")).fetch()", "Path.of(arguments[0])")
                .replace(".epochs(10)", ".epochs(1)"));

        String output = run(archive);

        assertThat(output)
                .contains("label names: [down, go, left, no, right, stop, up, yes]", "8000 clips")
                .contains("6400 to train, 768 to validate, 832 to test", "spectrogram shape: (124, 129, 1)", "epoch  1")
                .contains(
                        "1,625,611", "test accuracy 0.", "by speaker 0.", "no/01bb6a2a_nohash_0.wav is classified as ")
                .contains("a file: ", "predictions: 2 x 8", "class_names: [")
                .containsPattern("greatest difference from the trained model: \\de-0[5-9]");
        assertThat(Stream.of(
                        "waveforms.png", "spectrogram.png", "history.svg", "confusion.svg", "report.html", "kws.onnx"))
                .allSatisfy(name -> assertThat(folder.resolve(name)).isNotEmptyFile());
    }

    private String run(Path archive) throws Exception {
        Path log = folder.resolve("log");
        var java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "Tutorial",
                archive.toString());
        java.environment()
                .put(
                        "CLASSPATH",
                        folder + System.getProperty("path.separator") + System.getProperty("java.class.path"));
        java.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        Process process = java.start();
        boolean ended = process.waitFor(15, TimeUnit.MINUTES);
        process.destroyForcibly().waitFor();
        String output = Files.readString(log);
        assertThat(ended).as("ends within 15 minutes").isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    @Test
    void picturesAreThereAndSmall() throws IOException {
        var links = Pattern.compile("!\\[[^\\]]+\\]\\(([^)]+)\\)")
                .matcher(Files.readString(documents().resolve("TUTORIAL.md")))
                .results()
                .map(found -> documents().resolve(found.group(1)))
                .toList();

        assertThat(links)
                .hasSize(7)
                .allSatisfy(picture -> assertThat(Files.size(picture)).isBetween(1000L, 150_000L));
    }
}
