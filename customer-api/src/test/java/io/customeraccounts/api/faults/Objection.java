package io.customeraccounts.api.faults;

/** What the checker has to say against a history. */
record Objection(Promise broken, String because) {

    enum Promise {
        /** Every acknowledged command is in the log. */
        ACKNOWLEDGED_IS_KEPT,
        REFUSED_HAS_NO_EFFECT,
        /** Once for each key that was acknowledged, at most once for each whose outcome is unknown, never unasked. */
        ONE_EFFECT_PER_KEY,
        SAME_ANSWER_PER_KEY,
        TABLES_FOLLOW_THE_LOG,
        /** Every committed event, once, in consecutive positions and in the order of its customer. */
        LEDGER_HOLDS_EVERYTHING_ONCE,
        INVITATIONS_ARE_MAILED,
        /** Only after an interruption, and then as the same message to the same address; and nothing that never happened. */
        MAILS_REPEAT_ONLY_AS_THEMSELVES,
        RECOVERS
    }

    @Override
    public String toString() {
        return broken + ": " + because;
    }
}
