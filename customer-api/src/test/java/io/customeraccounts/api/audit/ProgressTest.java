package io.customeraccounts.api.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final long MEGABYTE = 1024 * 1024;

    @Test
    void isABarWhereAPersonLooksAtATerminal() {
        var screen = new ByteArrayOutputStream();
        var terminal = new ProgressBarBuilder()
                .setConsumer(new ConsoleProgressBarConsumer(new PrintStream(screen, true, UTF_8), 80));
        try (var progress = new Progress(terminal, "verify", 4 * MEGABYTE, " MB", MEGABYTE)) {
            progress.at(3 * MEGABYTE);
        }

        assertThat(screen.toString(UTF_8)).contains("verify", "75%", "3/4 MB");
    }

    @Test
    void isNothingElsewhere() {
        try (var progress = new Progress(null, "verify", 4, "", 1)) {
            progress.at(3);
        }
    }
}
