package io.customeraccounts.projections.systems;

import static io.customeraccounts.projections.systems.Installation.EAST;
import static io.customeraccounts.projections.systems.Installation.ORDER;
import static io.customeraccounts.projections.systems.Installation.WEST;
import static io.customeraccounts.projections.systems.Installation.created;
import static io.customeraccounts.projections.systems.Installation.project;
import static io.customeraccounts.projections.systems.Installation.revoked;
import static io.customeraccounts.projections.systems.Installation.unassigned;
import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static io.customeraccounts.projections.testing.Story.CLEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.ProjectEvent.LocationAdded;
import io.customeraccounts.domain.events.ProjectEvent.LocationRemoved;
import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.SystemId;
import io.customeraccounts.projections.systems.Confirmation.Missing;
import io.customeraccounts.projections.testing.Databases;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class ConfirmationsTest {

    @Parameter
    Databases kind;

    private Installation it;

    @BeforeEach
    void open() {
        it = new Installation(kind);
    }

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void countsTheSystemsThatServeALocationOfTheProject() {
        it.system("cloud", EAST, WEST);
        it.system("mail", LocationName.GLOBAL);
        it.system("lab", WEST);
        it.happened(created(ACME, "web", EAST));

        assertThat(it.confirmations.ofProject(project("web"))).isEqualTo(new Confirmation(2, List.of()));
        assertThat(it.confirmations.ofCustomer(ACME.id())).isEqualTo(new Confirmation(2, List.of()));
        assertThat(it.confirmations.ofCustomer(BOLT.id())).isEqualTo(new Confirmation(0, List.of()));
    }

    @Test
    void waitsForEachSystemFromTheEventOnAndNotFromItsPositionOn() {
        var cloud = it.system("cloud", EAST);
        var mail = it.system("mail", LocationName.GLOBAL);
        it.happened(created(ACME, "web", EAST));

        var event = it.happened(unassigned(ACME, "web", BEN));
        assertThat(it.confirmations.ofProject(project("web")).missing())
                .containsExactly(new Missing(cloud, "cloud", NOON), new Missing(mail, "mail", NOON));
        // It cannot know of the event yet.
        it.confirm(mail, 5);
        assertThat(it.confirmations.ofProject(project("web")).confirmed()).isZero();

        var position = it.seal(event);
        it.confirm(cloud, position - 1);
        assertThat(it.confirmations.ofProject(project("web")).missing())
                .containsExactly(new Missing(cloud, "cloud", NOON));
        it.confirm(cloud, position);
        assertThat(it.confirmations.ofProject(project("web"))).isEqualTo(new Confirmation(2, List.of()));
    }

    @Test
    void neverTakesBackWhatWasConfirmed() {
        var cloud = it.system("cloud", EAST);
        it.happened(created(ACME, "web", EAST));
        var position = it.sealed(unassigned(ACME, "web", BEN));
        it.confirm(cloud, position);

        assertThat(it.confirm(cloud, 0)).isTrue();

        assertThat(it.find(cloud).confirmedPosition()).isEqualTo(position);
        assertThat(it.confirmations.ofProject(project("web")).missing()).isEmpty();
    }

    @Test
    void asksEverySystemOfTheCustomerAboutARemovedUser() {
        var cloud = it.system("cloud", EAST);
        it.system("lab", WEST);
        it.happened(created(ACME, "web", EAST));
        it.happened(created(BOLT, "shop", WEST));
        assertThat(it.confirmations.ofMembership(BEN.in(ACME))).isEqualTo(new Confirmation(0, List.of()));

        var removed = it.sealed(BEN.removed(ACME));
        assertThat(it.confirmations.ofMembership(BEN.in(ACME)))
                .isEqualTo(new Confirmation(1, List.of(new Missing(cloud, "cloud", NOON))));
        assertThat(it.confirmations.ofCustomer(ACME.id()).confirmed()).isZero();
        // Nobody can tell yet that the project is not concerned.
        assertThat(it.confirmations.ofProject(project("web")).confirmed()).isZero();
        assertThat(it.confirmations.ofCustomer(BOLT.id()).confirmed()).isEqualTo(1);

        it.confirm(cloud, removed);
        assertThat(it.confirmations.ofMembership(BEN.in(ACME))).isEqualTo(new Confirmation(1, List.of()));
        assertThat(it.confirmations.ofCustomer(ACME.id()).confirmed()).isEqualTo(1);
        assertThat(it.confirmations.ofProject(project("web")).confirmed()).isEqualTo(1);
    }

    @Test
    void asksAgainForWhatFollowsFromARemoval() {
        var cloud = it.system("cloud", EAST);
        it.happened(created(ACME, "web", EAST));
        it.confirm(cloud, it.sealed(BEN.removed(ACME)));

        var revoked = it.sealed(revoked(ACME, "web", BEN));

        assertThat(it.confirmations.ofMembership(BEN.in(ACME)).confirmed()).isZero();
        it.confirm(cloud, revoked);
        assertThat(it.confirmations.ofMembership(BEN.in(ACME)).confirmed()).isEqualTo(1);
        assertThat(it.confirmations.ofMembership(ANNA.in(ACME)).of()).isZero();
    }

    @Test
    void asksAboutWhatEndsTheAccessOfEverybody() {
        var cloud = it.system("cloud", EAST);
        it.happened(created(ACME, "web", EAST));
        it.happened(created(ACME, "shop", EAST));

        var marked = it.sealed(new ProjectMarkedForDeletion(ACME.id(), project("web")));
        assertThat(it.confirmations.ofProject(project("web")).confirmed()).isZero();
        assertThat(it.confirmations.ofProject(project("shop")).confirmed()).isEqualTo(1);
        it.confirm(cloud, marked);

        it.sealed(new CustomerClosed(ACME.id()));
        assertThat(it.confirmations.ofProject(project("shop")).confirmed()).isZero();
        assertThat(it.confirmations.ofCustomer(ACME.id()).confirmed()).isZero();
    }

    @Test
    void asksNobodyWhereTheProjectIsNotAnyMore() {
        it.system("cloud", EAST);
        it.happened(created(ACME, "web", EAST));
        it.happened(new LocationRemoved(ACME.id(), project("web"), EAST));

        it.sealed(unassigned(ACME, "web", BEN));

        assertThat(it.confirmations.ofProject(project("web"))).isEqualTo(new Confirmation(0, List.of()));
        assertThat(it.confirmations.ofCustomer(ACME.id()).of()).isZero();
    }

    @Test
    void expectsNothingOfBeforeFromANewSystemAndNothingFromARemovedOne() {
        var cloud = it.system("cloud", EAST);
        it.happened(created(ACME, "web", EAST));
        it.sealed(unassigned(ACME, "web", BEN));

        it.system("lab", EAST);
        assertThat(it.confirmations.ofProject(project("web")).missing())
                .extracting(Missing::name)
                .containsExactly("cloud");

        it.systems.remove(cloud, ORDER);
        assertThat(it.confirmations.ofProject(project("web"))).isEqualTo(new Confirmation(1, List.of()));
        assertThat(it.confirm(cloud, 1)).isFalse();
    }

    /**
     * Neither may see what the other has done, and the ledger may give the location the earlier position: until the system
     * that serves it has confirmed the removal, the user may have something there.
     */
    @Test
    void asksAlsoWhereAProjectComesAtTheMomentOfARemoval() throws Exception {
        it.system("cloud", EAST);
        var lab = it.system("lab", WEST);
        it.happened(created(ACME, "web", EAST));

        it.whileNotYetCommitted(
                () -> it.happened(BEN.removed(ACME)),
                () -> it.happened(new LocationAdded(ACME.id(), project("web"), WEST)));
        assertThat(missingOf(BEN.in(ACME))).containsExactly("cloud", "lab");

        // The first project of all.
        it.whileNotYetCommitted(() -> it.happened(created(BOLT, "depot", WEST)), () -> it.happened(CLEO.removed(BOLT)));
        assertThat(missingOf(CLEO.in(BOLT))).containsExactly("lab");

        it.sealed(unassigned(ACME, "web", ANNA));
        it.confirm(lab, 1);
        assertThat(missingOf(BEN.in(ACME))).containsExactly("cloud", "lab");
    }

    @Test
    void asksAlsoASystemThatIsConnectedAtTheMomentOfARemoval() throws Exception {
        it.happened(created(ACME, "web", EAST));
        it.whileNotYetCommitted(() -> it.happened(BEN.removed(ACME)), () -> it.system("cloud", EAST));
        assertThat(missingOf(BEN.in(ACME))).containsExactly("cloud");

        it.happened(created(BOLT, "shop", WEST));
        it.whileNotYetCommitted(() -> it.system("lab", WEST), () -> it.happened(unassigned(BOLT, "shop", CLEO)));
        assertThat(it.confirmations.ofProject(project("shop")).missing())
                .extracting(Missing::name)
                .containsExactly("lab");
    }

    @Test
    void asksNobodyWhereAProjectComesAfterARemovalIsInTheLedger() {
        it.system("cloud", EAST);
        it.system("lab", WEST);
        it.happened(created(ACME, "web", EAST));
        it.sealed(BEN.removed(ACME));

        it.happened(new LocationAdded(ACME.id(), project("web"), WEST));

        assertThat(missingOf(BEN.in(ACME))).containsExactly("cloud");
        assertThat(it.confirmations.ofMembership(BEN.in(ACME)).of()).isEqualTo(1);
    }

    private List<String> missingOf(MembershipId membershipId) {
        return it.confirmations.ofMembership(membershipId).missing().stream()
                .map(Missing::name)
                .toList();
    }

    @Test
    void saysHowLongASystemHasHadSomethingToConfirm() {
        var cloud = it.system("cloud", EAST, WEST);
        it.system("lab", EAST);
        it.happened(created(ACME, "web", WEST));
        assertThat(lag("cloud")).isZero();

        it.clock.moveTo(NOON.plusSeconds(10));
        var first = it.sealed(unassigned(ACME, "web", BEN));
        it.clock.moveTo(NOON.plusSeconds(70));
        var second = it.happened(unassigned(ACME, "web", ANNA));
        it.clock.moveTo(NOON.plusSeconds(310));
        assertThat(lag("cloud")).isEqualTo(Duration.ofMinutes(5));
        assertThat(lag("lab")).isZero();

        it.confirm(cloud, first);
        assertThat(lag("cloud")).isEqualTo(Duration.ofMinutes(4));
        it.confirm(cloud, it.seal(second));
        assertThat(lag("cloud")).isZero();
    }

    private Duration lag(String name) {
        return it.confirmations.lags(it.systems.all()).entrySet().stream()
                .filter(lag -> lag.getKey().name().equals(name))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    /** Whoever does nothing for weeks must not make the questions of others expensive. */
    @Test
    void looksIntoAnIndexHoweverMuchIsNotConfirmed() {
        var cloud = it.system("cloud", EAST);
        it.happened(created(ACME, "web", EAST));
        it.batches.update(
                """
                insert into revocation (event_id, location, customer_id, scope_id, membership_id, happened_at, position)
                select %s, 'east', cast(? as uuid), cast(? as uuid), cast(? as uuid), current_timestamp, x
                from %s
                """.formatted(
                                kind == Databases.H2 ? "random_uuid()" : "gen_random_uuid()",
                                kind == Databases.H2
                                        ? "system_range(1, 200000) as g(x)"
                                        : "generate_series(1, 200000) as g(x)"),
                ACME.id().value(),
                project("web").value(),
                BEN.in(ACME).value());
        if (kind == Databases.POSTGRES) {
            it.sql.sql("analyze revocation").update();
        }
        var byIndex = fastest(cloud, 20);
        for (var index : List.of("location", "customer", "scope", "membership", "position")) {
            it.sql.sql("drop index revocation_" + index).update();
        }
        assertThat(byIndex.multipliedBy(5)).isLessThan(fastest(cloud, 2));
    }

    /** The least that asking everything has taken: what else the machine does only ever adds to it. */
    private Duration fastest(SystemId cloud, int rounds) {
        return IntStream.range(0, rounds)
                .mapToObj(round -> {
                    // So that no database answers from what it has answered before.
                    it.confirm(cloud, 100_000 + round);
                    var began = System.nanoTime();
                    assertThat(it.confirmations.ofProject(project("web")).confirmed())
                            .isZero();
                    assertThat(it.confirmations.ofCustomer(ACME.id()).confirmed())
                            .isZero();
                    assertThat(it.confirmations.ofMembership(BEN.in(ACME)).confirmed())
                            .isZero();
                    assertThat(lag("cloud")).isNotNull();
                    return Duration.ofNanos(System.nanoTime() - began);
                })
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    @Test
    void findsPositionsOfWhatWasSealedMeanwhile() {
        it.system("cloud", EAST);
        it.happened(created(ACME, "web", EAST));
        for (var i = 0; i < 3; i++) {
            it.sealed(unassigned(ACME, "web", BEN));
        }
        it.happened(unassigned(ACME, "web", BEN));

        it.confirmations.findPositions();
        it.confirmations.findPositions();

        assertThat(it.sql
                        .sql("select position from revocation where location = 'east' order by position")
                        .query(Long.class)
                        .list())
                .containsExactly(1L, 2L, 3L, RevocationProjection.NOT_SEALED);
    }
}
