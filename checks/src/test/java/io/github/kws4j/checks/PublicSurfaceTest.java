package io.github.kws4j.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares what each published module exports with its checked-in list {@code api.txt}, so that no type or member
 * becomes public by accident. A change that is meant is written by running this test with {@code -Dapi.write}.
 */
class PublicSurfaceTest {
    private static final Path ROOT = Path.of(System.getProperty("kws.root"));
    private static final Pattern TYPE_NAME = Pattern.compile("\\b[a-z]\\w*(\\.\\w+)+");
    private static final Set<String> OURS_OR_THE_JDKS = Set.of("io.github.kws4j.", "java.");
    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kws-core",
                "kws-javasound",
                "kws-onnx",
                "kws-graph",
                "kws-eval",
                "kws-words",
                "kws-train",
                "kws-spark"
            })
    void publicSurfaceIsTheCheckedInList(String module) throws IOException {
        Path list = ROOT.resolve(module).resolve("api.txt");
        List<String> surface = surface(module);
        if (Boolean.getBoolean("api.write")) {
            Files.write(list, surface);
        }
        assertThat(surface)
                .as("public surface of %s; CONTRIBUTING.md says how to write api.txt anew", module)
                .isEqualTo(Files.readAllLines(list));
    }

    /** Not asked of kws-spark, which is made of Spark's types. */
    @ParameterizedTest
    @ValueSource(strings = {"kws-core", "kws-javasound", "kws-onnx", "kws-eval", "kws-words"})
    void noThirdPartyTypeIsInAPublicSignature(String module) {
        assertThat(surface(module).stream()
                        .flatMap(line -> TYPE_NAME.matcher(line).results().map(MatchResult::group)))
                .filteredOn(name -> OURS_OR_THE_JDKS.stream().noneMatch(name::startsWith))
                .isEmpty();
    }

    /** One line for each visible type, followed by one indented line for each of its visible members. */
    private static List<String> surface(String module) {
        Predicate<String> exported = exportedPackages(module);
        return new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(location -> location.contains("/" + module + "/"))
                        .importPackages("io.github.kws4j")
                        .stream()
                        .filter(type -> exported.test(type.getPackageName()))
                        .sorted(Comparator.comparing(JavaClass::getName))
                        .map(JavaClass::reflect)
                        .filter(PublicSurfaceTest::isVisible)
                        .flatMap(type -> Stream.concat(Stream.of(declaration(type)), members(type)))
                        .toList();
    }

    /** All packages of kws-spark, which can't be a module. */
    private static Predicate<String> exportedPackages(String module) {
        Path classes = ClassPath.of(module).get(0);
        return ModuleFinder.of(classes).findAll().stream()
                .map(ModuleReference::descriptor)
                .filter(descriptor -> !descriptor.isAutomatic())
                .findAny()
                .map(ModuleDescriptor::exports)
                .<Predicate<String>>map(exports -> name -> exports.stream()
                        .anyMatch(export ->
                                !export.isQualified() && export.source().equals(name)))
                .orElse(name -> true);
    }

    private static boolean isVisible(Class<?> type) {
        return isVisible(type.getModifiers())
                && (type.getDeclaringClass() == null || isVisible(type.getDeclaringClass()));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String declaration(Class<?> type) {
        String supertypes = Stream.concat(
                        Stream.of(type.getGenericSuperclass()), Stream.of(type.getGenericInterfaces()))
                .filter(Objects::nonNull)
                .map(Type::getTypeName)
                .collect(Collectors.joining(", "));
        return type.toGenericString() + (supertypes.isEmpty() ? "" : " : " + supertypes);
    }

    private static Stream<String> members(Class<?> type) {
        return Stream.<Member[]>of(type.getDeclaredConstructors(), type.getDeclaredFields(), type.getDeclaredMethods())
                .flatMap(Arrays::stream)
                .filter(member -> isVisible(member.getModifiers()) && !member.isSynthetic())
                .filter(member -> !OF_EVERY_OBJECT.contains(member.getName()))
                .map(member -> "    " + signature(member))
                .sorted();
    }

    private static String signature(Member member) {
        String qualified = member instanceof Executable executable
                ? executable.toGenericString()
                : ((Field) member).toGenericString();
        return qualified.replace(" " + member.getDeclaringClass().getName() + ".", " ");
    }
}
