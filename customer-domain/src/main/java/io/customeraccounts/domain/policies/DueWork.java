package io.customeraccounts.domain.policies;

import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what is due, one thing after the other. */
final class DueWork {

    private static final Logger LOG = LoggerFactory.getLogger(DueWork.class);
    private static final int BATCH = 100;

    private DueWork() {}

    static void doAll(DueSheet sheet, DueSheet.Kind kind, Instant now, Consumer<DueSheet.Due> work) {
        var batch = sheet.claim(kind, now, BATCH);
        while (!batch.isEmpty()) {
            batch.forEach(due -> tryOne(sheet, due, work));
            batch = sheet.claim(kind, now, BATCH);
        }
    }

    private static void tryOne(DueSheet sheet, DueSheet.Due due, Consumer<DueSheet.Due> work) {
        try {
            work.accept(due);
            sheet.done(due);
        } catch (RuntimeException e) {
            // Whatever it is, the next one must have its turn. Not the message: it may quote personal data.
            LOG.warn(
                    "{} {} of customer {} failed with {} and is tried again",
                    due.kind(),
                    due.subjectId(),
                    due.customerId(),
                    e.getClass().getName());
        }
    }
}
