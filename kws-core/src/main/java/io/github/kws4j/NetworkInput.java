package io.github.kws4j;

import io.github.kws4j.spectrogram.Spectrogram;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a network takes, held against what its metadata say, size by size. */
record NetworkInput(List<Integer> shape, int windowSamples, Optional<Spectrogram> spectrogram) {
    private static final long LARGEST = 1 << 25;

    /**
     * Sizes of 1 say nothing and may stand anywhere; all others must be equal, and in order, or be one: all values in a
     * row.
     */
    NetworkInput {
        var expected =
                spectrogram.map(s -> List.of(s.frames(windowSamples), s.bins())).orElse(List.of(windowSamples));
        boolean flat = withoutOnes(shape).size() == 1 && length(shape) == length(expected);
        if (!flat && !withoutOnes(shape).equals(withoutOnes(expected))) {
            throw new ModelException("expected an input of " + words(expected, windowSamples)
                    + " but the network takes " + shape + hint(withoutOnes(shape), spectrogram.isPresent()));
        }
        if (length(shape) > LARGEST) {
            throw new ModelException(
                    "expected an input of at most " + LARGEST + " values but the network takes " + shape);
        }
    }

    private static List<Integer> withoutOnes(List<Integer> sizes) {
        return sizes.stream().filter(size -> size != 1).collect(Collectors.toList());
    }

    private static String hint(List<Integer> taken, boolean spectrogram) {
        if (taken.equals(List.of(16, 96))) {
            return "; 16 vectors of 96 values are what openWakeWord's models take: the speech embedding that makes"
                    + " them of sound is a"
                    + " network of its own, which is missing here";
        }
        return !spectrogram && taken.size() > 1
                ? "; a network that takes a spectrogram needs its settings: spectrogram(...)"
                : "";
    }

    private static String words(List<Integer> expected, int windowSamples) {
        return expected.size() == 1
                ? windowSamples + " samples"
                : expected.get(0) + " frames x " + expected.get(1) + " bins";
    }

    private static long length(List<Integer> sizes) {
        long length = 1;
        for (int size : sizes) {
            length = Math.min(Integer.MAX_VALUE, length * size);
        }
        return length;
    }

    int length() {
        return (int) length(shape);
    }
}
