package io.github.kws4j.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

/** Holds the dependency rules of {@code docs/DESIGN.md}. */
@AnalyzeClasses(packages = "io.github.kws4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule dependenciesPointOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("audio")
            .definedBy("io.github.kws4j.audio")
            .layer("spectrogram")
            .definedBy("io.github.kws4j.spectrogram")
            .layer("core")
            .definedBy("io.github.kws4j")
            .layer("onnx")
            .definedBy("io.github.kws4j.onnx")
            .layer("train")
            .definedBy("io.github.kws4j.train")
            .layer("speechcommands")
            .definedBy("io.github.kws4j.speechcommands")
            .layer("spark")
            .definedBy("io.github.kws4j.spark")
            .layer("plot")
            .definedBy("io.github.kws4j.plot")
            .whereLayer("audio")
            .mayNotAccessAnyLayer()
            .whereLayer("spectrogram")
            .mayOnlyAccessLayers("audio")
            .whereLayer("core")
            .mayOnlyAccessLayers("audio", "spectrogram")
            .whereLayer("onnx")
            .mayOnlyAccessLayers("audio", "spectrogram", "core")
            .whereLayer("train")
            .mayOnlyAccessLayers("audio", "spectrogram", "core")
            .whereLayer("speechcommands")
            .mayOnlyAccessLayers("audio", "train")
            .whereLayer("spark")
            .mayOnlyAccessLayers("audio", "core", "onnx")
            .whereLayer("plot")
            .mayOnlyAccessLayers("audio", "spectrogram", "core", "train");

    @ArchTest
    static final ArchRule fftStaysInSpectrogram = onlyIn("spectrogram", "org.jtransforms..", "pl.edu.icm..");

    @ArchTest
    static final ArchRule onnxRuntimeStaysInOnnx = onlyIn("onnx", "ai.onnxruntime..");

    @ArchTest
    static final ArchRule tensorFlowStaysInTrain =
            onlyIn("train", "org.tensorflow..", "org.bytedeco..", "ai.onnx.proto..", "com.google.protobuf..");

    @ArchTest
    static final ArchRule archivesStayInSpeechCommands = onlyIn("speechcommands", "org.apache.commons.compress..");

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
