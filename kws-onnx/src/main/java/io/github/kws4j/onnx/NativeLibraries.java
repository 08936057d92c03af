package io.github.kws4j.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime's native libraries, kept unpacked: once a user and version, in a {@link LibraryFolder}. ONNX Runtime
 * itself unpacks them in each JVM into a new temporary folder, of which the folder stays, and all of it where the JVM
 * is killed. It still does where the caller has set one of its properties {@code onnxruntime.native.*}, where its jar
 * is not read as a jar (a native image, Android), for a second class loader of one JVM, and where the folder can't be
 * used, which is logged.
 */
final class NativeLibraries {
    private static final String PROPERTIES = "onnxruntime.native.";
    private static final String PATH = PROPERTIES + "path";
    private static final String CLASSES = "ai.onnxruntime.OnnxRuntime";
    private static final Logger LOG = Logger.getLogger(NativeLibraries.class.getName());

    /** Set by the first class loader that takes the folder: a JVM loads a library's file for one alone. */
    private static final String TAKEN = "io.github.kws4j.onnx.libraries";

    private NativeLibraries() {}

    /** ONNX Runtime's environment, its libraries loaded. */
    static OrtEnvironment load() {
        Path folder = folder();
        if (folder == null) {
            return OrtEnvironment.getEnvironment();
        }
        System.setProperty(PATH, folder.toString());
        try {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            removeEmptyFolder();
            return environment;
        } finally {
            System.clearProperty(PATH);
        }
    }

    private static @Nullable Path folder() {
        if (System.getProperties().stringPropertyNames().stream().anyMatch(name -> name.startsWith(PROPERTIES))) {
            return null;
        }
        try {
            String platform = (String) field("OS_ARCH_STR").get(null);
            URL library = OrtEnvironment.class.getResource("native/" + platform + "/"
                    + System.mapLibraryName("onnxruntime").replace("jnilib", "dylib"));
            if (library == null || !(library.openConnection() instanceof JarURLConnection)) {
                return null;
            }
            return folder((JarURLConnection) library.openConnection(), platform);
        } catch (ReflectiveOperationException | IOException | RuntimeException e) {
            LOG.warning(() ->
                    "this JVM unpacks ONNX Runtime's libraries for itself, and leaves them behind if it is killed: "
                            + e);
            return null;
        }
    }

    private static @Nullable Path folder(JarURLConnection library, String platform) throws IOException {
        library.setUseCaches(false);
        try (var jar = library.getJarFile()) {
            var main = library.getJarEntry();
            String name = String.format(Locale.ROOT, "onnxruntime-%s-%s-%08x", version(), platform, main.getCrc());
            var folder = LibraryFolder.ofThisUser(name);
            if (System.getProperties().putIfAbsent(TAKEN, folder.path().toString()) != null) {
                return null;
            }
            folder.fill(jar, main.getName().substring(0, main.getName().lastIndexOf('/') + 1));
            return folder.path();
        }
    }

    private static String version() {
        String version = OrtEnvironment.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    /** The folder that ONNX Runtime has made and not used: it would stay, were this JVM killed. */
    private static void removeEmptyFolder() {
        try {
            Files.deleteIfExists((Path) field("tempDirectory").get(null));
        } catch (ReflectiveOperationException | IOException | RuntimeException e) {
            LOG.log(Level.FINE, "ONNX Runtime's temporary folder stays to the JVM's end", e);
        }
    }

    private static Field field(String name) throws ReflectiveOperationException {
        Field field = Class.forName(CLASSES).getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
