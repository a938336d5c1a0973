package io.customeraccounts.api.invitations;

import io.customeraccounts.domain.events.CustomerEvent.SkipReason;
import io.customeraccounts.domain.values.InvitationState;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.PlannedAccess;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.invitations.Delivery;
import io.customeraccounts.projections.invitations.InvitationRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Schema(name = "Invitation", description = "An invitation, as the admins of the customer see it.")
record InvitationJson(
        UUID id,

        @Schema(description = "Absent once erased.", example = "Anna Schmidt") @Nullable
        String fullName,

        @Schema(description = "As it was typed; absent once erased.", example = "anna@example.org") @Nullable
        String email,

        @Schema(example = "CUSTOMER_EMPLOYEE") String group,

        @Schema(description = "Of the mail.", example = "en")
        String language,

        InvitationState state,

        @Schema(description = "Whether the last mail could be delivered.")
        Delivery delivery,

        @Schema(description = "The membership of the inviter; absent if no user invited.") @Nullable
        UUID invitedBy,

        @Schema(example = "Bob Miller") @Nullable String inviterName,
        Instant invitedAt,

        @Schema(description = "When the last mail went out.")
        Instant sentAt,

        @Schema(description = "How often it was sent again.")
        int resends,

        @Schema(description = "Until then it can be accepted.")
        Instant expiresAt,

        @Schema(description = "Absent while it is pending.") @Nullable
        Instant endedAt,

        @Schema(description = "What it led to; absent unless accepted.") @Nullable
        UUID membershipId,

        @Schema(description = "What becomes real with the acceptance; absent if nothing does.") @Nullable
        List<PlannedAccessJson> plannedAccess,

        @Schema(description = "The ended membership of the person who is invited back; absent if nobody is.") @Nullable
        UUID formerMembershipId) {

    @Schema(name = "PlannedAccess", description = "Access to a project that an invitation promises.")
    record PlannedAccessJson(
            UUID projectId,
            ProjectRole role,

            @Schema(description = "From then on it gives nothing; absent if it has no end.") @Nullable
            Instant endsAt,

            @Schema(description = "Why it has not become real with the acceptance; absent unless it has not.") @Nullable
            SkipReason skipped) {}

    static InvitationJson of(InvitationRow row) {
        return new InvitationJson(
                row.id().value(),
                row.fullName(),
                row.email(),
                row.group().value(),
                tag(row.language()),
                row.state(),
                row.delivery(),
                row.invitedBy() == null ? null : row.invitedBy().value(),
                row.inviterName(),
                row.invitedAt(),
                row.sentAt(),
                row.resends(),
                row.expiresAt(),
                row.endedAt(),
                row.membershipId() == null ? null : row.membershipId().value(),
                row.plannedAccess().isEmpty()
                        ? null
                        : row.plannedAccess().stream()
                                .map(access -> planned(row, access))
                                .toList(),
                row.formerMembershipId() == null
                        ? null
                        : row.formerMembershipId().value());
    }

    private static PlannedAccessJson planned(InvitationRow row, PlannedAccess access) {
        return new PlannedAccessJson(
                access.projectId().value(),
                access.role(),
                access.endsAt(),
                row.skippedAccess().get(access.projectId()));
    }

    static String tag(Language language) {
        return language.name().toLowerCase(Locale.ROOT);
    }
}
