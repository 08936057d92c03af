package io.github.kws4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtException;
import io.github.kws4j.Device;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.graph.ModelFile;
import io.github.kws4j.spectrogram.Spectrogram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Percentage;
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
    void profileOfTheEmbeddedModelsWaveformFormHasItsSpectrogram() throws IOException, OrtException {
        byte[] embedded = ModelFile.waveformForm(BenchmarkedModel.bytes());

        assertThat(new CudaCheck(Device.cpu()).operatorsOnCpu(embedded)).contains("Conv", "MatMul", "Log");
    }

    @Test
    void clipOfSixteenBitsIsWhatAFileOfItHolds(@TempDir Path folder) throws IOException {
        var clip = Audio.of(new float[] {0.1f, -1, 1, 1.5f, -2, 0, 3e-5f}, 16_000);
        clip.write(folder.resolve("clip.wav"));

        assertThat(CudaCheck.ofSixteenBits(clip))
                .isEqualTo(AudioDecoder.standard().decode(folder.resolve("clip.wav")))
                .isNotEqualTo(clip);
    }

    @Test
    void graphCutBehindTheWaveformGivesASample() throws IOException {
        assertThat(value("Unsqueeze"))
                .isEqualTo(Variant.clip()[CudaCheck.VALUE])
                .isNotZero();
    }

    @Test
    void graphCutBehindTheSpectrogramGivesAMagnitude() throws IOException {
        float[][] frames = Spectrogram.stft().build().compute(Variant.clip());
        int bins = frames[0].length;

        float expected = frames[CudaCheck.VALUE / bins][CudaCheck.VALUE % bins];
        assertThat(value("Transpose")).isCloseTo(expected, Percentage.withPercentage(0.1));
    }

    private float value(String type) throws IOException {
        byte[] cut = CudaCheck.cut(ModelProto.parseFrom(model), type).toByteArray();
        try (var network = RawNetwork.open(cut, 1, new long[] {1, 16_000}, new long[] {1, 1})) {
            float[] answer = new float[1];
            network.put(Variant.clip());
            network.run();
            network.get(answer);
            return answer[0];
        }
    }
}
