package io.customeraccounts.api.faults;

/**
 * One user's access, from before its removal is sent until after it is acknowledged, and the questions that are asked
 * meanwhile. Rule: Removal. A question that is sent after the acknowledgement is never answered with yes, and none that is
 * answered before the removal was sent with no.
 */
final class Revocation {

    /** What an answer says about the promise. */
    enum Verdict {
        FINE,
        /** Yes to a question that was sent after the removal had been acknowledged. */
        ALLOWED_AFTER_REMOVAL,
        /** No to a question although nobody had been removed yet. */
        DENIED_WITHOUT_REMOVAL
    }

    private static final long NOT_YET = Long.MIN_VALUE;

    /** @param afterAcknowledgement nanoseconds from the acknowledgement to the question; negative if there was none yet */
    record Question(long afterAcknowledgement) {}

    private volatile boolean sent;
    private volatile long acknowledgedAt = NOT_YET;

    /** Call it before the first byte of the removal is sent. */
    void removalIsSent() {
        sent = true;
    }

    /** Call it when the answer to the removal is there. */
    void removalIsAcknowledged() {
        acknowledgedAt = System.nanoTime();
    }

    boolean isAcknowledged() {
        return acknowledgedAt != NOT_YET;
    }

    /** Call it before the first byte of the question is sent. */
    Question asking() {
        var acknowledged = acknowledgedAt;
        return new Question(acknowledged == NOT_YET ? -1 : System.nanoTime() - acknowledged);
    }

    /** Call it when the answer is there. */
    Verdict judge(Question question, boolean allowed) {
        if (allowed) {
            return question.afterAcknowledgement() >= 0 ? Verdict.ALLOWED_AFTER_REMOVAL : Verdict.FINE;
        }
        return sent ? Verdict.FINE : Verdict.DENIED_WITHOUT_REMOVAL;
    }
}
