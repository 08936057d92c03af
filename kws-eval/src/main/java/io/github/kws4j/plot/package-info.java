/**
 * Draws sounds, trainings and measurements as pictures, and a training as one page to read.
 *
 * <pre>{@code
 * Plots.spectrogram(audio).save(Path.of("yes.png"));
 * Plots.history(model.history()).save(Path.of("history.svg"));
 * Report.of(model, split).modelFile(Path.of("kws.onnx")).write(Path.of("report.html"));
 * }</pre>
 */
@NullMarked
package io.github.kws4j.plot;

import org.jspecify.annotations.NullMarked;
