package io.github.kws4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Option;

/** A command's answers on standard output: lines for people, or one JSON object a line and nothing else. */
public final class Output {
    @Option(names = "--json", description = "answer in JSON, one object a line")
    private boolean json;

    private OutputStream out = new FileOutputStream(FileDescriptor.out);

    /** For picocli; answers on standard output. */
    public Output() {}

    Output(OutputStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** Whether the answers are JSON, so that nothing else may be printed. */
    public boolean isJson() {
        return json;
    }

    /**
     * Prints an answer, at once.
     *
     * @param text for people
     * @param object for programs
     * @throws IOException where standard output is closed or its disk full
     */
    public void answer(String text, JsonObject object) throws IOException {
        print(json ? object.toString() : text, json ? StandardCharsets.UTF_8 : Charset.defaultCharset());
    }

    /**
     * Prints a line for people only.
     *
     * @throws IOException as {@link #answer}
     */
    public void line(String text) throws IOException {
        if (!json) {
            print(text, Charset.defaultCharset());
        }
    }

    private void print(String line, Charset charset) throws IOException {
        try {
            out.write((line + (json ? "\n" : System.lineSeparator())).getBytes(charset));
            out.flush();
        } catch (IOException e) {
            throw new IOException(
                    "standard output can't be written, so the rest is left undone: "
                            + ("Broken pipe".equals(e.getMessage()) ? "its reader has gone" : e.getMessage()),
                    e);
        }
    }
}
