package io.customeraccounts.domain.preview;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import java.time.Instant;

/** Whatever is asked, the same comes of it. */
public record StoryPreviews(Preview preview) implements Previews {

    @Override
    public Preview removal(CustomerId customerId, MembershipId membershipId, boolean keepInvitations, Instant now) {
        return preview;
    }

    @Override
    public Preview groupChange(CustomerId customerId, MembershipId membershipId, GroupName to, Instant now) {
        return preview;
    }

    @Override
    public Preview deletion(CustomerId customerId, ProjectId projectId, Instant now) {
        return preview;
    }
}
