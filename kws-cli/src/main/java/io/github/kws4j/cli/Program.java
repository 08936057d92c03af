package io.github.kws4j.cli;

import io.github.kws4j.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import sun.misc.Signal;

/**
 * Runs a program with arguments and options from the command line, and says what is wrong with its input in one line.
 */
public final class Program {
    /** An input was broken, nothing was detected, or a check failed. */
    static final int FAILED = 1;

    /** Ctrl-C stopped the work. */
    static final int STOPPED = 130;

    private static final String VERBOSE = "--verbose";

    private Program() {}

    /**
     * Runs {@code program} and ends the JVM: with 0, or 1 where the input is bad, 2 where the arguments are, 130 where
     * it was stopped. Ctrl-C interrupts the program's thread, so that it can end cleanly; a second one ends the JVM.
     */
    public static void run(Callable<Integer> program, String... arguments) {
        run(new CommandLine(program), arguments);
    }

    static void run(CommandLine line, String... arguments) {
        interruptOn("INT");
        interruptOn("TERM");
        System.exit(execute(line, arguments));
    }

    private static void interruptOn(String signal) {
        Thread thread = Thread.currentThread();
        var asked = new AtomicBoolean();
        Signal.handle(new Signal(signal), received -> {
            if (asked.getAndSet(true)) {
                System.exit(STOPPED);
            }
            thread.interrupt();
        });
    }

    /** The program's status, after one line on standard error where it failed; a stack trace, too, if asked for. */
    static int execute(CommandLine line, String... arguments) {
        line.setExecutionExceptionHandler((failure, failed, parsed) -> report(failure, line));
        line.setParameterExceptionHandler((failure, given) -> {
            CommandLine failed = failure.getCommandLine();
            failed.getErr()
                    .println(line.getCommandName() + ": " + oneLine(String.valueOf(failure.getMessage())) + "; see "
                            + failed.getCommandSpec().qualifiedName() + " --help");
            return CommandLine.ExitCode.USAGE;
        });
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError | LinkageError e) {
            return report(e, line);
        }
    }

    /** What runs a command again as it was run, from the repository's root. */
    public static String command(CommandSpec command) {
        return command.root().commandLine().getParseResult().originalArgs().stream()
                .map(argument -> argument.matches("[\\w./:=@%+,-]+") ? argument : "'" + argument + "'")
                .collect(Collectors.joining(" ", "./kws ", ""));
    }

    private static int report(Throwable failure, CommandLine line) {
        line.getErr().println(line.getCommandName() + ": " + message(failure));
        if (line.getParseResult().originalArgs().contains(VERBOSE)) {
            failure.printStackTrace(line.getErr());
        }
        return failure instanceof CancellationException ? STOPPED : FAILED;
    }

    /** What went wrong and what to do, in one line. */
    static String message(Throwable failure) {
        return oneLine(text(failure));
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static String text(Throwable failure) {
        if (failure instanceof UncheckedIOException unchecked) {
            return text(Objects.requireNonNull(unchecked.getCause()));
        } else if (failure instanceof CancellationException) {
            return "stopped";
        } else if (failure instanceof NoSuchFileException missing) {
            return "there is no file or folder " + missing.getFile();
        } else if (failure instanceof AccessDeniedException denied) {
            return denied.getFile() + " can't be read or written: see its permissions";
        } else if (failure instanceof FileAlreadyExistsException there) {
            return there.getFile() + " exists and is not a folder: choose another name";
        } else if (failure instanceof NotDirectoryException file) {
            return file.getFile() + " is no folder";
        } else if (failure instanceof OutOfMemoryError) {
            return "out of memory: give Java more with JAVA_TOOL_OPTIONS=-Xmx4g, or the command less at once";
        } else if (isExpected(failure)) {
            return withRemedy(String.valueOf(failure.getMessage()));
        }
        return "unexpected " + failure + "; " + VERBOSE + " shows where, for a report";
    }

    private static boolean isExpected(Throwable failure) {
        return failure instanceof IOException
                || failure instanceof ModelException
                || failure instanceof IllegalArgumentException;
    }

    private static String withRemedy(String message) {
        return message.contains("No space left on device")
                ? message + ": free some, or choose another folder; nothing half written is kept"
                : message;
    }
}
