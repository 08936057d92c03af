package io.github.kws4j.bench;

import io.github.kws4j.bench.Measurements.Measurement;
import java.util.List;
import java.util.Map;

/**
 * How many times longer one measurement should take than another in the same run.
 *
 * @param what in words
 * @param least the ratio to reach
 * @param scale what the ratio is multiplied by: the number of callers, or of clips a call, where throughputs are
 *     compared
 */
record Goal(String what, double least, double scale, Side slower, Side faster) {
    /** One side of the comparison. */
    record Side(String name, Map<String, String> params, int callers) {}

    static final List<Goal> ALL = List.of(
            stft("STFT magnitudes: JTransforms' FFT alone / ours", 1 / 1.25, StftRival.JTRANSFORMS_FFT_ALONE),
            stft("STFT magnitudes: TensorFlow / ours", 4, StftRival.TENSORFLOW),
            stft("STFT magnitudes: Commons Math / ours", 15, StftRival.COMMONS_MATH),
            stft("STFT magnitudes: ONNX Runtime's operator / ours", 4, StftRival.ONNX_RUNTIME),
            one("tutorial, 1 clip: TensorFlow / ours", 3, Variant.TUTORIAL_TENSORFLOW, Variant.TUTORIAL),
            new Goal(
                    "tutorial, 64 clips, 2 threads: TensorFlow / ours",
                    1.5,
                    1,
                    classify(Variant.TUTORIAL_TENSORFLOW, 64, 2, 1),
                    classify(Variant.TUTORIAL, 64, 2, 1)),
            one(
                    "tutorial: bare STFT and `run` / `classify(float[])`",
                    1 / 1.1,
                    Variant.TUTORIAL_BARE,
                    Variant.TUTORIAL),
            one(
                    "embedded: bare spectrogram and `run` / `classify(float[])`",
                    1 / 1.1,
                    Variant.EMBEDDED_BARE,
                    Variant.EMBEDDED),
            one("network alone: tutorial / embedded", 3, Variant.TUTORIAL_NETWORK, Variant.EMBEDDED_NETWORK),
            one("waveform to answer: tutorial / embedded", 1.5, Variant.TUTORIAL, Variant.EMBEDDED),
            new Goal(
                    "tutorial: clips a second by 2 callers / by 1",
                    1.8,
                    2,
                    classify(Variant.TUTORIAL, 1, 1, 1),
                    classify(Variant.TUTORIAL, 1, 1, 2)),
            new Goal(
                    "embedded: clips a second by 2 callers / by 1",
                    1.8,
                    2,
                    classify(Variant.EMBEDDED, 1, 1, 1),
                    classify(Variant.EMBEDDED, 1, 1, 2)),
            new Goal(
                    "JTransforms' FFT alone: seconds of sound by 2 callers / by 1",
                    1.7,
                    2,
                    stft(StftRival.JTRANSFORMS_FFT_ALONE, 1),
                    stft(StftRival.JTRANSFORMS_FFT_ALONE, 2)),
            new Goal(
                    "embedded: clips a second by `classifyAll` of 256 / by 1 caller, one at a time",
                    1.7,
                    256,
                    classify(Variant.EMBEDDED, 1, 1, 1),
                    classify(Variant.EMBEDDED, 256, 1, 1)));

    private static Goal stft(String what, double least, StftRival rival) {
        return new Goal(what, least, 1, stft(rival, 1), stft(StftRival.KWS4J, 1));
    }

    private static Side stft(StftRival rival, int callers) {
        return new Side("SpectrogramBenchmark.magnitudes", Map.of("rival", rival.name()), callers);
    }

    private static Goal one(String what, double least, Variant slower, Variant faster) {
        return new Goal(what, least, 1, classify(slower, 1, 1, 1), classify(faster, 1, 1, 1));
    }

    private static Side classify(Variant variant, int batch, int threads, int callers) {
        var params = Map.of("variant", variant.name(), "batch", "" + batch, "threads", "" + threads);
        return new Side("ClassifierBenchmark.classify", params, callers);
    }

    double reached(Measurements measurements) {
        return scale * median(measurements, slower) / median(measurements, faster);
    }

    /** Whether both sides were measured quietly. */
    boolean isQuiet(Measurements measurements) {
        return of(measurements, slower).isQuiet() && of(measurements, faster).isQuiet();
    }

    private static double median(Measurements measurements, Side side) {
        return of(measurements, side).median();
    }

    private static Measurement of(Measurements measurements, Side side) {
        return measurements.get(side.name, side.params, side.callers);
    }
}
