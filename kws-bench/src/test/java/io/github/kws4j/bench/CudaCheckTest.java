package io.github.kws4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtException;
import io.github.kws4j.Device;
import io.github.kws4j.spectrogram.Spectrogram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of the check where there is no GPU. */
class CudaCheckTest {
    private byte[] model;

    @BeforeEach
    void make(@TempDir Path folder) throws IOException {
        model = Files.readAllBytes(TutorialModel.in(folder).waveformForm());
    }

    @Test
    void profileTellsWhatRanOnTheCpu() throws IOException, OrtException {
        assertThat(new CudaCheck(Device.cpu()).operatorsOnCpu(model)).contains("Conv", "MaxPool", "Resize", "Gather");
    }

    @Test
    void graphCutBehindTheWaveformGivesTheLargestSample() throws IOException {
        assertThat(largest("Unsqueeze")).isCloseTo(0.5f, Offset.offset(1e-4f));
    }

    @Test
    void graphCutBehindTheSpectrogramGivesTheLargestMagnitude() throws IOException {
        float expected = 0;
        for (float[] frame : Spectrogram.stft().build().compute(Way.clip())) {
            for (float magnitude : frame) {
                expected = Math.max(expected, magnitude);
            }
        }
        assertThat(largest("Transpose")).isCloseTo(expected, Offset.offset(1e-4f));
    }

    private float largest(String type) throws IOException {
        byte[] cut = CudaCheck.cut(ModelProto.parseFrom(model), type).toByteArray();
        try (var network = RawNetwork.open(cut, 1, new long[] {1, 16_000}, new long[] {1, 1})) {
            float[] answer = new float[1];
            network.put(Way.clip());
            network.run();
            network.get(answer);
            return answer[0];
        }
    }
}
