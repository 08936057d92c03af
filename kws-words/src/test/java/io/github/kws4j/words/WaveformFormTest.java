package io.github.kws4j.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.kws4j.Detection;
import io.github.kws4j.EmbeddedModel;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.ModelException;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import io.github.kws4j.graph.ModelFile;
import io.github.kws4j.graph.OnnxGraph;
import io.github.kws4j.graph.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models that come with the library and their forms with the front end inside. */
class WaveformFormTest {
    private static final double TOLERANCE = 1e-4;
    private static final byte[] EMBEDDED = EmbeddedModel.find().content();

    @TempDir
    Path folder;

    /** Recorded words, the same quietly, and noise from loud to none. */
    private static List<Audio> clips() throws IOException {
        var clips = new ArrayList<Audio>();
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("kws.root", ".."), "examples/clips"))) {
            files.filter(file -> file.toString().endsWith(".wav")).sorted().forEach(file -> clips.add(decoded(file)));
        }
        assertThat(clips).hasSize(9);
        clips.addAll(clips.stream().map(clip -> times(clip, 0.01f)).toList());
        for (float level : new float[] {0.5f, 0.01f, 1e-4f, 0}) {
            clips.add(noise(level));
        }
        return clips;
    }

    private static Audio decoded(Path file) {
        try {
            return AudioDecoder.standard().decode(file).resample(16_000).fitTo(16_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Audio times(Audio clip, float factor) {
        float[] samples = clip.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] *= factor;
        }
        return Audio.of(samples, clip.sampleRate());
    }

    private static Audio noise(float level) {
        var random = new Random(1);
        float[] samples = new float[16_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (level * random.nextGaussian());
        }
        return Audio.of(samples, 16_000);
    }

    private static void assertSameAnswers(byte[] model, List<Audio> clips) {
        try (var frames = KeywordClassifier.builder().fit().load(model);
                var waveform = KeywordClassifier.builder().fit().load(ModelFile.waveformForm(model))) {
            assertThat(waveform.labels()).isEqualTo(frames.labels());
            var expected = frames.classifyAll(clips);
            var actual = waveform.classifyAll(clips);
            for (int i = 0; i < clips.size(); i++) {
                assertThat(actual.get(i).label()).isEqualTo(expected.get(i).label());
                for (int label = 0; label < frames.labels().size(); label++) {
                    assertThat(actual.get(i).scores().get(label).probability())
                            .isEqualTo(expected.get(i).scores().get(label).probability(), within(TOLERANCE));
                }
            }
        }
    }

    @Test
    void embeddedModelGivesTheSameAnswers() throws IOException {
        assertSameAnswers(EMBEDDED, clips());
    }

    @Test
    void smallerFormGivesTheSameAnswers() throws IOException {
        assertSameAnswers(Precision.FLOAT16.convert(EMBEDDED, Stream.empty()), clips());
    }

    @Test
    void ownWordsGiveTheSameAnswers() throws IOException {
        var clips = clips();
        clips.addAll(Voices.say("house", 100, 3));
        clips.addAll(Voices.say("left", 200, 3));
        Path file = folder.resolve("mine.onnx");
        try (var embedding = SpeechEmbedding.standard();
                var mine = CustomKeywords.builder()
                        .embedding(embedding, OtherSpeech.standard())
                        .keyword("house", Voices.say("house", 0, 5))
                        .keyword("left", Voices.say("left", 0, 5))
                        .enroll()) {
            mine.export(file);
        }

        assertSameAnswers(Files.readAllBytes(file), clips);
    }

    @Test
    void metadataSayThatItTakesSamples() {
        try (var frames = KeywordClassifier.builder().load(EMBEDDED);
                var waveform = KeywordClassifier.builder().load(ModelFile.waveformForm(EMBEDDED))) {
            assertThat(frames.metadata().frontEnd()).isPresent();
            assertThat(waveform.metadata().frontEnd()).isEmpty();
            assertThat(waveform.metadata().toBuilder()
                            .frontEnd(frames.metadata().frontEnd().orElseThrow())
                            .build())
                    .isEqualTo(frames.metadata());
        }
    }

    @Test
    void streamReportsTheSameWords() throws IOException {
        Audio yes = clips().get(8);
        byte[] waveform = ModelFile.waveformForm(EMBEDDED);

        assertThat(words(waveform, yes)).isEqualTo(words(EMBEDDED, yes)).containsExactly("yes");
    }

    private static List<String> words(byte[] model, Audio sound) {
        try (var classifier = KeywordClassifier.builder().load(model);
                var stream = classifier.stream().falseAlarmsPerHour(10).open()) {
            var found = new ArrayList<>(stream.accept(new float[16_000]));
            found.addAll(stream.accept(sound.samples()));
            found.addAll(stream.accept(new float[16_000]));
            found.addAll(stream.finish());
            return found.stream().map(Detection::label).toList();
        }
    }

    @Test
    void modelThatTakesSamplesIsRefused() {
        byte[] waveform = ModelFile.waveformForm(EMBEDDED);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelFile.waveformForm(waveform))
                .withMessage("expected a model that takes a spectrogram but got one that takes the waveform");
    }

    @Test
    void modelWithoutMetadataIsRefused() {
        var graph = new OnnxGraph("bare");
        graph.floatOutput(graph.named("y", "Identity", List.of(graph.input("x", 98, 40))), 98, 40);

        Assertions.assertThatThrownBy(() -> ModelFile.waveformForm(graph.toBytes(Map.of())))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("kws.labels");
    }
}
