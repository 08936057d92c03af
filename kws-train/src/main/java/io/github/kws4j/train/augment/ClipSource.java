package io.github.kws4j.train.augment;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Sound to train on that is never the same twice: clips cut and changed at random. Made from a factory method here, in
 * {@link Noise} or {@link SpeechPieces}, and changed by the methods of this interface, in the order in which they are
 * called:
 *
 * <pre>{@code
 * ClipSource noise = ClipSource.clips(AudioDataset.ofFolders(Path.of("noise")));
 * AudioDataset words = AudioDataset.ofFolders(Path.of("recordings"));
 * ClipSource yes = ClipSource.clips(words.where(clip -> clip.word().equals("yes")))
 *         .warped(0.1, 0.1, 1600)
 *         .noisy(noise, 0, 35)
 *         .amplified(-18, 8);
 * }</pre>
 *
 * Every source here is safe to share between threads: a draw depends on nothing but the generator it is given.
 */
@FunctionalInterface
public interface ClipSource {
    /**
     * Makes one clip.
     *
     * @param random where all chance comes from; for this draw alone
     * @return samples at the trainer's rate, -1 to 1, of any length; the caller's to change
     */
    float[] draw(SplittableRandom random);

    /**
     * One of several sources.
     *
     * @param weight how often, relative to the other sources' weights; above 0
     * @param source what is drawn from
     */
    record Share(double weight, ClipSource source) {
        /**
         * A share whose weight has been checked.
         *
         * @throws IllegalArgumentException where {@code weight} is not above 0
         */
        public Share {
            if (!(weight > 0)) {
                throw new IllegalArgumentException("expected a weight above 0 but got " + weight);
            }
        }
    }

    /**
     * The clips of a data set, each as often as another.
     *
     * @param data at least one clip, all at the trainer's sample rate
     * @return a source of copies of them
     * @throws IllegalArgumentException where there is no clip
     */
    static ClipSource clips(AudioDataset data) {
        if (data.size() == 0) {
            throw new IllegalArgumentException("expected at least one clip but got none");
        }
        List<LabelledClip> clips = data.clips();
        return random -> clips.get(random.nextInt(clips.size())).audio().samples();
    }

    /**
     * Windows cut anywhere from long recordings, each moment as often as another.
     *
     * @param recordings at the trainer's sample rate; those shorter than a window are left out
     * @param samples length of the windows
     * @return a source of windows
     * @throws IllegalArgumentException where no recording is as long as a window
     */
    static ClipSource windows(List<Audio> recordings, int samples) {
        List<Audio> fitting =
                recordings.stream().filter(audio -> audio.length() >= samples).toList();
        if (fitting.isEmpty()) {
            throw new IllegalArgumentException("expected a recording of at least " + samples + " samples but got "
                    + recordings.size() + " shorter ones");
        }
        return mixed(fitting.stream()
                .map(audio -> new Share(audio.length() - samples + 1, random -> {
                    var window = new float[samples];
                    audio.copyTo(random.nextInt(audio.length() - samples + 1), window, 0, samples);
                    return window;
                }))
                .toList());
    }

    /**
     * A draw from one of several sources, chosen by their weights.
     *
     * @param shares at least one
     * @return a source that mixes them
     * @throws IllegalArgumentException where there is none
     */
    static ClipSource mixed(List<Share> shares) {
        if (shares.isEmpty()) {
            throw new IllegalArgumentException("expected at least one source but got none");
        }
        var upTo = new double[shares.size()];
        double total = 0;
        for (int i = 0; i < upTo.length; i++) {
            total += shares.get(i).weight();
            upTo[i] = total;
        }
        List<ClipSource> sources = shares.stream().map(Share::source).toList();
        return random -> {
            double at = random.nextDouble() * upTo[upTo.length - 1];
            int low = 0;
            int high = upTo.length - 1;
            while (low < high) {
                int middle = (low + high) / 2;
                if (at < upTo[middle]) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return sources.get(low).draw(random);
        };
    }

    /**
     * This source with {@code other} in its place now and then.
     *
     * @param share how often {@code other} is drawn, 0 to 1
     * @param other the other source
     * @return a source that mixes both
     */
    default ClipSource or(double share, ClipSource other) {
        return random -> (random.nextDouble() < share ? other : this).draw(random);
    }

    /**
     * Speaks faster or slower, higher or lower, earlier or later: the sound is read at another speed about its middle,
     * by linear interpolation, and moved. What comes from outside is silence.
     *
     * @param speed the speed is 1 plus or minus up to this, evenly
     * @param share how often the speed is changed at all, 0 to 1
     * @param shift the most samples it is moved by, either way, evenly
     * @return the warped source
     * @throws IllegalArgumentException where {@code speed} is below 0 or not below 1
     */
    default ClipSource warped(double speed, double share, int shift) {
        if (!(speed >= 0 && speed < 1)) {
            throw new IllegalArgumentException("expected a change of speed of at least 0 and below 1 but got " + speed);
        }
        return random -> {
            float[] clip = draw(random);
            double rate = random.nextDouble() < share ? 1 + speed * (2 * random.nextDouble() - 1) : 1;
            double middle = clip.length / 2.0;
            double start = middle - (middle + random.nextInt(2 * shift + 1) - shift) * rate;
            var warped = new float[clip.length];
            int first = (int) Math.max(0, Math.ceil(-start / rate));
            // Places as whole numbers of 2^-32 samples: conversions between double and int would take most of the time.
            long at = (long) ((start + first * rate) * 0x1p32);
            long step = (long) (rate * 0x1p32);
            int last = clip.length - 1;
            for (int i = first; i < clip.length && at <= (long) last << 32; i++, at += step) {
                int before = (int) (at >>> 32);
                float weight = Float.intBitsToFloat(Float.floatToRawIntBits(1) | ((int) at >>> 9)) - 1;
                warped[i] = clip[before] * (1 - weight) + clip[Math.min(before + 1, last)] * weight;
            }
            return warped;
        };
    }

    /**
     * Sets a clip into a window, anywhere or partly outside, and what is around it to silence or to what the clip's own
     * background sounds like. A clip longer than the window is cut anywhere.
     *
     * @param samples length of the windows
     * @param outside the most samples of a clip that lie outside the window, at either end
     * @param share how often its own background is around the clip, 0 to 1; silence else
     * @return the source of windows
     * @throws IllegalArgumentException where {@code samples} is below 1 or {@code outside} below 0
     */
    default ClipSource placed(int samples, int outside, double share) {
        if (samples < 1 || outside < 0) {
            throw new IllegalArgumentException(
                    "expected windows of at least 1 sample and no less than 0 samples outside but got " + samples
                            + " and " + outside);
        }
        return random -> {
            float[] clip = draw(random);
            int slack = samples - clip.length;
            int at = slack >= 0 ? random.nextInt(slack + 2 * outside + 1) - outside : -random.nextInt(1 - slack);
            var window = new float[samples];
            if (random.nextDouble() < share) {
                SpeechPieces.background(clip, window, at, random);
            }
            SpeechPieces.lay(clip, window, at);
            return window;
        };
    }

    /**
     * Adds noise at a signal-to-noise ratio, both powers taken over the whole clip.
     *
     * @param noise windows at least as long as the clips; of any level
     * @param lowest the least ratio in decibels
     * @param highest the greatest ratio in decibels; drawn evenly between
     * @return the noisy source
     */
    default ClipSource noisy(ClipSource noise, double lowest, double highest) {
        return random -> {
            float[] clip = draw(random);
            float[] added = noise.draw(random);
            if (added.length < clip.length) {
                throw new IllegalArgumentException(
                        "expected noise of at least " + clip.length + " samples but got " + added.length);
            }
            double ratio = lowest + (highest - lowest) * random.nextDouble();
            double gain = Noise.level(clip) / Math.max(Noise.level(added), 1e-9) * Math.pow(10, -ratio / 20);
            for (int i = 0; i < clip.length; i++) {
                clip[i] += (float) (gain * added[i]);
            }
            return clip;
        };
    }

    /**
     * Speaks from across a room: reflections follow the direct sound, as Gaussian noise that dies away exponentially
     * (Polack 1988). The direct sound keeps its place and level; what rings on after the clip's end is cut off.
     *
     * @param shortest the least reverberation time, in samples: that in which sound falls by 60 dB; at least 1
     * @param longest the greatest reverberation time; drawn evenly between
     * @param lowest the least ratio of the direct sound's power to that of the reflections, in decibels: the farther,
     *     the lower
     * @param highest the greatest ratio; drawn evenly between
     * @return the reverberant source
     * @throws IllegalArgumentException where {@code shortest} is below 1 or above {@code longest}
     */
    default ClipSource reverberant(int shortest, int longest, double lowest, double highest) {
        if (shortest < 1 || longest < shortest) {
            throw new IllegalArgumentException(
                    "expected reverberation times of at least 1 sample, the least first, but got " + shortest + " and "
                            + longest);
        }
        return random -> {
            float[] clip = draw(random);
            int time = shortest + random.nextInt(longest - shortest + 1);
            double ratio = lowest + (highest - lowest) * random.nextDouble();
            return new Reverberation(time, ratio, random).of(clip);
        };
    }

    /**
     * Louder or quieter; what passes full scale is clipped.
     *
     * @param lowest the least gain in decibels
     * @param highest the greatest gain in decibels; drawn evenly between
     * @return the amplified source
     */
    default ClipSource amplified(double lowest, double highest) {
        return random -> {
            float[] clip = draw(random);
            double gain = Math.pow(10, (lowest + (highest - lowest) * random.nextDouble()) / 20);
            Noise.amplify(clip, gain);
            return clip;
        };
    }

    /**
     * Rounds each sample as a 16-bit file does, which is all that is left of very quiet sound.
     *
     * @return the rounded source
     */
    default ClipSource rounded() {
        return random -> {
            float[] clip = draw(random);
            for (int i = 0; i < clip.length; i++) {
                // No fraction is left of a float near 1.5 * 2^23.
                clip[i] = (clip[i] * 0x1p15f + 0x1.8p23f - 0x1.8p23f) * 0x1p-15f;
            }
            return clip;
        };
    }
}
