package io.github.kws4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kws4j.spectrogram.FrontEnd;
import io.github.kws4j.spectrogram.Margin;
import io.github.kws4j.spectrogram.MelScale;
import io.github.kws4j.spectrogram.Spectrogram;
import io.github.kws4j.spectrogram.Window;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelMetadataTest {
    private static final FrontEnd LOG_MEL = Spectrogram.logMel().frontEnd();
    private static final OperatingPoints POINTS = new OperatingPoints(
            StreamSettings.standard(),
            new TreeMap<>(Map.of(0.5, Map.of("yes", 0.9, "no", 0.8), 2.0, Map.of("yes", 0.75, "no", 0.5))));

    private static ModelMetadata full() {
        return ModelMetadata.builder(List.of("yes", "no"))
                .sampleRate(8000)
                .windowSamples(12_000)
                .frontEnd(LOG_MEL)
                .temperature(1.25)
                .operatingPoints(POINTS)
                .note("recipe", "tiny")
                .build();
    }

    private static Map<String, String> entries(ModelMetadata metadata, String key, String value) {
        var entries = new HashMap<>(metadata.toMap());
        entries.put(key, value);
        return entries;
    }

    @Test
    void entriesStandUnderTheirKeys() {
        assertThat(full().toMap())
                .containsEntry("kws.labels", "yes\nno")
                .containsEntry("kws.sample_rate", "8000")
                .containsEntry("kws.window", "12000")
                .containsEntry("kws.temperature", "1.25")
                .containsEntry("kws.spectrogram.type", "log_mel")
                .containsEntry("kws.spectrogram.lower_hz", "80.0")
                .containsEntry(
                        "kws.thresholds.stream", StreamSettings.standard().toString())
                .containsEntry("kws.note.recipe", "tiny");
    }

    @Property(tries = 300)
    void whatIsWrittenIsReadBack(
            @ForAll("frontEnds") FrontEnd frontEnd,
            @ForAll("labels") List<String> words,
            @ForAll("texts") String name,
            @ForAll("texts") String text) {
        var metadata = ModelMetadata.builder(words)
                .frontEnd(frontEnd)
                .operatingPoints(new OperatingPoints(
                        StreamSettings.standard().withHop(Duration.ofNanos(12_345_678)),
                        new TreeMap<>(Map.of(0.1, Map.of(words.get(0), 0.3)))))
                .note("about " + name, text)
                .build();

        assertThat(ModelMetadata.of(metadata.toMap())).isEqualTo(metadata).hasSameHashCodeAs(metadata);
    }

    @Provide
    Arbitrary<List<String>> labels() {
        return texts().list().uniqueElements().ofMinSize(1).ofMaxSize(4);
    }

    /** Any UTF-16 code units: characters beyond U+FFFF, halves of them, line breaks, zeros. */
    @Provide
    Arbitrary<String> texts() {
        var awkward = Arbitraries.of('\\', '\n', '\r', '\0', '=', 'u', 'n', '\ud83d', '\ude00', '\ufffd', '\u2028');
        return Arbitraries.strings()
                .withChars('\0', '\uffff')
                .ofMaxLength(6)
                .flatMap(s -> awkward.array(Character[].class).ofMaxSize(4).map(more -> {
                    var text = new StringBuilder(s);
                    for (char c : more) {
                        text.insert(text.length() / 2, c);
                    }
                    return text.toString();
                }));
    }

    @Provide
    Arbitrary<FrontEnd> frontEnds() {
        return Arbitraries.of(
                Spectrogram.stft().frontEnd(),
                Spectrogram.stft()
                        .fftLength(300)
                        .window(Window.RECTANGULAR)
                        .power(2)
                        .frontEnd(),
                LOG_MEL,
                Spectrogram.logMel()
                        .centred(Margin.REFLECTED)
                        .scale(MelScale.SLANEY)
                        .areaNormalised(true)
                        .decibels(1e-10)
                        .frontEnd(),
                Spectrogram.mfcc().centred(Margin.ZEROS).decibels(1e-10, 80).frontEnd(),
                Spectrogram.mfcc().frontEnd(),
                Spectrogram.mfcc().coefficients(20).orthonormal(true).frontEnd());
    }

    @Test
    void marginOfFramesThatAreNotCentredIsRefused() {
        var entries = new TreeMap<>(ModelMetadata.builder(List.of("a", "b"))
                .frontEnd(Spectrogram.stft().frontEnd())
                .build()
                .toMap());
        entries.put("kws.spectrogram.margin", "zeros");

        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> ModelMetadata.of(entries))
                .withMessage("model metadata: expected no kws.spectrogram.margin where frames are not centred but found"
                        + " zeros");
    }

    @Example
    void charactersBeyondTheBasicPlaneAreReadAsTheyStandToo() {
        var entries = Map.of("kws.labels", "\ud83d\ude00\nno", "kws.sample_rate", "8000", "kws.window", "8000");

        assertThat(ModelMetadata.of(entries).labels()).containsExactly("\ud83d\ude00", "no");
    }

    @Test
    void entriesHoldNoCharacterThatNativeBordersGarble() {
        var metadata = ModelMetadata.builder(List.of("\ud83d\ude00"))
                .note("a\0b", "\ud83d\ude00")
                .build();

        assertThat(metadata.toMap())
                .containsEntry("kws.labels", "\\ud83d\\ude00")
                .containsEntry("kws.note.a\\u0000b", "\\ud83d\\ude00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kws.spectrogram.type|wavelet|expected one of [stft, log_mel, mfcc] for kws.spectrogram.type but"
                        + " found 'wavelet'",
                "kws.spectrogram.frame_step|0|expected frame step >= 1 but got 0",
                "kws.spectrogram.frame_step|1.5|expected a whole number for kws.spectrogram.frame_step but found '1.5'",
                "kws.spectrogram.lower_hz|low|expected a number for kws.spectrogram.lower_hz but found 'low'",
                "kws.spectrogram.centred|maybe|expected true or false for kws.spectrogram.centred but found 'maybe'",
                "kws.spectrogram.window|hat"
                        + "|expected one of [hann, hamming, rectangular] for kws.spectrogram.window but found 'hat'",
                "kws.spectrogram.fft_length|1048576|expected FFT length <= 16384 for frames of 480 samples but got"
                        + " 1048576",
                "kws.spectrogram.bands|1000000000|expected bands <= 514, twice the FFT bins, but got 1000000000",
                "kws.window|0|expected a window of 1 to 33554432 samples but got 0",
                "kws.window|3000000000|expected a whole number for kws.window but found '3000000000'",
                "kws.temperature|-1|expected a temperature above 0 but got -1.0",
                "kws.labels|a\\|expected \\\\, \\n, \\r or \\u and four hexadecimal digits after a backslash for"
                        + " kws.labels but found 'a\\'",
                "kws.labels|\\u12g4|expected four hexadecimal digits after \\u for kws.labels but found '\\u12g4'",
                "kws.thresholds.1|yes=x|expected a number for kws.thresholds.1 but found 'x'",
                "kws.thresholds.1|yes|expected lines word=threshold for kws.thresholds.1 but found 'yes'",
                "kws.thresholds.1|yes=0.5|expected thresholds of the words [yes, no] for each rate but got [yes]"
                        + " for 1.0",
                "kws.thresholds.often|yes=0.5|expected a rate after kws.thresholds. for kws.thresholds.often but"
                        + " found 'often'",
                "kws.thresholds.stream|fast"
                        + "|expected stream settings such as 'hop 100 ms, smoothing 500 ms, minimum count 1,"
                        + " refractory 750 ms'"
                        + " but got 'fast'"
            })
    void wrongEntryOfAModelFileIsRefusedByName(String key, String value, String message) {
        var points = new OperatingPoints(
                StreamSettings.standard(), new TreeMap<>(Map.of(0.5, new TreeMap<>(Map.of("yes", 0.9, "no", 0.8)))));
        var ordered = full().toBuilder().operatingPoints(points).build();
        var words = message.replace(
                "[yes, no]", points.thresholds().get(0.5).keySet().toString());
        assertThatThrownBy(() -> ModelMetadata.of(entries(ordered, key, value)))
                .isInstanceOf(ModelException.class)
                .hasMessage("model metadata: " + words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kws.sample_rat", "kws.spectrogram.colour", "kws.notes.recipe", "kws.recipe", "kws."})
    void unknownOrMisspeltKeyIsRefusedByName(String key) {
        assertThatThrownBy(() -> ModelMetadata.of(entries(full(), key, "1")))
                .isInstanceOf(ModelException.class)
                .hasMessage("model metadata: expected no entries but those that this version of kws4j knows but found ["
                        + key + "]");
    }

    @Test
    void entriesOfOthersArePassedOver() {
        assertThat(ModelMetadata.of(entries(full(), "author", "\\"))).isEqualTo(full());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kws.sample_rate", "kws.window", "kws.spectrogram.window", "kws.thresholds.stream"})
    void missingEntryIsRefusedByName(String key) {
        var entries = new HashMap<>(full().toMap());
        entries.remove(key);

        assertThatThrownBy(() -> ModelMetadata.of(entries))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("model metadata: expected an entry " + key + " but found none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "labels",
                "sample_rate",
                "window",
                "temperature",
                "spectrogram.type",
                "thresholds.1",
                "thresholds.stream",
                "note.x"
            })
    void noteOfAReservedNameIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelMetadata.builder(List.of("a")).note(name, "1"))
                .withMessage(
                        "expected a note's name but got '" + name + "', which a model file uses for something else");
    }

    @Test
    void badValuesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelMetadata.builder(List.of()))
                .withMessage("expected one or more distinct labels but got []");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelMetadata.builder(List.of("a", "a")))
                .withMessage("expected one or more distinct labels but got [a, a]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelMetadata.builder(List.of("a"))
                        .operatingPoints(POINTS)
                        .build())
                .withMessageStartingWith("expected thresholds of words in [a] but got some of [");
    }

    @Test
    void renamedWordsKeepTheirThresholds() {
        var renamed = full().withLabels(List.of("ja", "nein"));

        assertThat(renamed.operatingPoints().orElseThrow().at(0.5)).isEqualTo(Map.of("ja", 0.9, "nein", 0.8));
        assertThat(full().withLabels(List.of("a", "b", "c")).operatingPoints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hop 100 ms, smoothing 500 ms, minimum count 1, refractory 750 ms",
                "hop 12.5 ms, smoothing 0.000001 ms, minimum count 9, refractory 0 ms"
            })
    void settingsAreWrittenAsTheyAreRead(String text) {
        assertThat(StreamSettings.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hop x ms, smoothing 500 ms, minimum count 1, refractory 750 ms|expected milliseconds but got 'x'",
                "hop 1e999999999 ms, smoothing 500 ms, minimum count 1, refractory 750 ms"
                        + "|expected whole nanoseconds of at most one hour but got 1e999999999 ms",
                "hop 1e-9 ms, smoothing 500 ms, minimum count 1, refractory 750 ms"
                        + "|expected whole nanoseconds of at most one hour but got 1e-9 ms",
                "hop 4000000 ms, smoothing 500 ms, minimum count 1, refractory 750 ms"
                        + "|expected a hop of at most one hour but got PT1H6M40S"
            })
    void settingsOutOfRangeAreRefused(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamSettings.parse(text))
                .withMessage(message);
    }
}
