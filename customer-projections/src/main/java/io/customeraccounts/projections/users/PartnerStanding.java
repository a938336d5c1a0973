package io.customeraccounts.projections.users;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.MembershipId;

/** How a person stands now in the partner that manages a customer, which can be used: the active membership there. */
public record PartnerStanding(CustomerId partnerId, MembershipId membershipId, GroupName group) {}
