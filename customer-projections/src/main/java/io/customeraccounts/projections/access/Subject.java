package io.customeraccounts.projections.access;

import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;

/** Whose access is asked for. */
public sealed interface Subject {

    /** By whatever membership they have in the customer of the project. */
    record OfPerson(PersonId personId) implements Subject {}

    /** By this membership and no other one of the same person. */
    record OfMembership(MembershipId membershipId) implements Subject {}
}
