package io.github.kws4j.cli;

import io.github.kws4j.ModelException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Runs an example with arguments and options from the command line, and says what is wrong with its input in one line. */
public final class Program {
    private static final int SECONDS_TO_END = 30;

    private Program() {}

    /**
     * Runs {@code program} and ends the JVM: with 0, or 1 where the input is bad, 2 where the arguments are, 130 where it was stopped.
     * Ctrl-C interrupts the program's thread and gives it time to end cleanly.
     */
    public static void run(Callable<Integer> program, String... arguments) {
        Thread thread = Thread.currentThread();
        var done = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            thread.interrupt();
            try {
                done.await(SECONDS_TO_END, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        int status = commandLine(program).execute(arguments);
        done.countDown();
        System.exit(status);
    }

    /** The command line of {@code program}, with one line in place of a stack trace for bad input. */
    public static CommandLine commandLine(Callable<Integer> program) {
        return new CommandLine(program).setExecutionExceptionHandler((failure, line, parsed) -> {
            if (failure instanceof CancellationException) {
                line.getErr().println("stopped");
                return 130;
            } else if (failure instanceof IOException
                    || failure instanceof ModelException
                    || failure instanceof IllegalArgumentException) {
                line.getErr().println(message(failure));
                return 1;
            }
            throw failure;
        });
    }

    /** What runs {@code program} again as it was run, from the repository's root. */
    public static String command(CommandSpec program) {
        String arguments = program.commandLine().getParseResult().originalArgs().stream()
                .map(argument -> argument.contains(" ") ? "'" + argument + "'" : argument)
                .collect(Collectors.joining(" "));
        return "./mvnw -q -pl examples -am -DskipTests package -Dexample=%s -Darguments=\"%s\""
                .formatted(program.name(), arguments);
    }

    /** A missing file's message is its name alone. */
    private static @Nullable String message(Exception failure) {
        return failure instanceof NoSuchFileException
                ? "there is no file " + failure.getMessage()
                : failure.getMessage();
    }
}
