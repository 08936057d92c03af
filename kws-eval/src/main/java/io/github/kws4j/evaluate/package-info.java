/**
 * Measures a classifier on clips and on long recordings, and finds the thresholds of its streams.
 *
 * <pre>{@code
 * AudioDataset test = AudioDataset.ofFolders(Path.of("recordings/test"));
 * try (var classifier = KeywordClassifier.load(Path.of("kws.onnx"))) {
 *     System.out.println(ClassifiedClips.of(classifier, test).evaluation());
 * }
 * }</pre>
 */
@NullMarked
package io.github.kws4j.evaluate;

import org.jspecify.annotations.NullMarked;
