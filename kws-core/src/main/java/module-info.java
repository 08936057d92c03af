/** What a caller of kws4j sees: the classifier, sound and spectrograms. */
module io.github.kws4j.core {
    exports io.github.kws4j;
    exports io.github.kws4j.audio;
    exports io.github.kws4j.spectrogram;
    exports io.github.kws4j.file to
            io.github.kws4j.evaluate,
            io.github.kws4j.graph,
            io.github.kws4j.train,
            io.github.kws4j.words,
            io.github.kws4j.cli;
    exports io.github.kws4j.memory to
            io.github.kws4j.onnx;

    requires static transitive org.jspecify;
    requires JTransforms;
    // What JTransforms needs of the JDK, and as an automatic module can't say.
    requires java.logging;
    requires jdk.unsupported;

    uses io.github.kws4j.EmbeddedModel;
    uses io.github.kws4j.KeywordBackend;
    uses io.github.kws4j.audio.SoundDevices;
    uses io.github.kws4j.audio.SoundReader;
}
