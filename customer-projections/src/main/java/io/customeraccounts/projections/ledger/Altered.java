package io.customeraccounts.projections.ledger;

/** An export is not what was signed. The history of the first bad position begins {@code first} at the earliest. */
public final class Altered extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What does not agree. */
    public enum Reason {
        /** The event is not the one whose hash stands beside it. */
        EVENT_CHANGED,
        /** There is none at the position. */
        EVENT_MISSING,
        /** Another one stands where the next position was expected. */
        OUT_OF_ORDER,
        /** The events are not those that a checkpoint stands for. */
        NOT_WHAT_WAS_SIGNED,
        /** A checkpoint has no signature of a key that is trusted. */
        NOT_SIGNED,
        /** The proof beside the event does not lead to its checkpoint. */
        PROOF_WRONG,
        /** A checkpoint that was kept stands for more events than there are. */
        TAIL_MISSING
    }

    private final long first;
    private final long last;
    private final Reason reason;

    Altered(long first, long last, Reason reason) {
        super("%s: %s".formatted(first == last ? "position " + first : "positions " + first + " to " + last, reason));
        this.first = first;
        this.last = last;
        this.reason = reason;
    }

    /** The first bad position, or if checkpoints do not tell it more exactly, the first of those among which it is. */
    public long first() {
        return first;
    }

    /** The first bad position is at most this one. */
    public long last() {
        return last;
    }

    public Reason reason() {
        return reason;
    }
}
