package io.github.kws4j.plot;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.ModelMetadata;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.data.Split;
import io.github.kws4j.evaluate.ClassifiedClips;
import io.github.kws4j.evaluate.Epoch;
import io.github.kws4j.evaluate.Evaluation;
import io.github.kws4j.evaluate.Miss;
import io.github.kws4j.file.WholeFile;
import io.github.kws4j.spectrogram.Spectrogram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * A model on one page of HTML: how well it classifies test clips, its worst errors to look at and listen to, and, of
 * one just trained, what it was trained on and how that went. The page holds all it shows and loads nothing. For one
 * thread.
 *
 * <pre>{@code
 * AudioDataset test = AudioDataset.ofFolders(Path.of("recordings/test"));
 * try (var classifier = KeywordClassifier.load(Path.of("kws.onnx"))) {
 *     Report.of(classifier, test)
 *             .modelFile(Path.of("kws.onnx"))
 *             .command("java -jar train.jar --seed 42")
 *             .write(Path.of("report.html"));
 * }
 * }</pre>
 */
public final class Report {
    private static final int WORST = 10;

    private final ClassifiedClips answers;
    private final List<List<String>> facts = new ArrayList<>();
    private final List<List<String>> texts = new ArrayList<>();
    private final List<LabelledClip> sounds = new ArrayList<>();
    private Optional<TrainingRun> training = Optional.empty();
    private Optional<Spectrogram> spectrogram = Optional.empty();
    private String title = "Keyword model";
    private Optional<Path> modelFile = Optional.empty();
    private Optional<String> command = Optional.empty();

    private record TrainingRun(Split split, List<Epoch> history) {}

    private Report(ClassifiedClips answers) {
        this.answers = answers;
    }

    /**
     * The report of a model's answers to test clips.
     *
     * @param answers the answers
     * @return a report
     */
    public static Report of(ClassifiedClips answers) {
        return new Report(answers).fact("words", String.join(" ", answers.labels()));
    }

    /**
     * The report of a model that was loaded: tests it.
     *
     * @param classifier the model
     * @param clips test clips, none longer than the model's window
     * @return a report
     * @throws IllegalArgumentException where there is no clip, one is empty or too long, or they have labels that are
     *     not the model's
     */
    public static Report of(KeywordClassifier classifier, AudioDataset clips) {
        return of(classifier, clips, done -> {});
    }

    /**
     * As {@link #of(KeywordClassifier, AudioDataset)}, and reports how far it is.
     *
     * @param classifier the model
     * @param clips test clips, none longer than the model's window
     * @param progress receives the number of clips done after each
     * @return a report
     * @throws IllegalArgumentException where there is no clip, one is empty or too long, or they have labels that are
     *     not the model's
     */
    public static Report of(KeywordClassifier classifier, AudioDataset clips, IntConsumer progress) {
        ModelMetadata model = classifier.metadata();
        return of(ClassifiedClips.of(classifier, clips, progress))
                .facts(model.notes())
                .fact("temperature", decimal(model.temperature()))
                .fact("takes", model.windowSamples() + " samples at " + model.sampleRate() + " Hz")
                .fact("device", classifier.device().toString())
                .spectrogram(model.frontEnd().map(Spectrogram::of).orElse(Plots.STFT));
    }

    /**
     * One more line about the model.
     *
     * @param name what it says, such as {@code weights}
     * @param value the value
     * @return this
     */
    public Report fact(String name, String value) {
        facts.add(List.of(name, value));
        return this;
    }

    /**
     * One more line about the model for each entry, in alphabetical order.
     *
     * @param notes such as those a model carries
     * @return this
     */
    public Report facts(Map<String, String> notes) {
        new TreeMap<>(notes).forEach(this::fact);
        return this;
    }

    /**
     * A paragraph of text as it is, under the model's facts.
     *
     * @param heading what it is
     * @param text lines of equal letters, such as a table
     * @return this
     */
    public Report text(String heading, String text) {
        texts.add(List.of(heading, text));
        return this;
    }

    /**
     * Clips to look at and listen to, each with its waveform, its spectrogram and their sizes.
     *
     * @param clips such as one of each word
     * @return this
     */
    public Report sounds(List<LabelledClip> clips) {
        sounds.addAll(clips);
        return this;
    }

    /**
     * How the sounds of the worst errors are drawn (the tutorial's STFT).
     *
     * @param settings the model's front end
     * @return this
     */
    public Report spectrogram(Spectrogram settings) {
        spectrogram = Optional.of(settings);
        return this;
    }

    /**
     * What the model was trained on, and how that went.
     *
     * @param split the parts of the data
     * @param history one line an epoch; may be empty
     * @return this
     */
    public Report training(Split split, List<Epoch> history) {
        training = Optional.of(new TrainingRun(split, List.copyOf(history)));
        return this;
    }

    /**
     * The figures of the test.
     *
     * @return what the page shows
     */
    public Evaluation evaluation() {
        return answers.evaluation();
    }

    /**
     * The heading.
     *
     * @param text what it says
     * @return this
     */
    public Report title(String text) {
        title = text;
        return this;
    }

    /**
     * The file that the model is in, named with its size and SHA-256.
     *
     * @param file is there when the report is written
     * @return this
     */
    public Report modelFile(Path file) {
        modelFile = Optional.of(file);
        return this;
    }

    /**
     * What repeats this.
     *
     * @param line a command line
     * @return this
     */
    public Report command(String line) {
        command = Optional.of(line);
        return this;
    }

    /**
     * Writes the page.
     *
     * @param file ends in {@code .html} by custom; overwritten
     * @throws IOException where it can't be written, or the model's file can't be read
     */
    public void write(Path file) throws IOException {
        WholeFile.write(file, html().getBytes(StandardCharsets.UTF_8));
    }

    private String html() throws IOException {
        var page = new Page(title);
        page.section("Model")
                .facts(Stream.of(facts, machine(), fileFacts())
                        .flatMap(List::stream)
                        .toList());
        command.ifPresent(line -> page.paragraph("Repeat it with").code(line));
        texts.forEach(text -> page.section(text.get(0)).code(text.get(1)));
        writeSounds(page);
        training.ifPresent(run -> writeTraining(page, run));
        writeTest(page, evaluation());
        writeErrors(page);
        return page.toString();
    }

    private static List<List<String>> machine() {
        return List.of(
                List.of("date", LocalDate.now(ZoneId.systemDefault()).toString()),
                List.of("processor", processor()),
                List.of("Java", System.getProperty("java.runtime.version", "")),
                List.of("system", System.getProperty("os.name") + " " + System.getProperty("os.arch")));
    }

    /** Its name where the system says it, and the number of cores. */
    private static String processor() {
        int cores = Runtime.getRuntime().availableProcessors();
        String name = System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", System.getProperty("os.arch"));
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            name = lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(name);
        } catch (IOException | UncheckedIOException e) {
            // not a Linux: what the environment says
        }
        return name + ", " + cores + " cores";
    }

    private List<List<String>> fileFacts() throws IOException {
        if (modelFile.isEmpty()) {
            return List.of();
        }
        byte[] content = Files.readAllBytes(modelFile.get());
        return List.of(
                List.of("file", modelFile.get().getFileName() + ", " + content.length + " bytes"),
                List.of("SHA-256", sha256(content)));
    }

    private void writeTraining(Page page, TrainingRun run) {
        page.section("Training")
                .paragraph("Clips were dealt out " + run.split().rule() + ".")
                .table(
                        Stream.of(Stream.of("clips"), answers.labels().stream(), Stream.of("all"))
                                .flatMap(cells -> cells)
                                .toList(),
                        List.of(
                                counts("train", run.split().train()),
                                counts("validation", run.split().validation()),
                                counts("test", run.split().test())));
        if (!run.history().isEmpty()) {
            page.picture(Plots.history(run.history()))
                    .table(
                            List.of("epoch", "loss", "accuracy", "validation loss", "validation accuracy", "seconds"),
                            run.history().stream().map(Report::cells).toList());
        }
    }

    private List<String> counts(String part, AudioDataset clips) {
        var cells = new ArrayList<>(List.of(part));
        for (String word : answers.labels()) {
            long count = clips.clips().stream()
                    .filter(clip -> clip.word().equals(word))
                    .count();
            cells.add(Long.toString(count));
        }
        cells.add(Integer.toString(clips.size()));
        return cells;
    }

    private static List<String> cells(Epoch epoch) {
        return List.of(
                Integer.toString(epoch.number()),
                decimal(epoch.training().loss()),
                decimal(epoch.training().accuracy()),
                decimal(epoch.validation().loss()),
                decimal(epoch.validation().accuracy()),
                String.format(Locale.ROOT, "%.1f", epoch.duration().toMillis() / 1e3));
    }

    private static void writeTest(Page page, Evaluation evaluation) {
        page.section("Test")
                .paragraph("Accuracy " + evaluation.accuracyInterval() + " of " + evaluation.clips()
                        + " clips (95 % Wilson interval), loss " + decimal(evaluation.loss()) + ", calibration error "
                        + decimal(evaluation.calibrationError()) + ".")
                .picture(Plots.confusionMatrix(evaluation))
                .table(
                        List.of("word", "precision", "recall", "F1", "clips"),
                        evaluation.words().stream().map(Report::cells).toList())
                .section("How sure, how right")
                .picture(Plots.reliability(evaluation));
    }

    private static List<String> cells(Evaluation.Word word) {
        return List.of(
                word.label(),
                decimal(word.precision()),
                decimal(word.recall()),
                decimal(word.f1()),
                Integer.toString(word.clips()));
    }

    private void writeSounds(Page page) throws IOException {
        if (sounds.isEmpty()) {
            return;
        }
        page.section("Clips").beginSounds();
        for (LabelledClip clip : sounds) {
            Audio audio = clip.audio();
            Spectrogram drawn = spectrogram.orElse(Plots.STFT);
            String caption = String.format(
                    Locale.ROOT,
                    "%s: %s; %d samples, %d frames x %d bins",
                    clip.word(),
                    clip.name(),
                    audio.length(),
                    drawn.frames(audio.length()),
                    drawn.bins());
            Plot picture = audio.length() < drawn.frameLength()
                    ? Plots.waveform(audio)
                    : Plots.waveformAndSpectrogram(audio, drawn);
            page.sound(caption, picture.withSize(400, 360), wav(audio));
        }
        page.endSounds();
    }

    private void writeErrors(Page page) throws IOException {
        List<Miss> worst = answers.misses().stream().limit(WORST).toList();
        page.section("Worst errors");
        if (worst.isEmpty()) {
            page.paragraph("All test clips were classified right.");
            return;
        }
        page.beginSounds();
        for (Miss miss : worst) {
            Audio audio = miss.clip().audio();
            String caption = String.format(
                    Locale.ROOT,
                    "%s: said %s (%s), classified as %s (%s)",
                    miss.clip().name(),
                    miss.clip().word(),
                    decimal(miss.wordProbability()),
                    miss.answer(),
                    decimal(miss.probability()));
            page.sound(caption, picture(audio), wav(audio));
        }
        page.endSounds();
    }

    private Plot picture(Audio audio) {
        Spectrogram drawn = spectrogram.orElse(Plots.STFT);
        return audio.length() < drawn.frameLength()
                ? Plots.waveform(audio).withSize(400, 240)
                : Plots.spectrogram(audio, drawn).withSize(400, 240);
    }

    private static byte[] wav(Audio audio) throws IOException {
        Path file = Files.createTempFile("clip", ".wav");
        try {
            audio.write(file);
            return Files.readAllBytes(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static String decimal(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
