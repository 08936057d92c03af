package io.github.kws4j.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in the Javadoc of the published modules compile, and the types that a user meets first have one. */
class JavadocExamplesTest {
    private static final Path ROOT = Path.of(System.getProperty("kws.root"));
    private static final Path PACKAGE = Path.of("src/main/java/io/github/kws4j");
    private static final List<String> MODULES = List.of(
            "kws-core", "kws-javasound", "kws-onnx", "kws-graph", "kws-eval", "kws-words", "kws-train", "kws-spark");
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\n(.*?)\\n *\\* }</pre>", Pattern.DOTALL);
    /** All that an example may take for granted. */
    private static final String GIVEN =
            "List<Audio> recordings, List<Layer> layers, VectorSource training, VectorSource validation";

    private static final List<String> MET_FIRST = List.of(
            "KeywordClassifier",
            "Prediction",
            "KeywordStream",
            "KeywordStreams",
            "Detection",
            "Audio",
            "AudioDecoder",
            "Spectrogram",
            "AudioDataset",
            "Evaluation",
            "Plots",
            "KeywordTrainer",
            "CustomKeywords");

    @TempDir
    private Path folder;

    @Test
    void typesThatAUserMeetsFirstHaveAnExample() throws IOException {
        assertThat(examples().keySet().stream().map(name -> name.replaceAll(".*_(\\w+)_\\d+$", "$1")))
                .containsAll(MET_FIRST);
    }

    @Test
    void pagesOfExportedPackagesHaveAnExample() throws IOException {
        for (String module : MODULES) {
            Path sources = ROOT.resolve(module).resolve("src/main/java");
            for (String exported : exportedPackages(sources.resolve("module-info.java"))) {
                Path page = sources.resolve(exported.replace('.', '/')).resolve("package-info.java");
                assertThat(Files.readString(page)).as(exported).containsPattern(EXAMPLE);
            }
        }
    }

    @Test
    void everyExampleIsAProgramThatCompiles() throws IOException {
        var files = new ArrayList<Path>();
        for (var example : examples().entrySet()) {
            files.add(Files.writeString(
                    folder.resolve(example.getKey() + ".java"), program(example.getKey(), example.getValue())));
        }
        var messages = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            Iterable<? extends JavaFileObject> sources = manager.getJavaFileObjectsFromPaths(files);
            var options = List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(messages, manager, null, options, null, sources)
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
    }

    /** The code of each example, by a name made of its file's and its number there. */
    private static Map<String, String> examples() throws IOException {
        var examples = new TreeMap<String, String>();
        for (Path source : sources()) {
            String name = source.toString().replaceAll("\\.java$", "").replaceAll("\\W", "_");
            Matcher matcher = EXAMPLE.matcher(Files.readString(ROOT.resolve(source)));
            for (int i = 0; matcher.find(); i++) {
                examples.put(name + "_" + i, matcher.group(1).replaceAll("(?m)^ *\\* ?", ""));
            }
        }
        return examples;
    }

    private static List<Path> sources() throws IOException {
        var sources = new ArrayList<Path>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve(PACKAGE))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .map(ROOT::relativize)
                        .forEach(sources::add);
            }
        }
        return sources;
    }

    private static List<String> exportedPackages(Path moduleInfo) throws IOException {
        if (!Files.exists(moduleInfo)) {
            return List.of("io.github.kws4j.spark");
        }
        return Pattern.compile("exports ([\\w.]+);")
                .matcher(Files.readString(moduleInfo))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String program(String name, String code) throws IOException {
        return imports() + "class " + name + " {\n" + "void run(" + GIVEN + ") throws Exception {\n" + code
                + "\n}\n}\n";
    }

    private static String imports() throws IOException {
        var packages = sources().stream()
                .map(file -> file.getParent()
                        .toString()
                        .replaceAll(".*java.io.", "io.")
                        .replaceAll("[/\\\\]", "."))
                .distinct()
                .collect(Collectors.toList());
        packages.addAll(List.of("java.io", "java.nio.file", "java.time", "java.util", "java.util.stream"));
        packages.add("org.apache.spark.sql");
        return packages.stream().map(name -> "import " + name + ".*;\n").collect(Collectors.joining());
    }
}
