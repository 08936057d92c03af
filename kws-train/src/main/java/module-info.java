/**
 * Trains keyword models and writes them as self-describing ONNX files. TensorFlow, which does the arithmetic, stays
 * inside.
 */
module io.github.kws4j.train {
    exports io.github.kws4j.train;
    exports io.github.kws4j.train.augment;
    exports io.github.kws4j.train.network;
    exports io.github.kws4j.train.optimizer;

    requires static transitive org.jspecify;
    requires transitive io.github.kws4j.evaluate;
    requires transitive io.github.kws4j.graph;
    requires tensorflow;
    requires commons.math3;
}
