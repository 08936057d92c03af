package io.github.kws4j.cli;

import io.github.kws4j.audio.Microphone;
import io.github.kws4j.audio.SampleFormat;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kws devices}: the machine's microphones. */
@Command(
        name = "devices",
        description = "Lists the microphones, the system's own choice first.",
        footer = {"", "Example: what kws listen --device can choose from", "  kws devices"})
final class DevicesCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Override
    public Integer call() throws IOException {
        List<String> devices = Microphone.devices();
        if (devices.isEmpty()) {
            throw new IOException("this machine has no microphone: connect one, or give sound as a file or a pipe");
        }
        for (String device : devices) {
            List<String> formats = Microphone.formats(device).stream()
                    .map(SampleFormat::toString)
                    .toList();
            output.answer(device, new JsonObject().with("name", device).with("formats", formats));
            for (String format : formats) {
                output.line("  " + format);
            }
        }
        return 0;
    }
}
