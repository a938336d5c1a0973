package io.customeraccounts.projections.access;

import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import org.jspecify.annotations.Nullable;

/**
 * A user of the customer who may do something with a project, and why: manage it because of their group, use it because of
 * their grant.
 *
 * @param fullName absent once the person is erased
 * @param email in its original spelling; absent once the person is erased
 * @param mayManage whether the group allows it
 * @param grant absent if the user may not use the project
 */
public record ProjectUser(
        MembershipId membershipId,
        PersonId personId,
        @Nullable String fullName,
        @Nullable String email,
        GroupName group,
        boolean mayManage,
        @Nullable GrantRow grant) {

    /** Without name and address: what is logged by accident must not be personal data. */
    @Override
    public String toString() {
        return "ProjectUser[" + membershipId + "]";
    }
}
