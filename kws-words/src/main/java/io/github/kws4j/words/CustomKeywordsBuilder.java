package io.github.kws4j.words;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.SpecialLabels;
import io.github.kws4j.audio.Audio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Words and their recordings, until {@link #enroll()} learns them. Nothing is read before. Not safe to share between
 * threads.
 *
 * <p>Recordings may hold silence around the word, and be of any format, rate and length up to 10 s; the word is found
 * by its energy. Words of 0.3 to 2 s, and three or more recordings by several speakers, do best.
 */
public final class CustomKeywordsBuilder {
    private final byte[] model;
    private final Map<String, Source> words = new LinkedHashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();
    private final List<Source> notWords = new ArrayList<>();
    private Optional<SpeechEmbedding> embedding = Optional.empty();
    private Optional<OtherSpeech> speech = Optional.empty();
    private boolean unreadableLeftOut;
    private IntConsumer listener = done -> {};

    /** Where recordings are read from. */
    private interface Source {
        Material open() throws IOException;
    }

    /** {@code model} is the content of a model file to begin with, empty for none. */
    CustomKeywordsBuilder(byte[] model) {
        this.model = model;
    }

    /**
     * Adds a word.
     *
     * @param word the word or phrase, as it is to be reported
     * @param recordings a folder, all of whose files but hidden ones are recordings of the word, or one sound file
     * @return this builder
     * @throws IllegalArgumentException where {@code word} is blank or a special label, or was added before
     */
    public CustomKeywordsBuilder keyword(String word, Path recordings) {
        return add(word, () -> Material.of("'" + word + "'", recordings));
    }

    /**
     * Adds a word.
     *
     * @param word the word or phrase, as it is to be reported
     * @param recordings of the word
     * @return this builder
     * @throws IllegalArgumentException where {@code word} is blank or a special label, or was added before, or where
     *     there are no recordings or more than 1000
     */
    public CustomKeywordsBuilder keyword(String word, List<Audio> recordings) {
        Material material = Material.of("'" + word + "'", recordings);
        return add(word, () -> material);
    }

    private CustomKeywordsBuilder add(String word, Source source) {
        if (word.isBlank() || SpecialLabels.contains(word)) {
            throw new IllegalArgumentException("expected a word but got '" + word + "'");
        }
        if (words.putIfAbsent(word, source) != null) {
            throw new IllegalArgumentException("expected each word once but got '" + word + "' twice");
        }
        return this;
    }

    /**
     * Takes a word away from the model that this builder begins with.
     *
     * @param word one of that model's words; whether it is, {@link #enroll()} finds out
     * @return this builder
     */
    public CustomKeywordsBuilder without(String word) {
        removed.add(word);
        return this;
    }

    /**
     * Adds what is not to be taken for a word, for instance what was. The new words' detectors are pushed away from it,
     * and their thresholds raised until none of it is a detection, as far as their own recordings allow.
     *
     * @param sounds a folder of sound files, or one
     * @return this builder
     */
    public CustomKeywordsBuilder notKeywords(Path sounds) {
        notWords.add(() -> Material.of("what is no keyword", sounds));
        return this;
    }

    /**
     * As {@link #notKeywords(Path)}.
     *
     * @throws IllegalArgumentException where there are none, or more than 1000
     */
    public CustomKeywordsBuilder notKeywords(List<Audio> sounds) {
        Material material = Material.of("what is no keyword", sounds);
        notWords.add(() -> material);
        return this;
    }

    /**
     * Leaves out recordings that can't be decoded, and names them in the report; without this call they are an error.
     */
    public CustomKeywordsBuilder leaveOutUnreadable() {
        unreadableLeftOut = true;
        return this;
    }

    /**
     * Says how far enrolment is.
     *
     * @param done takes the number of recordings, of all words together, that the embedding is through with, every few
     *     dozen and after each word, on the thread that enrols; what it throws ends the enrolment
     * @return this builder
     */
    public CustomKeywordsBuilder onProgress(IntConsumer done) {
        listener = done;
        return this;
    }

    /**
     * Learns with another embedding than the one in the jar.
     *
     * @param embedding stays open
     * @param speech measured with that embedding
     * @return this builder
     */
    public CustomKeywordsBuilder embedding(SpeechEmbedding embedding, OtherSpeech speech) {
        this.embedding = Optional.of(embedding);
        this.speech = Optional.of(speech);
        return this;
    }

    /**
     * Reads the recordings and learns the words. Nothing is written; where this throws, nothing is left open.
     *
     * @return a classifier of the words
     * @throws IOException where a recording can't be read, with its name; an {@link java.io.InterruptedIOException}
     *     where the thread is interrupted, which it stays
     * @throws IllegalArgumentException where there is no word, a word has no usable recording (with each reason), a
     *     word is in the model already, a removed one is not, or a recording stands under two words
     * @throws io.github.kws4j.ModelException where no backend is on the class path
     */
    public CustomKeywords enroll() throws IOException {
        var materials = new LinkedHashMap<String, Material>();
        for (var word : words.entrySet()) {
            materials.put(word.getKey(), word.getValue().open());
        }
        var unwanted = new ArrayList<Material>();
        for (Source source : notWords) {
            unwanted.add(source.open());
        }
        if (embedding.isPresent() && speech.isPresent()) {
            return enroll(embedding.get(), speech::get, materials, unwanted);
        }
        var inJar = CompletableFuture.supplyAsync(OtherSpeech::prepared);
        ForkJoinPool.commonPool().execute(WordsModel::prepare);
        try (SpeechEmbedding standard = SpeechEmbedding.standard()) {
            return enroll(standard, inJar::join, materials, unwanted);
        }
    }

    private CustomKeywords enroll(
            SpeechEmbedding with,
            Supplier<OtherSpeech> speech,
            Map<String, Material> materials,
            List<Material> unwanted)
            throws IOException {
        var kept = kept(with);
        requireWords(kept);
        var enroller = new Enroller(with, speech.get(), unreadableLeftOut, new Progress(listener));
        var enrolled = enroller.enroll(kept, materials, unwanted);
        return new CustomKeywords(enrolled.model(), enrolled.enrollment());
    }

    private List<KeptWord> kept(SpeechEmbedding with) {
        if (model.length == 0) {
            requireRemoved(List.of());
            return List.of();
        }
        try (KeywordClassifier before = KeywordClassifier.builder().load(model)) {
            String made = before.metadata().notes().getOrDefault(Enroller.EMBEDDING_NOTE, "none");
            if (!made.equals(with.fingerprint())) {
                throw new IllegalArgumentException("expected a model made with embedding " + with.fingerprint()
                        + " but this one was made with " + made + "; learn its words again");
            }
            var all = Enroller.kept(model, before.metadata(), with);
            requireRemoved(all.stream().map(KeptWord::label).toList());
            return all.stream().filter(word -> !removed.contains(word.label())).toList();
        }
    }

    private void requireRemoved(List<String> present) {
        for (String word : removed) {
            if (!present.contains(word)) {
                throw new IllegalArgumentException(
                        "expected to take away one of " + present + " but got '" + word + "'");
            }
        }
    }

    private void requireWords(List<KeptWord> kept) {
        if (words.isEmpty() && kept.isEmpty()) {
            throw new IllegalArgumentException("expected a word to learn but got none");
        }
        for (KeptWord word : kept) {
            if (words.containsKey(word.label())) {
                throw new IllegalArgumentException("expected new words but the model has '" + word.label()
                        + "' already; take the old one away with without(...)");
            }
        }
    }
}
