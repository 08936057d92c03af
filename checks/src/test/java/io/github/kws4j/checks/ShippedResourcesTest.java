package io.github.kws4j.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the published jars hold beside classes, and how each is declared: GraalVM's native images through {@code
 * META-INF/native-image}, the module path through the module's descriptor. No GraalVM is needed, and none has built an
 * image of this.
 */
class ShippedResourcesTest {
    private static final String CONFIGURATION = "META-INF/native-image/io.github.kws4j/%s/%s";
    private static final String SERVICES = "META-INF/services/";
    private static final List<String> FOR_EVERY_JAR =
            List.of("META-INF/LICENSE", "META-INF/NOTICE", "META-INF/MANIFEST.MF");
    private static final Pattern PATTERN = Pattern.compile("\"pattern\": \"([^\"]+)\"");
    private static final Pattern NAME = Pattern.compile("\"name\": \"([\\w.$]+)\"");
    private static final Pattern CLASS_FOR_JNI = Pattern.compile("\0(ai/onnxruntime/\\w+)(?=\0)");

    @ParameterizedTest
    @ValueSource(strings = {"kws-core", "kws-javasound", "kws-onnx", "kws-graph", "kws-words", "kws-eval", "kws-train"})
    void everyResourceIsListedForNativeImages(String module) throws IOException {
        try (var contents = new Contents(module)) {
            Set<String> resources = contents.resources();
            Set<String> patterns = contents.found(PATTERN, "resource-config.json");

            assertThat(resources)
                    .allMatch(resource ->
                            patterns.stream().anyMatch(pattern -> resource.matches(pattern.replace("\\\\", "\\"))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kws-core", "kws-javasound", "kws-onnx", "kws-graph", "kws-words", "kws-eval", "kws-train"})
    void everyProviderIsListedForNativeImagesAndProvidedByTheModule(String module) throws IOException {
        try (var contents = new Contents(module)) {
            Map<String, Set<String>> providers = contents.providers();
            ModuleDescriptor descriptor = ModuleFinder.of(ClassPath.of(module).get(0))
                    .findAll()
                    .iterator()
                    .next()
                    .descriptor();

            assertThat(contents.found(NAME, "reflect-config.json"))
                    .containsAll(
                            providers.values().stream().flatMap(Set::stream).toList());
            assertThat(descriptor.provides().stream()
                            .collect(Collectors.toMap(
                                    ModuleDescriptor.Provides::service, provides -> Set.copyOf(provides.providers()))))
                    .isEqualTo(providers);
        }
    }

    @Test
    void everyClassThatOnnxRuntimesNativeCodeNamesIsListedForNativeImages() throws IOException {
        Path library = Path.of("ai", "onnxruntime", "native", "linux-x64", "libonnxruntime4j_jni.so");
        Set<String> named = new TreeSet<>();
        try (FileSystem jar =
                FileSystems.newFileSystem(ClassPath.of("onnxruntime").get(0))) {
            byte[] code = Files.readAllBytes(jar.getPath(library.toString()));
            CLASS_FOR_JNI
                    .matcher(new String(code, StandardCharsets.ISO_8859_1))
                    .results()
                    .forEach(name -> named.add(name.group(1).replace('/', '.')));
        }

        assertThat(named).contains("ai.onnxruntime.OrtException", "ai.onnxruntime.TensorInfo");
        try (var contents = new Contents("kws-onnx")) {
            assertThat(contents.found(NAME, "jni-config.json")).containsAll(named);
        }
    }

    /** The files of a module's jar, or of its folder of classes where it isn't packaged yet. */
    private static final class Contents implements AutoCloseable {
        private final String module;
        private final FileSystem jar;
        private final Path root;

        Contents(String module) throws IOException {
            this.module = module;
            Path place = ClassPath.of(module).get(0);
            boolean packaged = Files.isRegularFile(place);
            jar = packaged ? FileSystems.newFileSystem(place) : null;
            root = packaged ? jar.getPath("/") : place;
        }

        Set<String> resources() throws IOException {
            try (Stream<Path> files = Files.walk(root)) {
                return files.filter(Files::isRegularFile)
                        .map(file -> root.relativize(file).toString().replace('\\', '/'))
                        .filter(name -> !name.endsWith(".class") && !FOR_EVERY_JAR.contains(name))
                        .filter(name ->
                                !name.startsWith("META-INF/maven/") && !name.startsWith("META-INF/native-image/"))
                        .collect(Collectors.toCollection(TreeSet::new));
            }
        }

        /** By service. */
        Map<String, Set<String>> providers() throws IOException {
            Map<String, Set<String>> providers = new TreeMap<>();
            for (String resource : resources()) {
                if (resource.startsWith(SERVICES)) {
                    List<String> lines = Files.readAllLines(root.resolve(resource));
                    providers.put(
                            resource.substring(SERVICES.length()),
                            lines.stream().filter(line -> !line.isBlank()).collect(Collectors.toSet()));
                }
            }
            return providers;
        }

        /**
         * What the pattern's group holds, wherever it matches in the module's file for native images; none without a
         * file.
         */
        Set<String> found(Pattern pattern, String file) throws IOException {
            Path configuration = root.resolve(CONFIGURATION.formatted(module, file));
            return Files.exists(configuration)
                    ? pattern.matcher(Files.readString(configuration))
                            .results()
                            .map(match -> match.group(1))
                            .collect(Collectors.toSet())
                    : Set.of();
        }

        @Override
        public void close() throws IOException {
            if (jar != null) {
                jar.close();
            }
        }
    }
}
