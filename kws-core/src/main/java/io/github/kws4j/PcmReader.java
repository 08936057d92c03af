package io.github.kws4j;

import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;

/** Reads interleaved PCM bytes as mono floats in {@code [-1, 1]}, the channels averaged. */
final class PcmReader {
    private final AudioFormat format;
    private final boolean floating;
    private final boolean unsigned;
    private final int bytes;
    private final int channels;

    /** Throws where the rate is not {@code sampleRate} or the encoding is not PCM. */
    PcmReader(AudioFormat format, int sampleRate) {
        int bits = format.getSampleSizeInBits();
        floating = format.getEncoding().equals(Encoding.PCM_FLOAT);
        unsigned = format.getEncoding().equals(Encoding.PCM_UNSIGNED);
        boolean signed = format.getEncoding().equals(Encoding.PCM_SIGNED);
        boolean known =
                floating ? bits == 32 || bits == 64 : (signed || unsigned) && bits % 8 == 0 && bits > 0 && bits <= 32;
        if (!known || format.getChannels() < 1) {
            throw new IllegalArgumentException(
                    "expected PCM of 8, 16, 24 or 32 bits, or of 32 or 64 bits in floating point, but got " + format);
        }
        if (format.getSampleRate() != sampleRate) {
            throw new IllegalArgumentException("expected sound at " + sampleRate + " Hz but got "
                    + format.getSampleRate() + " Hz; a stream does not resample");
        }
        this.format = format;
        bytes = bits / 8;
        channels = format.getChannels();
    }

    boolean reads(AudioFormat other) {
        return other == format || other.matches(format);
    }

    /** The number of frames in {@code pcm}; throws where its last one is cut or a float sample is not finite. */
    int frames(byte[] pcm) {
        int frame = bytes * channels;
        if (pcm.length % frame != 0) {
            throw new IllegalArgumentException(
                    "expected whole frames of " + frame + " bytes but got " + pcm.length + " bytes; nothing was taken");
        }
        for (int at = 0; floating && at < pcm.length; at += bytes) {
            if (!Float.isFinite(sample(pcm, at))) {
                throw new IllegalArgumentException("expected finite samples but got " + sample(pcm, at) + " at byte "
                        + at + "; nothing was taken");
            }
        }
        return pcm.length / frame;
    }

    /** Reads {@code length} frames from frame {@code from}. */
    void read(byte[] pcm, int from, float[] out, int length) {
        int at = from * bytes * channels;
        for (int i = 0; i < length; i++) {
            float sum = 0;
            for (int c = 0; c < channels; c++) {
                sum += sample(pcm, at);
                at += bytes;
            }
            out[i] = sum / channels;
        }
    }

    private float sample(byte[] pcm, int at) {
        long bits = 0;
        for (int i = 0; i < bytes; i++) {
            bits = (bits << 8) | (pcm[format.isBigEndian() ? at + i : at + bytes - 1 - i] & 0xff);
        }
        if (floating) {
            return bytes == 4 ? Float.intBitsToFloat((int) bits) : (float) Double.longBitsToDouble(bits);
        }
        long half = 1L << (8 * bytes - 1);
        long value = unsigned ? bits - half : (bits << (64 - 8 * bytes)) >> (64 - 8 * bytes);
        return (float) ((double) value / half);
    }
}
