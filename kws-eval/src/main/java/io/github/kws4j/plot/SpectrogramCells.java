package io.github.kws4j.plot;

import io.github.kws4j.audio.Audio;
import io.github.kws4j.spectrogram.LogMel;
import io.github.kws4j.spectrogram.MelBands;
import io.github.kws4j.spectrogram.Spectrogram;
import io.github.kws4j.spectrogram.Stft;
import java.awt.image.BufferedImage;
import java.util.TreeMap;

/**
 * A spectrogram as an image, a pixel a value, low bins at the bottom, and where it lies.
 *
 * @param image {@code frames} wide and {@code bins} high
 * @param begin second at which the first frame's pixel begins
 * @param end second at which the last one's ends
 * @param up the bins, from where the first one's pixel begins to where the last one's ends
 * @param darkest value drawn black
 * @param lightest value drawn white
 * @param unit of the values; empty where they have none
 */
record SpectrogramCells(
        BufferedImage image, double begin, double end, Axis up, double darkest, double lightest, String unit) {
    private static final double FLOOR = -80;

    static SpectrogramCells of(Audio audio, Spectrogram spectrogram) {
        float[][] frames = spectrogram.compute(audio.samples());
        if (frames.length == 0) {
            throw new IllegalArgumentException(
                    "expected at least " + spectrogram.frameLength() + " samples but got " + audio.length());
        }
        double rate = audio.sampleRate();
        boolean centred = spectrogram.frontEnd().stft().frames().centred();
        double first = (centred ? 0 : spectrogram.frameLength() / 2.0) / rate;
        double step = spectrogram.frameStep() / rate;
        double begin = first - step / 2;
        double end = begin + step * frames.length;
        return spectrogram.frontEnd() instanceof Stft
                ? ofTransform(frames, begin, end, audio, spectrogram)
                : ofBands(frames, begin, end, audio, spectrogram);
    }

    private static SpectrogramCells ofTransform(
            float[][] frames, double begin, double end, Audio audio, Spectrogram spectrogram) {
        boolean power = spectrogram.frontEnd().stft().power() == 2;
        double peak = Math.max(largest(frames), Float.MIN_NORMAL);
        for (float[] frame : frames) {
            for (int i = 0; i < frame.length; i++) {
                frame[i] = (float) ((power ? 10 : 20) * Math.log10(Math.max(frame[i] / peak, 1e-30)));
            }
        }
        double nyquist = audio.sampleRate() / 2.0;
        double half = nyquist / (spectrogram.bins() - 1) / 2;
        return new SpectrogramCells(
                shaded(frames, FLOOR, 0),
                begin,
                end,
                Axis.linear("frequency in Hz", -half, nyquist + half),
                FLOOR,
                0,
                "dB");
    }

    private static SpectrogramCells ofBands(
            float[][] frames, double begin, double end, Audio audio, Spectrogram spectrogram) {
        double least = smallest(frames);
        double most = largest(frames);
        double highest = most > least ? most : least + 1;
        Axis up = spectrogram.frontEnd() instanceof LogMel mel
                ? hertz(mel.bands())
                : Axis.counted("coefficient", -0.5, spectrogram.bins() - 0.5);
        String unit =
                spectrogram.frontEnd() instanceof LogMel mel && mel.logarithm().decibels() ? "dB" : "";
        return new SpectrogramCells(shaded(frames, least, highest), begin, end, up, least, highest, unit);
    }

    /** Round frequencies at their places among the bands. */
    private static Axis hertz(MelBands bands) {
        var marks = new TreeMap<Double, String>();
        for (int hertz : new int[] {100, 200, 500, 1000, 2000, 3000, 4000, 6000, 8000, 12_000, 16_000, 20_000}) {
            double place = bands.place(hertz);
            if (place >= -0.5 && place <= bands.count() - 0.5) {
                marks.put(place, Integer.toString(hertz));
            }
        }
        return Axis.marked("frequency in Hz, mel scale", -0.5, bands.count() - 0.5, marks);
    }

    private static float largest(float[][] frames) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float[] frame : frames) {
            for (float value : frame) {
                largest = Math.max(largest, value);
            }
        }
        return largest;
    }

    private static float smallest(float[][] frames) {
        float smallest = Float.POSITIVE_INFINITY;
        for (float[] frame : frames) {
            for (float value : frame) {
                smallest = Math.min(smallest, value);
            }
        }
        return smallest;
    }

    private static BufferedImage shaded(float[][] frames, double darkest, double lightest) {
        int bins = frames[0].length;
        var image = new BufferedImage(frames.length, bins, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < frames.length; x++) {
            for (int bin = 0; bin < bins; bin++) {
                double brightness = (frames[x][bin] - darkest) / (lightest - darkest);
                image.setRGB(x, bins - 1 - bin, Shade.at(brightness).getRGB());
            }
        }
        return image;
    }
}
