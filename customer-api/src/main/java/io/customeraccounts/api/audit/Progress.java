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
    Progress(String task, long total, String unit, long unitSize) {
        this(isTerminal() ? new ProgressBarBuilder() : null, task, total, unit, unitSize);
    }

    /** @param builder absent where nobody looks */
    Progress(@Nullable ProgressBarBuilder builder, String task, long total, String unit, long unitSize) {
        bar = builder == null
                ? null
                : builder.setTaskName(task)
                        .setInitialMax(total)
                        .setUnit(unit, unitSize)
                        .setUpdateIntervalMillis(MILLIS)
                        .showSpeed()
                        .build();
    }

    @SuppressWarnings("SystemConsoleNull") // it is, where the module that makes one is not there
    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
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
