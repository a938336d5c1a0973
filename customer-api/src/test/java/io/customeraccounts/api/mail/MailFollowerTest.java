package io.customeraccounts.api.mail;

import static io.customeraccounts.api.mail.Fixtures.ACME;
import static io.customeraccounts.api.mail.Fixtures.ADA;
import static io.customeraccounts.api.mail.Fixtures.ANNAS;
import static io.customeraccounts.api.mail.Fixtures.NOON;
import static io.customeraccounts.api.mail.Fixtures.sealed;
import static io.customeraccounts.domain.values.Groups.CUSTOMER_ADMIN;
import static io.customeraccounts.domain.values.Groups.CUSTOMER_EMPLOYEE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import io.customeraccounts.api.mail.MailContent.Recipient;
import io.customeraccounts.domain.events.CustomerEvent.CancellationCause;
import io.customeraccounts.domain.events.CustomerEvent.ConfirmationResent;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerConfirmed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerExpired;
import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRenamed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRestricted;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAccepted;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAmended;
import io.customeraccounts.domain.events.CustomerEvent.InvitationCancelled;
import io.customeraccounts.domain.events.CustomerEvent.InvitationDeclined;
import io.customeraccounts.domain.events.CustomerEvent.InvitationExpired;
import io.customeraccounts.domain.events.CustomerEvent.InvitationLimitNeared;
import io.customeraccounts.domain.events.CustomerEvent.InvitationResent;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodEnabled;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodRemoved;
import io.customeraccounts.domain.events.CustomerEvent.PaymentReminderDue;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.events.CustomerEvent.RestrictionLifted;
import io.customeraccounts.domain.events.CustomerEvent.UserInvited;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PartnerMembership;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.testing.Databases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@TestInstance(PER_CLASS)
class MailFollowerTest {

    private static final PersonId ADA_HERSELF = new PersonId(ADA.value());
    private static final MembershipId BEN = new MembershipId(UUID.fromString("00000000-0000-7000-8000-00000000be00"));
    private static final PersonId BEN_HIMSELF = new PersonId(BEN.value());
    private static final Recipient TO_ADA = recipient(ADA.value(), "ada@acme.example", "Ada Byron", Language.EN);
    private static final Recipient TO_BEN = recipient(BEN.value(), "ben@acme.example", "Ben Ott", Language.DE);
    private static final Recipient TO_ANNA = recipient(ANNAS.value(), "anna@example.com", "Anna Berg", Language.EN);
    private static final Secret FIRST = new Secret("first");
    private static final Secret SECOND = new Secret("second");

    @Parameter
    Databases databases;

    private MailDatabase database;

    @BeforeParameterizedClassInvocation
    void open() {
        database = new MailDatabase(databases);
    }

    @BeforeEach
    void clear() {
        database.clear();
    }

    @AfterParameterizedClassInvocation
    void close() {
        database.close();
    }

    // Customers

    @Test
    void mailsTheConfirmationToWhoeverOpenedTheCustomerAndWarnsADayBeforeItExpires() {
        var confirmBy = NOON.plus(Duration.ofDays(14));
        follow(follower -> follower.on(opened(confirmBy, FIRST.hash())));
        follow(follower -> follower.on(joined(ADA, TO_ADA, CUSTOMER_ADMIN), "e2", NOON, null));

        assertThat(database.waiting()).containsExactly("e2", "e2-warning");
        assertThat(database.contentOf("e2"))
                .isEqualTo(new MailContent.Confirmation(TO_ADA, ACME, "Acme", confirmBy, FIRST.hash()));
        assertThat(database.contentOf("e2-warning"))
                .isEqualTo(new MailContent.CustomerExpiresSoon(TO_ADA, ACME, "Acme", confirmBy));
        assertThat(database.dueAt("e2-warning")).isEqualTo(confirmBy.minus(Duration.ofDays(1)));
    }

    @Test
    void mailsNoConfirmationWhereNothingNeedsConfirming() {
        follow(follower -> follower.on(opened(null, null)));
        follow(follower -> follower.on(joined(ADA, TO_ADA, CUSTOMER_ADMIN), "e2", NOON, null));

        assertThat(database.waiting()).isEmpty();
    }

    @Test
    void mailsTheConfirmationOnlyToTheFirstWhoJoins() {
        unconfirmedCustomer();
        follow(follower -> follower.on(joined(BEN, TO_BEN, CUSTOMER_ADMIN), "e3", NOON, null));

        assertThat(database.waiting()).noneMatch(id -> id.startsWith("e3"));
    }

    @Test
    void mailsANewConfirmationWithANewSecretAndForgetsTheFormer() {
        unconfirmedCustomer();
        follow(follower -> follower.on(new ConfirmationResent(ACME, SECOND.hash()), "e3", NOON));

        assertThat(database.contentOf("e3").secret()).isEqualTo(SECOND.hash());
        assertThat(isKept(FIRST)).isFalse();
        assertThat(isKept(SECOND)).isTrue();
    }

    @Test
    void forgetsTheSecretOfAConfirmationThatWasAnswered() {
        unconfirmedCustomer();
        follow(follower -> follower.on(new CustomerConfirmed(ACME)));

        assertThat(isKept(FIRST)).isFalse();
        follow(follower -> follower.on(new ConfirmationResent(ACME, SECOND.hash()), "e3", NOON));
        assertThat(database.waiting()).doesNotContain("e3");
    }

    @Test
    void forgetsEverythingAboutACustomerThatExpiredOrClosed() {
        for (Consumer<MailFollower> end : List.<Consumer<MailFollower>>of(
                follower -> follower.on(new CustomerExpired(ACME, "acme", ADA_HERSELF)),
                follower -> follower.on(new CustomerClosed(ACME)))) {
            unconfirmedCustomer();
            invited(NOON.plus(Duration.ofDays(7)), SECOND);

            follow(end);

            assertThat(isKept(FIRST)).isFalse();
            assertThat(isKept(SECOND)).isFalse();
            assertThat(database.memory.customer(ACME)).isEmpty();
            assertThat(database.memory.user(ADA)).isEmpty();
            assertThat(database.memory.invitation(ANNAS)).isEmpty();
        }
    }

    // Invitations

    @Test
    void mailsAnInvitationAndWarnsTheInviterADayBeforeItExpires() {
        customer();
        var expiresAt = NOON.plus(Duration.ofDays(7));
        invited(expiresAt, FIRST);

        assertThat(database.waiting()).containsExactly("invited", "invited-warning");
        assertThat(database.contentOf("invited"))
                .isEqualTo(new MailContent.Invitation(
                        TO_ANNA, ANNAS, "Acme", TO_ADA.fullName(), CUSTOMER_EMPLOYEE, expiresAt, FIRST.hash(), false));
        assertThat(database.contentOf("invited-warning"))
                .isEqualTo(new MailContent.InvitationExpiresSoon(
                        TO_ADA, ANNAS, ADA, "Acme", TO_ANNA.fullName(), expiresAt));
        assertThat(database.dueAt("invited-warning")).isEqualTo(expiresAt.minus(Duration.ofDays(1)));
    }

    @Test
    void doesNotWarnAboutAnInvitationThatLivesNoLongerThanADay() {
        customer();
        invited(NOON.plus(Duration.ofDays(1)), FIRST);

        assertThat(database.waiting()).containsExactly("invited");
    }

    @Test
    void namesNoInviterAndWarnsNobodyWhenNoUserInvited() {
        customer();
        follow(follower -> follower.on(
                new UserInvited(
                        ACME,
                        ANNAS,
                        TO_ANNA.fullName(),
                        TO_ANNA.email(),
                        CUSTOMER_EMPLOYEE,
                        null,
                        FIRST.hash(),
                        NOON.plus(Duration.ofDays(7)),
                        Language.EN),
                "invited",
                NOON));

        assertThat(database.waiting()).containsExactly("invited");
        assertThat(((MailContent.Invitation) database.contentOf("invited")).inviter())
                .isNull();
    }

    @Test
    void resendsWhatTheInvitationIsNowUnderANewSecretOnly() {
        customer();
        invited(NOON.plus(Duration.ofDays(7)), FIRST);
        keep(SECOND);
        var newName = sealed(ANNAS.value(), "Anna Berg-Ott");
        var expiresAt = NOON.plus(Duration.ofDays(8));
        follow(follower -> follower.on(new CustomerRenamed(ACME, "Acme Ltd")));
        follow(follower -> follower.on(new InvitationAmended(ACME, ANNAS, newName, null)));
        follow(follower -> follower.on(new InvitationAmended(ACME, ANNAS, null, CUSTOMER_ADMIN)));
        follow(follower -> follower.on(new InvitationResent(ACME, ANNAS, SECOND.hash(), expiresAt), "resent", NOON));

        assertThat(database.contentOf("resent"))
                .isEqualTo(new MailContent.Invitation(
                        new Recipient(TO_ANNA.email(), newName, Language.EN),
                        ANNAS,
                        "Acme Ltd",
                        TO_ADA.fullName(),
                        CUSTOMER_ADMIN,
                        expiresAt,
                        SECOND.hash(),
                        true));
        assertThat(database.waiting()).contains("resent-warning");
        assertThat(isKept(FIRST)).isFalse();
        assertThat(isKept(SECOND)).isTrue();
    }

    @Test
    void forgetsAnInvitationWithItsSecretHoweverItEnds() {
        for (Consumer<MailFollower> end : List.<Consumer<MailFollower>>of(
                follower -> follower.on(new InvitationAccepted(ACME, ANNAS, BEN, BEN_HIMSELF)),
                follower -> follower.on(new InvitationDeclined(ACME, ANNAS)),
                follower -> follower.on(new InvitationCancelled(ACME, ANNAS, CancellationCause.BY_ADMIN)),
                follower -> follower.on(new InvitationExpired(ACME, ANNAS)))) {
            customer();
            invited(NOON.plus(Duration.ofDays(7)), FIRST);
            assertThat(database.memory.invitation(ANNAS)).isPresent();

            follow(end);

            assertThat(database.memory.invitation(ANNAS)).isEmpty();
            assertThat(isKept(FIRST)).isFalse();
        }
    }

    @Test
    void tellsEveryActiveAdminThatTheLimitIsNear() {
        customer();
        follow(follower -> follower.on(joined(BEN, TO_BEN, CUSTOMER_ADMIN), "e4", NOON, null));
        var employee = new MembershipId(UUID.fromString("00000000-0000-7000-8000-0000000000e1"));
        follow(follower -> follower.on(joined(employee, TO_ANNA, CUSTOMER_EMPLOYEE), "e5", NOON, null));
        var gone = new MembershipId(UUID.fromString("00000000-0000-7000-8000-0000000000e2"));
        follow(follower -> follower.on(joined(gone, TO_ANNA, CUSTOMER_ADMIN), "e6", NOON, null));
        follow(follower -> follower.on(new MembershipEndSet(ACME, gone, NOON), "e7", NOON.minusSeconds(1)));
        database.sql.sql("delete from mail").update();

        follow(follower -> follower.on(new InvitationLimitNeared(ACME, 40, 50), "e8", NOON));

        assertThat(database.waiting()).containsExactlyInAnyOrder("e8-" + ADA, "e8-" + BEN);
        assertThat(database.contentOf("e8-" + BEN))
                .isEqualTo(new MailContent.InvitationLimitNeared(TO_BEN, "Acme", 40, 50));
    }

    // Payment

    @Test
    void tellsTheAdminsWhatBecomesOfPaying() {
        customer();
        var method = new PaymentMethodId(UUID.fromString("00000000-0000-7000-8000-0000000000f1"));
        var operator = "operator:00000000-0000-7000-8000-0000000000f2";
        database.sql.sql("delete from mail").update();

        follow(follower -> follower.on(new PaymentReminderDue(ACME, NOON.plusSeconds(9), true), "p1", NOON));
        follow(follower -> follower.on(new CustomerRestricted(ACME), "p2", NOON));
        follow(follower -> follower.on(new PaymentMethodEnabled(ACME, method), "p3", NOON));
        follow(follower -> follower.on(new PaymentMethodRemoved(ACME, method), "p4", NOON, operator));
        follow(follower -> follower.on(
                new PaymentMethodRemoved(ACME, method), "p5", NOON, "person:00000000-0000-7000-8000-0000000000f3"));
        follow(follower -> follower.on(new RestrictionLifted(ACME), "p6", NOON));

        assertThat(database.waiting())
                .containsExactlyInAnyOrder("p1-" + ADA, "p2-" + ADA, "p3-" + ADA, "p4-" + ADA, "p6-" + ADA);
        assertThat(database.contentOf("p1-" + ADA))
                .isInstanceOfSatisfying(
                        MailContent.PaymentReminder.class,
                        mail -> assertThat(mail.dueBy()).isEqualTo(NOON.plusSeconds(9)));
        assertThat(database.contentOf("p4-" + ADA)).isInstanceOf(MailContent.PaymentMethodDeclined.class);
    }

    // Users

    @Test
    void tellsAUserTheirNewGroupAndKnowsWhoManagesUsersFromThenOn() {
        customer();
        follow(follower -> follower.on(joined(BEN, TO_BEN, CUSTOMER_EMPLOYEE), "e4", NOON, null));
        assertThat(database.memory.admins(ACME, NOON)).hasSize(1);

        follow(follower ->
                follower.on(new GroupChanged(ACME, BEN, CUSTOMER_EMPLOYEE, CUSTOMER_ADMIN, false), "e5", NOON));

        assertThat(database.contentOf("e5"))
                .isEqualTo(new MailContent.GroupChanged(TO_BEN, "Acme", CUSTOMER_EMPLOYEE, CUSTOMER_ADMIN));
        assertThat(database.memory.admins(ACME, NOON)).hasSize(2);
    }

    @Test
    void tellsAUserTheirEndDateAndWarnsThemAWeekBefore() {
        customer();
        var endsAt = NOON.plus(Duration.ofDays(30)).plusNanos(123_456_789);
        follow(follower -> follower.on(new MembershipEndSet(ACME, ADA, endsAt), "e3", NOON));

        var told = (MailContent.MembershipEndSet) database.contentOf("e3");
        var warned = (MailContent.MembershipEndsSoon) database.contentOf("e3-warning");
        assertThat(told.endsAt()).isBetween(endsAt.minusNanos(1000), endsAt);
        assertThat(warned.endsAt()).isEqualTo(told.endsAt());
        assertThat(database.memory.user(ADA).orElseThrow().endsAt())
                .as("exactly as the warning has it, which is compared when it is due")
                .isEqualTo(warned.endsAt());
        assertThat(database.dueAt("e3-warning")).isEqualTo(warned.endsAt().minus(Duration.ofDays(7)));
    }

    @Test
    void doesNotWarnOfAnEndThatIsNoMoreThanAWeekAwayNorOfNone() {
        customer();
        follow(follower -> follower.on(new MembershipEndSet(ACME, ADA, NOON.plus(Duration.ofDays(7))), "e3", NOON));
        follow(follower -> follower.on(new MembershipEndSet(ACME, ADA, null), "e4", NOON));

        assertThat(database.waiting()).containsExactly("e3", "e4");
        assertThat(database.contentOf("e4")).isEqualTo(new MailContent.MembershipEndSet(TO_ADA, "Acme", null));
    }

    @Test
    void writesToNobodyWhoWasErased() {
        customer();
        var erased = new UserRemoved(ACME, ADA, ADA_HERSELF, RemovalCause.PERSON_ERASED, false);
        follow(follower -> follower.on(erased, "e3", NOON));

        assertThat(database.waiting()).doesNotContain("e3");
        assertThat(database.memory.user(ADA)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PERSON_ERASED")
    void tellsWhoeverWasRemovedWhy(RemovalCause cause) {
        customer();
        follow(follower -> follower.on(new UserRemoved(ACME, ADA, ADA_HERSELF, cause, false), "e3", NOON));

        assertThat(database.contentOf("e3")).isEqualTo(new MailContent.UserRemoved(TO_ADA, "Acme", cause, 0));
        assertThat(database.memory.user(ADA)).isEmpty();
    }

    // Once, and only what is new

    @Test
    void queuesAMailOnceHoweverOftenItsEventComes() {
        customer();
        invited(NOON.plus(Duration.ofDays(7)), FIRST);
        invited(NOON.plus(Duration.ofDays(7)), FIRST);

        assertThat(database.waiting()).containsExactly("invited", "invited-warning");
    }

    @Test
    void queuesNothingForEventsSoOldThatItMayHaveForgottenTheirMails() {
        customer();
        database.clock.advance(MailQueue.RETENTION);
        follow(follower -> follower.on(new UserRemoved(ACME, ADA, ADA_HERSELF, RemovalCause.LEFT, false), "e3", NOON));

        assertThat(database.waiting()).isEmpty();
    }

    @Test
    void queuesNothingWhenTheTransactionOfTheEventsTokenFails() {
        customer();
        database.transactions.executeWithoutResult(transaction -> {
            database.follower.on(new UserRemoved(ACME, ADA, ADA_HERSELF, RemovalCause.LEFT, false), "e3", NOON);
            transaction.setRollbackOnly();
        });

        assertThat(database.waiting()).isEmpty();
        assertThat(database.memory.user(ADA)).isPresent();
    }

    @Test
    void storesNobodysNameOrAddressInClear() {
        customer();
        invited(NOON.plus(Duration.ofDays(7)), FIRST);

        var stored = database.sql.sql("""
                        select string_agg(row_text, ' ') from (
                            select content as row_text from mail
                            union all select full_name || email from mail_user
                            union all select full_name || email from mail_invitation) everything
                        """).query(String.class).single();
        assertThat(stored).doesNotContainIgnoringCase("anna", "ada@", "byron", "example.com");
    }

    private void customer() {
        follow(follower -> follower.on(opened(null, null)));
        follow(follower -> follower.on(joined(ADA, TO_ADA, CUSTOMER_ADMIN), "e2", NOON, null));
    }

    private void unconfirmedCustomer() {
        keep(FIRST);
        keep(SECOND);
        follow(follower -> follower.on(opened(NOON.plus(Duration.ofDays(14)), FIRST.hash())));
        follow(follower -> follower.on(joined(ADA, TO_ADA, CUSTOMER_ADMIN), "e2", NOON, null));
    }

    private void invited(Instant expiresAt, Secret secret) {
        keep(secret);
        follow(follower -> follower.on(
                new UserInvited(
                        ACME,
                        ANNAS,
                        TO_ANNA.fullName(),
                        TO_ANNA.email(),
                        CUSTOMER_EMPLOYEE,
                        ADA,
                        secret.hash(),
                        expiresAt,
                        Language.EN),
                "invited",
                NOON));
    }

    @Test
    void tellsTheAdminsThatAPartnersUserHasAddedThemselfAndWhy() {
        customer();
        var through = new PartnerMembership(ACME, ADA);
        var key = joined(BEN, TO_BEN, CUSTOMER_ADMIN);
        var entered = new UserJoined(
                ACME,
                BEN,
                key.personId(),
                key.fullName(),
                key.email(),
                CUSTOMER_ADMIN,
                key.language(),
                null,
                null,
                through);
        follow(follower -> follower.on(entered, "e9", NOON, "to help with the invoices"));

        assertThat(database.contentOf("e9-" + ADA))
                .isEqualTo(
                        new MailContent.PartnerUserAdded(TO_ADA, "Acme", key.fullName(), "to help with the invoices"));
    }

    private static CustomerOpened opened(Instant confirmBy, Secret.Hash confirmation) {
        return new CustomerOpened(
                ACME, CustomerKind.CUSTOMER, "acme", "Acme", ADA_HERSELF, true, confirmBy, confirmation);
    }

    private static UserJoined joined(MembershipId membership, Recipient who, GroupName group) {
        return new UserJoined(
                ACME,
                membership,
                new PersonId(membership.value()),
                who.fullName(),
                who.email(),
                group,
                who.language(),
                null,
                null);
    }

    private void keep(Secret secret) {
        database.transactions.executeWithoutResult(transaction -> database.secrets.keep(secret));
    }

    private boolean isKept(Secret secret) {
        return database.secrets.find(secret.hash()).isPresent();
    }

    private void follow(Consumer<MailFollower> event) {
        database.transactions.executeWithoutResult(transaction -> event.accept(database.follower));
    }

    private static Recipient recipient(UUID key, String email, String name, Language language) {
        return new Recipient(sealed(key, email), sealed(key, name), language);
    }
}
