package io.github.kws4j.bench;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.kws4j.Device;
import io.github.kws4j.KeywordClassifier;
import io.github.kws4j.Prediction;
import io.github.kws4j.audio.Audio;
import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.graph.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Does a GPU give the CPU's answers, does all arithmetic run there, how fast, and how near to what can be copied there?
 * {@code kws-bench/cuda.sh} runs it.
 *
 * <p>Takes the device ({@code cuda:0}, or {@code cpu} to try the program itself), where there is one the folder of
 * {@code mini_speech_commands}, of which Keras's test clips are classified (else noise is), and a folder for the
 * tutorial's models: a machine without TensorFlow takes them from where another has written them. The exit code is 0
 * where logits agree to 1e-3, all labels are equal, and no arithmetic of the waveform form runs on the CPU; what TF32
 * changes is reported, too.
 */
public final class CudaCheck {
    private static final int[] BATCHES = {1, 16, 256, 4096};
    /** All in one inference, whose memory only a GPU has to spare. */
    private static final int LARGE = 4096;

    private static final double TOLERANCE = 1e-3;
    /**
     * What may run on the CPU: the look-up of the label, whose strings CUDA doesn't know, and what only copies or
     * counts.
     */
    private static final Set<String> NO_ARITHMETIC =
            Set.of("Gather", "MemcpyToHost", "MemcpyFromHost", "Shape", "Identity", "Unsqueeze", "Reshape");

    /** Which value of a clip a cut graph yields: far enough in to be none of a sound's edge. */
    static final int VALUE = 3000;

    private final Device device;

    CudaCheck(Device device) {
        this.device = device;
    }

    /**
     * Takes the device, the folder of clips or {@code noise}, and that of models; the last or the last two can be left
     * out.
     */
    public static void main(String[] args) throws IOException, OrtException {
        var device = args[0].equals("cpu") ? Device.cpu() : Device.cuda(Integer.parseInt(args[0].substring(5)));
        var dataset = args.length > 1 && !args[1].equals("noise")
                ? AudioDataset.ofFolders(Path.of(args[1]))
                        .splitLikeKeras(0.2, 0)
                        .test()
                : TutorialModel.noise(832);
        var clips = new ArrayList<>(
                dataset.clips().stream().map(LabelledClip::audio).toList());
        clips.addAll(clips.stream().map(CudaCheck::ofSixteenBits).toList());
        var models = args.length > 2 ? Files.createDirectories(Path.of(args[2])) : Files.createTempDirectory("kws4j");
        var tutorial = TutorialModel.in(models);
        byte[] waveformForm = Files.readAllBytes(tutorial.waveformForm());
        byte[] spectrogramForm = Files.readAllBytes(tutorial.spectrogramForm());
        byte[] embedded = BenchmarkedModel.bytes();
        byte[] embeddedWaveformForm = ModelFile.waveformForm(embedded);
        var check = new CudaCheck(device);
        boolean passed = check.agrees("tutorial, waveform form", waveformForm, waveformForm, clips)
                & check.agrees("tutorial, spectrogram form", spectrogramForm, spectrogramForm, clips)
                & check.agrees("embedded", embedded, embedded, clips)
                & check.agrees("embedded, waveform form", embedded, embeddedWaveformForm, clips)
                & (device.kind() == Device.Kind.CPU
                        || (check.runsWholly(waveformForm) & check.runsWholly(embeddedWaveformForm)));
        check.printThroughput("tutorial, waveform form", waveformForm);
        check.printThroughput("tutorial, spectrogram form", spectrogramForm);
        check.printThroughput("embedded", embedded);
        check.printThroughput("embedded, waveform form", embeddedWaveformForm);
        check.printShares("tutorial, waveform form", waveformForm);
        check.printShares("embedded, waveform form", embeddedWaveformForm);
        check.printCopying(waveformForm);
        if (device.kind() == Device.Kind.CUDA) {
            var rounding = new CudaCheck(device.withTf32());
            rounding.agrees("with TF32, tutorial, waveform form", waveformForm, waveformForm, clips);
            rounding.agrees("with TF32, embedded", embedded, embedded, clips);
            rounding.printThroughput("with TF32, tutorial, waveform form", waveformForm);
            rounding.printThroughput("with TF32, embedded, waveform form", embeddedWaveformForm);
        }
        System.out.println(passed ? "passed" : "FAILED");
        System.exit(passed ? 0 : 1);
    }

    /** A clip as one that was decoded from a file of 16 bits. */
    static Audio ofSixteenBits(Audio clip) {
        float[] samples = clip.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Math.max(-32768, Math.min(32767, Math.round(32768 * samples[i]))) / 32768f;
        }
        return Audio.of(samples, clip.sampleRate());
    }

    /** Whether {@code model} answers on the device as {@code expectedModel} does on the CPU. */
    private boolean agrees(String name, byte[] expectedModel, byte[] model, List<Audio> clips) {
        try (var here = KeywordClassifier.builder().load(expectedModel);
                var there = KeywordClassifier.builder().device(device).load(model)) {
            List<Prediction> expected = here.classifyAll(clips);
            List<Prediction> actual = there.classifyAll(clips);
            double largest = 0;
            int others = 0;
            for (int clip = 0; clip < clips.size(); clip++) {
                float[] a = expected.get(clip).logits();
                float[] b = actual.get(clip).logits();
                for (int i = 0; i < a.length; i++) {
                    largest = Math.max(largest, Math.abs(a[i] - b[i]));
                }
                others += expected.get(clip).label().equals(actual.get(clip).label()) ? 0 : 1;
            }
            System.out.printf(
                    "%s on %s: %d clips, logits differ by %.2g at most, %d other labels%n",
                    name, there.device(), clips.size(), largest, others);
            return largest <= TOLERANCE && others == 0;
        }
    }

    private SessionOptions options() throws OrtException {
        var options = new SessionOptions();
        options.setIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
        if (device.kind() == Device.Kind.CUDA) {
            try (var cuda = new OrtCUDAProviderOptions(device.index())) {
                cuda.add("use_tf32", "0");
                options.addCUDA(cuda);
            }
        }
        return options;
    }

    private boolean runsWholly(byte[] waveformForm) throws IOException, OrtException {
        Set<String> onCpu = operatorsOnCpu(waveformForm);
        System.out.println("operators on the CPU: " + onCpu);
        return NO_ARITHMETIC.containsAll(onCpu);
    }

    /** The operators that ran on the CPU, from ONNX Runtime's profile of one run. */
    Set<String> operatorsOnCpu(byte[] waveformForm) throws IOException, OrtException {
        var onCpu = new TreeSet<String>();
        for (JsonElement event : profile(waveformForm)) {
            JsonObject details = event.getAsJsonObject().getAsJsonObject("args");
            if (details != null
                    && details.has("provider")
                    && details.get("provider").getAsString().equals("CPUExecutionProvider")) {
                onCpu.add(details.get("op_name").getAsString());
            }
        }
        return onCpu;
    }

    private JsonArray profile(byte[] waveformForm) throws IOException, OrtException {
        Path folder = Files.createTempDirectory("kws4j");
        Size size = Size.of(waveformForm);
        try (var options = options()) {
            options.enableProfiling(folder.resolve("profile").toString());
            try (var network = RawNetwork.open(
                    waveformForm, options, new long[] {1, size.samples()}, new long[] {1, size.labels()})) {
                network.run();
                Path written = network.endProfiling();
                String text = Files.readString(written);
                Files.delete(written);
                return JsonParser.parseString(text).getAsJsonArray();
            }
        } finally {
            Files.delete(folder);
        }
    }

    /** What a model takes and gives for a clip. */
    private record Size(int samples, int labels) {
        static Size of(byte[] model) {
            try (var classifier = KeywordClassifier.builder().load(model)) {
                return new Size(classifier.windowSamples(), classifier.labels().size());
            }
        }
    }

    private void printThroughput(String name, byte[] model) {
        try (var classifier = KeywordClassifier.builder().device(device).load(model)) {
            var floats = Audio.of(Variant.clip(), classifier.sampleRate());
            printThroughput(name, classifier, floats);
            printThroughput(name + ", 16 bits", classifier, ofSixteenBits(floats));
        }
    }

    /** Clips a second, and the sound's bytes a second that these stand for. */
    private static void printThroughput(String name, KeywordClassifier classifier, Audio clip) {
        int bytes = clip.equals(ofSixteenBits(clip)) ? Short.BYTES : Float.BYTES;
        for (int batch : BATCHES) {
            var clips = Collections.nCopies(batch, clip);
            double rate = batch / fastest(() -> classifier.classifyAll(clips));
            System.out.printf(
                    Locale.ROOT,
                    "%s, batch %d: %,.0f clips a second, %.2f GB/s of samples%n",
                    name,
                    batch,
                    rate,
                    rate * bytes * clip.length() / 1e9);
        }
    }

    /**
     * Times the graph cut off behind its input, behind the spectrogram, and whole; the cut ones yield one value a clip.
     */
    private void printShares(String name, byte[] waveformForm) throws IOException, OrtException {
        ModelProto model = ModelProto.parseFrom(waveformForm);
        Size size = Size.of(waveformForm);
        for (int batch : BATCHES) {
            if (batch == LARGE && device.kind() == Device.Kind.CPU) {
                continue;
            }
            var input = new long[] {batch, size.samples()};
            double transfer = time(cut(model, "Unsqueeze"), input, 1);
            double spectrogram = time(cut(model, "Transpose"), input, 1);
            double whole = time(model, input, size.labels());
            System.out.printf(
                    Locale.ROOT,
                    "%s, batch %d: %.3f ms, of which transfer %.0f %%, spectrogram %.0f %%, network %.0f %%%n",
                    name,
                    batch,
                    1000 * whole,
                    100 * transfer / whole,
                    100 * (spectrogram - transfer) / whole,
                    100 * (whole - spectrogram) / whole);
        }
    }

    /** What the way to the device carries: floats of ordinary memory, from one thread and from several at once. */
    private void printCopying(byte[] waveformForm) throws IOException, OrtException {
        byte[] copying = cut(ModelProto.parseFrom(waveformForm), "Unsqueeze").toByteArray();
        int batch = 128;
        int samples = Size.of(waveformForm).samples();
        for (int threads : new int[] {1, 4, 16}) {
            try (var options = options()) {
                var networks = new ArrayList<RawNetwork>();
                for (int i = 0; i < threads; i++) {
                    networks.add(RawNetwork.open(copying, options, new long[] {batch, samples}, new long[] {batch, 1}));
                }
                double seconds = fastest(() -> networks.stream().parallel().forEach(RawNetwork::run));
                networks.forEach(RawNetwork::close);
                System.out.printf(
                        Locale.ROOT,
                        "copying alone, %d at once: %.1f GB/s%n",
                        threads,
                        (double) threads * batch * samples * Float.BYTES / seconds / 1e9);
            }
        }
    }

    private double time(ModelProto model, long[] input, int outputs) throws OrtException {
        try (var options = options();
                var network = RawNetwork.open(model.toByteArray(), options, input, new long[] {input[0], outputs})) {
            return fastest(network::run);
        }
    }

    /**
     * The graph up to the first node of a type, with one of its values a clip in place of what follows: to pick it
     * takes no time.
     */
    static ModelProto cut(ModelProto model, String type) {
        GraphProto whole = model.getGraph();
        int last = 0;
        while (!whole.getNode(last).getOpType().equals(type)) {
            last++;
        }
        List<NodeProto> kept = whole.getNodeList().subList(0, last + 1);
        Set<String> read =
                kept.stream().flatMap(node -> node.getInputList().stream()).collect(Collectors.toSet());
        GraphProto.Builder graph = whole.toBuilder()
                .clearNode()
                .addAllNode(kept)
                .addNode(StftOperator.node("Flatten", "flat", kept.get(last).getOutput(0)))
                .addNode(StftOperator.node("Gather", "value", "flat", "index")
                        .addAttribute(StftOperator.integer("axis", 1)))
                .clearInitializer()
                .addAllInitializer(whole.getInitializerList().stream()
                        .filter(tensor -> read.contains(tensor.getName()))
                        .toList())
                .addInitializer(StftOperator.number("index", VALUE).addDims(1))
                .clearOutput()
                .addOutput(StftOperator.floats("value", -1, 1));
        return model.toBuilder().setGraph(graph).build();
    }

    /** The least of five timings of at least 0.2 s each, in seconds a call. */
    private static double fastest(Runnable call) {
        double least = Double.POSITIVE_INFINITY;
        for (int round = 0; round < 5; round++) {
            long start = System.nanoTime();
            long end = start;
            int calls = 0;
            while (end - start < 200_000_000) {
                call.run();
                calls++;
                end = System.nanoTime();
            }
            least = Math.min(least, (end - start) / 1e9 / calls);
        }
        return least;
    }
}
