/**
 * Measures a classifier on clips and on long recordings, and finds the thresholds of its streams.
 *
 * <pre>{@code
 * System.out.println(ClassifiedClips.of(classifier, split.test()).evaluation());
 * }</pre>
 */
@NullMarked
package io.github.kws4j.evaluate;

import org.jspecify.annotations.NullMarked;
