package io.github.kws4j.audio;

import java.util.Iterator;

/**
 * Sound that comes chunk by chunk: a {@link Microphone}, or a recording in its place, so that what listens to the one
 * is tried on the other.
 *
 * <pre>{@code
 * Audio recording = AudioDecoder.standard().decode(Path.of("meeting.wav")).resample(16_000);
 * try (var classifier = KeywordClassifier.pretrained();
 *         var stream = classifier.stream().threshold(0.9).open();
 *         SoundSource source = Microphone.devices().isEmpty() ? SoundSource.of(recording) : Microphone.open(16_000)) {
 *     for (float[] chunk : source) {
 *         stream.accept(chunk).forEach(System.out::println);
 *     }
 * }
 * }</pre>
 */
public interface SoundSource extends Iterable<float[]>, AutoCloseable {
    /** Samples a second, in hertz. */
    int sampleRate();

    /**
     * Mono chunks, nominally in [-1, 1], one after the other without a gap. Each belongs to who takes it. {@code
     * hasNext} waits for sound; it ends when the source does or is closed, and when the waiting thread is interrupted,
     * whose interrupt status it leaves set.
     */
    @Override
    Iterator<float[]> iterator();

    /** Ends every iteration; may be called from any thread, and again. */
    @Override
    void close();

    /** A recording in chunks of 50 ms, as fast as they are taken; each iteration begins at its start. */
    static SoundSource of(Audio audio) {
        return new Recording(audio, false);
    }

    /** A recording in chunks of 50 ms, each when its last sample is due; each iteration begins at its start. */
    static SoundSource inRealTime(Audio audio) {
        return new Recording(audio, true);
    }
}
