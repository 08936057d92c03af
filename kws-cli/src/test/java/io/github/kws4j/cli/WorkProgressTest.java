package io.github.kws4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kws4j.data.speechcommands.TransferProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WorkProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final WorkProgress progress = new WorkProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);

    @Test
    void eachTenthIsOneLineOffTheTerminal() {
        for (int done = 1; done <= 1000; done++) {
            progress.show("clips", done, 1000);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .hasSize(11)
                .startsWith("clips: 1 of 1000", "clips: 100 of 1000", "clips: 200 of 1000")
                .endsWith("clips: 1000 of 1000");
    }

    @Test
    void eachTaskBeginsAnew() {
        progress.show("epoch 1", 10, 10);
        progress.show("epoch 2", 5, 10);
        progress.show("epoch 2", 6, 10);

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("epoch 1: 10 of 10", "epoch 2: 5 of 10", "epoch 2: 6 of 10");
    }

    @Test
    void transferOfUnknownLengthIsOneLine() {
        for (int i = 0; i < 3; i++) {
            progress.show(new TransferProgress(
                    TransferProgress.Stage.DOWNLOAD, "set.zip", 1_500_000L * i, OptionalLong.empty(), 500_000));
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("downloading set.zip: 0.0 MB, 0.5 MB/s");
    }
}
