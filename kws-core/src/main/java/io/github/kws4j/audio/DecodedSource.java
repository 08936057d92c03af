package io.github.kws4j.audio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** A file's sound, decoded as it is taken. */
final class DecodedSource implements SoundSource, Iterator<float[]> {
    private static final float[] END = {};

    private final SampleReader samples;
    private volatile boolean closed;
    private boolean begun;
    private float[] next = END;

    DecodedSource(SampleReader samples) {
        this.samples = samples;
    }

    @Override
    public int sampleRate() {
        return samples.rate();
    }

    @Override
    public Iterator<float[]> iterator() {
        if (begun) {
            throw new IllegalStateException("expected one iteration over a stream's sound but this is the second");
        }
        begun = true;
        return this;
    }

    @Override
    public boolean hasNext() {
        if (next.length == 0 && !closed) {
            next = read();
        }
        return next.length > 0;
    }

    private float[] read() {
        try {
            return samples.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public float[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the sound is over");
        }
        float[] chunk = next;
        next = END;
        return chunk;
    }

    @Override
    public void close() {
        closed = true;
        try {
            samples.close();
        } catch (IOException ignored) {
            // Nothing was written, so nothing is lost.
        }
    }
}
