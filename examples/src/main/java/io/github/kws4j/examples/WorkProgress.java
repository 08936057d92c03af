package io.github.kws4j.examples;

import io.github.kws4j.speechcommands.TransferProgress;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** Shows how far long work is: as a bar on a terminal, as a line for each tenth elsewhere. Close it before printing what came out. */
final class WorkProgress implements AutoCloseable {
    private static final int TENTHS = 10;

    private final PrintStream out;
    private final boolean terminal;
    private @Nullable ProgressBar bar;
    private String task = "";
    private long tenths;

    WorkProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Progress on standard error. */
    static WorkProgress onTerminal() {
        return new WorkProgress(System.err, Ansi.AUTO.enabled());
    }

    void show(TransferProgress progress) {
        String name = progress.stage().name().toLowerCase(Locale.ROOT) + " " + progress.file();
        show(name, progress.bytes(), progress.total().orElse(0), progress.toString());
    }

    /** Shows that {@code done} of {@code total} are done; a total that is not known is 0. */
    void show(String name, long done, long total) {
        show(name, done, total, "%s: %d of %d".formatted(name, done, total));
    }

    private void show(String name, long done, long total, String line) {
        boolean begins = !name.equals(task);
        if (begins) {
            close();
            task = name;
        }
        if (terminal) {
            bar(total).stepTo(done);
        } else {
            long reached = total == 0 ? 0 : done * TENTHS / total;
            if (begins || reached > tenths) {
                out.println(line);
            }
            tenths = reached;
        }
    }

    private ProgressBar bar(long total) {
        if (bar == null) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total == 0 ? -1 : total)
                    .showSpeed()
                    .build();
        }
        return bar;
    }

    @Override
    public void close() {
        task = "";
        tenths = 0;
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
