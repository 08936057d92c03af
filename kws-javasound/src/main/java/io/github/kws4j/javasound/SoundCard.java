package io.github.kws4j.javasound;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.audio.RawSound;
import io.github.kws4j.audio.SampleFormat;
import io.github.kws4j.audio.SampleFormat.Encoding;
import io.github.kws4j.audio.SoundDevices;
import io.github.kws4j.audio.SoundSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.Line;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;
import org.jspecify.annotations.Nullable;

/**
 * The machine's lines of {@code javax.sound.sampled}, opened for 16-bit sound. Found by {@link
 * io.github.kws4j.audio.Microphone} and {@link Audio#play()} through {@link java.util.ServiceLoader}; nothing here
 * needs to be called.
 */
public final class SoundCard implements SoundDevices {
    private static final int[] COMMON_RATES = {48_000, 44_100, 32_000, 22_050, 16_000, 96_000, 8_000};

    /** For {@link java.util.ServiceLoader}. */
    public SoundCard() {}

    @Override
    public List<String> inputs() {
        return devices(TargetDataLine.class).map(Mixer.Info::getName).toList();
    }

    @Override
    public List<SampleFormat> formats(String input) {
        return devices(TargetDataLine.class)
                .filter(mixer -> mixer.getName().equals(input))
                .flatMap(mixer -> formats(COMMON_RATES[0]).stream()
                        .filter(format -> AudioSystem.getMixer(mixer)
                                .isLineSupported(new DataLine.Info(TargetDataLine.class, format))))
                .map(SoundCard::format)
                .toList();
    }

    @Override
    public Input open(String name, int rate) throws IOException {
        Opened<TargetDataLine> input = open(TargetDataLine.class, name, rate, (line, format) -> line.open(format));
        input.line().start();
        SampleFormat format = format(input.line().getFormat());
        return new Input(
                input.device(), new RawSound(new AudioInputStream(input.line()), format, OptionalLong.empty()));
    }

    @Override
    public void play(Audio audio) throws IOException {
        int rate = audio.sampleRate();
        try (SourceDataLine line = open(SourceDataLine.class, "", rate, (opened, format) -> opened.open(format))
                .line()) {
            line.start();
            SampleFormat format = format(line.getFormat());
            for (float[] chunk : SoundSource.of(audio.resample(format.rate()))) {
                byte[] bytes = encode(chunk, format.channels());
                line.write(bytes, 0, bytes.length);
                if (Thread.currentThread().isInterrupted()) {
                    line.flush();
                    return;
                }
            }
            line.drain();
        }
    }

    /** Little-endian integers of 16 bits, the same in each channel: x 2^15, rounded, clipped. */
    static byte[] encode(float[] chunk, int channels) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * chunk.length * channels).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : chunk) {
            short value = (short) Math.max(-32768, Math.min(32767, Math.round(sample * 0x1p15f)));
            for (int c = 0; c < channels; c++) {
                bytes.putShort(value);
            }
        }
        return bytes.array();
    }

    /** That of a line that {@link #formats} names. */
    private static SampleFormat format(AudioFormat format) {
        return new SampleFormat(
                Encoding.SIGNED_16, ByteOrder.LITTLE_ENDIAN, format.getChannels(), Math.round(format.getSampleRate()));
    }

    /** An open line and the name of its device. */
    private record Opened<L extends DataLine>(String device, L line) {}

    private interface Opening<L extends Line> {
        void open(L line, AudioFormat format) throws LineUnavailableException;
    }

    private static <L extends DataLine> Opened<L> open(Class<L> type, String name, int rate, Opening<L> opening)
            throws IOException {
        List<Mixer.Info> mixers = devices(type)
                .filter(mixer -> mixer.getName().toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)))
                .toList();
        @Nullable Exception refusal = null;
        for (Mixer.Info mixer : mixers) {
            for (AudioFormat format : formats(rate)) {
                try {
                    L line = type.cast(AudioSystem.getMixer(mixer).getLine(new DataLine.Info(type, format)));
                    opening.open(line, format);
                    return new Opened<>(mixer.getName(), line);
                } catch (LineUnavailableException | IllegalArgumentException | SecurityException e) {
                    refusal = e;
                }
            }
        }
        throw new IOException(absence(type, name, mixers, refusal), refusal);
    }

    private static String absence(
            Class<? extends DataLine> type, String name, List<Mixer.Info> mixers, @Nullable Exception refusal) {
        String wanted = (type == TargetDataLine.class ? "an input device" : "an output device")
                + (name.isEmpty() ? "" : " whose name holds '" + name + "'");
        if (refusal != null) {
            return "expected " + wanted + " that opens, but "
                    + mixers.get(mixers.size() - 1).getName() + " says: " + refusal.getMessage();
        }
        List<String> all = devices(type).map(Mixer.Info::getName).toList();
        return "expected " + wanted + " but this machine has " + (all.isEmpty() ? "none" : "only " + all);
    }

    /**
     * Mono before stereo, and 48 and 44.1 kHz before a lower rate that is asked for: cards run at those, and what a
     * system puts between often interpolates linearly (ALSA's plug does).
     */
    private static List<AudioFormat> formats(int rate) {
        Set<Integer> rates = new LinkedHashSet<>();
        if (rate >= 44_100) {
            rates.add(rate);
        }
        rates.add(COMMON_RATES[0]);
        rates.add(COMMON_RATES[1]);
        rates.add(rate);
        for (int common : COMMON_RATES) {
            rates.add(common);
        }
        List<AudioFormat> formats = new ArrayList<>();
        for (int offered : rates) {
            formats.add(new AudioFormat(offered, 16, 1, true, false));
            formats.add(new AudioFormat(offered, 16, 2, true, false));
        }
        return formats;
    }

    /** Devices with a line of this type; the system's default comes first. */
    private static Stream<Mixer.Info> devices(Class<? extends Line> type) {
        return Stream.of(AudioSystem.getMixerInfo())
                .filter(mixer -> AudioSystem.getMixer(mixer).isLineSupported(new Line.Info(type)));
    }
}
