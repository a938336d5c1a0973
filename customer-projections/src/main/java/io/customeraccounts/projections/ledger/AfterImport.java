package io.customeraccounts.projections.ledger;

import java.time.Instant;

/**
 * What an import must not leave behind: everybody has been told of all events as if they happened now, and nothing that was
 * done then is to be done again. In the transaction that is active, at the end of the import.
 */
@FunctionalInterface
public interface AfterImport {

    void imported(Instant now);
}
