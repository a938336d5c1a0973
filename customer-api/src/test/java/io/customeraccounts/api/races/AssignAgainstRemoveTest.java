package io.customeraccounts.api.races;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.races.Firm.User;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.policies.TimeDrivenPolicy;
import io.customeraccounts.domain.project.ProjectRefusal.NotAUser;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Race;
import io.customeraccounts.projections.testing.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A user is assigned to a project and removed from the customer at the same time. The two do not wait for each other, so an
 * assignment may be recorded after the removal; it gives nothing even then, and is revoked afterwards.
 */
@ParameterizedClass
@EnumSource(Databases.class)
class AssignAgainstRemoveTest {

    private static final int ROUNDS = Integer.getInteger("races.rounds", 200);

    /** In every so many rounds the assignment is kept from committing before the removal is in the ledger. */
    private static final int HELD_UP = 20;

    private static final JsonMapper JSON = new JsonMapper();

    @Parameter
    Databases kind;

    private TestService service;
    private Firm acme;
    private ProjectId portal;
    private JdbcClient sql;

    @BeforeEach
    void open() {
        // No policy acts by itself: before it does, what is to be revoked can be seen.
        service = TestService.with(
                kind, "--customer-accounts.policies.interval=1h", "--customer-accounts.invitation.daily-limit=100000");
        acme = new Firm(service);
        portal = acme.project("portal");
        sql = service.bean(JdbcClient.class);
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void leavesNothingOpenAndNeverAllowsAfterTheRemoval() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var ben = acme.join("ben" + round);
            if (round % HELD_UP == 0) {
                assignHeldUp(ben);
            } else {
                Race.between(List.<Callable<Boolean>>of(() -> assign(ben), () -> remove(ben)));
            }
            assertThat(acme.mayUse(ben, portal)).as("round %d", round).isFalse();
        }

        var assigned = acme.count("domain_event where name = 'project.user-assigned'");
        var late = late();
        var open = acme.count("project_access where ended_at is null");
        System.out.printf(
                "%s: %d rounds, %d assigned, of these %d after the removal; %d to be revoked%n",
                kind, ROUNDS, assigned, late, open);
        assertThat(late).isGreaterThanOrEqualTo(ROUNDS / HELD_UP);
        assertThat(open).isEqualTo(assigned);

        Waiting.until(() -> {
            act();
            return acme.count("project_access where ended_at is null") == 0;
        });
        assertThat(acme.count("domain_event where name = 'project.access-revoked'"))
                .isEqualTo(assigned);
        Waiting.until(() -> acme.count("open_grant") == 0);
        assertThat(revokedBecauseOfTheRemoval()).isEqualTo(assigned);
    }

    /** Decided while the user is there, and committed when the ledger says that they are not any more. */
    private void assignHeldUp(User ben) throws Exception {
        var decided = new CountDownLatch(1);
        var removed = new CountDownLatch(1);
        Race.between(List.<Callable<Boolean>>of(
                () -> {
                    new TransactionTemplate(service.bean(PlatformTransactionManager.class))
                            .executeWithoutResult(transaction -> {
                                assign(ben);
                                decided.countDown();
                                await(removed);
                            });
                    return true;
                },
                () -> {
                    await(decided);
                    remove(ben);
                    Waiting.until(() -> acme.count("unsealed_event") == 0);
                    removed.countDown();
                    return true;
                }));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean assign(User ben) {
        try {
            acme.assign(ben, portal);
            return true;
        } catch (NotAUser tooLate) {
            return false;
        }
    }

    /** Asks as soon as the removal is acknowledged, whatever becomes of the assignment. */
    private boolean remove(User ben) {
        acme.remove(ben);
        assertThat(acme.mayUse(ben, portal)).isFalse();
        return true;
    }

    private void act() {
        service.context().getBeansOfType(TimeDrivenPolicy.class).values().forEach(policy -> policy.act(Instant.now()));
    }

    private record Recorded(long position, String eventId, String name, JsonNode payload, JsonNode metadata) {

        String membershipId() {
            return payload.at("/membershipId").asString();
        }
    }

    private List<Recorded> ledger() {
        Waiting.until(() -> acme.count("unsealed_event") == 0);
        return sql.sql("""
                        select l.position, e.* from domain_event e join ledger l on l.event_identifier = e.event_identifier
                        order by l.position
                        """)
                .query((row, number) -> new Recorded(
                        row.getLong("position"),
                        row.getString("event_identifier"),
                        row.getString("name"),
                        JSON.readTree(row.getBytes("payload")),
                        JSON.readTree(row.getBytes("metadata"))))
                .list();
    }

    private Map<String, Recorded> removals() {
        return ledger().stream()
                .filter(event -> event.name().equals("customer.user-removed"))
                .collect(Collectors.toMap(Recorded::membershipId, event -> event));
    }

    private long late() {
        var removals = removals();
        return ledger().stream()
                .filter(event -> event.name().equals("project.user-assigned"))
                .filter(event ->
                        event.position() > removals.get(event.membershipId()).position())
                .count();
    }

    private long revokedBecauseOfTheRemoval() {
        var removals = removals();
        return ledger().stream()
                .filter(event -> event.name().equals("project.access-revoked"))
                .filter(event -> event.metadata()
                        .at("/cause")
                        .asString()
                        .equals(removals.get(event.membershipId()).eventId()))
                .count();
    }
}
