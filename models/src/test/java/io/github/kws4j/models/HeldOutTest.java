package io.github.kws4j.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldOutTest {
    @ParameterizedTest
    @CsvSource({
        "gathered/speech/dev-clean/84/84-121123-0000.wav, THRESHOLDS",
        "gathered/speech/dev-clean/174/174-50561-0000.wav, COUNTING",
        "gathered/speech/dev-clean/251/251-118436-0000.wav, TRAINING",
        "gathered/speech/dev-clean/422/422-122949-0000.wav, TRAINING",
        "gathered/speech/dev-clean/652/652-129742-0000.wav, THRESHOLDS",
        "gathered/speech/dev-clean/8842/8842-302196-0000.wav, TRAINING",
        "gathered/speech/readers/1034_1034-121119-0000.wav, TRAINING",
        "base/extra_audio/read_speech/measure/1088/a.wav, COUNTING",
        "base/extra_audio/read_speech/train/1737/a.wav, TRAINING",
        "gathered/own_words/archie/archie_2020.wav, COUNTING",
        "gathered/noise/001-dogbark_4-100032-A.wav, THRESHOLDS",
        "gathered/noise/001-dogbark_5-203128-A.wav, COUNTING",
        "gathered/noise/001-dogbark_1-100032-A.wav, TRAINING",
        "gathered/words/yes/0a7c2a8d_nohash_0.wav, TRAINING",
    })
    void readerOrFoldDecides(String recording, HeldOut part) {
        assertThat(HeldOut.of(Path.of(recording))).isEqualTo(part);
        assertThat(HeldOut.of(Path.of("/some/where").resolve(recording))).isEqualTo(part);
    }
}
