/**
 * Draws sounds, trainings and measurements as pictures, and a training as one page to read.
 *
 * <pre>{@code
 * AudioDataset test = AudioDataset.ofFolders(Path.of("recordings/test"));
 * try (var classifier = KeywordClassifier.load(Path.of("kws.onnx"))) {
 *     Plots.confusionMatrix(ClassifiedClips.of(classifier, test).evaluation()).save(Path.of("confusion.svg"));
 *     Report.of(classifier, test).modelFile(Path.of("kws.onnx")).write(Path.of("report.html"));
 * }
 * }</pre>
 */
@NullMarked
package io.github.kws4j.plot;

import org.jspecify.annotations.NullMarked;
