package io.customeraccounts.domain.project;

import static io.customeraccounts.domain.project.ProjectInvariants.Objection.*;
import static io.customeraccounts.domain.project.ProjectStory.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.ProjectEvent.*;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.project.ProjectInvariants.Objection;
import io.customeraccounts.domain.values.*;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** {@link ProjectInvariants} objects to every history in which one invariant is broken, and to nothing else. */
class ProjectInvariantsTest {

    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));
    private static final ProjectId SHOP = new ProjectId(ACME.value());
    private static final List<LocationName> EVERYWHERE = List.of(LocationName.GLOBAL);

    /** A history, and what is wrong with it. */
    record Planted(Objection objection, History history) {}

    static final List<Planted> PLANTED = List.of(
            new Planted(
                    A_PROJECT_WAS_CREATED_TWICE,
                    portal().then(new ProjectCreated(
                            ACME, PORTAL, "portal-2", "Portal", CARD, HEAD_OFFICE, EVERYWHERE))),
            new Planted(
                    A_PROJECTS_IDENTIFIER_WAS_REUSED,
                    portal().then(marked())
                            .then(new ProjectCreated(ACME, SHOP, "portal", "Shop", CARD, HEAD_OFFICE, EVERYWHERE))),
            new Planted(
                    A_PROJECT_NAMES_WHAT_ITS_CUSTOMER_DOES_NOT_HAVE,
                    acme().then(new ProjectCreated(ACME, SHOP, "shop", "Shop", INVOICE, HEAD_OFFICE, EVERYWHERE))),
            new Planted(
                    A_PROJECT_NAMES_WHAT_ITS_CUSTOMER_DOES_NOT_HAVE,
                    portal().then(new ProjectPaymentChanged(ACME, PORTAL, CARD, BRANCH))),
            new Planted(
                    A_PROJECT_IS_NOT_EVERYWHERE,
                    acme().then(new ProjectCreated(ACME, SHOP, "shop", "Shop", CARD, HEAD_OFFICE, List.of(BERLIN)))),
            new Planted(
                    A_PROJECT_IS_NOT_EVERYWHERE, portal().then(new LocationRemoved(ACME, PORTAL, LocationName.GLOBAL))),
            new Planted(
                    THE_PROJECT_BELONGS_TO_ANOTHER_CUSTOMER,
                    portal().by(OPERATOR)
                            .then(new CustomerOpened(
                                    BOLT, CustomerKind.CUSTOMER, "bolt", "Bolt", BEN.personId(), false, null, null))
                            .then(new ProjectRenamed(BOLT, PORTAL, "Shop"))),
            new Planted(THE_SAME_VALUE_WAS_RECORDED_AGAIN, portal().then(renamed("Portal"))),
            new Planted(THE_SAME_VALUE_WAS_RECORDED_AGAIN, portal().then(new LocationAdded(ACME, PORTAL, BERLIN))),
            new Planted(THE_SAME_VALUE_WAS_RECORDED_AGAIN, portal().then(new LocationRemoved(ACME, PORTAL, OSLO))),
            new Planted(THE_SAME_VALUE_WAS_RECORDED_AGAIN, portal().then(new ProjectTagsSet(ACME, PORTAL, List.of()))),
            new Planted(
                    THE_SAME_VALUE_WAS_RECORDED_AGAIN,
                    portal().by(OPERATOR).then(new QuotaSet(ACME, PORTAL, BERLIN, null))),
            new Planted(
                    A_QUOTA_IS_SAID_OF_ANOTHER_LOCATION,
                    portal().by(OPERATOR).then(new QuotaSet(ACME, PORTAL, OSLO, 5L))),
            new Planted(SOMEBODY_DID_WHAT_THEY_MAY_NOT, portal().then(new QuotaSet(ACME, PORTAL, BERLIN, 5L))),
            new Planted(THE_SAME_VALUE_WAS_RECORDED_AGAIN, withBen().then(roleChanged(BEN, USER, USER))),
            new Planted(THE_SAME_VALUE_WAS_RECORDED_AGAIN, withBen().then(endSet(BEN, null))),
            new Planted(
                    SOMETHING_HAPPENED_AFTER_THE_END_OF_THE_PROJECT,
                    portal().then(marked()).then(renamed("Shop"))),
            new Planted(
                    SOMETHING_HAPPENED_AFTER_THE_END_OF_THE_PROJECT,
                    portal().then(marked()).then(assigned(BEN, USER))),
            new Planted(
                    A_DELETION_WAS_CONFIRMED_THAT_NOBODY_ORDERED,
                    portal().by(POLICY).then(deleted())),
            new Planted(
                    A_DELETION_WAS_CONFIRMED_THAT_NOBODY_ORDERED,
                    portal().then(marked()).by(POLICY).then(deleted()).then(deleted())),
            new Planted(A_CLIENT_DELETED_A_PROJECT, portal().by(CLIENT).then(marked())),
            new Planted(SOMEBODY_DID_WHAT_THEY_MAY_NOT, portal().by(BEN.actor()).then(renamed("Shop"))),
            new Planted(SOMEBODY_DID_WHAT_THEY_MAY_NOT, portal().by(POLICY).then(assigned(BEN, USER))),
            new Planted(
                    SOMEBODY_DID_WHAT_THEY_MAY_NOT,
                    portal().then(removed(ANNA, RemovalCause.LEFT)).then(renamed("Shop"))),
            new Planted(
                    SOMETHING_HAPPENED_IN_A_CLOSED_CUSTOMER,
                    portal().then(new CustomerClosed(ACME)).then(renamed("Shop"))),
            new Planted(
                    SOMEBODY_WAS_ASSIGNED_WHO_IS_NO_USER,
                    portal().then(removed(BEN, RemovalCause.LEFT)).then(assigned(BEN, USER))),
            new Planted(
                    SOMEBODY_WAS_ASSIGNED_WHO_IS_NO_USER,
                    portal().then(new MembershipEndSet(ACME, BEN.membershipId(), TOMORROW))
                            .at(TOMORROW)
                            .then(assigned(BEN, USER))),
            new Planted(
                    A_GRANTS_ID_WAS_USED_TWICE, withBen().then(unassigned(BEN)).then(assigned(BEN, USER))),
            new Planted(A_USER_HAS_ACCESS_TWICE, withBen().then(assigned(BEN, BEN.secondGrantId(), READER, null))),
            new Planted(A_GRANT_IS_NOT_RIGHTLY_CALLED_ONES_OWN, portal().then(assigned(ANNA, USER))),
            new Planted(A_GRANT_BEGAN_AFTER_ITS_END, portal().then(assigned(BEN, USER, NOON))),
            new Planted(A_GRANT_BEGAN_AFTER_ITS_END, withBen().then(endSet(BEN, NOON))),
            new Planted(A_ROLE_WAS_ANOTHER_THAN_RECORDED, withBen().then(roleChanged(BEN, READER, USER))),
            new Planted(
                    SOMETHING_HAPPENED_TO_A_GRANT_THAT_HAD_ENDED,
                    withBen().then(unassigned(BEN)).then(roleChanged(BEN, USER, READER))),
            new Planted(
                    SOMETHING_HAPPENED_TO_A_GRANT_THAT_HAD_ENDED,
                    portal().then(assigned(BEN, USER, TOMORROW)).at(TOMORROW).then(endSet(BEN, null))),
            new Planted(
                    SOMETHING_HAPPENED_TO_A_GRANT_THAT_HAD_ENDED,
                    withBen()
                            .then(removed(BEN, RemovalCause.LEFT))
                            .by(POLICY)
                            .then(revoked(BEN, RevocationCause.USER_LEFT))
                            .then(revoked(BEN, RevocationCause.USER_LEFT))),
            new Planted(
                    THE_GRANT_IS_OF_ANOTHER_MEMBERSHIP,
                    withBen().then(new UserUnassigned(ACME, PORTAL, BEN.grantId(), ANNA.membershipId()))),
            new Planted(
                    ACCESS_WAS_REVOKED_WITHOUT_A_REASON,
                    withBen().by(POLICY).then(revoked(BEN, RevocationCause.USER_REMOVED))),
            new Planted(
                    ACCESS_WAS_REVOKED_WITHOUT_A_REASON,
                    withBen().then(removed(BEN, RemovalCause.LEFT)).then(revoked(BEN, RevocationCause.USER_REMOVED))),
            new Planted(
                    ACCESS_WAS_REVOKED_WITHOUT_A_REASON,
                    portal().then(assigned(BEN, USER, TOMORROW))
                            .at(TOMORROW.minusMillis(1))
                            .then(revoked(BEN, RevocationCause.ACCESS_EXPIRED))));

    @ParameterizedTest
    @FieldSource("PLANTED")
    void objects(Planted planted) {
        assertThat(planted.history().objections()).containsExactly(planted.objection());
    }

    @Test
    void objectsToEverythingThatIsPlanted() {
        assertThat(PLANTED.stream().map(Planted::objection).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Objection.values());
    }

    @Test
    void objectsToNothingThatMayHappen() {
        var whole = withBen()
                .then(new UserAssigned(ACME, PORTAL, ANNA.grantId(), ANNA.membershipId(), USER, true, TOMORROW, null))
                .then(roleChanged(BEN, USER, READER))
                .then(renamed("Shop"))
                .then(new LocationAdded(ACME, PORTAL, OSLO))
                .then(removed(BEN, RemovalCause.BY_ADMIN))
                .by(POLICY)
                .then(revoked(BEN, RevocationCause.USER_REMOVED))
                .at(TOMORROW)
                .then(revoked(ANNA, RevocationCause.ACCESS_EXPIRED))
                .by(ANNA.actor())
                .then(marked())
                .by(POLICY)
                .then(deleted());

        assertThat(whole.objections()).isEmpty();
    }

    // Access

    @Test
    void accessIsFourThingsAtOnce() {
        var ben = Set.of(BEN.membershipId() + " " + PORTAL);
        assertThat(withBen().books.access(NOON)).isEqualTo(ben);
        var expiring = portal().then(assigned(BEN, USER, TOMORROW)).books;
        assertThat(expiring.access(TOMORROW.minusMillis(1))).isEqualTo(ben);
        assertThat(expiring.access(TOMORROW)).isEmpty();
        var leaving = withBen().then(new MembershipEndSet(ACME, BEN.membershipId(), TOMORROW)).books;
        assertThat(leaving.access(TOMORROW.minusMillis(1))).isEqualTo(ben);
        assertThat(leaving.access(TOMORROW)).isEmpty();

        assertThat(withBen().then(unassigned(BEN)).books.access(NOON)).isEmpty();
        assertThat(withBen().then(removed(BEN, RemovalCause.LEFT)).books.access(NOON))
                .isEmpty();
        assertThat(withBen().then(marked()).books.access(NOON)).isEmpty();
        assertThat(withBen().then(new CustomerClosed(ACME)).books.access(NOON)).isEmpty();
    }

    @Test
    void aGrantIsUnsettledUntilItsProjectKnowsThatItHasEnded() {
        var history = withBen();
        assertThat(history.books.unsettled(NOON)).isEmpty();
        history.then(removed(BEN, RemovalCause.LEFT));
        assertThat(history.books.unsettled(NOON)).hasSize(1);
        history.by(POLICY).then(revoked(BEN, RevocationCause.USER_LEFT));
        assertThat(history.books.unsettled(NOON)).isEmpty();
    }

    /** What happens, one thing after the other, by Anna unless somebody else is named. */
    static final class History {

        private final ProjectInvariants books =
                new ProjectInvariants(Groups.shipped(), Set.of(List.of(ACME, CARD), List.of(ACME, HEAD_OFFICE)));
        private final List<DomainEvent> events = new ArrayList<>();
        private Actor actor = ANNA.actor();
        private Instant now = NOON;

        History then(DomainEvent event) {
            events.add(event);
            books.record(actor, now, false, event);
            return this;
        }

        History by(Actor other) {
            actor = other;
            return this;
        }

        History at(Instant later) {
            now = later;
            return this;
        }

        List<Objection> objections() {
            return books.objections();
        }

        @Override
        public String toString() {
            return events.getLast().toString();
        }
    }

    private static History acme() {
        return new History()
                .then(new CustomerOpened(
                        ACME, CustomerKind.CUSTOMER, "acme", "ACME", ANNA.personId(), false, null, null))
                .then(joined(ANNA, ADMIN))
                .then(joined(BEN, EMPLOYEE));
    }

    private static History portal() {
        return acme().then(created());
    }

    private static History withBen() {
        return portal().then(assigned(BEN, USER));
    }

    private static UserJoined joined(FirmPerson person, GroupName group) {
        var name = new Personal.Known(KeyId.of(person.personId()), "Somebody");
        return new UserJoined(
                ACME, person.membershipId(), person.personId(), name, name, group, Language.EN, null, null);
    }

    private static UserRemoved removed(FirmPerson person, RemovalCause cause) {
        return new UserRemoved(ACME, person.membershipId(), person.personId(), cause, false);
    }
}
