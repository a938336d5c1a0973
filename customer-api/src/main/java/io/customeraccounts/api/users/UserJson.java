package io.customeraccounts.api.users;

import io.customeraccounts.projections.users.UserRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Schema(name = "User", description = "A user of a customer. Whoever may see names only gets the name and nothing else.")
record UserJson(
        @Nullable UUID membershipId,

        @Schema(description = "Absent once erased.", example = "Anna Schmidt") @Nullable
        String fullName,

        @Schema(description = "As it was typed; absent once erased.", example = "anna@example.org") @Nullable
        String email,

        @Schema(example = "CUSTOMER_EMPLOYEE") @Nullable String group,
        @Nullable Instant joinedAt,

        @Schema(description = "From then on the membership gives nothing; absent if it has no end.") @Nullable
        Instant endsAt,

        @Schema(description = "The ETag of the user, without quotes; for If-Match.", example = "17") @Nullable
        String version,

        @Schema(
                description =
                        "The partner of which this is a user who has added themself; absent for the customer's own users.")
        @Nullable
        UUID partnerId) {

    static UserJson of(UserRow row) {
        return new UserJson(
                row.membershipId().value(),
                row.fullName(),
                row.email(),
                row.group().value(),
                row.joinedAt(),
                row.endsAt(),
                Long.toString(row.version()),
                row.throughPartner() == null
                        ? null
                        : row.throughPartner().partnerId().value());
    }

    static UserJson nameOf(UserRow row) {
        return new UserJson(null, row.fullName(), null, null, null, null, null, null);
    }
}
