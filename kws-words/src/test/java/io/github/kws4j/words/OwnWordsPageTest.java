package io.github.kws4j.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kws4j.audio.Audio;
import java.io.StringWriter;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of {@code docs/OWN_WORDS.md} compiles and runs. */
class OwnWordsPageTest {
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void codeOfThePageCompilesAndRuns() throws Exception {
        record(List.of("computer", "lights-off", "false-alarms"));
        var blocks = blocks();
        assertThat(blocks).hasSize(4);
        Class<?> page = compile(blocks);
        for (int i = 0; i < blocks.size(); i++) {
            page.getMethod("run" + i, List.class, float[].class)
                    .invoke(null, Voices.say("left", 0, 4), Voices.babble(2, 1).samples());
        }
    }

    private void record(List<String> names) throws Exception {
        for (String name : names) {
            String word = name.equals("computer") ? "house" : name.equals("lights-off") ? "stop" : "go";
            List<Audio> said = Voices.say(word, 0, 4);
            for (int i = 0; i < said.size(); i++) {
                Voices.write(
                        said.get(i), folder.resolve("recordings").resolve(name).resolve(i + ".wav"));
            }
        }
        try (CustomKeywords model = CustomKeywords.builder()
                .keyword("computer", folder.resolve("recordings/computer"))
                .enroll()) {
            model.export(folder.resolve("mine.onnx"));
        }
    }

    private List<String> blocks() throws Exception {
        Path root = Path.of(System.getProperty("kws.root", ".."));
        var blocks = new ArrayList<String>();
        Matcher matcher = BLOCK.matcher(Files.readString(root.resolve("docs/OWN_WORDS.md")));
        while (matcher.find()) {
            blocks.add(matcher.group(1).replace("Path.of(\"", "Path.of(\"" + folder + "/"));
        }
        return blocks;
    }

    private Class<?> compile(List<String> blocks) throws Exception {
        var source = new StringBuilder("""
                import io.github.kws4j.*;
                import io.github.kws4j.audio.*;
                import io.github.kws4j.words.*;
                import java.nio.file.Path;
                import java.util.List;
                public class Page {
                """);
        for (int i = 0; i < blocks.size(); i++) {
            source.append(
                    "public static void run" + i + "(List<Audio> recordings, float[] samples) throws Exception {\n");
            source.append(blocks.get(i)).append("}\n");
        }
        Path file = Files.writeString(folder.resolve("Page.java"), source.append("}\n"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var options = List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
            assertThat(compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(file))
                            .call())
                    .as(messages.toString())
                    .isTrue();
        }
        return new URLClassLoader(
                        new java.net.URL[] {folder.toUri().toURL()}, getClass().getClassLoader())
                .loadClass("Page");
    }
}
