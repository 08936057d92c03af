package io.github.kws4j.models.embedding;

import io.github.kws4j.train.augment.ClipSource;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What happens to speech on its way to a microphone: other voices, noise, a room, the microphone's own colour and gain.
 * Each draw is another. Immutable and safe to share between threads.
 */
final class Disturbance {
    private static final int BLOCK = Segments.RATE / 50;
    /**
     * Ratios of speech to disturbance, in decibels, drawn evenly. A voice that is louder than the speech is not a
     * disturbance but the speech.
     */
    private static final double LOUDEST_NOISE = -3;

    private static final double LOUDEST_VOICES = 1;
    private static final double FAINTEST = 20;
    private static final int[] COMBS = {1116, 1356, 1617, 1931};

    private final ClipSource talk;
    private final List<float[]> noises;

    /**
     * @param talk speech whose voices are laid over other speech, as long as that
     * @param noises recordings of any length
     */
    Disturbance(ClipSource talk, List<float[]> noises) {
        this.talk = talk;
        this.noises = noises;
    }

    /** Changes a segment's samples in place. */
    void apply(float[] speech, SplittableRandom random) {
        double what = random.nextDouble();
        if (what > 0.15) {
            if (random.nextDouble() < 0.3) {
                room(speech, random);
            }
            boolean noise = what < 0.58 || what > 0.9;
            boolean voices = what >= 0.58;
            if (noise) {
                add(speech, noise(speech.length, random), random.nextDouble(LOUDEST_NOISE, FAINTEST));
            }
            if (voices) {
                add(speech, voices(random), random.nextDouble(LOUDEST_VOICES, FAINTEST));
            }
        }
        colour(speech, random);
        double loudest = loudest(speech);
        double gain = Math.pow(10, random.nextDouble(-25, 8) / 20);
        scale(speech, (float) Math.min(gain, 1.5 / Math.max(loudest, 1e-6)));
    }

    /** Adds to {@code speech}, which is above the disturbance by a ratio in decibels, both where they are loud. */
    static void add(float[] speech, float[] disturbance, double ratio) {
        double gain = level(speech) / Math.max(level(disturbance), 1e-7) * Math.pow(10, -ratio / 20);
        for (int i = 0; i < speech.length; i++) {
            speech[i] += (float) (gain * disturbance[i]);
        }
    }

    /** A stretch of a recording, repeated where it is short, or now and then of coloured noise, or of two of them. */
    private float[] noise(int length, SplittableRandom random) {
        float[] noise = random.nextInt(4) == 0 ? coloured(length, random) : recorded(length, random);
        if (random.nextInt(4) == 0) {
            add(noise, recorded(length, random), random.nextDouble(LOUDEST_NOISE, FAINTEST));
        }
        return noise;
    }

    private float[] recorded(int length, SplittableRandom random) {
        float[] recording = noises.get(random.nextInt(noises.size()));
        var noise = new float[length];
        int from = random.nextInt(recording.length);
        for (int at = 0; at < length; ) {
            int part = Math.min(length - at, recording.length - from);
            System.arraycopy(recording, from, noise, at, part);
            at += part;
            from = 0;
        }
        return noise;
    }

    /** Uniform noise through a low-pass or a high-pass filter of the first order, between flat and steep. */
    private static float[] coloured(int length, SplittableRandom random) {
        var noise = new float[length];
        float pole = (float) (1 - Math.pow(10, random.nextDouble(-2.5, 0)));
        boolean low = random.nextInt(4) > 0;
        float state = 0;
        long bits = random.nextLong() | 1;
        for (int i = 0; i < length; i++) {
            bits ^= bits << 13;
            bits ^= bits >>> 7;
            bits ^= bits << 17;
            float white = (int) bits * 0x1p-31f;
            state = pole * state + (1 - pole) * white;
            noise[i] = low ? state : white - 0.9f * state;
        }
        return noise;
    }

    /** One other voice, or now and then several. */
    private float[] voices(SplittableRandom random) {
        float[] voices = voice(random);
        int more = random.nextInt(5) == 0 ? random.nextInt(1, 5) : 0;
        for (int i = 0; i < more; i++) {
            float[] other = voice(random);
            double gain = level(voices) / Math.max(level(other), 1e-7) * random.nextDouble(0.4, 1);
            for (int j = 0; j < voices.length; j++) {
                voices[j] += (float) (gain * other[j]);
            }
        }
        return voices;
    }

    private float[] voice(SplittableRandom random) {
        float[] voice = talk.draw(random);
        if (random.nextInt(4) == 0) {
            room(voice, random);
        }
        return voice;
    }

    /** Reflections as feedback comb filters give them (Schroeder 1962), over the direct sound, from near to far. */
    static void room(float[] sound, SplittableRandom random) {
        double seconds = random.nextDouble(0.15, 0.8);
        double wet = Math.pow(10, random.nextDouble(-18, 3) / 20) / COMBS.length;
        float damping = (float) random.nextDouble(0.1, 0.5);
        double size = random.nextDouble(0.5, 1.2);
        var reflections = new float[sound.length];
        for (int comb : COMBS) {
            int delay = (int) (size * comb * random.nextDouble(0.9, 1.1));
            float feedback = (float) Math.pow(10, -3.0 * delay / (seconds * Segments.RATE));
            comb(sound, reflections, delay, feedback, damping);
        }
        double ratio = wet * COMBS.length * level(sound) / Math.max(level(reflections), 1e-7);
        for (int i = 0; i < sound.length; i++) {
            sound[i] += (float) (ratio * reflections[i]);
        }
    }

    private static void comb(float[] sound, float[] out, int delay, float feedback, float damping) {
        var line = new float[delay];
        float low = 0;
        for (int i = 0, at = 0; i < sound.length; i++) {
            float back = line[at];
            low = back * (1 - damping) + low * damping;
            line[at] = sound[i] + low * feedback;
            out[i] += back;
            at = at + 1 == delay ? 0 : at + 1;
        }
    }

    /** A first-order tilt, as microphones differ. */
    private static void colour(float[] sound, SplittableRandom random) {
        float tilt = (float) random.nextDouble(-0.5, 0.5);
        float before = 0;
        for (int i = 0; i < sound.length; i++) {
            float now = sound[i];
            sound[i] = now + tilt * before;
            before = now;
        }
    }

    private static double loudest(float[] sound) {
        float loudest = 0;
        for (float sample : sound) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        return loudest;
    }

    /** Multiplies, clips at full scale and rounds to 16 bits. */
    private static void scale(float[] sound, float gain) {
        for (int i = 0; i < sound.length; i++) {
            float scaled = Math.max(-1, Math.min(1, gain * sound[i]));
            sound[i] = (scaled * 0x1p15f + 0x1.8p23f - 0x1.8p23f) * 0x1p-15f;
        }
    }

    /** The level where there is sound: the root mean square of the loudest third of blocks of 20 ms. */
    static double level(float[] sound) {
        var energies = new double[sound.length / BLOCK];
        for (int block = 0; block < energies.length; block++) {
            float sum = 0;
            for (int i = block * BLOCK; i < (block + 1) * BLOCK; i++) {
                sum += sound[i] * sound[i];
            }
            energies[block] = sum;
        }
        Arrays.sort(energies);
        int quiet = energies.length * 2 / 3;
        double sum = 0;
        for (int block = quiet; block < energies.length; block++) {
            sum += energies[block];
        }
        return Math.sqrt(sum / Math.max(1, (energies.length - quiet) * BLOCK));
    }
}
