package io.github.kws4j.words;

import io.github.kws4j.ModelMetadata;
import io.github.kws4j.SpecialLabels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From recordings to a model file and a report. */
final class Enroller {
    /** Note with the fingerprint of the embedding inside. */
    static final String EMBEDDING_NOTE = "own_words.embedding";

    private static final String WORD_NOTE = "own_words.word.";
    private static final int WINDOW_STEPS = 40;

    private final SpeechEmbedding embedding;
    private final OtherSpeech speech;
    private final WordReader reader;
    private final Progress progress;

    Enroller(SpeechEmbedding embedding, OtherSpeech speech, boolean unreadableLeftOut, Progress progress) {
        this.progress = progress;
        speech.requireMeasuredWith(embedding);
        this.embedding = embedding;
        this.speech = speech;
        reader = new WordReader(embedding.sampleRate(), unreadableLeftOut);
    }

    /** A word as the embedding sees it, while the discriminant is still being made. */
    private record Prepared(WordTakes takes, List<Enrollment.LeftOut> leftOut) {}

    /** What enrolment gives. */
    record Enrolled(byte[] model, Enrollment enrollment) {}

    /**
     * Learns words.
     *
     * @param kept words of another model, to stand before the new ones
     * @throws IOException where a recording can't be read
     * @throws IllegalArgumentException where a word has no usable recording
     */
    Enrolled enroll(List<KeptWord> kept, Map<String, Material> words, List<Material> notWords) throws IOException {
        var discriminant = speech.discriminant();
        var unwanted = UnwantedSounds.read(notWords, embedding, speech.covariances());
        var prepared = new ArrayList<Prepared>();
        for (var word : words.entrySet()) {
            var sorted = reader.read(word.getKey(), word.getValue());
            var takes = WordTakes.of(word.getKey(), sorted.used(), embedding, speech.covariances(), progress);
            prepared.add(new Prepared(takes, sorted.leftOut()));
        }
        var directed = new ArrayList<DirectedWord>();
        for (Prepared word : prepared) {
            directed.add(DirectedWord.of(word.takes(), word.leftOut(), discriminant.join()));
        }
        var learnt = new Learner(speech).learn(directed, unwanted);
        return assemble(kept, learnt, unwanted);
    }

    private Enrolled assemble(List<KeptWord> kept, List<LearntWord> learnt, UnwantedSounds unwanted) {
        var detectors = new ArrayList<Detectors>();
        kept.forEach(word -> detectors.add(word.detectors()));
        learnt.forEach(word -> detectors.add(word.detectors()));
        var labels = new ArrayList<>(detectors.stream().map(Detectors::label).toList());
        labels.add(SpecialLabels.UNKNOWN);
        var plain = ModelMetadata.builder(labels)
                .sampleRate(embedding.sampleRate())
                .windowSamples(embedding.samples(WINDOW_STEPS))
                .stepFrames(embedding.stepFrames())
                .frontEnd(embedding.frontEnd());
        var search = new OperatingSearch(plain.build(), logits(kept, learnt), floors(kept, learnt), speech.hours());
        var report = new EnrollmentReport(kept, learnt, search, unwanted, embedding.sampleRate());
        plain.operatingPoints(search.points()).note(EMBEDDING_NOTE, embedding.fingerprint());
        kept.forEach(word -> plain.note(WORD_NOTE + word.label(), word.note()));
        learnt.forEach(word -> plain.note(
                WORD_NOTE + word.label(), word.keep(search.logit(word.label())).note()));
        byte[] model = WordsModel.write(embedding, speech.covariances(), detectors, plain.build());
        return new Enrolled(model, report.enrollment());
    }

    private static Map<String, Double> floors(List<KeptWord> kept, List<LearntWord> learnt) {
        var floors = new LinkedHashMap<String, Double>();
        kept.forEach(word -> floors.put(word.label(), word.floor()));
        learnt.forEach(word -> floors.put(word.label(), word.floor()));
        return floors;
    }

    /** What the network says at every step of the other speech: {@code steps x words + 1}, the last 0. */
    private float[] logits(List<KeptWord> kept, List<LearntWord> learnt) {
        var detectors = kept.stream().map(KeptWord::detectors).toList();
        var columns = Detectors.logits(detectors, speech.track());
        learnt.forEach(word -> columns.add(word.aligned().logits()));
        int labels = columns.size() + 1;
        float[] logits = new float[speech.track().steps() * labels];
        for (int word = 0; word < columns.size(); word++) {
            float[] own = columns.get(word);
            for (int t = 0; t < own.length; t++) {
                logits[t * labels + word] = own[t];
            }
        }
        return logits;
    }

    /** The words of a model that this class made. */
    static List<KeptWord> kept(byte[] model, ModelMetadata metadata, SpeechEmbedding embedding) {
        var labels = metadata.labels().stream()
                .filter(label -> !label.equals(SpecialLabels.UNKNOWN))
                .toList();
        return WordsModel.read(model, labels, embedding.window(), embedding.size()).stream()
                .map(word -> KeptWord.of(word, metadata.notes().getOrDefault(WORD_NOTE + word.label(), "")))
                .toList();
    }
}
