package io.customeraccounts.api.operations;

import io.customeraccounts.projections.ledger.Sealer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether events get their place in the ledger, which is what mails and policies wait for. */
@Component("ledgerHealthIndicator")
class LedgerHealthIndicator implements HealthIndicator {

    private final Sealer sealer;

    LedgerHealthIndicator(Sealer sealer) {
        this.sealer = sealer;
    }

    @Override
    public @Nullable Health health() {
        return (sealer.isFailing() ? Health.down() : Health.up()).build();
    }
}
