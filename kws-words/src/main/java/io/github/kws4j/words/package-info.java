/**
 * Makes a classifier of a person's own words from a few recordings: no training run, no network.
 *
 * <pre>{@code
 * try (CustomKeywords mine = CustomKeywords.builder()
 *         .keyword("computer", Path.of("recordings/computer"))
 *         .enroll()) {
 *     System.out.println(mine.enrollment());
 *     mine.export(Path.of("mine.onnx"));
 * }
 * }</pre>
 */
@NullMarked
package io.github.kws4j.words;

import org.jspecify.annotations.NullMarked;
