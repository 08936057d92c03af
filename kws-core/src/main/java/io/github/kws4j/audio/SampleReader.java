package io.github.kws4j.audio;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads interleaved samples block by block into one channel: all of them, or a block at a time. All at once, its memory
 * is that of the samples read where the input's size is known, at most 2.3 times as much where it isn't, and never
 * follows what a header claims.
 */
final class SampleReader implements Closeable {
    private static final int BLOCK_BYTES = 1 << 13;
    private static final int FIRST_BLOCK = 1 << 13;
    private static final int PATIENCE = 1000;
    /** What packed sound may hold: FLAC's longest frame of silence, 65535 samples, takes 14 bytes. */
    private static final long MOST_FROM_A_BYTE = 1 << 13;

    /** The size of samples that go on to the end of their file. */
    static final long TO_END = Long.MAX_VALUE;

    private final ByteInput input;
    private final InputStream stream;
    private final SampleFormat format;
    private final StandardAudioDecoder options;
    private final Claim claim;
    private final byte[] bytes;
    private final float[] interleaved;
    private @Nullable PaddedSamples padded;
    /** Samples, from the first on, that are 48 dB too loud. */
    private int loud;

    private int total;
    private boolean ended;

    /**
     * What is said to be there, in samples a channel.
     *
     * @param frames where to stop; {@link Long#MAX_VALUE} is the end
     * @param least fewer are a fault
     * @param fault that fault, given how many there were
     */
    record Claim(long frames, long least, IntFunction<MalformedAudioException> fault) {}

    /**
     * @param input to say where a fault is
     * @param stream the samples: {@code input}, or what a provider makes of it
     */
    SampleReader(ByteInput input, InputStream stream, SampleFormat format, StandardAudioDecoder options, Claim claim)
            throws MalformedAudioException {
        this.input = input;
        this.stream = stream;
        this.format = format;
        this.options = options;
        this.claim = claim;
        int most = Math.max(1, BLOCK_BYTES / format.frameBytes());
        bytes = new byte[most * format.frameBytes()];
        interleaved = new float[most * format.channels()];
        if (claim.least() > options.maxSamples()) {
            throw tooLong(claim.least() + " claimed");
        }
    }

    /**
     * A reader of plain samples that come next in {@code input}.
     *
     * @param size bytes of samples, or {@link #TO_END}
     * @param certain whether fewer are a fault
     */
    static SampleReader ofBytes(
            ByteInput input, SampleFormat format, StandardAudioDecoder options, long size, boolean certain)
            throws IOException {
        long start = input.offset();
        long frames = size == TO_END ? TO_END : size / format.frameBytes();
        var claim = new Claim(
                frames,
                certain ? frames : 0,
                found -> input.malformed(
                        input.offset(),
                        size + " bytes of samples",
                        "the end after " + (input.offset() - start) + " bytes"));
        return new SampleReader(input, input, format, options, claim);
    }

    /** Takes samples of 32 bits for ones of 24, wherever in them they lie. */
    SampleReader ofPadded() {
        padded = new PaddedSamples(format.order());
        return this;
    }

    int rate() {
        return format.rate();
    }

    /** The next samples; none at the end. */
    float[] next() throws IOException {
        float[] chunk = new float[decode()];
        if (loud > 0) {
            throw input.malformed(input.offset(), "24 bits at the bottom of 4 bytes, as before", "some at the top");
        }
        format.mix(interleaved, 0, options.channel(), chunk, 0, chunk.length);
        return chunk;
    }

    /** All samples, of a reader that has read none. */
    Audio all() throws IOException {
        boolean packed = stream != input && claim.least() == 0;
        long sure = packed ? 0 : Math.min(claim.frames(), input.remaining() / format.frameBytes());
        float[] block = new float[(int) Math.min(sure > 0 ? sure : FIRST_BLOCK, options.maxSamples())];
        var full = new ArrayList<float[]>();
        int filled = 0;
        for (int read = decode(); read > 0; read = decode()) {
            for (int done = 0; done < read; ) {
                if (filled == block.length) {
                    full.add(block);
                    block = new float[blockAfter(total - read + done)];
                    filled = 0;
                }
                int count = Math.min(read - done, block.length - filled);
                format.mix(interleaved, done, options.channel(), block, filled, count);
                done += count;
                filled += count;
            }
        }
        float[] samples = filled == total && block.length == total ? block : joined(full, block);
        for (int i = 0; i < loud; i++) {
            samples[i] /= 256;
        }
        return Audio.owning(samples, format.rate());
    }

    private int blockAfter(int samples) {
        return Math.max(1, Math.min(Math.max(samples / 4, FIRST_BLOCK), options.maxSamples() - samples));
    }

    private float[] joined(List<float[]> full, float[] last) {
        float[] samples = new float[total];
        int at = 0;
        for (float[] block : full) {
            System.arraycopy(block, 0, samples, at, block.length);
            at += block.length;
        }
        System.arraycopy(last, 0, samples, at, total - at);
        return samples;
    }

    /**
     * Decodes the next block of all channels and gives its samples a channel: 0 at the end. An incomplete last one is
     * dropped.
     */
    private int decode() throws IOException {
        long at = input.offset();
        int wanted = (int) Math.min(claim.frames() - total, bytes.length / format.frameBytes());
        int read = readFully(wanted * format.frameBytes()) / format.frameBytes();
        if (read > options.maxSamples() - total) {
            throw tooLong("more");
        }
        format.decode(bytes, 0, read * format.channels(), interleaved);
        requireFinite(read * format.channels(), at);
        settle(read * format.channels(), at);
        total += read;
        if (total / MOST_FROM_A_BYTE > input.offset()) {
            throw input.malformed(
                    input.offset(),
                    "at most " + MOST_FROM_A_BYTE + " samples a channel from a byte",
                    total + " from " + input.offset());
        }
        if (read < wanted && total < claim.least()) {
            end(claim.fault().apply(total), total);
        }
        return read;
    }

    /**
     * Fills the block, unless the stream ends or breaks before; a provider's may give nothing for ever, which is an
     * end.
     */
    private int readFully(int length) throws IOException {
        int read = 0;
        for (int idle = 0; read < length && idle < PATIENCE && !ended; ) {
            int more = 0;
            try {
                more = stream.read(bytes, read, length - read);
            } catch (MalformedAudioException e) {
                end(e, total + read / format.frameBytes());
            }
            if (more < 0) {
                return read;
            }
            idle = more == 0 ? idle + 1 : 0;
            read += more;
        }
        return read;
    }

    /** Ends the sound at a fault, which is thrown unless the decoder is lenient and there are samples before it. */
    private void end(MalformedAudioException fault, int samples) throws MalformedAudioException {
        if (samples == 0) {
            throw fault;
        }
        if (!ended) {
            ended = true;
            options.fault(fault);
        }
    }

    private void settle(int count, long at) throws MalformedAudioException {
        if (padded == null) {
            return;
        }
        boolean loudBefore = !padded.top() && padded.sounding();
        int bad = padded.settle(bytes, count, interleaved);
        if (bad >= 0) {
            throw input.malformed(
                    at + 4L * bad, "24 bits at the top or at the bottom of 4 bytes, as in all samples", "bits in all");
        }
        if (loudBefore && padded.top()) {
            loud = total;
        }
    }

    private void requireFinite(int count, long at) throws IOException {
        int bad = format.firstNotFinite(bytes, count);
        if (bad >= 0) {
            float sample = interleaved[bad / format.encoding().bytes()];
            throw input.malformed(at + bad, "a finite sample", Float.toString(sample));
        }
    }

    private MalformedAudioException tooLong(String found) {
        String most = "at most " + options.maxSamples() + " samples a channel";
        return input.malformed(
                input.offset(), most + " (raise with AudioDecoder.standard().withMaxSamples(samples))", found);
    }

    /** Frees what a provider holds; the input stays open. */
    @Override
    public void close() throws IOException {
        stream.close();
    }
}
