package io.customeraccounts.api.privacy;

import io.customeraccounts.projections.privacy.Erasures.Receipt;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

@Schema(name = "ErasureReceipt", description = "What remains of somebody who was erased.")
record ReceiptJson(
        UUID personId,
        Instant erasedAt,

        @Schema(description = "In how many customers they were a user; these memberships have ended.")
        int memberships,

        @Schema(description = "How many invitations to them nobody can read any more.")
        int invitations,

        @Schema(description = "Whether there was an entry of who signs in; it is deleted.")
        boolean signedIn,

        @Schema(description = "The key is destroyed that names and addresses in events were encrypted with.")
        boolean keyDestroyed) {

    static ReceiptJson of(Receipt receipt) {
        return new ReceiptJson(
                receipt.personId().value(),
                receipt.erasedAt(),
                receipt.memberships(),
                receipt.invitations(),
                receipt.account(),
                true);
    }
}
