package io.customeraccounts.api.problems;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.customer.CustomerRefusal;
import io.customeraccounts.domain.customer.CustomerRefusal.AlreadyAUser;
import io.customeraccounts.domain.customer.CustomerRefusal.AlreadySignedUp;
import io.customeraccounts.domain.customer.CustomerRefusal.BillingAddressNotAvailable;
import io.customeraccounts.domain.customer.CustomerRefusal.BillingAddressNotFound;
import io.customeraccounts.domain.customer.CustomerRefusal.CameThroughPartner;
import io.customeraccounts.domain.customer.CustomerRefusal.CardExpired;
import io.customeraccounts.domain.customer.CustomerRefusal.ConfirmationMismatch;
import io.customeraccounts.domain.customer.CustomerRefusal.ConfirmationUnknown;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsClosed;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsExpired;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsManaged;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsPartner;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsRestricted;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerPendingConfirmation;
import io.customeraccounts.domain.customer.CustomerRefusal.EmailNotVerified;
import io.customeraccounts.domain.customer.CustomerRefusal.FormerMembershipUnknown;
import io.customeraccounts.domain.customer.CustomerRefusal.GroupNotAvailable;
import io.customeraccounts.domain.customer.CustomerRefusal.IdentifierTaken;
import io.customeraccounts.domain.customer.CustomerRefusal.InUse;
import io.customeraccounts.domain.customer.CustomerRefusal.InvitationEnded;
import io.customeraccounts.domain.customer.CustomerRefusal.InvitationLimit;
import io.customeraccounts.domain.customer.CustomerRefusal.InvitationNotFound;
import io.customeraccounts.domain.customer.CustomerRefusal.InvitationPending;
import io.customeraccounts.domain.customer.CustomerRefusal.LastAdmin;
import io.customeraccounts.domain.customer.CustomerRefusal.LifetimeOutOfRange;
import io.customeraccounts.domain.customer.CustomerRefusal.ManagedCustomersLeft;
import io.customeraccounts.domain.customer.CustomerRefusal.MembershipEndPast;
import io.customeraccounts.domain.customer.CustomerRefusal.NotPermitted;
import io.customeraccounts.domain.customer.CustomerRefusal.PartnerNotAvailable;
import io.customeraccounts.domain.customer.CustomerRefusal.PaymentMethodNotAvailable;
import io.customeraccounts.domain.customer.CustomerRefusal.PaymentMethodNotFound;
import io.customeraccounts.domain.customer.CustomerRefusal.ResendLimit;
import io.customeraccounts.domain.customer.CustomerRefusal.UserNotFound;
import io.customeraccounts.domain.customer.CustomerRefusal.VersionMismatch;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.InvitationState;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.ProjectId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.json.JsonMapper;

class ProblemsTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final UUID ID = UUID.fromString("0193584e-3b00-7000-8000-000000000001");
    private static final CustomerId ACME = new CustomerId(ID);
    private static final MembershipId ANNA = new MembershipId(ID);
    private static final InvitationId INVITATION = new InvitationId(ID);

    private final Problems problems = new Problems(Clock.fixed(NOON, ZoneOffset.UTC), new JsonMapper());

    static Stream<Arguments> refusals() {
        return Stream.of(
                outside(new NotPermitted(Permission.MANAGE_USERS), 403, "not-permitted", "permission", "MANAGE_USERS"),
                outside(new VersionMismatch(17), 412, "version-mismatch", "currentVersion", 17),
                outside(new AlreadySignedUp(ACME), 409, "already-signed-up", "customerId", ID.toString()),
                outside(new IdentifierTaken("acme"), 409, "identifier-taken", "identifier", "acme"),
                outside(new CustomerPendingConfirmation(ACME), 409, "customer-pending-confirmation"),
                outside(new CustomerIsExpired(ACME), 410, "customer-expired"),
                outside(new CustomerIsClosed(ACME), 410, "customer-closed"),
                outside(new ConfirmationUnknown(ACME), 404, "confirmation-unknown"),
                outside(new ConfirmationMismatch(), 422, "confirmation-mismatch"),
                outside(
                        new GroupNotAvailable(new GroupName("X"), CustomerKind.PARTNER),
                        422,
                        "group-not-available",
                        "kind",
                        "PARTNER"),
                outside(new UserNotFound(), 404, "user-not-found"),
                outside(new CustomerIsRestricted(new CustomerId(ID)), 409, "customer-restricted"),
                outside(new PaymentMethodNotFound(), 404, "payment-method-not-found"),
                outside(new BillingAddressNotFound(), 404, "billing-address-not-found"),
                outside(
                        new PaymentMethodNotAvailable(new PaymentMethodId(ID)),
                        409,
                        "payment-method-required",
                        "paymentMethodId",
                        ID.toString()),
                outside(
                        new BillingAddressNotAvailable(new BillingAddressId(ID)),
                        409,
                        "billing-address-required",
                        "billingAddressId",
                        ID.toString()),
                outside(new CardExpired(NOON), 422, "card-expired", "expiredAt", "2026-11-23T12:00:00Z"),
                outside(
                        new InUse(List.of(new ProjectId(ID))),
                        409,
                        "in-use",
                        "projects",
                        List.of(Map.of("projectId", ID.toString()))),
                outside(
                        new LastAdmin(List.of(ANNA)),
                        409,
                        "last-admin",
                        "candidates",
                        List.of(Map.of("membershipId", ID.toString()))),
                outside(new MembershipEndPast(NOON), 422, "membership-end-past", "now", "2026-11-23T12:00:00Z"),
                outside(new AlreadyAUser(ANNA), 409, "already-a-user", "membershipId", ID.toString()),
                outside(new InvitationPending(INVITATION), 409, "invitation-pending", "invitationId", ID.toString()),
                outside(new InvitationLimit(50, false), 409, "invitation-limit", "limit", 50, "per", "pending"),
                outside(new InvitationLimit(100, true), 409, "invitation-limit", "limit", 100, "per", "24-hours"),
                outside(new FormerMembershipUnknown(), 422, "former-membership-unknown"),
                outside(
                        new LifetimeOutOfRange(Duration.ofHours(1), Duration.ofDays(30)),
                        422,
                        "lifetime-out-of-range",
                        "shortest",
                        "PT1H"),
                outside(
                        new ResendLimit(NOON.plusSeconds(42)),
                        429,
                        "resend-limit",
                        "possibleAt",
                        "2026-11-23T12:00:42Z"),
                outside(new InvitationNotFound(), 404, "invitation-not-found"),
                outside(ended(InvitationState.ACCEPTED), 410, "invitation-accepted"),
                outside(ended(InvitationState.DECLINED), 410, "invitation-declined"),
                outside(ended(InvitationState.CANCELLED), 410, "invitation-cancelled", "invitationId", ID.toString()),
                outside(ended(InvitationState.EXPIRED), 410, "invitation-expired", "endedAt", "2026-11-23T12:00:00Z"),
                outside(new EmailNotVerified(), 403, "email-not-verified"),
                outside(new PartnerNotAvailable(ACME), 422, "partner-not-available", "partnerId", ID.toString()),
                outside(new CustomerIsManaged(ACME), 409, "customer-managed"),
                outside(new CustomerIsPartner(ACME), 409, "customer-is-partner"),
                outside(new CameThroughPartner(), 409, "came-through-partner"),
                outside(new ManagedCustomersLeft(ACME), 409, "managed-customers-left"));
    }

    private static Arguments outside(CustomerRefusal refusal, int status, String code, Object... members) {
        return Arguments.of(refusal, status, code, members);
    }

    private static InvitationEnded ended(InvitationState state) {
        return new InvitationEnded(INVITATION, state, NOON);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void tellsEveryRefusalWithItsStatusCodeAndDetails(
            CustomerRefusal refusal, int status, String code, Object[] members) {
        var document = problems.render(problems.of(refusal), Locale.ENGLISH);
        var body = json(document);

        assertThat(document.status()).isEqualTo(status);
        assertThat(body)
                .containsEntry("status", status)
                .containsEntry("code", code)
                .containsEntry("type", "/problems/" + code);
        assertThat((String) body.get("title")).isNotBlank();
        assertThat((String) body.get("detail")).isNotBlank().doesNotContain("{");
        for (var i = 0; i < members.length; i += 2) {
            assertThat(body).containsEntry((String) members[i], members[i + 1]);
        }
        assertThat(document.headers()).containsEntry("Content-Type", "application/problem+json");
    }

    @Test
    void theTableAboveNamesEveryRefusal() {
        var told = refusals().map(arguments -> arguments.get()[0].getClass()).collect(Collectors.toSet());

        assertThat(told).isEqualTo(Set.of(CustomerRefusal.class.getPermittedSubclasses()));
    }

    @Test
    void saysWhenToTryAgainInWholeSecondsRoundedUp() {
        var document = problems.render(problems.of(new ResendLimit(NOON.plusMillis(41_001))), Locale.ENGLISH);

        assertThat(document.headers()).containsEntry("Retry-After", "42");
    }

    @Test
    void tellsTheCurrentVersionAsEntityTag() {
        var document = problems.render(problems.of(new VersionMismatch(17)), Locale.ENGLISH);

        assertThat(document.headers()).containsEntry("ETag", "\"17\"");
    }

    @Test
    void pointsToEachFieldThatIsWrong() {
        var problem = Problem.malformed(
                FieldError.at("/email", "missing"),
                FieldError.parameter("limit", "not-a-number").with("min", 1).with("max", 200),
                FieldError.header("If-Match", "entity-tag-malformed"));

        var errors = (List<?>) json(problems.render(problem, Locale.ENGLISH)).get("errors");

        assertThat(errors.get(0))
                .isEqualTo(Map.of("pointer", "#/email", "code", "missing", "detail", "This is required."));
        assertThat(errors.get(1))
                .isEqualTo(Map.of(
                        "parameter",
                        "limit",
                        "code",
                        "not-a-number",
                        "detail",
                        "A whole number from 1 to 200 is expected.",
                        "min",
                        1,
                        "max",
                        200));
        assertThat(((Map<?, ?>) errors.get(2)).get("header")).isEqualTo("If-Match");
    }

    @Test
    void membersOfACaseNeverReplaceThoseOfTheStandard() {
        var problem = Problem.of(ProblemType.LAST_ADMIN).with("status", 200).with("type", "other");

        assertThat(json(problems.render(problem, Locale.ENGLISH)))
                .containsEntry("status", 409)
                .containsEntry("type", "/problems/last-admin");
    }

    @Test
    void answersInTheFirstAcceptedLanguageThatThereIs() {
        assertThat(languageFor("fr-CH, de-AT;q=0.9, en;q=0.8")).isEqualTo(Locale.GERMAN);
        assertThat(languageFor("en;q=0.8, de;q=0.7")).isEqualTo(Locale.ENGLISH);
        assertThat(languageFor("fr")).isEqualTo(Locale.ENGLISH);
        assertThat(languageFor("")).isEqualTo(Locale.ENGLISH);
        assertThat(languageFor("*")).isEqualTo(Locale.ENGLISH);
    }

    @Test
    void answersInEnglishWithoutAPreferenceWhereverTheServerStands() {
        assertThat(Problems.language(new MockHttpServletRequest())).isEqualTo(Locale.ENGLISH);
    }

    @Test
    void codesAreUnique() {
        assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::code)).doesNotHaveDuplicates();
    }

    private static Locale languageFor(String header) {
        var request = new MockHttpServletRequest();
        request.addHeader("Accept-Language", header);
        return Problems.language(request);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(Problems.Document document) {
        return new JsonMapper().readValue(document.body(), Map.class);
    }
}
