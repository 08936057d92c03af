/**
 * Turns sound into STFT magnitude, log-mel or MFCC frames.
 *
 * <pre>{@code
 * Audio audio = AudioDecoder.standard().decode(Path.of("yes.wav")).resample(16_000);
 * Spectrogram stft = Spectrogram.stft().frameLength(255).frameStep(128).build();
 * float[][] magnitude = stft.compute(audio.samples()); // frames x bins
 * }</pre>
 */
@NullMarked
package io.github.kws4j.spectrogram;

import org.jspecify.annotations.NullMarked;
