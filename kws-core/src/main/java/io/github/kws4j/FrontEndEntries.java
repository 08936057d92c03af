package io.github.kws4j;

import io.github.kws4j.spectrogram.Frames;
import io.github.kws4j.spectrogram.FrontEnd;
import io.github.kws4j.spectrogram.HertzRange;
import io.github.kws4j.spectrogram.LogMel;
import io.github.kws4j.spectrogram.Logarithm;
import io.github.kws4j.spectrogram.Margin;
import io.github.kws4j.spectrogram.MelBands;
import io.github.kws4j.spectrogram.MelScale;
import io.github.kws4j.spectrogram.Mfcc;
import io.github.kws4j.spectrogram.Stft;
import io.github.kws4j.spectrogram.Window;
import java.util.Locale;
import java.util.Map;

/** A front end as entries of a model file, under {@code kws.spectrogram.*}. */
final class FrontEndEntries {
    static final String PREFIX = "kws.spectrogram.";
    private static final String TYPE = PREFIX + "type";

    private enum Type {
        STFT,
        LOG_MEL,
        MFCC
    }

    private FrontEndEntries() {}

    static void write(FrontEnd frontEnd, Map<String, String> entries) {
        put(
                entries,
                "type",
                frontEnd instanceof Stft ? Type.STFT : frontEnd instanceof LogMel ? Type.LOG_MEL : Type.MFCC);
        Stft stft = frontEnd.stft();
        put(entries, "frame_length", stft.frames().length());
        put(entries, "frame_step", stft.frames().step());
        put(entries, "fft_length", stft.fftLength());
        put(entries, "window", stft.frames().window());
        put(entries, "centred", stft.frames().centred());
        if (stft.frames().margin() == Margin.ZEROS) {
            put(entries, "margin", stft.frames().margin());
        }
        put(entries, "power", stft.power());
        if (frontEnd instanceof LogMel logMel) {
            write(logMel, entries);
        } else if (frontEnd instanceof Mfcc mfcc) {
            write(mfcc.logMel(), entries);
            put(entries, "coefficients", mfcc.coefficients());
            put(entries, "orthonormal", mfcc.orthonormal());
        }
    }

    private static void write(LogMel logMel, Map<String, String> entries) {
        put(entries, "sample_rate", logMel.sampleRate());
        put(entries, "bands", logMel.bands().count());
        put(entries, "lower_hz", logMel.bands().range().lower());
        put(entries, "upper_hz", logMel.bands().range().upper());
        put(entries, "scale", logMel.bands().scale());
        put(entries, "area_normalised", logMel.bands().areaNormalised());
        put(entries, "decibels", logMel.logarithm().decibels());
        put(entries, "log_floor", logMel.logarithm().floor());
        if (logMel.logarithm().range() < Double.POSITIVE_INFINITY) {
            put(entries, "range", logMel.logarithm().range());
        }
    }

    private static void put(Map<String, String> entries, String name, Object value) {
        entries.put(PREFIX + name, value.toString().toLowerCase(Locale.ROOT));
    }

    static FrontEnd read(MetadataEntries entries) {
        return switch (entries.constant(TYPE, Type.class)) {
            case STFT -> stft(entries);
            case LOG_MEL -> logMel(entries);
            case MFCC -> new Mfcc(logMel(entries), integer(entries, "coefficients"), flag(entries, "orthonormal"));
        };
    }

    private static Stft stft(MetadataEntries entries) {
        var frames = new Frames(
                integer(entries, "frame_length"),
                integer(entries, "frame_step"),
                entries.constant(PREFIX + "window", Window.class),
                margin(entries));
        return new Stft(frames, integer(entries, "fft_length"), integer(entries, "power"));
    }

    /** Reflection unless another margin is named. */
    private static Margin margin(MetadataEntries entries) {
        Margin centred = flag(entries, "centred") ? Margin.REFLECTED : Margin.NONE;
        if (!entries.has(PREFIX + "margin")) {
            return centred;
        }
        Margin margin = entries.constant(PREFIX + "margin", Margin.class);
        if (centred == Margin.NONE && margin != Margin.NONE) {
            throw new ModelException("model metadata: expected no " + PREFIX + "margin where frames are not centred but"
                    + " found " + margin.name().toLowerCase(Locale.ROOT));
        }
        return margin;
    }

    private static LogMel logMel(MetadataEntries entries) {
        var bands = new MelBands(
                integer(entries, "bands"),
                new HertzRange(number(entries, "lower_hz"), number(entries, "upper_hz")),
                entries.constant(PREFIX + "scale", MelScale.class),
                flag(entries, "area_normalised"));
        var logarithm = new Logarithm(
                flag(entries, "decibels"),
                number(entries, "log_floor"),
                entries.has(PREFIX + "range") ? number(entries, "range") : Double.POSITIVE_INFINITY);
        return new LogMel(stft(entries), integer(entries, "sample_rate"), bands, logarithm);
    }

    private static int integer(MetadataEntries entries, String name) {
        return entries.number(PREFIX + name, "a whole number", Integer::valueOf);
    }

    private static double number(MetadataEntries entries, String name) {
        return entries.number(PREFIX + name, "a number", Double::valueOf);
    }

    private static boolean flag(MetadataEntries entries, String name) {
        return entries.flag(PREFIX + name);
    }
}
