package io.github.kws4j.audio;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.Line;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;
import org.jspecify.annotations.Nullable;

/** Finds and opens the machine's lines for 16-bit sound. */
final class SoundCard {
    private static final int[] COMMON_RATES = {48_000, 44_100, 32_000, 22_050, 16_000, 96_000, 8_000};

    private SoundCard() {}

    /** Names of the devices that sound can be taken from. */
    static List<String> inputs() {
        return devices(TargetDataLine.class).map(Mixer.Info::getName).toList();
    }

    /**
     * Opens a line to take sound from.
     *
     * @param name part of the device's name; empty for the system's own choice
     */
    static Opened<TargetDataLine> input(String name, int rate) throws IOException {
        return open(TargetDataLine.class, name, rate, (line, format) -> line.open(format));
    }

    /** Opens a line to the system's choice of loudspeaker. */
    static Opened<SourceDataLine> output(int rate) throws IOException {
        return open(SourceDataLine.class, "", rate, (line, format) -> line.open(format));
    }

    /** An open line and the name of its device. */
    record Opened<L extends DataLine>(String device, L line) {}

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
