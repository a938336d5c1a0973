package io.customeraccounts.projections.ledger;

/** An export is not imported; the message says why. */
public final class ImportRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    ImportRefused(String message) {
        super(message);
    }
}
