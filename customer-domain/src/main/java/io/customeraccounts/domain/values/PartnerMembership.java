package io.customeraccounts.domain.values;

/** The membership in a partner by which somebody is a user of a customer that the partner manages. */
public record PartnerMembership(CustomerId partnerId, MembershipId membershipId) {}
