package io.github.kws4j.cli.studio;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** espeak-ng, whose voices stand for speakers. */
final class EspeakVoice {
    private EspeakVoice() {}

    /** Speaks into a file; the test is skipped where there is no espeak-ng. */
    static Path say(String text, String voice, Path file) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/espeak-ng")), "no espeak-ng here");
        var process = new ProcessBuilder("espeak-ng", "-v", voice, "-w", file.toString(), text)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean spoken = process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        Assumptions.assumeTrue(spoken, "espeak-ng failed");
        return file;
    }
}
