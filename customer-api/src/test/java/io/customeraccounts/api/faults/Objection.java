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
        /** Those that are read, as they lie in the database and as the API shows them, and those that followers keep. */
        TABLES_FOLLOW_THE_LOG,
        /** Every committed event, once, in consecutive positions and in the order of its customer. */
        LEDGER_HOLDS_EVERYTHING_ONCE,
        INVITATIONS_ARE_MAILED,
        /** Only after an interruption, and then as the same message to the same address; and nothing that never happened. */
        MAILS_REPEAT_ONLY_AS_THEMSELVES,
        /** Only after an interruption. */
        CHECKPOINTS_REPEAT_ONLY_AFTER_AN_INTERRUPTION,
        /** The mail server has what is noted as sent, and nothing that is not noted at all. */
        NOTES_ABOUT_MAILS_ARE_TRUE,
        RECOVERS
    }

    @Override
    public String toString() {
        return broken + ": " + because;
    }
}
