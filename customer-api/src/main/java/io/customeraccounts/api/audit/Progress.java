package io.customeraccounts.api.audit;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** How far a command has come: a bar where a person looks at a terminal, otherwise nothing. */
final class Progress implements AutoCloseable {

    private static final int MILLIS = 200;

    private final @Nullable ProgressBar bar;

    /**
     * @param total of what is counted; -1 if it is not known
     * @param unit with its size, such as a megabyte
     */
    @SuppressWarnings("SystemConsoleNull") // it is, where the module that makes one is not there
    Progress(String task, long total, String unit, long unitSize) {
        var console = System.console();
        bar = console != null && console.isTerminal()
                ? new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(total)
                        .setUnit(unit, unitSize)
                        .setUpdateIntervalMillis(MILLIS)
                        .showSpeed()
                        .build()
                : null;
    }

    void at(long count) {
        if (bar != null) {
            bar.stepTo(count);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
