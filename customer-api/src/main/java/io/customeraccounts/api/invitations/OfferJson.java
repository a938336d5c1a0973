package io.customeraccounts.api.invitations;

import io.customeraccounts.domain.values.InvitationState;
import io.customeraccounts.projections.invitations.InvitationOffer;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Schema(name = "Offer", description = "An invitation, as the invited person sees it.")
record OfferJson(
        UUID id,
        UUID customerId,
        @Schema(example = "ACME GmbH") String customerName,

        @Schema(description = "Absent if no user invited.", example = "Bob Miller") @Nullable
        String inviterName,

        @Schema(description = "What the inviter called you.", example = "Anna Schmidt") @Nullable
        String fullName,

        @Schema(description = "The invited address.", example = "anna@example.org") @Nullable
        String email,

        @Schema(example = "CUSTOMER_EMPLOYEE") String group,
        InvitationState state,

        @Schema(description = "Until then it can be accepted.")
        Instant expiresAt) {

    static OfferJson of(InvitationOffer offer) {
        return new OfferJson(
                offer.id().value(),
                offer.customerId().value(),
                offer.customerName(),
                offer.inviterName(),
                offer.fullName(),
                offer.email(),
                offer.group().value(),
                offer.state(),
                offer.expiresAt());
    }
}
