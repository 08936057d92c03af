package io.github.kws4j.bench.rivals;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kws4j.Detection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PocketSphinxTest {
    /** As pocketsphinx_continuous prints two keyphrases of one utterance and dash its times. */
    private static final List<String> OUTPUT = List.of(
            "how are you  yes ",
            "how are you  9.350 9.720 0.888240",
            "yes  8.390 8.990 0.950368",
            "0m0.001000s 0m0.000000s",
            "2m1.500000s 0m0.250000s");

    @Test
    void phrasesAreReadInTheOrderOfTheirEnds() {
        var spotted = PocketSphinx.read(OUTPUT);

        assertThat(spotted.detections()).extracting(Detection::label).containsExactly("yes", "how_are_you");
        assertThat(spotted.detections().get(1).began()).isEqualTo(Duration.ofMillis(9350));
        assertThat(spotted.detections().get(1).at()).isEqualTo(Duration.ofMillis(9720));
    }

    @Test
    void processorTimeIsTheChildrensInUserAndSystemMode() {
        assertThat(PocketSphinx.read(OUTPUT).processor()).isEqualTo(Duration.ofMillis(121_750));
    }
}
