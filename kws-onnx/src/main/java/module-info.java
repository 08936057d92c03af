/**
 * Runs keyword models with ONNX Runtime, and carries one. A caller needs no more than this and names none of its types.
 */
module io.github.kws4j.onnx {
    requires static transitive org.jspecify;
    requires transitive io.github.kws4j.core;
    requires com.microsoft.onnxruntime;
    requires java.logging;

    provides io.github.kws4j.EmbeddedModel with
            io.github.kws4j.onnx.EnglishKeywords;
    provides io.github.kws4j.KeywordBackend with
            io.github.kws4j.onnx.OnnxBackend;
}
