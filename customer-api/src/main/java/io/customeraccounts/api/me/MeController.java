package io.customeraccounts.api.me;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Languages;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.projections.customers.CustomerState;
import io.customeraccounts.projections.invitations.InvitationOffer;
import io.customeraccounts.projections.invitations.Invitations;
import io.customeraccounts.projections.users.MembershipRow;
import io.customeraccounts.projections.users.Users;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Me")
@RestController
@RequestMapping(path = "/api/v1/me", produces = MediaType.APPLICATION_JSON_VALUE)
class MeController {

    private final Users users;
    private final Invitations invitations;
    private final Languages languages;
    private final CommandTransaction transactions;

    MeController(Users users, Invitations invitations, Languages languages, CommandTransaction transactions) {
        this.users = users;
        this.invitations = invitations;
        this.languages = languages;
        this.transactions = transactions;
    }

    @Schema(name = "Me")
    record MeJson(
            UUID personId,
            @Schema(example = "Anna Schmidt") String fullName,
            List<AddressJson> emails,

            @Schema(description = "In which the service writes.", example = "en")
            String language,

            @Schema(description = "Whether this installation names you as an operator.")
            boolean operator,

            @Schema(description = "Whether this installation names you as an auditor.")
            boolean auditor) {}

    @Schema(name = "MyAddress")
    record AddressJson(
            @Schema(example = "anna@example.org") String email,

            @Schema(description = "Whether the identity provider has verified it.")
            boolean verified) {}

    @Operation(summary = "Who am I")
    @GetMapping
    Answer<MeJson> me(Caller.Person caller) {
        return Answer.ok(json(caller, caller.profile().language()));
    }

    @Schema(name = "MyLanguage")
    record LanguageRequest(
            @Schema(
                    description = "English or German.",
                    allowableValues = {"en", "de"},
                    example = "de")
            @Nullable
            String language) {}

    @Operation(
            summary = "Choose my language",
            description =
                    "In which the service writes mails to you from now on, and shows its pages wherever you sign in. Stands before what your identity provider says. Mails of an invitation are in the language that the inviter chose.")
    @PutMapping(path = "/language", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<MeJson> chooseLanguage(Caller.Person caller, Write write, Body<LanguageRequest> body) {
        var fields = new Fields();
        var language = fields.required("/language", body.read().language(), Fields::language);
        fields.check();
        return transactions.perform(write, sender -> {
            languages.choose(caller.profile().personId(), language.get());
            return () -> Answer.ok(json(caller, language.get()));
        });
    }

    private static MeJson json(Caller.Person caller, Language language) {
        var profile = caller.profile();
        return new MeJson(
                profile.personId().value(),
                profile.fullName().value(),
                Stream.concat(addresses(profile.verified(), true), addresses(profile.unverified(), false))
                        .toList(),
                language.name().toLowerCase(Locale.ROOT),
                caller.operator(),
                caller.auditor());
    }

    private static Stream<AddressJson> addresses(Set<EmailAddress> addresses, boolean verified) {
        return addresses.stream()
                .sorted(Comparator.comparing(EmailAddress::canonical))
                .map(address -> new AddressJson(address.original(), verified));
    }

    @Schema(name = "Membership", description = "A customer that you are a user of.")
    record MembershipJson(
            UUID membershipId,
            UUID customerId,
            @Schema(example = "acme") String customerIdentifier,
            @Schema(example = "ACME GmbH") String customerName,
            CustomerKind kind,
            CustomerState customerState,
            @Schema(example = "CUSTOMER_ADMIN") String group,
            Instant joinedAt,

            @Schema(description = "From then on the membership gives nothing; absent if it has no end.") @Nullable
            Instant endsAt) {

        static MembershipJson of(MembershipRow row) {
            return new MembershipJson(
                    row.membershipId().value(),
                    row.customerId().value(),
                    row.identifier(),
                    row.customerName(),
                    row.kind(),
                    row.state(),
                    row.group().value(),
                    row.joinedAt(),
                    row.endsAt());
        }
    }

    @Operation(summary = "My memberships", description = "The customers that you are a user of, by name.")
    @GetMapping("/memberships")
    Answer<PageJson<MembershipJson>> memberships(Caller.Person caller) {
        var personId = caller.profile().personId();
        return Answer.ok(new PageJson<>(
                users.membershipsOf(personId).stream().map(MembershipJson::of).toList(), null));
    }

    @Schema(name = "MyInvitation", description = "An invitation to one of your verified addresses.")
    record MyInvitationJson(
            UUID id,
            @Schema(example = "ACME GmbH") String customerName,
            @Schema(example = "Bob Miller") @Nullable String inviterName,
            @Schema(example = "anna@example.org") @Nullable String email,
            @Schema(example = "CUSTOMER_EMPLOYEE") String group,
            Instant expiresAt) {

        static MyInvitationJson of(InvitationOffer offer) {
            return new MyInvitationJson(
                    offer.id().value(),
                    offer.customerName(),
                    offer.inviterName(),
                    offer.email(),
                    offer.group().value(),
                    offer.expiresAt());
        }
    }

    @Operation(
            summary = "Invitations for me",
            description = "Those to your verified addresses that you can accept now, the newest first.")
    @GetMapping("/invitations")
    Answer<PageJson<MyInvitationJson>> invitations(Caller.Person caller) {
        return Answer.ok(new PageJson<>(
                invitations.offersTo(caller.profile().verified()).stream()
                        .map(MyInvitationJson::of)
                        .toList(),
                null));
    }
}
