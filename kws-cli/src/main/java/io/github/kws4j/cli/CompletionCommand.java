package io.github.kws4j.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kws completion}: what makes a shell complete the command line. */
@Command(
        name = "completion",
        description = "Prints what makes bash or zsh complete commands and options.",
        footer = {"", "Example: in this shell", "  source <(kws completion)"})
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        new Output().line(AutoComplete.bash("kws", command.root().commandLine()));
        return 0;
    }
}
