package io.customeraccounts.domain.policies;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what is due, one thing after the other. */
final class DueWork {

    private static final Logger LOG = LoggerFactory.getLogger(DueWork.class);
    private static final int BATCH = 100;

    private DueWork() {}

    static void doAll(DueSheet sheet, DueSheet.Kind kind, Instant now, Consumer<DueSheet.Due> work) {
        doAll(limit -> sheet.claim(kind, now, limit), due -> {
            work.accept(due);
            sheet.done(due);
        });
    }

    /** @param claim hands out no more than so many, and nothing twice; what is handed out names ids only */
    static <T> void doAll(IntFunction<List<T>> claim, Consumer<T> work) {
        var batch = claim.apply(BATCH);
        while (!batch.isEmpty()) {
            batch.forEach(due -> tryOne(due, work));
            batch = claim.apply(BATCH);
        }
    }

    private static <T> void tryOne(T due, Consumer<T> work) {
        try {
            work.accept(due);
        } catch (RuntimeException e) {
            // Whatever it is, the next one must have its turn. Not the message: it may quote personal data.
            LOG.warn("{} failed with {} and is tried again", due, e.getClass().getName());
        }
    }
}
