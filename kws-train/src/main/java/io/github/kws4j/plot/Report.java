package io.github.kws4j.plot;

import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.ModelMetadata;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.spectrogram.Spectrogram;
import io.github.kws4j.train.AudioDataset;
import io.github.kws4j.train.Epoch;
import io.github.kws4j.train.Evaluation;
import io.github.kws4j.train.Split;
import io.github.kws4j.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A model on one page of HTML: how well it hears test clips, its worst errors to look at and listen to, and, of one just trained, what it was
 * trained on and how that went. The page holds all it shows and loads nothing. For one thread.
 *
 * <pre>{@code
 * Report.of(model, split).modelFile(file).command("java -jar train.jar --seed 42").write(Path.of("report.html"));
 * }</pre>
 */
public final class Report {
    private static final int WORST = 10;

    private final Hearing hearing;
    private final Spectrogram spectrogram;
    private final List<List<String>> facts;
    private final Optional<Training> training;
    private String title = "Keyword model";
    private Optional<Path> modelFile = Optional.empty();
    private Optional<String> command = Optional.empty();

    private record Training(Split split, List<Epoch> history) {}

    private Report(Hearing hearing, Spectrogram spectrogram, List<List<String>> facts, Optional<Training> training) {
        this.hearing = hearing;
        this.spectrogram = spectrogram;
        this.facts = facts;
        this.training = training;
    }

    /**
     * The report of a training: tests the model.
     *
     * @param model what was trained
     * @param split what it was trained, validated and is tested on
     * @return a report
     * @throws IllegalArgumentException where there is no test clip, or the test clips have labels that are not the model's
     */
    public static Report of(TrainedModel model, Split split) {
        List<List<String>> facts = facts(model.notes(), model.labels(), model.temperature());
        facts.add(List.of("weights", Integer.toString(model.size())));
        facts.add(List.of("spectrogram", model.spectrogram().settings().toString()));
        return new Report(
                Hearing.of(model, split.test()),
                model.spectrogram(),
                facts,
                Optional.of(new Training(split, model.history())));
    }

    /**
     * The report of a model that was loaded: tests it.
     *
     * @param classifier the model
     * @param clips test clips, none longer than the model's window
     * @return a report
     * @throws IllegalArgumentException where there is no clip, one is empty or too long, or they have labels that are not the model's
     */
    public static Report of(KeywordClassifier classifier, AudioDataset clips) {
        return of(classifier, clips, done -> {});
    }

    /**
     * As {@link #of(KeywordClassifier, AudioDataset)}, and tells how far it is.
     *
     * @param classifier the model
     * @param clips test clips, none longer than the model's window
     * @param progress told the number of clips heard after each
     * @return a report
     * @throws IllegalArgumentException where there is no clip, one is empty or too long, or they have labels that are not the model's
     */
    public static Report of(KeywordClassifier classifier, AudioDataset clips, IntConsumer progress) {
        ModelMetadata model = classifier.metadata();
        List<List<String>> facts = facts(model.notes(), model.labels(), model.temperature());
        facts.add(List.of("hears", model.windowSamples() + " samples at " + model.sampleRate() + " Hz"));
        facts.add(List.of("device", classifier.device().toString()));
        return new Report(
                Hearing.of(classifier, clips, progress),
                model.spectrogram().orElse(Plots.STFT),
                facts,
                Optional.empty());
    }

    private static List<List<String>> facts(Map<String, String> notes, List<String> labels, double temperature) {
        var facts = new ArrayList<List<String>>();
        new TreeMap<>(notes).forEach((name, text) -> facts.add(List.of(name, text)));
        facts.add(List.of("words", String.join(" ", labels)));
        facts.add(List.of("temperature", decimal(temperature)));
        facts.add(List.of("Java", System.getProperty("java.runtime.version", "")));
        facts.add(List.of("system", System.getProperty("os.name") + " " + System.getProperty("os.arch")));
        return facts;
    }

    /**
     * The figures of the test.
     *
     * @return what the page shows
     */
    public Evaluation evaluation() {
        return hearing.evaluation();
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
        Files.writeString(file, html());
    }

    private String html() throws IOException {
        var page = new Page(title);
        page.section("Model")
                .facts(Stream.concat(facts.stream(), fileFacts().stream()).toList());
        command.ifPresent(line -> page.paragraph("Repeat it with").code(line));
        training.ifPresent(run -> writeTraining(page, run));
        writeTest(page, evaluation());
        writeErrors(page);
        return page.toString();
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

    private void writeTraining(Page page, Training run) {
        page.section("Training")
                .table(
                        Stream.of(Stream.of("clips"), hearing.labels().stream(), Stream.of("all"))
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
        for (String word : hearing.labels()) {
            long count = IntStream.range(0, clips.size())
                    .filter(i -> clips.labels().get(clips.label(i)).equals(word))
                    .count();
            cells.add(Long.toString(count));
        }
        cells.add(Integer.toString(clips.size()));
        return cells;
    }

    private static List<String> cells(Epoch epoch) {
        return List.of(
                Integer.toString(epoch.number()),
                decimal(epoch.loss()),
                decimal(epoch.accuracy()),
                decimal(epoch.validationLoss()),
                decimal(epoch.validationAccuracy()),
                String.format(Locale.ROOT, "%.1f", epoch.seconds()));
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

    private void writeErrors(Page page) throws IOException {
        List<Miss> worst = hearing.misses().stream().limit(WORST).toList();
        page.section("Worst errors");
        if (worst.isEmpty()) {
            page.paragraph("All test clips were heard right.");
            return;
        }
        page.beginErrors();
        for (Miss miss : worst) {
            Audio audio = hearing.clips().audio(miss.clip());
            String caption = "%s: said %s (%s), heard %s (%s)"
                    .formatted(
                            hearing.clips().name(miss.clip()),
                            hearing.labels().get(hearing.truth()[miss.clip()]),
                            decimal(miss.truth()),
                            hearing.labels().get(miss.heard()),
                            decimal(miss.probability()));
            page.sound(caption, picture(audio), wav(audio));
        }
        page.endErrors();
    }

    private Plot picture(Audio audio) {
        return audio.length() < spectrogram.frameLength()
                ? Plots.waveform(audio).withSize(400, 240)
                : Plots.spectrogram(audio, spectrogram).withSize(400, 240);
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
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
