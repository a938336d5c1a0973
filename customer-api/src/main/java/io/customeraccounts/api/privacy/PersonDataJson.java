package io.customeraccounts.api.privacy;

import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.privacy.PersonData;
import io.customeraccounts.projections.privacy.PersonData.Place;
import io.customeraccounts.projections.privacy.PersonData.StoredAccess;
import io.customeraccounts.projections.privacy.PersonData.StoredInvitation;
import io.customeraccounts.projections.privacy.PersonData.StoredMembership;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

@Schema(name = "PersonData", description = "Which data are stored about a person, and where.")
record PersonDataJson(
        UUID personId,
        Instant at,

        @Schema(description = "How they sign in; absent if the data are shown to somebody else.") @Nullable
        SignInJson signIn,

        List<MembershipJson> memberships,
        List<AccessJson> projectAccess,
        List<InvitationJson> invitations,

        @Schema(description = "Which tables have something about them; absent if the data are shown to somebody else.")
        @Nullable
        List<PlaceJson> places) {

    @Schema(name = "StoredSignIn")
    record SignInJson(
            @Schema(example = "Anna Schmidt") String fullName,
            List<String> emails,
            @Schema(example = "en") String language,

            @Schema(description = "Whether they have an account with a password here.")
            boolean account) {}

    @Schema(name = "StoredMembership")
    record MembershipJson(
            UUID membershipId,
            UUID customerId,
            @Schema(example = "ACME GmbH") String customerName,
            @Nullable String fullName,
            @Nullable String email,
            String group,
            String language,
            Instant joinedAt,
            @Nullable Instant endsAt,
            @Nullable Instant endedAt) {

        static MembershipJson of(StoredMembership stored) {
            return new MembershipJson(
                    stored.membershipId(),
                    stored.customerId(),
                    stored.customerName(),
                    stored.fullName(),
                    stored.email(),
                    stored.group(),
                    stored.language(),
                    stored.joinedAt(),
                    stored.endsAt(),
                    stored.endedAt());
        }
    }

    @Schema(name = "StoredAccess")
    record AccessJson(
            UUID membershipId,
            UUID projectId,
            String projectName,
            String role,
            Instant openedAt,
            @Nullable Instant endedAt) {

        static AccessJson of(StoredAccess stored) {
            return new AccessJson(
                    stored.membershipId(),
                    stored.projectId(),
                    stored.projectName(),
                    stored.role(),
                    stored.openedAt(),
                    stored.endedAt());
        }
    }

    @Schema(name = "StoredInvitation")
    record InvitationJson(
            UUID invitationId,
            UUID customerId,
            @Nullable String fullName,
            @Nullable String email,
            Instant invitedAt) {

        static InvitationJson of(StoredInvitation stored) {
            return new InvitationJson(
                    stored.invitationId(), stored.customerId(), stored.fullName(), stored.email(), stored.invitedAt());
        }
    }

    @Schema(name = "Place")
    record PlaceJson(
            @Schema(description = "A table of the service.", example = "customer_user")
            String table,

            @Schema(description = "How many rows are about them.")
            long rows) {

        static PlaceJson of(Place place) {
            return new PlaceJson(place.table(), place.rows());
        }
    }

    /** @param customers whether what is stored in a customer is to be shown */
    static PersonDataJson of(
            PersonData data,
            PersonId personId,
            Instant at,
            @Nullable SignInJson signIn,
            Predicate<UUID> customers,
            boolean withPlaces) {
        var memberships = data.memberships(personId).stream()
                .filter(it -> customers.test(it.customerId()))
                .map(MembershipJson::of)
                .toList();
        var ids = memberships.stream().map(MembershipJson::membershipId).toList();
        return new PersonDataJson(
                personId.value(),
                at,
                signIn,
                memberships,
                data.access(personId).stream()
                        .filter(it -> ids.contains(it.membershipId()))
                        .map(AccessJson::of)
                        .toList(),
                data.invitations(personId).stream()
                        .filter(it -> customers.test(it.customerId()))
                        .map(InvitationJson::of)
                        .toList(),
                withPlaces ? data.places(personId).stream().map(PlaceJson::of).toList() : null);
    }
}
