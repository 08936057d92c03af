package io.github.kws4j.cli;

import io.github.kws4j.audio.Audio;
import java.util.Locale;
import java.util.Optional;

/**
 * One recording of a word, as {@link WordCutter} cut it, or what came in its place.
 *
 * @param sound the word with a quarter of a second before and after it
 * @param fault why it is no good recording, if it is none
 */
record Take(Audio sound, Optional<Fault> fault) {
    /** Why a take is refused; as text with what to do. */
    enum Fault {
        /** Nothing stands out over the noise. */
        SILENT("no word in 6 s: speak up, or choose a microphone with --device"),
        /** Sound that goes on. */
        TOO_LONG("longer than 3 s: pause after each word, or find a quieter place"),
        /** Sound too short for a word. */
        CLICK("a click, shorter than a word: say the whole word"),
        /** Samples at full scale. */
        CLIPPED("too loud (clipped): step back, or turn the microphone down");

        private final String text;

        Fault(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The largest sample, in decibels of full scale. */
    private double peak() {
        double peak = 0;
        for (float sample : sound.samples()) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return 20 * Math.log10(peak);
    }

    /** Length and level. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%.2f s, peak %.0f dB", sound.duration().toMillis() / 1000.0, peak());
    }
}
