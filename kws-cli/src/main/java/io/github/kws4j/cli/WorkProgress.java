package io.github.kws4j.cli;

import io.github.kws4j.data.speechcommands.TransferProgress;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows how far long work is: as a bar on a terminal, as a line for each tenth elsewhere. Pause it before a line is
 * printed.
 */
public final class WorkProgress implements AutoCloseable {
    private static final int TENTHS = 10;
    private static final Unit PIECES = new Unit("", 1);
    private static final Unit MEGABYTES = new Unit(" MB", 1_000_000);

    private final PrintStream out;
    private final boolean terminal;
    private @Nullable ProgressBar bar;
    private String task = "";
    private long tenths;

    private record Unit(String name, long size) {}

    WorkProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Progress on standard error. */
    public static WorkProgress onTerminal() {
        return new WorkProgress(System.err, Ansi.AUTO.enabled());
    }

    /** Shows how far a transfer is. */
    public void show(TransferProgress progress) {
        String stage = progress.stage().name().toLowerCase(Locale.ROOT);
        show(stage, progress.bytes(), progress.total().orElse(0), MEGABYTES, progress.toString());
    }

    /** Shows that {@code done} of {@code total} are done. */
    public void show(String name, long done, long total) {
        show(name, done, total, PIECES, "%s: %d of %d".formatted(name, done, total));
    }

    /** A total that is not known is 0. */
    private void show(String name, long done, long total, Unit unit, String line) {
        boolean begins = !name.equals(task);
        if (begins) {
            pause();
            task = name;
        }
        if (terminal) {
            bar(total, unit).stepTo(done);
        } else {
            long reached = total == 0 ? 0 : done * TENTHS / total;
            if (begins || reached > tenths) {
                out.println(line);
            }
            tenths = reached;
        }
    }

    private ProgressBar bar(long total, Unit unit) {
        if (bar == null) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total == 0 ? -1 : total)
                    .setUnit(unit.name(), unit.size())
                    .setStyle(ProgressBarStyle.ASCII)
                    .build();
        }
        return bar;
    }

    /** Takes the bar off the terminal until the next {@code show}. */
    public void pause() {
        task = "";
        tenths = 0;
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    @Override
    public void close() {
        pause();
    }
}
