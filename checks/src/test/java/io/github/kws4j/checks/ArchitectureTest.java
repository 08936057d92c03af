package io.github.kws4j.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Map;

/** Holds the dependency rules of {@code docs/DESIGN.md}. */
@AnalyzeClasses(packages = "io.github.kws4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** Each package of the published modules, and which of them it sees. */
    private static final Map<String, String> SEES = Map.ofEntries(
            Map.entry("file", ""),
            Map.entry("memory", ""),
            Map.entry("audio", "file"),
            Map.entry("spectrogram", "memory audio"),
            Map.entry("core", "memory audio spectrogram"),
            Map.entry("javasound", "audio"),
            Map.entry("onnx", "memory audio spectrogram core"),
            Map.entry("graph", "audio spectrogram core"),
            Map.entry("data", "audio core"),
            Map.entry("data.speechcommands", "audio core data"),
            Map.entry("evaluate", "audio core data"),
            Map.entry("plot", "file audio spectrogram core data evaluate"),
            Map.entry("words", "file audio spectrogram core graph evaluate"),
            Map.entry("train.network", "graph"),
            Map.entry("train.optimizer", ""),
            Map.entry("train.augment", "audio data"),
            Map.entry("train.tensorflow", "train.network train.optimizer"),
            Map.entry(
                    "train",
                    "file audio spectrogram core graph data evaluate plot"
                            + " train.network train.optimizer train.augment train.tensorflow"),
            Map.entry("spark", "audio core onnx"));

    @ArchTest
    static final ArchRule noCircleOfPackages =
            slices().matching("io.github.(kws4j..)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule dependenciesPointDown = layers();

    private static ArchRule layers() {
        var rules = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (var layer : SEES.entrySet()) {
            rules = rules.layer(layer.getKey()).definedBy(packageOf(layer.getKey()));
        }
        for (var layer : SEES.entrySet()) {
            rules = layer.getValue().isEmpty()
                    ? rules.whereLayer(layer.getKey()).mayNotAccessAnyLayer()
                    : rules.whereLayer(layer.getKey())
                            .mayOnlyAccessLayers(layer.getValue().split(" "));
        }
        return rules;
    }

    private static String packageOf(String layer) {
        return layer.equals("core") ? "io.github.kws4j" : "io.github.kws4j." + layer;
    }

    /** In Arabic's locale, digits would be others: unreadable in an error, no number in a picture's file. */
    @ArchTest
    static final ArchRule textIsFormattedWithALocale = noClasses()
            .that()
            .resideOutsideOfPackages("..cli..", "..bench..", "..models..", "..examples..")
            .should()
            .callMethod(String.class, "formatted", Object[].class)
            .orShould()
            .callMethod(String.class, "format", String.class, Object[].class);

    @ArchTest
    static final ArchRule fftStaysInSpectrogram = onlyIn("spectrogram", "org.jtransforms..", "pl.edu.icm..");

    @ArchTest
    static final ArchRule javaSoundStaysInJavaSound = onlyIn("javasound", "javax.sound..");

    @ArchTest
    static final ArchRule onnxRuntimeStaysInOnnx = onlyIn("onnx", "ai.onnxruntime..");

    @ArchTest
    static final ArchRule tensorFlowStaysInTrain = onlyIn("train..", "org.tensorflow..", "org.bytedeco..");

    @ArchTest
    static final ArchRule onnxFormatStaysInGraph = onlyIn("graph", "ai.onnx.proto..", "com.google.protobuf..");

    @ArchTest
    static final ArchRule archivesStayInSpeechCommands = onlyIn("data.speechcommands", "org.apache.commons.compress..");

    @ArchTest
    static final ArchRule sparkStaysInSpark = onlyIn("spark", "org.apache.spark..", "scala..");

    @ArchTest
    static final ArchRule packagesAreNamedForWhatTheyHold =
            noClasses().should().resideInAnyPackage("..util..", "..impl..", "..internal..", "..common..", "..api..");

    @ArchTest
    static final ArchRule typesAreNamedForWhatTheyAre =
            noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager)");

    @ArchTest
    static final ArchRule librariesPrintNothing = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    private static ArchRule onlyIn(String owner, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackage("io.github.kws4j." + owner)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }
}
