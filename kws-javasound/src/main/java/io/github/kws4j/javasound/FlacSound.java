package io.github.kws4j.javasound;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A FLAC's sound for a provider that decodes it, and what its header claims of it: how many samples there are, and
 * their MD5. Providers pass over frames that they can't decode, or give zeros for them, and jflac tries the last bytes
 * for ever once it has as many samples as its header claims. So the header that it gets claims nothing, and its sound
 * is held against the claims here (RFC 9639, section 8.2).
 */
final class FlacSound {
    private static final byte[] MARK = {'f', 'L', 'a', 'C'};
    private static final int STREAM_INFO = 34;
    /** In the stream's information: 36 bits for the samples a channel, then the MD5. */
    private static final int TOTAL = 13;

    private static final int MD5 = 18;
    private static final int LAST = 0x80;
    private static final int FRAME = 0xff;

    private final byte[] info;
    private final InputStream frames;

    private FlacSound(byte[] info, InputStream frames) {
        this.info = info;
        this.frames = frames;
    }

    /** Whether a file begins as a FLAC does; leaves it at its beginning. */
    static boolean begins(InputStream file) throws IOException {
        file.mark(MARK.length);
        boolean begins = Arrays.equals(file.readNBytes(MARK.length), MARK);
        file.reset();
        return begins;
    }

    /**
     * Reads the metadata of a file that {@linkplain #begins begins} as a FLAC.
     *
     * @throws IOException if the stream's information is not there first, and once, or the file ends in its metadata
     */
    static FlacSound read(InputStream file) throws IOException {
        byte[] head = exactly(file, MARK.length + 4);
        int block = ByteBuffer.wrap(head, MARK.length, 4).getInt();
        if ((block & ~(LAST << 24)) != STREAM_INFO) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "expected %d bytes of the stream's information but found block %08x",
                    STREAM_INFO,
                    block));
        }
        byte[] info = exactly(file, STREAM_INFO);
        // jflac writes the information anew and never says that it is the last: frames may follow at once
        for (int type = 0; (type & LAST) == 0; ) {
            type = exactly(file, 1)[0] & 0xff;
            if (type == FRAME) {
                var begun = new ByteArrayInputStream(new byte[] {(byte) FRAME});
                return new FlacSound(info, new SequenceInputStream(begun, file));
            }
            if ((type & ~LAST) == 0) {
                throw new IOException("expected the stream's information once but found it again");
            }
            file.skipNBytes(new BigInteger(1, exactly(file, 3)).intValue());
        }
        return new FlacSound(info, file);
    }

    private static byte[] exactly(InputStream file, int count) throws IOException {
        byte[] bytes = file.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("expected " + count + " bytes of a header but found " + bytes.length);
        }
        return bytes;
    }

    /** The samples a channel; empty where the header doesn't claim any. */
    OptionalLong samples() {
        long total = ByteBuffer.wrap(info, TOTAL - 3, Long.BYTES).getLong() & 0xF_FFFF_FFFFL;
        return total == 0 ? OptionalLong.empty() : OptionalLong.of(total);
    }

    /** The file as a provider is to decode it: no metadata but the stream's information, which claims no samples. */
    InputStream unclaimed() {
        byte[] head = ByteBuffer.allocate(MARK.length + 4 + STREAM_INFO)
                .put(MARK)
                .putInt(LAST << 24 | STREAM_INFO)
                .put(info)
                .array();
        int total = MARK.length + 4 + TOTAL;
        head[total] &= (byte) 0xf0;
        Arrays.fill(head, total + 1, total + 5, (byte) 0);
        return new SequenceInputStream(new ByteArrayInputStream(head), frames);
    }

    /**
     * What a provider decodes, which ends in an {@link IOException} where it is not the sound that was encoded.
     *
     * @param decoded whole frames, little-endian and signed
     * @param frameBytes of one sample of all channels
     */
    InputStream verified(InputStream decoded, int frameBytes) {
        byte[] md5 = Arrays.copyOfRange(info, MD5, STREAM_INFO);
        return Arrays.equals(md5, new byte[md5.length]) ? decoded : new Verified(decoded, md5, samples(), frameBytes);
    }

    /** Holds back the last frame until all are verified: who takes as many as are claimed reads no further. */
    private static final class Verified extends FilterInputStream {
        private final byte[] expected;
        private final MessageDigest digest = md5();
        private final int frameBytes;
        private final boolean toEnd;
        private long left;

        Verified(InputStream decoded, byte[] expected, OptionalLong samples, int frameBytes) {
            super(decoded);
            this.expected = expected;
            this.frameBytes = frameBytes;
            toEnd = samples.isEmpty();
            left = samples.orElse(Long.MAX_VALUE / frameBytes) * frameBytes;
        }

        private static MessageDigest md5() {
            try {
                return MessageDigest.getInstance("MD5");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has MD5", e);
            }
        }

        @Override
        public int read(byte[] target, int at, int length) throws IOException {
            long most = left > frameBytes ? left - frameBytes : left;
            int read = in.read(target, at, (int) Math.min(length, most));
            if (read > 0) {
                digest.update(target, at, read);
                left -= read;
            }
            if (toEnd ? read < 0 : read > 0 && left == 0) {
                verify();
            }
            return read;
        }

        private void verify() throws IOException {
            byte[] found = digest.digest();
            if (!Arrays.equals(found, expected)) {
                throw new IOException("expected sound of MD5 " + hex(expected) + " but found " + hex(found));
            }
        }

        private static String hex(byte[] bytes) {
            return String.format(Locale.ROOT, "%032x", new BigInteger(1, bytes));
        }
    }
}
