package io.github.kws4j.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A modular application that requires one module of ours, and nothing else, compiles and runs on the module path.
 * kws-spark is left out: Spark's jars can't be modules.
 */
class ModulePathTest {
    private static final Path ROOT = Path.of(System.getProperty("kws.root"));

    private static final String CORE = "kws-core JTransforms JLargeArrays commons-math3 jspecify";
    private static final String ONNX = CORE + " kws-javasound kws-onnx onnxruntime";
    private static final String GRAPH = CORE + " kws-graph tribuo-util-onnx protobuf-java";
    private static final String EVALUATE = CORE + " kws-eval commons-compress commons-codec commons-io commons-lang3";
    private static final String WORDS =
            EVALUATE + " kws-graph kws-words kws-onnx kws-javasound onnxruntime tribuo-util-onnx" + " protobuf-java";
    private static final String TRAIN = EVALUATE + " kws-graph kws-train tribuo-util-onnx protobuf-java"
            + " tensorflow-core-api tensorflow-core-native ndarray javacpp";

    /** The program README.md begins with. */
    private static final String CLASSIFY = """
            try (var classifier = io.github.kws4j.KeywordClassifier.pretrained()) {
                System.out.print(classifier.classify(java.nio.file.Path.of("examples/clips/yes.wav")).label());
            }""";

    @TempDir
    private Path folder;

    static Stream<Arguments> applications() {
        // Microphone names kws-javasound where it finds no sound devices, and something else where the machine has
        // none.
        return Stream.of(
                Arguments.of("io.github.kws4j.core", CORE, """
                        var spectrogram = io.github.kws4j.spectrogram.Spectrogram.stft()
                                .frameLength(31).frameStep(31).fftLength(31).build();
                        System.out.print(spectrogram.compute(new float[310]).length);""", "10"),
                Arguments.of("io.github.kws4j.javasound", CORE + " kws-javasound", """
                        boolean found = true;
                        try {
                            io.github.kws4j.audio.Microphone.open(16_000).close();
                        } catch (java.io.IOException e) {
                            found = !e.getMessage().contains("add io.github.kws4j:kws-javasound");
                        }
                        System.out.print(found);""", "true"),
                Arguments.of("io.github.kws4j.onnx", ONNX, CLASSIFY, "yes"),
                Arguments.of("io.github.kws4j.graph", GRAPH, """
                        var graph = new io.github.kws4j.graph.OnnxGraph("empty");
                        graph.input("samples", 1, 16);
                        System.out.print(graph.toBytes(java.util.Map.of()).length > 0);""", "true"),
                Arguments.of("io.github.kws4j.evaluate", EVALUATE, """
                        var audio = io.github.kws4j.audio.Audio.of(new float[160], 16_000);
                        var clip = io.github.kws4j.data.LabelledClip.of("a", "yes", audio);
                        System.out.print(io.github.kws4j.data.AudioDataset.of(java.util.List.of(clip))
                                .labels());""", "[yes]"),
                Arguments.of(
                        "io.github.kws4j.words", WORDS, """
                        try {
                            io.github.kws4j.words.CustomKeywords.builder().keyword("_", java.nio.file.Path
                                    .of("_")).enroll();
                        } catch (java.io.IOException e) {
                            System.out.print(e.getMessage());
                        }""", "_: expected a folder of recordings but there is none"),
                Arguments.of("io.github.kws4j.train", TRAIN, """
                        var clips = new java.util.ArrayList<io.github.kws4j.data.LabelledClip>();
                        for (String word : new String[] {"no", "yes"}) {
                            var samples = new float[16_000];
                            samples[word.length()] = 1;
                            var audio = io.github.kws4j.audio.Audio.of(samples, 16_000);
                            clips.add(io.github.kws4j.data.LabelledClip.of(word, word, audio));
                        }
                        var data = io.github.kws4j.data.AudioDataset.of(clips);
                        var model = io.github.kws4j.train.KeywordTrainer.tutorial().epochs(1).fit(data, data);
                        System.out.print(model.labels());""", "[no, yes]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("applications")
    void anApplicationThatRequiresTheModuleCompilesAndRuns(String module, String artifacts, String body, String printed)
            throws Exception {
        Path application = compile(module, artifacts, body);

        assertThat(run(Path.of(System.getProperty("java.home")), application, ClassPath.text(artifacts)))
                .isEqualTo(printed);
    }

    /** Follows the recipe in {@code docs/MODULES.md}. */
    @Test
    void aRunTimeImageOfTheJdksModulesRunsTheApplication() throws Exception {
        Path home = Path.of(System.getProperty("java.home"));
        assumeTrue(Files.isDirectory(home.resolve("jmods")), "this JDK has no jmods to link");
        Path application = compile("io.github.kws4j.onnx", ONNX, CLASSIFY);
        String libraries = ClassPath.text(ONNX);
        String modules = output(
                home,
                "jdeps",
                "--print-module-deps",
                "--ignore-missing-deps",
                "--multi-release=base",
                "--module-path=" + libraries,
                "--add-modules=ALL-MODULE-PATH",
                application.toString());

        Path image = folder.resolve("image");
        output(home, "jlink", "--add-modules=" + modules.strip(), "--strip-debug", "--output=" + image);

        assertThat(run(image, application, libraries)).isEqualTo("yes");
    }

    private Path compile(String module, String artifacts, String body) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        Path descriptor = sources.resolve("module-info.java");
        Path program = sources.resolve("Main.java");
        Files.writeString(descriptor, "module application { requires " + module + "; }");
        Files.writeString(program, """
                package application;

                class Main {
                    public static void main(String[] arguments) throws Exception {
                        %s
                    }
                }
                """.formatted(body));
        Path classes = folder.resolve("classes");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "-p",
                        ClassPath.text(artifacts),
                        descriptor.toString(),
                        program.toString());
        assertThat(status).as("compiles").isZero();
        return classes;
    }

    private String run(Path home, Path application, String libraries) throws IOException, InterruptedException {
        return output(
                home,
                "java",
                "-Xmx256m",
                "-Djava.awt.headless=true",
                "--module-path=" + application + File.pathSeparator + libraries,
                "--module=application/application.Main");
    }

    /** What the command prints to its standard output; what it says beside that stands in the failure's message. */
    private String output(Path home, String tool, String... options) throws IOException, InterruptedException {
        Path errors = folder.resolve(tool + ".errors");
        Path output = folder.resolve(tool + ".output");
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin").resolve(tool).toString()));
        command.addAll(Arrays.asList(options));
        Process process = new ProcessBuilder(command)
                .directory(ROOT.toFile())
                .redirectError(errors.toFile())
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return Files.readString(output);
    }
}
