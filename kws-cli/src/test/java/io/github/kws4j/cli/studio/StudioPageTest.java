package io.github.kws4j.cli.studio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kws4j.Detection;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page in a real browser, with voices of espeak-ng as its microphone. */
class StudioPageTest {
    private static final int RATE = 16_000;
    private static final List<String> WORDS = List.of("computer", "good morning", "lantern");
    private static final Path PICTURES = Path.of("target", "studio");

    private static final String ENOUGH = "return Boolean(recording && recording.seconds() > arguments[0]"
            + " || state.words.flatMap((word) => word.recordings).length > arguments[1])";

    @TempDir
    private Path folder;

    private Path microphone;
    private Studio studio;

    @BeforeEach
    void open() throws IOException {
        microphone = folder.resolve("microphone.wav");
        say(Audio.of(new float[RATE], RATE));
        studio = Studio.open(folder.resolve("kept"), 0);
    }

    @AfterEach
    void close() {
        studio.close();
    }

    /** Puts a sound, and silence after it, before the microphone. */
    private void say(Audio... sounds) throws IOException {
        var samples = new float[120 * RATE];
        int at = RATE / 2;
        for (Audio sound : sounds) {
            float[] own = sound.resample(RATE).samples();
            System.arraycopy(own, 0, samples, at, own.length);
            at += own.length + RATE;
        }
        Audio.of(samples, RATE).write(microphone);
    }

    private Audio spoken(String text, String voice) throws Exception {
        return AudioDecoder.standard().decode(EspeakVoice.say(text, voice, folder.resolve("spoken.wav")));
    }

    private static void addWord(Browser browser, String word) {
        browser.control("Word or short phrase").sendKeys(word, Keys.ENTER);
        browser.waitFor("#word-list", word);
    }

    /** Records for as long as a sound takes; on a slow machine the recording may have ended by itself. */
    private void record(Browser browser, String word, String button, Audio sound) throws Exception {
        say(sound);
        int before = browser.texts(".recording").size();
        browser.control(button).sendKeys(Keys.ENTER);
        double seconds = 0.9 + (double) sound.length() / sound.sampleRate();
        browser.waitUntil(() -> (Boolean) browser.script(ENOUGH, seconds, before), "sound");
        browser.script("document.querySelector('.recording-now')?.click()");
        browser.waitUntil(() -> browser.texts(".recording").size() == before + 1, "one more recording");
    }

    @Test
    void threeWordsAreRecordedLearntFoundSavedAndLoaded() throws Exception {
        try (Browser browser = Browser.withMicrophone(microphone)) {
            browser.open(studio.address());
            assertThat(browser.text("#folder")).isEqualTo(studio.folder().toString());
            for (String word : WORDS) {
                addWord(browser, word);
                int number = 0;
                for (String voice : List.of("en-us", "en-us+f2", "en-gb+m3")) {
                    String button = "Record “" + word + "”, " + ++number + " of 5";
                    record(browser, word, button, spoken(word, voice));
                }
            }
            browser.click("Learn");
            browser.waitFor("#status", "Learnt 3 words in ");
            assertThat(browser.texts(".fit")).hasSize(9).allMatch(fit -> fit.contains("when left out"));
            assertThat(browser.texts("#report td:nth-child(2)")).allMatch("3 of 3"::equals);
            assertThat(browser.texts("#report td:nth-child(3)")).allMatch(found -> found.matches("[23] of 3"));

            var other = new Audio[] {
                spoken("good morning", "en-us+f4"), spoken("computer", "en-gb+m2"), spoken("lantern", "en-us+f4")
            };
            say(other);
            browser.click("Listen");
            browser.waitUntil(() -> browser.texts("#detections li").size() == 3, "3 detections");
            assertThat(browser.texts("#detections li"))
                    .satisfiesExactly(
                            last -> assertThat(last).contains(": lantern, "),
                            second -> assertThat(second).contains(": computer, "),
                            first -> assertThat(first).contains(": good morning, "));
            assertThat(browser.text("#threshold-text"))
                    .matches("0\\.\\d{3}: about \\d\\.\\d false alarms an hour, "
                            + "\\d+ % found \\(\\d+ of 9 recordings\\)");
            pictures(browser);
            browser.drag("#scores", 0, -45);
            assertThat(browser.text("#threshold-text")).startsWith("0.8");
            assertThat(browser.text("#java")).contains(".threshold(0.8");

            browser.click("Save the model");
            browser.waitFor("#saved", "Saved as ");
            assertThat(browser.console()).isEmpty();
            Path model = studio.folder().resolve("models/my-words.onnx");
            assertThat(browser.text("#java")).contains("Path.of(\"" + model + "\")");
            assertThat(found(model)).containsExactly("good morning", "computer", "lantern");
        }
    }

    /** Says a word every three seconds. */
    private void sayAgainAndAgain(Audio sound) throws IOException {
        var samples = new float[120 * RATE];
        float[] own = sound.resample(RATE).samples();
        for (int at = RATE; at + own.length < samples.length; at += 3 * RATE) {
            System.arraycopy(own, 0, samples, at, own.length);
        }
        Audio.of(samples, RATE).write(microphone);
    }

    /** Takes recordings of a word from files. */
    private void choose(Browser browser, String word) throws Exception {
        addWord(browser, word);
        var files = new ArrayList<Path>();
        for (String voice : List.of("en-us", "en-us+f2", "en-gb+m3")) {
            files.add(EspeakVoice.say(word, voice, folder.resolve(voice + ".wav")));
        }
        browser.choose("Sound files of “" + word + "”", files.toArray(Path[]::new));
        browser.waitFor("#word-list", "3 recordings");
    }

    @Test
    void twoPagesShareTheWordsAndListenEachForItself() throws Exception {
        sayAgainAndAgain(spoken("computer", "en-us+f4"));
        try (Browser browser = Browser.withMicrophone(microphone)) {
            browser.open(studio.address());
            String first = browser.window();
            String second = browser.openBeside(studio.address());
            choose(browser, "computer");
            browser.click("Learn");
            browser.waitFor("#status", "Learnt 1 word in ");
            browser.click("Listen");

            browser.turnTo(first);
            browser.waitFor("#report", "3 of 3");
            assertThat(browser.texts(".recording")).hasSize(3);
            browser.script("$('model').value = 'mine'");
            browser.click("Listen");
            for (String page : List.of(second, first)) {
                browser.turnTo(page);
                browser.waitUntil(() -> browser.texts("#detections li").size() > 1, "two detections");
                assertThat(browser.texts("#detections li")).allMatch(found -> found.contains(": computer, "));
            }

            browser.script("document.querySelector('#detections li:last-child button').click()");
            browser.waitFor("#status", "added as a false alarm, and learnt again");
            assertThat(studio.folder().resolve("false-alarms/001.wav")).isNotEmptyFile();
            for (String page : List.of(first, second)) {
                browser.turnTo(page);
                browser.waitFor("#listen", "Stop listening");
                assertThat(browser.console()).isEmpty();
                assertThat(browser.text("#problem")).isEmpty();
                double at = ((Number) browser.script("return listening.at")).doubleValue();
                browser.waitUntil(
                        () -> ((Number) browser.script("return listening.at")).doubleValue() != at, "more scores");
            }
        }
    }

    @Test
    void whatGoesWrongIsSaidOnThePage() throws Exception {
        try (Browser browser = Browser.withMicrophone(microphone)) {
            browser.open(studio.address());
            addWord(browser, "computer");

            browser.script("const files = new DataTransfer();"
                    + "files.items.add(new File(['Dear Sir or Madam'], 'letter.txt'));"
                    + "document.querySelector('.drop').dispatchEvent(new DragEvent('drop', { dataTransfer: files }))");
            browser.waitFor("#problem", "letter.txt: not a recording of at most 10 s: ");
            browser.choose("Sound files of “computer”", tenMinutes(16_000), tenMinutes(96_000));
            browser.waitFor("#problem", "16000.wav: not a recording of at most 10 s: ");
            browser.waitFor("#problem", "96000.wav: expected a recording of up to 10 s but it is larger than 32 MB");

            browser.script("window.allowed = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
                    + "navigator.mediaDevices.getUserMedia = () =>"
                    + " Promise.reject(new DOMException('Requested device not found', 'NotFoundError'))");
            browser.click("Record “computer”, 1 of 5");
            browser.waitFor("#problem", "There is no microphone: plug one in, or drop sound files instead.");
            browser.click("Listen");
            browser.waitFor("#problem", "There is no microphone");
            assertThat(browser.texts(".recording")).isEmpty();

            browser.script("navigator.mediaDevices.getUserMedia = window.allowed");
            browser.click("Record “computer”, 1 of 5");
            browser.waitFor("#status", "Say “computer” now.");
            studio.close();
            browser.click("Stop recording “computer”");
            browser.waitFor(
                    "#problem",
                    "The studio does not answer: it was stopped. Your recordings are kept in " + studio.folder()
                            + "; start it again with kws studio");
            assertThat(browser.control("Save what was just recorded").getDomAttribute("download"))
                    .isEqualTo("recording.wav");
            browser.click("Record “computer”, 1 of 5");
            browser.waitUntil(() -> browser.texts("#problem a").isEmpty(), "nothing recorded in vain");
        }
    }

    @Test
    void deniedMicrophoneIsSaidAndFilesAreTakenInstead() throws Exception {
        try (Browser browser = Browser.withMicrophoneDenied()) {
            browser.open(studio.address());
            addWord(browser, "computer");
            browser.click("Record “computer”, 1 of 5");
            browser.waitFor("#problem", "The browser does not allow the microphone: allow it for this page, or drop");
            assertThat(browser.control("Record “computer”, 1 of 5").isEnabled()).isTrue();
        }
    }

    private Path tenMinutes(int rate) throws IOException {
        Path file = folder.resolve(rate + ".wav");
        Audio.of(new float[rate * 600], rate).write(file);
        return file;
    }

    private static void pictures(Browser browser) throws IOException {
        Files.createDirectories(PICTURES);
        browser.picture(PICTURES.resolve("phone.png"), 390, false);
        browser.picture(PICTURES.resolve("phone-dark.png"), 390, true);
        browser.picture(PICTURES.resolve("desktop.png"), 1280, false);
        browser.picture(PICTURES.resolve("desktop-dark.png"), 1280, true);
    }

    /** What the saved model finds in what the microphone had. */
    private List<String> found(Path model) throws IOException {
        var samples = AudioDecoder.standard().decode(microphone).samples();
        try (KeywordClassifier classifier = KeywordClassifier.load(model);
                var stream = classifier.stream().falseAlarmsPerHour(1).open()) {
            var found = new ArrayList<>(stream.accept(Arrays.copyOf(samples, 12 * RATE)));
            found.addAll(stream.finish());
            return found.stream().map(Detection::label).toList();
        }
    }
}
