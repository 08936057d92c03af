package io.github.kws4j.evaluate;

import io.github.kws4j.Detection;
import io.github.kws4j.KeywordStream;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Long sound with the words in it and their times: what a stream is tested on.
 *
 * <pre>{@code
 * AudioDataset words = AudioDataset.ofFolders(Path.of("recordings/test"));
 * Audio hour = LongRecording.background(recordings, Duration.ofHours(1), 1); // read speech, noise
 * LongRecording recording = LongRecording.lay(words, hour, 10, Duration.ofSeconds(6), 1);
 * try (var classifier = KeywordClassifier.pretrained();
 *         var stream = classifier.stream().falseAlarmsPerHour(1).open()) {
 *     System.out.println(recording.evaluate(stream));
 * }
 * }</pre>
 *
 * @param audio the sound
 * @param words the words in it, in the order of time
 */
public record LongRecording(Audio audio, List<Word> words) {
    private static final double BACKGROUND_RMS = Math.pow(10, -35 / 20.0);
    private static final int LONGEST_PART = 15; // seconds
    private static final double WITHIN = Math.pow(10, -25 / 20.0);
    private static final Duration LATEST = Duration.ofSeconds(1);

    /**
     * A spoken word.
     *
     * @param label the word
     * @param began where it begins
     * @param ended where it ends
     */
    public record Word(String label, Duration began, Duration ended) {}

    /** Copies {@code words}. */
    public LongRecording {
        words = List.copyOf(words);
    }

    /**
     * Sound made of the parts in random order, again and again until {@code length} is full, each cut to at most 15 s
     * at a random place and brought to -35 dB of full scale, so that words over it do not clip. The same seed gives the
     * same sound.
     *
     * @throws IllegalArgumentException where {@code parts} is empty or their rates differ
     */
    public static Audio background(List<Audio> parts, Duration length, long seed) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("expected at least one part but got none");
        }
        int rate = rate(parts);
        var random = new SplittableRandom(seed);
        float[] sound = new float[Math.toIntExact(length.toMillis() * rate / 1000)];
        int at = 0;
        while (at < sound.length) {
            Audio part = parts.get(random.nextInt(parts.size()));
            int taken = Math.min(Math.min(part.length(), LONGEST_PART * rate), sound.length - at);
            part.copyTo(random.nextInt(part.length() - taken + 1), sound, at, taken);
            scale(sound, at, taken, BACKGROUND_RMS / Math.max(1e-6, rms(sound, at, taken)));
            at += Math.max(1, taken);
        }
        return Audio.of(sound, rate);
    }

    /**
     * A background with clips laid in at random places, in random order, each once before the first comes again, until
     * it is full. Between the starts of two clips lie two seconds or more, {@code spacing} in the mean. Each clip is
     * scaled to lie {@code snrDb} over the five seconds on both sides of its start, measured over the word itself: the
     * part of the clip within 25 dB of its loudest 10 ms. The same seed gives the same recording.
     *
     * @throws IllegalArgumentException where {@code clips} is empty, a clip is longer than two seconds or has another
     *     rate, or {@code spacing} is under two seconds
     */
    public static LongRecording lay(AudioDataset clips, Audio background, double snrDb, Duration spacing, long seed) {
        double extra = spacing.toMillis() / 1000.0 - 2;
        if (clips.size() == 0 || extra < 0) {
            throw new IllegalArgumentException("expected clips at least 2 s apart but got " + clips.size() + " clips "
                    + spacing.toMillis() + " ms apart");
        }
        int rate = background.sampleRate();
        var order = new ArrayList<>(clips.clips());
        Collections.shuffle(order, new Random(seed));
        var random = new SplittableRandom(seed);
        float[] sound = background.samples();
        var words = new ArrayList<Word>();
        int at = (int) (rate * random.nextDouble(1, 2));
        for (int i = 0; at + 2 * rate <= sound.length; i++) {
            LabelledClip clip = order.get(i % order.size());
            words.add(lay(clip.word(), clip.audio(), background, sound, at, snrDb));
            at += (int) (rate * (2 + 2 * extra * random.nextDouble()));
        }
        return new LongRecording(Audio.of(sound, rate), words);
    }

    private static Word lay(String label, Audio clip, Audio background, float[] sound, int at, double snrDb) {
        int rate = background.sampleRate();
        rate(List.of(clip, background));
        float[] samples = clip.samples();
        if (samples.length > 2 * rate) {
            throw new IllegalArgumentException(
                    "expected clips of at most 2 s but got " + samples.length + " samples at " + rate + " Hz");
        }
        int from = Math.max(0, at - 5 * rate);
        float[] around = new float[Math.min(background.length(), at + 5 * rate) - from];
        background.copyTo(from, around, 0, around.length);
        int block = rate / 100;
        double quiet = WITHIN * loudest(samples, block);
        int began = 0;
        while (rms(samples, began, Math.min(block, samples.length - began)) < quiet) {
            began += block;
        }
        int ended = samples.length;
        while (ended - block > began && rms(samples, ended - block, block) < quiet) {
            ended -= block;
        }
        double word = Math.max(1e-6, rms(samples, began, ended - began));
        double gain = Math.pow(10, snrDb / 20) * rms(around, 0, around.length) / word;
        for (int i = 0; i < samples.length; i++) {
            sound[at + i] = Math.max(-1, Math.min(1, sound[at + i] + (float) (gain * samples[i])));
        }
        return new Word(label, time(at + began, rate), time(at + ended, rate));
    }

    /**
     * Plays this recording to a stream, from a reset on, in chunks of 100 ms, finishes it, and counts what it finds: a
     * word at the recording's end, too. The stream takes more after a reset.
     */
    public StreamEvaluation evaluate(KeywordStream stream) {
        return evaluate(play(stream));
    }

    /**
     * Counts what was detected in this recording.
     *
     * @param detections in order, of a stream or a {@link io.github.kws4j.LogitTrack} over {@link #audio}
     * @return the count
     */
    public StreamEvaluation evaluate(List<Detection> detections) {
        return StreamEvaluation.of(words, detections, audio.duration(), LATEST);
    }

    private List<Detection> play(KeywordStream stream) {
        stream.reset();
        var found = new ArrayList<Detection>();
        float[] chunk = new float[audio.sampleRate() / 10];
        for (int at = 0; at < audio.length(); at += chunk.length) {
            int length = Math.min(chunk.length, audio.length() - at);
            audio.copyTo(at, chunk, 0, length);
            found.addAll(stream.accept(chunk, 0, length));
        }
        found.addAll(stream.finish());
        return found;
    }

    private static int rate(List<Audio> sounds) {
        var rates = sounds.stream().map(Audio::sampleRate).distinct().toList();
        if (rates.size() != 1) {
            throw new IllegalArgumentException("expected sound of one sample rate but got " + rates + " Hz");
        }
        return rates.get(0);
    }

    private static Duration time(int samples, int rate) {
        return Duration.ofNanos(samples * 1_000_000_000L / rate);
    }

    private static double rms(float[] x, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += x[i] * x[i];
        }
        return Math.sqrt(sum / Math.max(1, length));
    }

    /** RMS of the loudest block. */
    private static double loudest(float[] x, int block) {
        double loudest = 0;
        for (int at = 0; at + block <= x.length; at += block) {
            loudest = Math.max(loudest, rms(x, at, block));
        }
        return loudest;
    }

    private static void scale(float[] x, int from, int length, double gain) {
        for (int i = from; i < from + length; i++) {
            x[i] *= (float) gain;
        }
    }
}
