package io.github.kws4j.spectrogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds the STFT against TensorFlow's own, on ten recordings. */
class TutorialSpectrogramTest {
    private Path reference;

    @BeforeEach
    void findReference() {
        String data = System.getProperty("kws.data", "");
        assumeFalse(data.isEmpty(), "no TensorFlow figures: run with -Dkws.data=FOLDER");
        reference = Path.of(data).toAbsolutePath().normalize().resolveSibling("reference/tutorial");
        assumeTrue(Files.isDirectory(reference), "no TensorFlow figures in " + reference);
    }

    @Test
    void magnitudesAreTensorFlowsToHalfAMillionthOfTheClipsPeak() throws IOException {
        Npy waveforms = Npy.read(reference.resolve("waveforms.npy"));
        Npy spectrograms = Npy.read(reference.resolve("spectrograms.npy"));
        Spectrogram stft = Spectrogram.stft().build();
        for (int clip = 0; clip < waveforms.shape()[0]; clip++) {
            float[] expected = spectrograms.row(clip);
            float[] actual = new float[124 * 129];
            stft.compute(waveforms.row(clip), 0, 16_000, actual, 0);
            assertThat(Differences.relative(actual, expected))
                    .as("clip %d", clip)
                    .isLessThan(5e-7);
        }
    }

    @Test
    void hannWindowIsTensorFlowsToHalfAUnitInTheLastPlaceOfOne() throws IOException {
        Npy window = Npy.read(reference.resolve("window.npy"));
        assertThat(Differences.largest(Window.HANN.weights(255), window.values()))
                .isLessThanOrEqualTo(Math.ulp(1f) / 2);
    }
}
