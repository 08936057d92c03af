/**
 * Reads, resamples and captures sound as mono floats in {@code [-1, 1]}.
 *
 * <pre>{@code
 * Audio audio = AudioDecoder.standard().decode(Path.of("call.wav")).resample(16_000);
 * }</pre>
 */
@NullMarked
package io.github.kws4j.audio;

import org.jspecify.annotations.NullMarked;
