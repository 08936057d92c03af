package io.github.kws4j.cli;

import io.github.kws4j.data.speechcommands.SpeechCommands;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kws data}: fetches Speech Commands. */
@Command(
        name = "data",
        description = "Fetches the Speech Commands recordings (CC BY 4.0) once, and prints the folder that holds them.",
        footer = {"", "Example: eight words, 182 MB", "  kws data mini data"})
final class DataCommand implements Callable<Integer> {
    private enum Edition {
        mini,
        v2
    }

    @Parameters(
            index = "0",
            paramLabel = "mini|v2",
            description = "mini: 8000 clips of 8 words, 182 MB; v2: 105829 clips of 35 words, 2.4 GB")
    private Edition edition;

    @Parameters(index = "1", paramLabel = "DIR", description = "where the archive and the folder go")
    private Path folder;

    @Option(names = "--from", paramLabel = "URL", description = "another address of the archive")
    private @Nullable URI address;

    @Override
    public Integer call() throws IOException {
        SpeechCommands set = edition == Edition.mini ? SpeechCommands.mini(folder) : SpeechCommands.v2(folder);
        try (WorkProgress progress = WorkProgress.onTerminal()) {
            set.onProgress(progress::show);
            Path fetched = (address == null ? set : set.from(address)).fetch();
            progress.pause();
            new Output().line(fetched.toString());
        }
        return 0;
    }
}
