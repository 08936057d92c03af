/**
 * Builds and writes ONNX graphs.
 *
 * <pre>{@code
 * var graph = new OnnxGraph("keywords");
 * String frames = new SpectrogramNodes(graph, spectrogram, 16_000).of(graph.input("waveform", 16_000));
 * }</pre>
 */
@NullMarked
package io.github.kws4j.graph;

import org.jspecify.annotations.NullMarked;
