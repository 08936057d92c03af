package io.github.kws4j.words;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.MalformedAudioException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads the recordings of words, several at once, and sorts out those that nothing can be learnt from. */
final class WordReader {
    private final int sampleRate;
    private final boolean unreadableLeftOut;
    private final Map<Integer, String> wordOfSound = new HashMap<>();

    WordReader(int sampleRate, boolean unreadableLeftOut) {
        this.sampleRate = sampleRate;
        this.unreadableLeftOut = unreadableLeftOut;
    }

    /** The usable recordings of a word, and the others. */
    record Sorted(List<Recording> used, List<Enrollment.LeftOut> leftOut) {}

    /** A recording, or why there is none. */
    private sealed interface Outcome {
        record Usable(Recording recording) implements Outcome {}

        record Unusable(Enrollment.LeftOut leftOut) implements Outcome {}
    }

    /**
     * Reads the recordings of a word.
     *
     * @throws IOException where one can't be read and is not to be left out
     * @throws IllegalArgumentException where none is usable, or one has been read for another word
     */
    Sorted read(String label, Material material) throws IOException {
        var used = new ArrayList<Recording>();
        var leftOut = new ArrayList<Enrollment.LeftOut>();
        for (Outcome outcome : outcomes(material)) {
            if (outcome instanceof Outcome.Unusable unusable) {
                leftOut.add(unusable.leftOut());
            } else if (outcome instanceof Outcome.Usable usable && isNew(label, usable.recording())) {
                used.add(usable.recording());
            } else if (outcome instanceof Outcome.Usable usable) {
                leftOut.add(new Enrollment.LeftOut(usable.recording().name(), Enrollment.Fault.COPY));
            }
        }
        if (used.isEmpty()) {
            throw new IllegalArgumentException("expected recordings of '" + label + "' to learn from but none of "
                    + material.size() + " is usable: "
                    + leftOut.stream()
                            .map(left -> left.recording() + " is " + left.fault())
                            .limit(5)
                            .collect(Collectors.joining("; ")));
        }
        return new Sorted(used, leftOut);
    }

    private List<Outcome> outcomes(Material material) throws IOException {
        try {
            return IntStream.range(0, material.size())
                    .parallel()
                    .mapToObj(i -> outcome(material, i))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Outcome outcome(Material material, int index) {
        String name = material.name(index);
        try {
            Audio sound = material.sound(index);
            return new Outcome.Usable(Recording.of(name, sound, sampleRate));
        } catch (UnusableRecordingException e) {
            return new Outcome.Unusable(new Enrollment.LeftOut(name, e.fault()));
        } catch (IOException e) {
            if (unreadableLeftOut) {
                return new Outcome.Unusable(new Enrollment.LeftOut(name, Enrollment.Fault.UNREADABLE));
            }
            throw new UncheckedIOException(
                    e instanceof MalformedAudioException ? e : new IOException(name + ": " + e.getMessage(), e));
        }
    }

    private boolean isNew(String label, Recording recording) {
        String other = wordOfSound.putIfAbsent(Arrays.hashCode(recording.samples()), label);
        if (other != null && !other.equals(label)) {
            throw new IllegalArgumentException("expected each recording under one word but " + recording.name()
                    + " of '" + label + "' is also one of '" + other + "'");
        }
        return other == null;
    }
}
