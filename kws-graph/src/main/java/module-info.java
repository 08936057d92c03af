/** Builds and writes ONNX graphs of keyword models. */
module io.github.kws4j.graph {
    exports io.github.kws4j.graph;

    requires static transitive org.jspecify;
    requires transitive io.github.kws4j.core;
    requires transitive org.tribuo.util.onnx;
    requires com.google.protobuf;
}
