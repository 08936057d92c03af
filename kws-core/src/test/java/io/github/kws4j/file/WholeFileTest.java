package io.github.kws4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder;

    @Test
    void aFailureHalfwayLeavesTheOldFileAndNothingBeside() throws IOException {
        Path file = Files.writeString(folder.resolve("model.onnx"), "the old one");

        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    out.write(new byte[100]);
                    throw new IOException("no space left");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left");

        assertThat(file).hasContent("the old one");
        assertThat(folder).isDirectoryContaining(file::equals);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aReaderSeesTheOldFileUntilTheNewOneIsWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("model.onnx"), "the old one");

        WholeFile.write(file, out -> {
            out.write("the new one".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            out.flush();
            assertThat(file).hasContent("the old one");
        });

        assertThat(file).hasContent("the new one");
    }

    @Test
    void aLinkIsFollowed() throws IOException {
        Path file = Files.writeString(folder.resolve("model-1.onnx"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("model.onnx"), file);

        WholeFile.write(link, new byte[] {'n', 'e', 'w'});

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }
}
