package io.github.kws4j.audio;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads interleaved samples block by block into one channel. Its memory is that of the samples read where the input's size is known, at most
 * 2.3 times as much where it isn't, and never follows what a header claims.
 */
final class SampleReader {
    private static final int BLOCK_BYTES = 1 << 13;
    private static final int FIRST_BLOCK = 1 << 13;
    private static final int PATIENCE = 1000;

    private final ByteInput input;
    private final SampleFormat format;
    private final StandardAudioDecoder options;
    private final List<float[]> blocks = new ArrayList<>();
    private float[] block;
    private int filled;
    private int total;

    /** @param sure samples a channel that the input is known to hold */
    SampleReader(ByteInput input, SampleFormat format, StandardAudioDecoder options, long sure) {
        this.input = input;
        this.format = format;
        this.options = options;
        this.block = new float[(int) Math.min(sure > 0 ? sure : FIRST_BLOCK, options.maxSamples())];
    }

    /**
     * Reads {@code frames} samples a channel, or fewer where {@code stream} ends before; an incomplete last one is
     * dropped.
     */
    void read(InputStream stream, long frames) throws IOException {
        int frameBytes = format.frameBytes();
        int most = Math.max(1, BLOCK_BYTES / frameBytes);
        byte[] bytes = new byte[most * frameBytes];
        float[] interleaved = new float[most * format.channels()];
        for (long left = frames; left > 0; ) {
            long at = input.offset();
            int wanted = (int) Math.min(left, most);
            int read = readFully(stream, bytes, wanted * frameBytes) / frameBytes;
            format.decode(bytes, read * format.channels(), interleaved);
            requireFinite(interleaved, read * format.channels(), at);
            append(interleaved, read);
            left -= read;
            if (read < wanted) {
                return;
            }
        }
    }

    int length() {
        return total;
    }

    Audio audio() {
        if (filled == total && block.length == total) {
            return Audio.owning(block, format.rate());
        }
        float[] samples = new float[total];
        int at = 0;
        for (float[] full : blocks) {
            System.arraycopy(full, 0, samples, at, full.length);
            at += full.length;
        }
        System.arraycopy(block, 0, samples, at, filled);
        return Audio.owning(samples, format.rate());
    }

    /** As {@link InputStream#readNBytes}, for streams of providers that may give nothing for ever. */
    private int readFully(InputStream stream, byte[] bytes, int length) throws IOException {
        int read = 0;
        for (int idle = 0; read < length && idle < PATIENCE; ) {
            int more = stream.read(bytes, read, length - read);
            if (more < 0) {
                return read;
            }
            idle = more == 0 ? idle + 1 : 0;
            read += more;
        }
        return read;
    }

    private void requireFinite(float[] interleaved, int count, long at) throws IOException {
        if (format.encoding() != SampleFormat.Encoding.FLOAT) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(interleaved[i])) {
                throw input.malformed(
                        at + (long) i * format.bytes(), "a finite sample", Float.toString(interleaved[i]));
            }
        }
    }

    private void append(float[] interleaved, int frames) throws IOException {
        if (frames > options.maxSamples() - total) {
            throw tooLong("more");
        }
        for (int done = 0; done < frames; ) {
            if (filled == block.length) {
                blocks.add(block);
                block = new float
                        [Math.max(1, Math.min(Math.max(total / 4, FIRST_BLOCK), options.maxSamples() - total))];
                filled = 0;
            }
            int count = Math.min(frames - done, block.length - filled);
            format.mix(interleaved, done, options.channel(), block, filled, count);
            done += count;
            filled += count;
            total += count;
        }
    }

    MalformedAudioException tooLong(String found) {
        String most = "at most " + options.maxSamples() + " samples a channel";
        return input.malformed(
                input.offset(), most + " (raise with AudioDecoder.standard().withMaxSamples(samples))", found);
    }
}
