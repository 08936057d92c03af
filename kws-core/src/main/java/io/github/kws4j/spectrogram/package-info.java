/**
 * Turns sound into STFT magnitude, log-mel or MFCC frames.
 *
 * <pre>{@code
 * Spectrogram stft = Spectrogram.stft().frameLength(255).frameStep(128).build();
 * float[][] magnitude = stft.compute(audio.samples()); // frames x bins
 * }</pre>
 */
@NullMarked
package io.github.kws4j.spectrogram;

import org.jspecify.annotations.NullMarked;
