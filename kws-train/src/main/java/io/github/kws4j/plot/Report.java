package io.github.kws4j.plot;

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
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A training on one page of HTML: what was trained on what, how it went, how well the model hears the test clips, and its worst errors to look
 * at and listen to. The page holds all it shows and loads nothing. For one thread.
 *
 * <pre>{@code
 * Report.of(model, split).modelFile(file).command("java -jar train.jar --seed 42").write(Path.of("report.html"));
 * }</pre>
 */
public final class Report {
    private static final int WORST = 10;

    private final TrainedModel model;
    private final Split split;
    private String title = "Keyword training";
    private Optional<Path> modelFile = Optional.empty();
    private Optional<String> command = Optional.empty();

    private Report(TrainedModel model, Split split) {
        this.model = model;
        this.split = split;
    }

    /**
     * The report of a training.
     *
     * @param model what was trained
     * @param split what it was trained, validated and is tested on
     * @return a report
     * @throws IllegalArgumentException where there is no test clip, or the test clips' labels are not the model's
     */
    public static Report of(TrainedModel model, Split split) {
        if (split.test().size() == 0) {
            throw new IllegalArgumentException("expected at least one test clip but got none");
        }
        if (!split.test().labels().equals(model.labels())) {
            throw new IllegalArgumentException("expected test clips labelled " + model.labels() + " but got "
                    + split.test().labels());
        }
        return new Report(model, split);
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
     * The file the model was exported to, named with its size and SHA-256.
     *
     * @param file is there when the report is written
     * @return this
     */
    public Report modelFile(Path file) {
        modelFile = Optional.of(file);
        return this;
    }

    /**
     * What repeats the training.
     *
     * @param line a command line
     * @return this
     */
    public Report command(String line) {
        command = Optional.of(line);
        return this;
    }

    /**
     * Tests the model and writes the page.
     *
     * @param file ends in {@code .html} by custom; overwritten
     * @throws IOException where it can't be written, or the model's file can't be read
     */
    public void write(Path file) throws IOException {
        Files.writeString(file, html());
    }

    private String html() throws IOException {
        float[][] logits = scaled(model.logits(split.test()));
        int[] truth = IntStream.range(0, logits.length).map(split.test()::label).toArray();
        Evaluation evaluation = Evaluation.of(model.labels(), logits, truth);
        var page = new Page(title);
        writeTraining(page);
        writeTest(page, evaluation);
        writeErrors(page, logits, truth);
        return page.toString();
    }

    private float[][] scaled(float[][] logits) {
        for (float[] row : logits) {
            for (int i = 0; i < row.length; i++) {
                row[i] /= (float) model.temperature();
            }
        }
        return logits;
    }

    private void writeTraining(Page page) throws IOException {
        var facts = new ArrayList<List<String>>();
        new TreeMap<>(model.notes()).forEach((name, text) -> facts.add(List.of(name, text)));
        facts.add(List.of("words", String.join(" ", model.labels())));
        facts.add(List.of("weights", Integer.toString(model.size())));
        facts.add(List.of("temperature", decimal(model.temperature())));
        facts.add(List.of("spectrogram", model.spectrogram().settings().toString()));
        facts.add(List.of("Java", System.getProperty("java.runtime.version", "")));
        facts.add(List.of("system", System.getProperty("os.name") + " " + System.getProperty("os.arch")));
        if (modelFile.isPresent()) {
            byte[] content = Files.readAllBytes(modelFile.get());
            facts.add(List.of("file", modelFile.get().getFileName() + ", " + content.length + " bytes"));
            facts.add(List.of("SHA-256", sha256(content)));
        }
        page.section("Training").facts(facts);
        command.ifPresent(line -> page.paragraph("Repeat it with").code(line));
        page.table(
                Stream.concat(Stream.of("clips"), Stream.concat(model.labels().stream(), Stream.of("all")))
                        .toList(),
                List.of(
                        counts("train", split.train()),
                        counts("validation", split.validation()),
                        counts("test", split.test())));
        if (!model.history().isEmpty()) {
            page.picture(Plots.history(model.history()));
            page.table(
                    List.of("epoch", "loss", "accuracy", "validation loss", "validation accuracy", "seconds"),
                    model.history().stream().map(Report::cells).toList());
        }
    }

    private List<String> counts(String part, AudioDataset clips) {
        var cells = new ArrayList<>(List.of(part));
        for (String word : model.labels()) {
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

    private void writeErrors(Page page, float[][] logits, int[] truth) throws IOException {
        List<Miss> worst = Miss.of(logits, truth).stream().limit(WORST).toList();
        page.section("Worst errors");
        if (worst.isEmpty()) {
            page.paragraph("All test clips were heard right.");
            return;
        }
        page.beginErrors();
        for (Miss miss : worst) {
            Audio audio = split.test().audio(miss.clip());
            String caption = "%s: said %s (%s), heard %s (%s)"
                    .formatted(
                            split.test().name(miss.clip()),
                            model.labels().get(truth[miss.clip()]),
                            decimal(miss.truth()),
                            model.labels().get(miss.heard()),
                            decimal(miss.probability()));
            page.sound(caption, picture(audio), wav(audio));
        }
        page.endErrors();
    }

    private Plot picture(Audio audio) {
        Spectrogram spectrogram = model.spectrogram();
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
