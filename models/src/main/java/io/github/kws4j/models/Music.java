package io.github.kws4j.models;

import io.github.kws4j.audio.Audio;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Music made by a synthesiser: four chords again and again, with a bass, a melody and drums, in a key, a tempo and
 * sounds that are drawn for each piece. Nobody sings in it, and nothing of it is recorded.
 */
final class Music {
    private static final int[][] SCALES = {
        {0, 2, 4, 5, 7, 9, 11}, {0, 2, 3, 5, 7, 8, 10}, {0, 2, 3, 5, 7, 9, 10}, {0, 2, 4, 7, 9}
    };
    private static final int BEATS_A_BAR = 4;
    private static final double MOST_UNDER = 24; // decibels under full scale
    private static final double VIBRATO = 5.5; // hertz

    private final float[] sound;
    private final int rate;
    private final SplittableRandom random;
    private final int beat;
    private final int[] scale;
    private final int key;
    private final int[] chords = new int[4];

    /** How a note sounds: its harmonics, how soon it begins and dies away, and how its pitch sways. */
    private record Voice(int harmonics, double fall, double attack, double decay, double damping, double vibrato) {
        static Voice drawn(SplittableRandom random) {
            return new Voice(
                    random.nextInt(1, 13),
                    random.nextDouble(0.4, 0.9),
                    Math.pow(10, random.nextDouble(-2.5, -1)),
                    random.nextBoolean() ? 0 : random.nextDouble(1, 8),
                    random.nextDouble(0, 4),
                    random.nextInt(3) > 0 ? 0 : random.nextDouble(0.002, 0.012));
        }

        double sway(double seconds) {
            return vibrato == 0 ? 0 : vibrato * Math.sin(2 * Math.PI * VIBRATO * seconds);
        }
    }

    private Music(int samples, int rate, SplittableRandom random) {
        this.sound = new float[samples];
        this.rate = rate;
        this.random = random;
        beat = (int) (60.0 * rate / random.nextDouble(60, 180));
        scale = SCALES[random.nextInt(SCALES.length)];
        key = random.nextInt(48, 60);
        for (int i = 0; i < chords.length; i++) {
            chords[i] = i == 0 ? 0 : random.nextInt(scale.length);
        }
    }

    /** Different pieces of a length, always the same, each with its loudest sample at most 24 dB under full scale. */
    static List<Audio> pieces(int count, int samples, int rate) {
        return LongStream.range(0, count)
                .mapToObj(seed -> Audio.of(new Music(samples, rate, new SplittableRandom(seed)).played(), rate))
                .toList();
    }

    private float[] played() {
        boolean drums = random.nextInt(3) > 0;
        boolean bass = random.nextInt(4) > 0;
        boolean melody = random.nextInt(4) > 0;
        accompany(Voice.drawn(random), random.nextBoolean());
        if (bass) {
            bass(Voice.drawn(random));
        }
        if (melody) {
            melody(Voice.drawn(random), random.nextInt(1, 4));
        }
        if (drums) {
            drums(random.nextDouble(0.3, 1.2));
        }
        return levelled(Math.pow(10, -random.nextDouble(MOST_UNDER) / 20));
    }

    /** The chords, as long as a bar each or broken into a note a half beat. */
    private void accompany(Voice voice, boolean broken) {
        int bar = BEATS_A_BAR * beat;
        for (int at = 0; at < sound.length; at += bar) {
            int steps = broken ? 2 * BEATS_A_BAR : 3;
            for (int step = 0; step < steps; step++) {
                int start = broken ? at + step * bar / steps : at;
                note(voice, degree(chordAt(at) + 2 * (step % 3), 0), start, broken ? bar / steps : bar, 0.35);
            }
        }
    }

    private void bass(Voice voice) {
        for (int at = 0; at < sound.length; at += beat) {
            int fifth = random.nextInt(4) == 0 ? 4 : 0;
            note(voice, degree(chordAt(at) + fifth, -1), at, beat, 0.6);
        }
    }

    /** A walk over the scale in notes of a quarter of a beat to two beats, with rests. */
    private void melody(Voice voice, int octave) {
        int place = random.nextInt(scale.length);
        for (int at = 0; at < sound.length; ) {
            int length = beat << random.nextInt(4) >> 2;
            if (random.nextInt(6) > 0) {
                note(voice, degree(place, octave), at, length, 0.7);
            }
            place = Math.max(-3, Math.min(scale.length + 3, place + random.nextInt(-2, 3)));
            at += length;
        }
    }

    /** A bass drum on the first and third beat, a snare on the others, a cymbal each half beat. */
    private void drums(double level) {
        for (int half = 0; half * beat / 2 < sound.length; half++) {
            int at = half * beat / 2;
            hit(at, 0.03, 0, 0, 0.25 * level);
            if (half % 4 == 0) {
                hit(at, 0.12, 120, 45, level);
            } else if (half % 4 == 2) {
                hit(at, 0.09, 0, 0, 0.7 * level);
                hit(at, 0.06, 220, 170, 0.5 * level);
            }
        }
    }

    /** A stroke that dies away by a factor of e in some seconds: noise, or a tone that falls between two pitches. */
    private void hit(int at, double seconds, double from, double to, double level) {
        int end = (int) Math.min(sound.length, at + 5 * seconds * rate);
        double phase = 0;
        double before = 0;
        for (int i = at; i < end; i++) {
            double age = (i - at) / (seconds * rate);
            double noise = random.nextDouble(-1, 1);
            double value = from > 0 ? Math.sin(2 * Math.PI * phase) : (noise - before) / 2;
            sound[i] += (float) (level * Math.exp(-age) * value);
            before = noise;
            phase += (to + (from - to) * Math.exp(-3 * age)) / rate;
        }
    }

    private void note(Voice voice, double pitch, int at, int length, double level) {
        double hertz = 440 * Math.pow(2, (pitch - 69) / 12);
        int harmonics = (int) Math.max(1, Math.min(voice.harmonics(), 0.45 * rate / hertz));
        int end = Math.min(sound.length, at + length);
        double attack = voice.attack() * rate;
        double release = Math.min(0.02 * rate, length / 4.0);
        double fade = Math.exp(-voice.decay() / rate);
        double damping = Math.exp(-voice.damping() / rate);
        double loudness = level;
        double fall = voice.fall();
        double phase = 0;
        for (int i = at; i < end; i++) {
            double edge = Math.min(1, Math.min((i - at) / attack, (at + length - 1 - i) / release));
            sound[i] += (float) (edge * loudness * harmonics(phase, harmonics, fall));
            loudness *= fade;
            fall *= damping;
            phase += 2 * Math.PI * hertz / rate * (1 + voice.sway((i - at) / (double) rate));
        }
    }

    /** The sum of a sine and its multiples, each weaker than the one before by a factor. */
    private static double harmonics(double phase, int count, double fall) {
        double twice = 2 * Math.cos(phase);
        double before = 0;
        double sine = Math.sin(phase);
        double sum = sine;
        double amplitude = 1;
        for (int h = 2; h <= count; h++) {
            double next = twice * sine - before; // sin(h x) = 2 cos(x) sin((h - 1) x) - sin((h - 2) x)
            before = sine;
            sine = next;
            amplitude *= fall;
            sum += amplitude * sine;
        }
        return sum;
    }

    private int chordAt(int at) {
        return chords[at / (BEATS_A_BAR * beat) % chords.length];
    }

    /** The pitch, in semitones of which A of 440 Hz is the 69th, of a degree of the scale some octaves up. */
    private int degree(int place, int octave) {
        int whole = Math.floorDiv(place, scale.length);
        return key + 12 * (octave + whole) + scale[Math.floorMod(place, scale.length)];
    }

    private float[] levelled(double peak) {
        float loudest = 1e-9f;
        for (float sample : sound) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        for (int i = 0; i < sound.length; i++) {
            sound[i] *= (float) (peak / loudest);
        }
        return sound;
    }
}
