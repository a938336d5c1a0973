package io.customeraccounts.domain.policies;

import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.PersonId;

/** Wherever personal values can be read without a key, because lists and decisions need them. */
public interface ReadableCopies {

    /** Removes the person's values, in the transaction that is active; succeeds also if there are none. */
    void erase(PersonId personId);

    /** Removes the invitation's values, in the transaction that is active; succeeds also if there are none. */
    void erase(InvitationId invitationId);
}
