package io.github.kws4j.audio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sound from the machine's microphone, over its {@link SoundDevices}, mono at the rate asked for: the channels are
 * averaged, and what the device offers (48 kHz where it can) is brought to the rate by a {@link Resampler}.
 *
 * <p>A thread of its own empties the device, so that a slow caller loses nothing for 5 seconds; after that the oldest
 * chunks make place for new ones and {@link #overruns} counts them. One iteration at a time: two would share the chunks
 * between them.
 *
 * <pre>{@code
 * try (var microphone = Microphone.open(16_000)) {
 *     for (float[] chunk : microphone) {
 *         System.out.println(chunk.length + " samples");
 *     }
 * }
 * }</pre>
 */
public final class Microphone implements SoundSource {
    private static final Logger LOG = Logger.getLogger(Microphone.class.getName());
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final String device;
    private final int rate;
    private final RawSound line;
    private final int capacity;
    private final Thread thread;

    /** Guards what follows. */
    private final Object lock = new Object();

    private final Deque<float[]> chunks = new ArrayDeque<>();
    private long overruns;
    private boolean closed;
    private @Nullable IOException end;

    Microphone(String device, RawSound line, int rate, Duration chunk) {
        this.device = device;
        this.rate = rate;
        this.line = line;
        this.capacity = (int) Math.max(2, KEPT.toNanos() / chunk.toNanos());
        int frames = (int) Math.max(1, chunk.toNanos() * line.format().rate() / 1_000_000_000L);
        this.thread = new Thread(() -> capture(frames), "microphone " + device);
        thread.setDaemon(true);
    }

    /**
     * Opens the system's own choice of microphone, in chunks of 50 ms.
     *
     * @param rate hertz
     * @throws IOException if the machine has no microphone or it can't be opened; the message says which
     * @throws IllegalArgumentException if {@code rate < 1000} or {@code rate > 1_000_000}
     */
    public static Microphone open(int rate) throws IOException {
        return builder().open(rate);
    }

    /** Options of a microphone: which device, and how long its chunks are. */
    public static Builder builder() {
        return new Builder();
    }

    /** Names of the devices that sound can be taken from, the system's own choice first; empty where there is none. */
    public static List<String> devices() {
        List<SoundDevices> found = Services.all(SoundDevices.class);
        return found.isEmpty() ? List.of() : found.get(0).inputs();
    }

    /**
     * The formats in which a device can give sound; {@link #open} chooses among them.
     *
     * @param device one of {@link #devices}
     * @return empty where there is no such device
     */
    public static List<SampleFormat> formats(String device) {
        List<SoundDevices> found = Services.all(SoundDevices.class);
        return found.isEmpty() ? List.of() : found.get(0).formats(device);
    }

    /** The device's name. */
    public String device() {
        return device;
    }

    @Override
    public int sampleRate() {
        return rate;
    }

    /** Chunks that were lost because nobody took them within 5 seconds. */
    public long overruns() {
        synchronized (lock) {
            return overruns;
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code hasNext} throws an {@link UncheckedIOException} once the device fails, after the last chunk that it
     * gave.
     */
    @Override
    public Iterator<float[]> iterator() {
        return new Chunks();
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            lock.notifyAll();
        }
        try {
            line.bytes().close();
        } catch (IOException e) {
            LOG.log(Level.FINE, e, () -> "closing microphone " + device);
        }
    }

    Microphone start() {
        thread.start();
        return this;
    }

    private void capture(int frames) {
        SampleFormat layout = line.format();
        byte[] bytes = new byte[frames * layout.frameBytes()];
        Resampler resampler = Resampler.of(layout.rate(), rate);
        try {
            while (true) {
                int read = readFully(bytes) / layout.frameBytes();
                float[] mono = new float[read];
                layout.decode(bytes, 0, mono, read);
                offer(resampler.accept(mono));
                if (read < frames) {
                    offer(resampler.finish());
                    finish(new IOException("microphone " + device + " gives no more sound"));
                    return;
                }
            }
        } catch (IOException | RuntimeException e) {
            finish(new IOException("microphone " + device + " failed: " + e.getMessage(), e));
        }
    }

    /** Reads until the array is full or the line gives nothing, as it does once it is stopped or lost. */
    private int readFully(byte[] bytes) throws IOException {
        int filled = 0;
        while (filled < bytes.length) {
            int read = line.bytes().read(bytes, filled, bytes.length - filled);
            if (read <= 0) {
                break;
            }
            filled += read;
        }
        return filled;
    }

    private void offer(float[] chunk) {
        if (chunk.length == 0) {
            return;
        }
        synchronized (lock) {
            if (chunks.size() == capacity) {
                chunks.removeFirst();
                overruns++;
            }
            chunks.addLast(chunk);
            lock.notifyAll();
        }
    }

    private void finish(IOException reason) {
        synchronized (lock) {
            end = reason;
            lock.notifyAll();
        }
    }

    private boolean awaitChunk() {
        synchronized (lock) {
            try {
                while (chunks.isEmpty() && !closed && end == null) {
                    lock.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            if (closed) {
                return false;
            }
            if (chunks.isEmpty() && end != null) {
                throw new UncheckedIOException(end);
            }
            return true;
        }
    }

    private final class Chunks implements Iterator<float[]> {
        @Override
        public boolean hasNext() {
            return awaitChunk();
        }

        @Override
        public float[] next() {
            if (!awaitChunk()) {
                throw new NoSuchElementException("microphone " + device + " is closed, or the thread is interrupted");
            }
            synchronized (lock) {
                return chunks.removeFirst();
            }
        }
    }

    /** Options of a microphone. */
    public static final class Builder {
        private String device = "";
        private Duration chunk = Duration.ofMillis(50);

        private Builder() {}

        /**
         * Chooses the first device whose name holds this, whatever the case; see {@link Microphone#devices}.
         *
         * @param name part of the name; empty for the system's own choice
         */
        public Builder device(String name) {
            this.device = name;
            return this;
        }

        /**
         * How long a chunk is, 50 ms if not set. One that is resampled may be a sample longer or shorter, the first one
         * shorter.
         *
         * @throws IllegalArgumentException if {@code length} is under 1 ms or over 1 s
         */
        public Builder chunk(Duration length) {
            if (length.compareTo(Duration.ofMillis(1)) < 0 || length.compareTo(Duration.ofSeconds(1)) > 0) {
                throw new IllegalArgumentException("expected a chunk of PT0.001S to PT1S but got " + length);
            }
            this.chunk = length;
            return this;
        }

        /**
         * Opens the microphone and begins to listen.
         *
         * @param rate hertz
         * @throws IOException if the machine has no such microphone or it can't be opened; the message says which
         * @throws IllegalArgumentException if {@code rate < 1000} or {@code rate > 1_000_000}
         */
        public Microphone open(int rate) throws IOException {
            if (rate < 1_000 || rate > 1_000_000) {
                throw new IllegalArgumentException("expected a sample rate of 1000 to 1000000 Hz but got " + rate);
            }
            SoundDevices.Input input = SoundDevices.ofThisMachine().open(device, rate);
            return new Microphone(input.device(), input.sound(), rate, chunk).start();
        }
    }
}
