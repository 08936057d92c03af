/** Labelled clips, data sets, evaluation, threshold calibration, plots and reports. */
module io.github.kws4j.evaluate {
    exports io.github.kws4j.data;
    exports io.github.kws4j.data.speechcommands;
    exports io.github.kws4j.evaluate;
    exports io.github.kws4j.plot;

    requires static transitive org.jspecify;
    requires transitive io.github.kws4j.core;
    requires transitive java.desktop;
    requires java.net.http;
    requires commons.math3;
    requires org.apache.commons.compress;
}
