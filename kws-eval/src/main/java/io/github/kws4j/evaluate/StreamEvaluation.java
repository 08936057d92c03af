package io.github.kws4j.evaluate;

import io.github.kws4j.Detection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A stream's detections compared with the words that the sound is known to hold. A detection belongs to a word if it
 * was made between the word's start and a second after its end; one that belongs to no word is a false alarm.
 *
 * @param words number of words said
 * @param found words reported under the right label
 * @param confused detections that belong to a word but bear another label
 * @param repeated detections of a word beyond the first right one
 * @param falseAlarms false alarms by label
 * @param hits words found by label
 * @param delays time from the end of each found word to its report, shortest first; negative where the report came
 *     before the end
 * @param length length of the sound
 */
public record StreamEvaluation(
        int words,
        int found,
        int confused,
        int repeated,
        Map<String, Integer> falseAlarms,
        Map<String, Integer> hits,
        List<Duration> delays,
        Duration length) {
    /** Copies the collections. */
    public StreamEvaluation {
        falseAlarms = Map.copyOf(falseAlarms);
        hits = Map.copyOf(hits);
        delays = delays.stream().sorted().toList();
    }

    /** Of no sound. */
    static StreamEvaluation nothing() {
        return new StreamEvaluation(0, 0, 0, 0, Map.of(), Map.of(), List.of(), Duration.ZERO);
    }

    static StreamEvaluation of(
            List<LongRecording.Word> words, List<Detection> detections, Duration length, Duration latest) {
        int confused = 0;
        int repeated = 0;
        var found = new boolean[words.size()];
        var delays = new ArrayList<Duration>();
        var alarms = new TreeMap<String, Integer>();
        var hits = new TreeMap<String, Integer>();
        int next = 0;
        for (Detection d : detections) {
            while (next < words.size()
                    && d.at().compareTo(words.get(next).ended().plus(latest)) > 0) {
                next++;
            }
            if (next == words.size() || d.at().compareTo(words.get(next).began()) < 0) {
                alarms.merge(d.label(), 1, Integer::sum);
            } else if (!d.label().equals(words.get(next).label())) {
                confused++;
            } else if (found[next]) {
                repeated++;
            } else {
                found[next] = true;
                hits.merge(d.label(), 1, Integer::sum);
                delays.add(d.at().minus(words.get(next).ended()));
            }
        }
        return new StreamEvaluation(words.size(), delays.size(), confused, repeated, alarms, hits, delays, length);
    }

    /** The sum of two reports. */
    public StreamEvaluation plus(StreamEvaluation other) {
        var alarms = new TreeMap<>(falseAlarms);
        other.falseAlarms.forEach((label, n) -> alarms.merge(label, n, Integer::sum));
        var allHits = new TreeMap<>(hits);
        other.hits.forEach((label, n) -> allHits.merge(label, n, Integer::sum));
        var allDelays = new ArrayList<>(delays);
        allDelays.addAll(other.delays);
        return new StreamEvaluation(
                words + other.words,
                found + other.found,
                confused + other.confused,
                repeated + other.repeated,
                alarms,
                allHits,
                allDelays,
                length.plus(other.length));
    }

    /** The part of the words that was found, in {@code [0, 1]}; 0 where none was said. */
    public double recall() {
        return found / (double) Math.max(1, words);
    }

    /** The part of the words that was found and reported at most {@code delay} after its end, in {@code [0, 1]}. */
    public double recallWithin(Duration delay) {
        return delays.stream().filter(d -> d.compareTo(delay) <= 0).count() / (double) Math.max(1, words);
    }

    /** All false alarms and the time they fell in. */
    public PoissonRate falseAlarmsPerHour() {
        int count = falseAlarms.values().stream().mapToInt(Integer::intValue).sum();
        return new PoissonRate(count, length.toMillis() / 3.6e6);
    }

    /** One paragraph for people. */
    @Override
    public String toString() {
        long median = delays.isEmpty() ? 0 : delays.get(delays.size() / 2).toMillis();
        long late = delays.isEmpty() ? 0 : delays.get(delays.size() * 95 / 100).toMillis();
        return String.format(
                Locale.ROOT,
                "%d of %d words found (%.1f %%; %.1f %% within 500 ms of their end; delay %d ms in the median, "
                        + "%d ms at the 95th"
                        + " percentile), %d under a wrong label, %d repeated; false alarms: %s",
                found,
                words,
                100 * recall(),
                100 * recallWithin(Duration.ofMillis(500)),
                median,
                late,
                confused,
                repeated,
                falseAlarmsPerHour());
    }
}
