package io.github.kws4j.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two copies of the library in one JVM, each with its own class loader, as two web applications or two plug-ins bring
 * them.
 */
class ClassLoaderTest {
    private static final String ARTIFACTS =
            "kws-core JTransforms JLargeArrays commons-math3 kws-javasound kws-onnx onnxruntime";
    private static final float[] SILENCE = new float[16_000];

    @TempDir
    private Path folder;

    @Test
    void twoWebApplicationsClassifyWhateverTheContextLoader() throws Exception {
        URL[] jars = urls(ClassPath.of(ARTIFACTS));
        try (var first = copy(jars);
                var second = copy(jars)) {
            assertThat(List.of(classify(first, first), classify(second, second)))
                    .as("its own")
                    .containsOnly("_silence_");
            assertThat(List.of(classify(first, second), classify(second, first)))
                    .as("the other application's")
                    .containsOnly("_silence_");
            assertThat(classify(first, null)).as("none").isEqualTo("_silence_");
        }
    }

    @Test
    void twoShadedJarsClassify() throws Exception {
        URL[] shaded = urls(List.of(shade()));
        try (var first = copy(shaded);
                var second = copy(shaded)) {
            assertThat(List.of(classify(first, second), classify(second, null))).containsOnly("_silence_");
        }
    }

    private static URLClassLoader copy(URL[] jars) {
        return new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
    }

    private static URL[] urls(List<Path> entries) throws MalformedURLException {
        var urls = new ArrayList<URL>();
        for (Path entry : entries) {
            urls.add(entry.toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private static String classify(ClassLoader library, ClassLoader context) throws ReflectiveOperationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(context);
        try {
            // Its sound devices are looked up, too.
            library.loadClass("io.github.kws4j.audio.Microphone")
                    .getMethod("devices")
                    .invoke(null);
            Class<?> type = library.loadClass("io.github.kws4j.KeywordClassifier");
            try (var classifier = (AutoCloseable) type.getMethod("pretrained").invoke(null)) {
                Object prediction = type.getMethod("classify", float[].class).invoke(classifier, (Object) SILENCE);
                return (String) prediction.getClass().getMethod("label").invoke(prediction);
            }
        } catch (ReflectiveOperationException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * All in one jar, files of one name joined as shading does with services; without what other systems' native
     * libraries add.
     */
    private Path shade() throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        for (Path entry : ClassPath.of(ARTIFACTS)) {
            forEachFile(entry, (name, bytes) -> contents.merge(name, bytes, ClassLoaderTest::joined));
        }
        Path shaded = folder.resolve("shaded.jar");
        try (var zip = new ZipOutputStream(Files.newOutputStream(shaded))) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (var file : contents.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return shaded;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        var both = new ByteArrayOutputStream();
        both.writeBytes(one);
        both.write('\n');
        both.writeBytes(other);
        return both.toByteArray();
    }

    private static void forEachFile(Path entry, BiConsumer<String, byte[]> action) throws IOException {
        if (Files.isDirectory(entry)) {
            visit(entry, action);
            return;
        }
        try (FileSystem jar = FileSystems.newFileSystem(entry)) {
            visit(jar.getPath("/"), action);
        }
    }

    private static void visit(Path root, BiConsumer<String, byte[]> action) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (isShaded(name)) {
                    action.accept(name, Files.readAllBytes(file));
                }
            }
        }
    }

    private static boolean isShaded(String name) {
        boolean services = name.startsWith("META-INF/services/");
        boolean foreign =
                System.getProperty("os.name").equals("Linux") && name.matches("ai/onnxruntime/native/(osx|win)-.*");
        return services || !name.startsWith("META-INF/") && !name.equals("module-info.class") && !foreign;
    }
}
