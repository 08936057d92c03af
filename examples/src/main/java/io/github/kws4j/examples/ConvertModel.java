package io.github.kws4j.examples;

import io.github.kws4j.data.AudioDataset;
import io.github.kws4j.data.LabelledClip;
import io.github.kws4j.graph.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a model that kws4j exported smaller, and faster on CPUs: with 8 bits, whose ranges are measured on clips. */
public final class ConvertModel {
    /** Takes the model, the file to write, and a folder of word folders. */
    public static void main(String[] arguments) throws IOException {
        byte[] model = Files.readAllBytes(Path.of(arguments[0]));
        AudioDataset clips = AudioDataset.ofFolders(Path.of(arguments[2]));
        byte[] small = Precision.INT8.convert(model, clips.clips().stream().map(LabelledClip::audio));
        Files.write(Path.of(arguments[1]), small);
        System.out.println(small.length + " bytes in place of " + model.length);
    }
}
