package io.customeraccounts.projections.pointintime;

import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.InvitationId;
import java.time.Instant;

/** An invitation that could be accepted at a time. */
public record PastInvitation(InvitationId id, GroupName group, Instant expiresAt) {}
