/** Makes classifiers of a person's own words from a few recordings, and carries the speech embedding. */
module io.github.kws4j.words {
    exports io.github.kws4j.words;

    requires static transitive org.jspecify;
    requires transitive io.github.kws4j.core;
    requires transitive io.github.kws4j.evaluate;
    requires io.github.kws4j.graph;
    requires commons.math3;
}
