package io.customeraccounts.projections.invitations;

import static io.customeraccounts.domain.values.InvitationState.ACCEPTED;
import static io.customeraccounts.domain.values.InvitationState.CANCELLED;
import static io.customeraccounts.domain.values.InvitationState.DECLINED;
import static io.customeraccounts.domain.values.InvitationState.EXPIRED;
import static io.customeraccounts.domain.values.InvitationState.PENDING;
import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static io.customeraccounts.projections.testing.Story.CLEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.AcceptanceRefused;
import io.customeraccounts.domain.events.CustomerEvent.CancellationCause;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAmended;
import io.customeraccounts.domain.events.CustomerEvent.InvitationCancelled;
import io.customeraccounts.domain.events.CustomerEvent.InvitationDeclined;
import io.customeraccounts.domain.events.CustomerEvent.InvitationExpired;
import io.customeraccounts.domain.events.CustomerEvent.InvitationResent;
import io.customeraccounts.domain.events.CustomerEvent.InvitationUndelivered;
import io.customeraccounts.domain.events.CustomerEvent.PlannedAccessSkipped;
import io.customeraccounts.domain.events.CustomerEvent.SkipReason;
import io.customeraccounts.domain.events.CustomerEvent.UserInvited;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.InvitationState;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PlannedAccess;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.customers.CustomerState;
import io.customeraccounts.projections.paging.MalformedCursor;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story;
import io.customeraccounts.projections.testing.Story.Somebody;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataIntegrityViolationException;

@ParameterizedClass
@EnumSource(Databases.class)
class InvitationsTest {

    private static final ProjectId ALPHA = new ProjectId(Story.id("project alpha"));
    private static final ProjectId BETA = new ProjectId(Story.id("project beta"));
    private static final Instant END = ReadSide.NOON.plus(Duration.ofDays(7));

    @Parameter
    Databases kind;

    private ReadSide is;

    @BeforeEach
    void open() {
        is = new ReadSide(kind, new InMemoryVault());
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME));
    }

    @AfterEach
    void close() {
        is.close();
    }

    @Test
    void showsWhoIsInvitedByWhom() {
        is.happened(BEN.invited(ACME, ANNA, END));

        assertThat(invitation(BEN))
                .isEqualTo(new InvitationRow(
                        BEN.invitedTo(ACME),
                        ACME.id(),
                        "Ben Beech",
                        "Ben@acme.example",
                        Groups.CUSTOMER_EMPLOYEE,
                        Language.DE,
                        PENDING,
                        Delivery.SENT,
                        ANNA.in(ACME),
                        "Anna Alder",
                        ReadSide.NOON,
                        ReadSide.NOON,
                        0,
                        END,
                        null,
                        null,
                        null,
                        List.of(),
                        Map.of(),
                        null,
                        2));
        assertThat(invitation(BEN).toString()).doesNotContain("Ben", "Anna");
        assertThat(is.invitations.find(BOLT.id(), BEN.invitedTo(ACME))).isEmpty();
    }

    @Test
    void showsAnInvitationWithoutInviter() {
        is.happened(BEN.invited(ACME, null, END));

        assertThat(invitation(BEN).invitedBy()).isNull();
        assertThat(invitation(BEN).inviterName()).isNull();
    }

    @Test
    void amendsWhatIsGivenAndKeepsTheRest() {
        var key = KeyId.of(BEN.invitedTo(ACME));
        is.happened(BEN.invited(ACME, ANNA, END));

        is.happened(new InvitationAmended(ACME.id(), BEN.invitedTo(ACME), new Personal.Known(key, "Benno"), null));
        assertThat(invitation(BEN).fullName()).isEqualTo("Benno");
        assertThat(invitation(BEN).group()).isEqualTo(Groups.CUSTOMER_EMPLOYEE);
        assertThat(invitation(BEN).version()).isEqualTo(3);

        is.happened(new InvitationAmended(ACME.id(), BEN.invitedTo(ACME), null, Groups.CUSTOMER_ADMIN));
        assertThat(invitation(BEN).fullName()).isEqualTo("Benno");
        assertThat(invitation(BEN).group()).isEqualTo(Groups.CUSTOMER_ADMIN);
        assertThat(invitation(BEN).version()).isEqualTo(4);
    }

    @Test
    void showsWhatIsPromisedUntilSomethingElseIs() {
        var plan = List.of(
                new PlannedAccess(ALPHA, ProjectRole.PROJECT_ADMIN, END),
                new PlannedAccess(BETA, ProjectRole.PROJECT_READER, null));
        is.happened(invitedTo(plan, CLEO.in(ACME)));
        assertThat(invitation(BEN).plannedAccess()).isEqualTo(plan);
        assertThat(invitation(BEN).formerMembershipId()).isEqualTo(CLEO.in(ACME));

        is.happened(new InvitationAmended(ACME.id(), BEN.invitedTo(ACME), null, Groups.CUSTOMER_ADMIN, null));
        assertThat(invitation(BEN).plannedAccess()).isEqualTo(plan);

        is.happened(new InvitationAmended(ACME.id(), BEN.invitedTo(ACME), null, null, plan.subList(1, 2)));
        assertThat(invitation(BEN).plannedAccess()).isEqualTo(plan.subList(1, 2));

        is.happened(new InvitationAmended(ACME.id(), BEN.invitedTo(ACME), null, null, List.of()));
        assertThat(invitation(BEN).plannedAccess()).isEmpty();
    }

    @Test
    void showsWhatHasBeenSkipped() {
        is.happened(BEN.invited(ACME, ANNA, END));
        is.happened(BEN.accepted(ACME));
        is.happened(skipped(ALPHA, SkipReason.PROJECT_ENDED), skipped(BETA, SkipReason.ACCESS_ENDED));

        assertThat(invitation(BEN).skippedAccess())
                .isEqualTo(Map.of(ALPHA, SkipReason.PROJECT_ENDED, BETA, SkipReason.ACCESS_ENDED));
        assertThat(invitation(BEN).version()).isEqualTo(6);
    }

    private static PlannedAccessSkipped skipped(ProjectId project, SkipReason reason) {
        return new PlannedAccessSkipped(ACME.id(), BEN.invitedTo(ACME), BEN.in(ACME), project, reason);
    }

    private static UserInvited invitedTo(List<PlannedAccess> plan, MembershipId former) {
        var plain = BEN.invited(ACME, ANNA, END);
        return new UserInvited(
                plain.customerId(),
                plain.invitationId(),
                plain.fullName(),
                plain.email(),
                plain.group(),
                plain.invitedBy(),
                plain.secret(),
                plain.expiresAt(),
                plain.language(),
                plan,
                former);
    }

    @Test
    void knowsTheMailThatFailedAndTheOneThatWasSentAgain() {
        is.happened(BEN.invited(ACME, ANNA, END), new InvitationUndelivered(ACME.id(), BEN.invitedTo(ACME)));
        assertThat(invitation(BEN).delivery()).isEqualTo(Delivery.FAILED);
        assertThat(invitation(BEN).state()).isEqualTo(PENDING);

        is.clock.advance(Duration.ofHours(1));
        is.happened(resent(END.plusSeconds(3600)));
        assertThat(invitation(BEN).delivery()).isEqualTo(Delivery.SENT);
        assertThat(invitation(BEN).resends()).isEqualTo(1);
        assertThat(invitation(BEN).sentAt()).isEqualTo(is.clock.instant());
        assertThat(invitation(BEN).expiresAt()).isEqualTo(END.plusSeconds(3600));
        assertThat(invitation(BEN).version()).isEqualTo(4);
    }

    @Test
    void findsAnInvitationByTheSecretOfItsLastMailOnly() {
        is.happened(BEN.invited(ACME, ANNA, END));
        var offer = is.invitations.bySecret(BEN.linkTo(ACME).hash()).orElseThrow();

        assertThat(offer)
                .isEqualTo(new InvitationOffer(
                        BEN.invitedTo(ACME),
                        ACME.id(),
                        "ACME",
                        CustomerState.ACTIVE,
                        "Ben Beech",
                        "Ben@acme.example",
                        "Anna Alder",
                        Groups.CUSTOMER_EMPLOYEE,
                        Language.DE,
                        PENDING,
                        END,
                        null));

        is.happened(resent(END));
        assertThat(is.invitations.bySecret(BEN.linkTo(ACME).hash())).isEmpty();
        assertThat(is.invitations.bySecret(new Secret("second").hash()))
                .map(InvitationOffer::id)
                .hasValue(BEN.invitedTo(ACME));
    }

    @Test
    void expiresAtTheVeryInstantWhetherRecordedOrNot() {
        is.happened(BEN.invited(ACME, ANNA, END));

        is.clock.moveTo(END.minusMillis(1));
        assertThat(invitation(BEN).state()).isEqualTo(PENDING);
        assertThat(ids(PENDING)).hasSize(1);
        assertThat(ids(EXPIRED)).isEmpty();
        assertThat(offersTo(BEN)).hasSize(1);

        is.clock.moveTo(END);
        assertThat(invitation(BEN).state()).isEqualTo(EXPIRED);
        assertThat(invitation(BEN).endedAt()).isEqualTo(END);
        assertThat(ids(PENDING)).isEmpty();
        assertThat(ids(EXPIRED)).hasSize(1);
        assertThat(offersTo(BEN)).isEmpty();

        is.clock.advance(Duration.ofMinutes(3));
        is.happened(new InvitationExpired(ACME.id(), BEN.invitedTo(ACME)));
        assertThat(invitation(BEN).state()).isEqualTo(EXPIRED);
        assertThat(invitation(BEN).endedAt()).isEqualTo(END);
        assertThat(ids(EXPIRED)).hasSize(1);
    }

    @Test
    void remembersHowItEnded() {
        is.happened(BEN.invited(ACME, ANNA, END), CLEO.invited(ACME, ANNA, END));
        var dora = new Somebody("Dora", "dora@acme.example");
        is.happened(dora.invited(ACME, ANNA, END));
        is.clock.advance(Duration.ofHours(1));
        is.happened(BEN.accepted(ACME));
        is.happened(new InvitationDeclined(ACME.id(), CLEO.invitedTo(ACME)));
        is.happened(new InvitationCancelled(ACME.id(), dora.invitedTo(ACME), CancellationCause.BY_ADMIN));

        assertThat(invitation(BEN).state()).isEqualTo(ACCEPTED);
        assertThat(invitation(BEN).membershipId()).isEqualTo(BEN.in(ACME));
        assertThat(invitation(CLEO).state()).isEqualTo(DECLINED);
        assertThat(invitation(dora).state()).isEqualTo(CANCELLED);
        assertThat(invitation(dora).cancelledBecause()).isEqualTo(CancellationCause.BY_ADMIN);
        assertThat(List.of(invitation(BEN), invitation(CLEO), invitation(dora)))
                .allSatisfy(it -> assertThat(it.endedAt()).isEqualTo(is.clock.instant()));
        assertThat(ids(PENDING)).isEmpty();
        assertThat(ids(ACCEPTED)).containsExactly(BEN.invitedTo(ACME));
        assertThat(ids(DECLINED)).containsExactly(CLEO.invitedTo(ACME));
        assertThat(ids(CANCELLED)).containsExactly(dora.invitedTo(ACME));
        assertThat(offersTo(BEN)).isEmpty();
        assertThat(is.invitations.bySecret(BEN.linkTo(ACME).hash()))
                .map(InvitationOffer::state)
                .hasValue(ACCEPTED);
    }

    @Test
    void staysAsItIsWhenTheWrongPersonTries() {
        is.happened(BEN.invited(ACME, ANNA, END));
        var before = invitation(BEN);
        is.happened(new AcceptanceRefused(ACME.id(), BEN.invitedTo(ACME), CLEO.id()));

        assertThat(invitation(BEN)).isEqualTo(before);
    }

    @Test
    void cannotHoldTwoPendingInvitationsOfOneAddressInOneCustomer() {
        is.happened(BOLT.opened(ANNA), ANNA.admin(BOLT));
        is.happened(BEN.invited(ACME, ANNA, END), BEN.invited(BOLT, ANNA, END));
        var shouting = new Somebody("Ben", "BEN@ACME.EXAMPLE");

        assertThatThrownBy(() -> is.happened(shouting.invited(ACME, ANNA, END)))
                .isInstanceOf(DataIntegrityViolationException.class);

        is.happened(new InvitationDeclined(ACME.id(), BEN.invitedTo(ACME)), shouting.invited(ACME, ANNA, END));
        assertThat(ids(PENDING)).hasSize(1);
    }

    @Test
    void offersAPersonWhatTheirVerifiedAddressesMayAccept() {
        is.happened(BOLT.opened(CLEO), CLEO.admin(BOLT));
        is.happened(BEN.invited(ACME, ANNA, END));
        is.clock.advance(Duration.ofHours(1));
        is.happened(new Somebody("Benjamin", "ben@home.example").invited(BOLT, CLEO, END));
        is.happened(new Somebody("Other", "other@home.example").invited(BOLT, CLEO, END));

        var addresses = Set.of(
                EmailAddress.parse("ben@ACME.example"),
                EmailAddress.parse("ben@home.example"),
                EmailAddress.parse("nobody@home.example"));
        assertThat(is.invitations.offersTo(addresses))
                .extracting(InvitationOffer::customerName, InvitationOffer::inviterName)
                .containsExactly(tuple("Bolt & Co", "Cléo Cedar"), tuple("ACME", "Anna Alder"));
        assertThat(is.invitations.offersTo(Set.of())).isEmpty();
    }

    @Test
    void offersNothingOfACustomerThatIsNotInUse() {
        is.happened(BOLT.openedUntil(ANNA, END), ANNA.admin(BOLT));
        is.happened(BEN.invited(ACME, ANNA, END), BEN.invited(BOLT, ANNA, END));
        assertThat(offersTo(BEN)).extracting(InvitationOffer::customerId).containsExactly(ACME.id());

        is.happened(new CustomerClosed(ACME.id()));
        assertThat(offersTo(BEN)).isEmpty();
    }

    @Test
    void pagesThroughInvitationsTheNewestFirst() {
        var expected = new ArrayList<InvitationId>();
        for (var number = 0; number < 11; number++) {
            if (number % 3 == 0) {
                is.clock.advance(Duration.ofSeconds(1));
            }
            var somebody = new Somebody("Same", "user" + number + "@acme.example");
            expected.add(somebody.invitedTo(ACME));
            is.happened(somebody.invited(ACME, ANNA, END));
        }
        is.happened(BOLT.opened(BEN), BEN.admin(BOLT), CLEO.invited(BOLT, BEN, END));

        assertThat(pages(null, 3)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(pages(null, 3).subList(0, 2)).containsExactlyInAnyOrderElementsOf(expected.subList(9, 11));
        assertThat(pages(PENDING, 4)).isEqualTo(pages(null, 200));
        is.clock.moveTo(END);
        assertThat(pages(EXPIRED, 4)).isEqualTo(pages(null, 11));
        assertThat(pages(PENDING, 4)).isEmpty();
    }

    @Test
    void refusesACursorOfAnotherList() {
        is.happened(BEN.invited(ACME, ANNA, END), CLEO.invited(ACME, ANNA, END));
        var cursor = is.invitations
                .page(ACME.id(), PENDING, new PageRequest(null, 1))
                .next();

        assertThatThrownBy(() -> is.invitations.page(ACME.id(), null, new PageRequest(cursor, 1)))
                .isInstanceOf(MalformedCursor.class);
        assertThatThrownBy(() -> is.invitations.page(BOLT.id(), PENDING, new PageRequest(cursor, 1)))
                .isInstanceOf(MalformedCursor.class);
    }

    @Test
    void blanksAnInvitationWithoutForgettingIt() {
        is.happened(BEN.invited(ACME, ANNA, END), new InvitationDeclined(ACME.id(), BEN.invitedTo(ACME)));

        is.invitations.blank(BEN.invitedTo(ACME));

        assertThat(invitation(BEN).fullName()).isNull();
        assertThat(invitation(BEN).email()).isNull();
        assertThat(invitation(BEN).state()).isEqualTo(DECLINED);
        assertThat(is.rows().get("invitation").toString()).doesNotContain("Ben", "ben@");
    }

    @Test
    void keepsTheSecretOutOfWhatItAnswers() {
        is.happened(BEN.invited(ACME, ANNA, END));

        assertThat(InvitationRow.class.getRecordComponents())
                .noneMatch(it -> it.getName().contains("secret") || it.getType() == Secret.Hash.class);
        assertThat(InvitationOffer.class.getRecordComponents())
                .noneMatch(it -> it.getName().contains("secret") || it.getType() == Secret.Hash.class);
        assertThat(is.rows().get("invitation").toString())
                .contains(BEN.linkTo(ACME).hash().value())
                .doesNotContain(BEN.linkTo(ACME).value());
    }

    private static CustomerEvent resent(Instant expiresAt) {
        return new InvitationResent(ACME.id(), BEN.invitedTo(ACME), new Secret("second").hash(), expiresAt);
    }

    private InvitationRow invitation(Somebody of) {
        return is.invitations.find(ACME.id(), of.invitedTo(ACME)).orElseThrow();
    }

    private List<InvitationOffer> offersTo(Somebody person) {
        return is.invitations.offersTo(Set.of(person.address()));
    }

    private List<InvitationId> ids(@Nullable InvitationState state) {
        return pages(state, 200);
    }

    private List<InvitationId> pages(@Nullable InvitationState state, int limit) {
        var all = new ArrayList<InvitationId>();
        var cursor = (String) null;
        do {
            var page = is.invitations.page(ACME.id(), state, new PageRequest(cursor, limit));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            page.items().forEach(invitation -> all.add(invitation.id()));
            cursor = page.next();
        } while (cursor != null);
        return all;
    }
}
