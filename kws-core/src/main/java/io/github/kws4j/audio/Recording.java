package io.github.kws4j.audio;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A sound in memory, given out as a microphone would. */
final class Recording implements SoundSource {
    private static final int CHUNKS_A_SECOND = 20;

    private final Audio audio;
    private final boolean paced;
    private final CountDownLatch closed = new CountDownLatch(1);

    Recording(Audio audio, boolean paced) {
        this.audio = audio;
        this.paced = paced;
    }

    @Override
    public int sampleRate() {
        return audio.sampleRate();
    }

    @Override
    public Iterator<float[]> iterator() {
        return new Chunks();
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private final class Chunks implements Iterator<float[]> {
        private final long start = System.nanoTime();
        private int at;

        @Override
        public boolean hasNext() {
            return at < audio.length() && !isClosedUntil(at + chunkLength());
        }

        @Override
        public float[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the recording of " + audio.duration() + " is over");
            }
            float[] chunk = new float[chunkLength()];
            audio.copyTo(at, chunk, 0, chunk.length);
            at += chunk.length;
            return chunk;
        }

        private int chunkLength() {
            return Math.min(Math.max(1, audio.sampleRate() / CHUNKS_A_SECOND), audio.length() - at);
        }

        private boolean isClosedUntil(int sample) {
            long due = paced ? start + sample * 1_000_000_000L / audio.sampleRate() : 0;
            try {
                return closed.await(paced ? due - System.nanoTime() : 0, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
    }
}
