/**
 * Detection of words in sound.
 *
 * <pre>{@code
 * try (var classifier = KeywordClassifier.load(Path.of("kws.onnx"))) {
 *     System.out.println(classifier.classify(Path.of("yes.wav")).label());
 * }
 * }</pre>
 */
@NullMarked
package io.github.kws4j;

import org.jspecify.annotations.NullMarked;
