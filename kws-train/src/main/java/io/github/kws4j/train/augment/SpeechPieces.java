package io.github.kws4j.train.augment;

import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;

/**
 * Speech that sounds like a word and is not a keyword, made from existing speech: what teaches a network the difference
 * between a keyword and whatever resembles it. Lengths are in blocks of a hundredth of the clip: 10 ms of a second.
 */
public final class SpeechPieces {
    private static final int BLOCKS = 100;
    private static final double SPOKEN = 0.02; // of the loudest block's energy

    private SpeechPieces() {}

    /**
     * Pieces of running speech as long as a word (20 to 65 hundredths of a window), cut where it is quietest within 8
     * hundredths, each alone at a random place in a silent window.
     *
     * @param windows running speech without keywords
     * @return the source
     */
    public static ClipSource wordLike(ClipSource windows) {
        return random -> {
            float[] window = windows.draw(random);
            int block = window.length / BLOCKS;
            double[] energy = smoothed(energies(window, block));
            int length = random.nextInt(20, 65);
            int start = random.nextInt(8, Math.max(9, BLOCKS - length - 7));
            int from = dip(energy, start) * block;
            int to = dip(energy, start + length) * block;
            return to - from < 10 * block
                    ? window
                    : alone(faded(Arrays.copyOfRange(window, from, to), block), window.length, random);
        };
    }

    /**
     * The beginning of one keyword run into the end of another, in equal loudness give or take.
     *
     * @param words the keywords' clips, of one length
     * @param allowed whether a beginning of the first label and an end of the second are no keyword
     * @return the source
     */
    public static ClipSource splices(AudioDataset words, BiPredicate<String, String> allowed) {
        List<LabelledClip> clips = words.clips();
        return random -> {
            LabelledClip first;
            LabelledClip second;
            do {
                first = clips.get(random.nextInt(clips.size()));
                second = clips.get(random.nextInt(clips.size()));
            } while (first.word().equals(second.word()) || !allowed.test(first.word(), second.word()));
            return joined(first.audio().samples(), second.audio().samples(), random);
        };
    }

    /**
     * The first half of one word run into the second half of another, in equal loudness give or take: of unlike words
     * what resembles both and is neither, of one word from two speakers that word in a voice that is new.
     *
     * @param beginnings what the first halves are of
     * @param ends what the second halves are of
     * @return the source; its clips are as long as those of {@code beginnings}
     */
    public static ClipSource joined(ClipSource beginnings, ClipSource ends) {
        return random -> joined(beginnings.draw(random), ends.draw(random), random);
    }

    private static float[] joined(float[] one, float[] two, SplittableRandom random) {
        Span begin = Span.of(one);
        Span end = Span.of(two);
        float[] head = Arrays.copyOfRange(one, begin.from(), begin.middle());
        float[] tail = Arrays.copyOfRange(two, end.middle(), end.to());
        Noise.amplify(tail, (Noise.level(head) + 3e-5) / (Noise.level(tail) + 3e-5) * random.nextDouble(0.5, 1.5));
        var joined = Arrays.copyOf(head, Math.min(head.length + tail.length, one.length));
        System.arraycopy(tail, 0, joined, head.length, joined.length - head.length);
        return alone(joined, one.length, random);
    }

    /**
     * The first or the last 20 to 45 hundredths of a keyword, alone at a random place.
     *
     * @param words the keywords' clips
     * @return the source
     */
    public static ClipSource ends(ClipSource words) {
        return random -> {
            float[] word = words.draw(random);
            Span span = Span.of(word);
            int length = (int) ((span.to() - span.from()) * random.nextDouble(0.2, 0.45));
            int from = random.nextBoolean() ? span.from() : span.to() - length;
            return alone(Arrays.copyOfRange(word, from, from + length), word.length, random);
        };
    }

    /**
     * Clips backwards.
     *
     * @param clips any speech
     * @return the source
     */
    public static ClipSource reversed(ClipSource clips) {
        return random -> {
            float[] clip = clips.draw(random);
            for (int i = 0, j = clip.length - 1; i < j; i++, j--) {
                float swapped = clip[i];
                clip[i] = clip[j];
                clip[j] = swapped;
            }
            return clip;
        };
    }

    /**
     * Fills what a clip that lies in {@code window} from {@code at} on leaves of it with what the clip's quietest fifth
     * sounds like: pieces of that, faded into each other.
     */
    static void background(float[] clip, float[] window, int at, SplittableRandom random) {
        int length = clip.length / 5;
        int half = clip.length / 40;
        if (half == 0) {
            return;
        }
        int quietest = quietest(clip, length);
        var fades = new float[2 * half]; // whose squares add up to 1 with the next piece's, as powers do
        for (int i = 0; i < fades.length; i++) {
            fades[i] = (float) Math.sin(Math.PI * (i + 0.5) / fades.length);
        }
        for (int start = -half; start < window.length; start += half) {
            if (start < at || start + fades.length > at + clip.length) {
                int from = quietest + random.nextInt(length - fades.length + 1);
                for (int i = Math.max(0, -start); i < fades.length && start + i < window.length; i++) {
                    window[start + i] += clip[from + i] * fades[i];
                }
            }
        }
    }

    private static int quietest(float[] clip, int length) {
        int block = Math.max(1, clip.length / BLOCKS);
        double[] energy = energies(clip, block);
        int blocks = Math.max(1, length / block);
        int quietest = 0;
        double least = Double.MAX_VALUE;
        for (int first = 0; first + blocks <= energy.length; first++) {
            double sum = 0;
            for (int i = 0; i < blocks; i++) {
                sum += energy[first + i];
            }
            if (sum < least) {
                least = sum;
                quietest = first;
            }
        }
        return Math.min(quietest * block, clip.length - length);
    }

    /** Puts a clip in the place of what a window holds from {@code at} on, faded at both ends. */
    static void lay(float[] clip, float[] window, int at) {
        int ramp = Math.max(1, clip.length / BLOCKS);
        for (int i = Math.max(0, -at); i < clip.length && at + i < window.length; i++) {
            float weight = Math.min(1, Math.min(i + 1, clip.length - i) / (float) ramp);
            window[at + i] = weight * clip[i] + (1 - weight) * window[at + i];
        }
    }

    /** Where a clip is louder than a fiftieth of its loudest block. */
    private record Span(int from, int to) {
        static Span of(float[] clip) {
            int block = Math.max(1, clip.length / BLOCKS);
            double[] energy = energies(clip, block);
            double least = SPOKEN * Arrays.stream(energy).max().orElse(0);
            int first = 0;
            int last = energy.length - 1;
            while (first < last && energy[first] <= least) {
                first++;
            }
            while (last > first && energy[last] <= least) {
                last--;
            }
            return new Span(first * block, (last + 1) * block);
        }

        int middle() {
            return (from + to) / 2;
        }
    }

    private static double[] energies(float[] clip, int block) {
        var energies = new double[clip.length / block];
        for (int i = 0; i < energies.length * block; i++) {
            energies[i / block] += (double) clip[i] * clip[i];
        }
        return energies;
    }

    /** The sum over five blocks about each. */
    private static double[] smoothed(double[] energies) {
        var sums = new double[energies.length];
        for (int i = 0; i < sums.length; i++) {
            for (int j = Math.max(0, i - 2); j <= Math.min(sums.length - 1, i + 2); j++) {
                sums[i] += energies[j];
            }
        }
        return sums;
    }

    /** The quietest block near {@code block}. */
    private static int dip(double[] energy, int block) {
        int quietest = Math.max(0, block - 8);
        for (int i = quietest; i <= Math.min(energy.length - 1, block + 8); i++) {
            if (energy[i] < energy[quietest]) {
                quietest = i;
            }
        }
        return quietest;
    }

    private static float[] faded(float[] piece, int ramp) {
        for (int i = 0; i < ramp; i++) {
            float weight = (float) i / ramp;
            piece[i] *= weight;
            piece[piece.length - 1 - i] *= weight;
        }
        return piece;
    }

    private static float[] alone(float[] piece, int length, SplittableRandom random) {
        var clip = new float[length];
        System.arraycopy(piece, 0, clip, random.nextInt(length - piece.length + 1), piece.length);
        return clip;
    }
}
