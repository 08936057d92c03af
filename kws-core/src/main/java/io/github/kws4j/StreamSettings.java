package io.github.kws4j;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings by which a stream turns the network's answers into detections; thresholds depend on them. Each length is
 * at most one hour.
 *
 * @param hop time from one look of the network to the next
 * @param smoothing time over which posteriors are averaged
 * @param refractory time after a report in which only a clearly likelier word is reported (by 0.1)
 * @param minimumCount hops in a row at which a word must stand at its threshold before it can be reported
 */
public record StreamSettings(Duration hop, Duration smoothing, Duration refractory, int minimumCount) {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Pattern TEXT = Pattern.compile(
            "hop (\\S{1,20}) ms, smoothing (\\S{1,20}) ms, minimum count (\\d{1,9}), refractory (\\S{1,20}) ms");

    /**
     * @throws IllegalArgumentException unless {@code 0 < hop}, {@code 0 < smoothing}, {@code 0 <= refractory} and
     *     {@code 1 <= minimumCount}
     */
    public StreamSettings {
        requirePositive("a hop", hop);
        requirePositive("smoothing", smoothing);
        if (!refractory.isZero()) {
            requirePositive("a refractory time", refractory);
        }
        if (minimumCount < 1) {
            throw new IllegalArgumentException("expected a minimum count of at least 1 but got " + minimumCount);
        }
    }

    private static void requirePositive(String what, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("expected " + what + " longer than zero but got " + time);
        }
        if (time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("expected " + what + " of at most one hour but got " + time);
        }
    }

    /**
     * The default settings of a stream: a hop of 100 ms, smoothing over 500 ms, a refractory time of
     * 750 ms, a count of 1.
     *
     * @return the defaults
     */
    public static StreamSettings standard() {
        return new StreamSettings(Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofMillis(750), 1);
    }

    /**
     * Reads settings as {@link #toString()} writes them.
     *
     * @param text for instance {@code hop 100 ms, smoothing 500 ms, minimum count 1, refractory 750 ms}
     * @return the settings
     * @throws IllegalArgumentException where {@code text} has another form or its values are out of range
     */
    public static StreamSettings parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected stream settings such as '" + standard() + "' but got '" + text + "'");
        }
        return new StreamSettings(
                time(matcher.group(1)),
                time(matcher.group(2)),
                time(matcher.group(4)),
                Integer.parseInt(matcher.group(3)));
    }

    private static Duration time(String milliseconds) {
        try {
            return Duration.ofNanos(
                    new BigDecimal(milliseconds).movePointRight(6).longValueExact());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected milliseconds but got '" + milliseconds + "'", e);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "expected whole nanoseconds of at most one hour but got " + milliseconds + " ms", e);
        }
    }

    /**
     * These settings with another hop.
     *
     * @return a copy
     * @throws IllegalArgumentException as the constructor
     */
    public StreamSettings withHop(Duration hop) {
        return new StreamSettings(hop, smoothing, refractory, minimumCount);
    }

    /**
     * These settings with another smoothing.
     *
     * @return a copy
     * @throws IllegalArgumentException as the constructor
     */
    public StreamSettings withSmoothing(Duration smoothing) {
        return new StreamSettings(hop, smoothing, refractory, minimumCount);
    }

    /**
     * These settings with another refractory time.
     *
     * @return a copy
     * @throws IllegalArgumentException as the constructor
     */
    public StreamSettings withRefractory(Duration refractory) {
        return new StreamSettings(hop, smoothing, refractory, minimumCount);
    }

    /**
     * These settings with another minimum count.
     *
     * @return a copy
     * @throws IllegalArgumentException as the constructor
     */
    public StreamSettings withMinimumCount(int minimumCount) {
        return new StreamSettings(hop, smoothing, refractory, minimumCount);
    }

    /**
     * The settings as {@link #parse} reads them:
     * {@code hop 100 ms, smoothing 500 ms, minimum count 1, refractory 750 ms}.
     */
    @Override
    public String toString() {
        return "hop " + milliseconds(hop) + " ms, smoothing " + milliseconds(smoothing) + " ms, minimum count "
                + minimumCount + ", refractory " + milliseconds(refractory) + " ms";
    }

    private static String milliseconds(Duration time) {
        return time.isZero()
                ? "0"
                : BigDecimal.valueOf(time.toNanos(), 6).stripTrailingZeros().toPlainString();
    }
}
