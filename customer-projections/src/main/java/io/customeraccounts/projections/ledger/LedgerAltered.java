package io.customeraccounts.projections.ledger;

/** What a published checkpoint stands for is not what the ledger holds: somebody has changed the past. */
public final class LedgerAltered extends RuntimeException {

    private final long size;

    LedgerAltered(long size) {
        super("the first " + size + " events are not those of the checkpoint");
        this.size = size;
    }

    /** The first bad position is this or an earlier one. */
    public long size() {
        return size;
    }
}
