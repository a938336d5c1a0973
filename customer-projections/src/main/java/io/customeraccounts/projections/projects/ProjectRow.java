package io.customeraccounts.projections.projects;

import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectTag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A project.
 *
 * @param locations {@link LocationName#GLOBAL} first, the others in the order in which they were chosen
 * @param quotas how much it may use in its locations; those are left out of which nothing is said
 * @param tags in the order of their names
 * @param markedAt when it was marked for deletion; absent for an active one
 * @param deletedAt absent if it is not deleted
 * @param version the sequence number of the event that last changed the project itself; who has access is no such change
 */
public record ProjectRow(
        ProjectId id,
        CustomerId customerId,
        String identifier,
        String name,
        PaymentMethodId paymentMethodId,
        BillingAddressId billingAddressId,
        List<LocationName> locations,
        Map<LocationName, Long> quotas,
        List<ProjectTag> tags,
        ProjectState state,
        Instant createdAt,
        @Nullable Instant markedAt,
        @Nullable Instant deletedAt,
        long version) {

    public ProjectRow {
        locations = List.copyOf(locations);
        quotas = Map.copyOf(quotas);
        tags = List.copyOf(tags);
    }
}
