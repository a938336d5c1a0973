package io.customeraccounts.projections.users;

import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.projections.customers.CustomerState;

/**
 * How a person stands in a customer now: the active membership, and the state of the customer, without whose being
 * {@linkplain CustomerState#usable() usable} the group allows nothing but to look.
 */
public record Standing(MembershipId membershipId, GroupName group, CustomerState customerState) {}
