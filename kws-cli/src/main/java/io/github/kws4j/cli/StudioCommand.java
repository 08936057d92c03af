package io.github.kws4j.cli;

import io.github.kws4j.cli.studio.Studio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kws studio}: a page on this machine to teach it words. */
@Command(
        name = "studio",
        description = "Opens a page to record words, learn them, and try them live; nothing leaves this machine.",
        footer = {"", "Example: keep recordings and models in a folder of your choice", "  kws studio --folder my-words"
        })
final class StudioCommand implements Callable<Integer> {
    @Option(
            names = "--folder",
            paramLabel = "DIR",
            defaultValue = "kws-studio",
            description = "where recordings and models are kept (${DEFAULT-VALUE})")
    private Path folder;

    @Option(names = "--port", paramLabel = "N", defaultValue = "0", description = "port of the page (one that is free)")
    private int port;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        try (Studio studio = Studio.open(folder, port)) {
            var out = command.commandLine().getOut();
            out.println("Open " + studio.address());
            out.println("Recordings are kept in " + studio.folder() + "; Ctrl-C stops the page.");
            out.flush();
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}
