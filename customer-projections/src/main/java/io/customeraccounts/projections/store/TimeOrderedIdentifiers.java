package io.customeraccounts.projections.store;

import com.github.f4b6a3.uuid.UuidCreator;
import org.axonframework.common.IdentifierFactory;

/**
 * Gives events identifiers that grow with time (UUID version 7, RFC 9562), so that new ones come next to each other in
 * their indexes instead of all over them. Public only because Axon finds it as a service.
 */
public final class TimeOrderedIdentifiers extends IdentifierFactory {

    @Override
    public String generateIdentifier() {
        return UuidCreator.getTimeOrderedEpoch().toString();
    }
}
