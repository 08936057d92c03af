package io.github.kws4j.words;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.AudioDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/** What words are laid into when they are learnt, so that they are found in it: half a minute each, from the jar. */
enum Background {
    NOISE("noise.wav"),
    TALK("talk.wav");

    private static final int BLOCK = 320;
    private static final double FAINTEST = 1e-5;

    private final float[] samples;

    Background(String resource) {
        try (InputStream in = Background.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("expected " + resource + " in the jar of kws-words");
            }
            Audio sound = AudioDecoder.standard().decode(in);
            samples = sound.samples();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A random sample of it. */
    int place(SplittableRandom random) {
        return random.nextInt(samples.length);
    }

    /** A part from a sample on; after the last comes the first. */
    float[] part(int from, int length) {
        float[] part = new float[length];
        for (int i = 0; i < length; i++) {
            part[i] = samples[(from + i) % samples.length];
        }
        return part;
    }

    /** Root mean square of the loudest third of a sound's blocks: talk is as loud as its words, not as its pauses. */
    static double loudness(float[] sound) {
        double[] power = new double[sound.length / BLOCK];
        for (int i = 0; i < power.length; i++) {
            for (int at = i * BLOCK; at < (i + 1) * BLOCK; at++) {
                power[i] += sound[at] * sound[at] / BLOCK;
            }
        }
        Arrays.sort(power);
        int loud = Math.max(1, power.length / 3);
        double sum = Arrays.stream(power, power.length - loud, power.length).sum();
        return Math.max(FAINTEST, Math.sqrt(sum / loud));
    }
}
