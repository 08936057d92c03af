/**
 * Builds and writes ONNX graphs.
 *
 * <pre>{@code
 * Spectrogram spectrogram = Spectrogram.stft().frameLength(255).frameStep(128).build();
 * var graph = new OnnxGraph("spectrogram");
 * String frames = new SpectrogramNodes(graph, spectrogram, 16_000).of(graph.input("waveform", 16_000));
 * System.out.println("the frames are " + frames);
 * Files.write(Path.of("spectrogram.onnx"), graph.toBytes(Map.of()));
 * }</pre>
 */
@NullMarked
package io.github.kws4j.graph;

import org.jspecify.annotations.NullMarked;
