package io.customeraccounts.projections.policymemory;

import static io.customeraccounts.domain.events.ProjectEvent.RevocationCause.CUSTOMER_CLOSED;
import static io.customeraccounts.domain.events.ProjectEvent.RevocationCause.USER_LEFT;
import static io.customeraccounts.domain.events.ProjectEvent.RevocationCause.USER_REMOVED;
import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static io.customeraccounts.projections.testing.Story.CLEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.policies.OpenGrants.Revocation;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class SqlOpenGrantsTest {

    private static final ProjectId PORTAL = new ProjectId(Story.id("portal"));
    private static final ProjectId SHOP = new ProjectId(Story.id("shop"));

    @Parameter
    Databases kind;

    private ReadSide database;
    private SqlOpenGrants grants;

    @BeforeEach
    void open() {
        database = new ReadSide(kind, new InMemoryVault());
        grants = new SqlOpenGrants(database.sql);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void handsOutEveryAccessOfAMembershipThatHasEnded() {
        opened("one", PORTAL, BEN.in(ACME));
        opened("two", SHOP, BEN.in(ACME));
        opened("other", SHOP, CLEO.in(ACME));
        assertThat(grants.claim(NOON, 10)).isEmpty();

        grants.membershipEnded(BEN.in(ACME), USER_REMOVED, "removed", NOON);

        assertThat(grants.claim(NOON.minusNanos(1000), 10)).isEmpty();
        assertThat(grants.claim(NOON, 10))
                .containsExactlyInAnyOrder(
                        revocation("one", PORTAL, USER_REMOVED, "removed"),
                        revocation("two", SHOP, USER_REMOVED, "removed"));
    }

    @Test
    void handsOutWhatIsNotedAfterTheEnd() {
        grants.membershipEnded(BEN.in(ACME), USER_LEFT, "left", NOON);
        opened("late", PORTAL, BEN.in(ACME));
        opened("other", PORTAL, CLEO.in(ACME));

        assertThat(grants.claim(NOON, 10)).containsExactly(revocation("late", PORTAL, USER_LEFT, "left"));
    }

    @Test
    void handsOutEverythingInAClosedCustomerWithItsFirstCause() {
        opened("one", PORTAL, BEN.in(ACME));
        opened("two", PORTAL, CLEO.in(ACME));
        grants.opened(BOLT.id(), SHOP, grant("bolt"), BEN.in(BOLT), NOON);
        grants.membershipEnded(BEN.in(ACME), USER_LEFT, "left", NOON);
        grants.customerClosed(ACME.id(), "closed", NOON);
        opened("late", PORTAL, CLEO.in(ACME));
        opened("later", PORTAL, BEN.in(ACME));

        assertThat(grants.claim(NOON, 10))
                .containsExactlyInAnyOrder(
                        revocation("one", PORTAL, USER_LEFT, "left"),
                        revocation("two", PORTAL, CUSTOMER_CLOSED, "closed"),
                        revocation("late", PORTAL, CUSTOMER_CLOSED, "closed"),
                        revocation("later", PORTAL, USER_LEFT, "left"));
    }

    @Test
    void forgetsWhatHasEndedAndWhatItsProjectEnded() {
        opened("one", PORTAL, BEN.in(ACME));
        opened("two", SHOP, BEN.in(ACME));
        opened("three", SHOP, BEN.in(ACME));
        grants.ended(grant("one"));
        grants.allEnded(SHOP);
        grants.allEnded(SHOP);
        grants.membershipEnded(BEN.in(ACME), USER_REMOVED, "removed", NOON);

        assertThat(grants.claim(NOON, 10)).isEmpty();
    }

    @Test
    void isNotMovedByWhatIsSaidTwice() {
        for (var round = 0; round < 2; round++) {
            opened("one", PORTAL, BEN.in(ACME));
            grants.membershipEnded(BEN.in(ACME), USER_REMOVED, "removed", NOON);
        }
        assertThat(grants.claim(NOON, 10)).hasSize(1);

        opened("one", PORTAL, BEN.in(ACME));
        grants.membershipEnded(BEN.in(ACME), USER_REMOVED, "removed", NOON);
        assertThat(grants.claim(NOON, 10)).isEmpty();
    }

    @Test
    void handsOutAgainAfterAMinuteUntilForgotten() {
        opened("one", PORTAL, BEN.in(ACME));
        grants.membershipEnded(BEN.in(ACME), USER_REMOVED, "removed", NOON);
        grants.claim(NOON, 10);

        assertThat(grants.claim(NOON.plusSeconds(59), 10)).isEmpty();
        assertThat(grants.claim(NOON.plusSeconds(60), 10)).hasSize(1);

        grants.ended(grant("one"));
        assertThat(grants.claim(NOON.plusSeconds(600), 10)).isEmpty();
    }

    @Test
    void givesNothingToTwoAtOnce() throws Exception {
        IntStream.range(0, 200).forEach(number -> opened("number " + number, PORTAL, BEN.in(ACME)));
        grants.membershipEnded(BEN.in(ACME), USER_REMOVED, "removed", NOON);
        var everyone = new ArrayList<Revocation>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<List<Revocation>> claimAll = () -> {
                var mine = new ArrayList<Revocation>();
                for (var round = 0; round < 40; round++) {
                    mine.addAll(grants.claim(NOON, 7));
                }
                return mine;
            };
            for (var claimed : threads.invokeAll(
                    IntStream.range(0, 4).mapToObj(number -> claimAll).toList(), 60, TimeUnit.SECONDS)) {
                everyone.addAll(claimed.get());
            }
        }
        everyone.addAll(grants.claim(NOON, 200));

        assertThat(everyone).hasSize(200).doesNotHaveDuplicates();
    }

    private void opened(String grant, ProjectId projectId, MembershipId membershipId) {
        grants.opened(ACME.id(), projectId, grant(grant), membershipId, NOON);
    }

    private static GrantId grant(String name) {
        return new GrantId(Story.id("grant " + name));
    }

    private static Revocation revocation(String grant, ProjectId projectId, RevocationCause cause, String eventId) {
        return new Revocation(ACME.id(), projectId, grant(grant), cause, eventId);
    }
}
