package io.customeraccounts.projections.pointintime;

import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.projects.ProjectState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A project as it was at a time.
 *
 * @param paymentMethodId absent only while the history is being filled in, as is the billing address
 * @param locations {@link LocationName#GLOBAL} first, the others in the order in which they had been chosen
 */
public record PastProject(
        ProjectId id,
        String identifier,
        String name,
        ProjectState state,
        @Nullable PaymentMethodId paymentMethodId,
        @Nullable BillingAddressId billingAddressId,
        List<LocationName> locations) {

    public PastProject {
        locations = List.copyOf(locations);
    }

    PastProject in(List<LocationName> those) {
        return new PastProject(id, identifier, name, state, paymentMethodId, billingAddressId, those);
    }
}
