package io.customeraccounts.api.races;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.api.races.Firm.User;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.policies.RevokeProjectAccessWhenUserRemoved;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Somebody is removed who has access to a thousand projects, and the node that records that is lost in the middle. */
@ParameterizedClass
@EnumSource(Databases.class)
class ThousandRevocationsTest {

    private static final int PROJECTS = 1000;
    private static final String REVOKED = "domain_event where name = 'project.access-revoked'";

    private static final String SAME_KEY =
            "--customer-accounts.key-encryption-key=QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";
    /** So that a policy acts only when the test lets it. */
    private static final String NEVER = "--customer-accounts.policies.interval=1h";

    @Parameter
    Databases kind;

    private TestService one;
    private TestService other;

    @BeforeEach
    void open() {
        var database = kind.laidOut();
        one = TestService.on(database, SAME_KEY, NEVER);
        other = TestService.on(database, SAME_KEY, NEVER);
    }

    @AfterEach
    void close() {
        one.context().close();
        other.close();
    }

    @Test
    void takesAsLongToAcknowledgeAsOneAndIsRecordedOnceInEveryProject() {
        var acme = new Firm(one);
        var ben = acme.join("ben");
        var cleo = acme.join("cleo");
        var projects = IntStream.range(0, PROJECTS)
                .mapToObj(number -> acme.project("project-" + number))
                .toList();
        projects.forEach(project -> acme.assign(ben, project));
        acme.assign(cleo, projects.getFirst());

        var withOne = millisToRemove(cleo, acme);
        var withAll = millisToRemove(ben, acme);
        assertThat(projects).noneMatch(project -> acme.mayUse(ben, project));

        Waiting.until(() -> acme.count("open_grant where cause is not null") == PROJECTS + 1);
        var start = Instant.now();
        loseTheNodeAfter(PROJECTS / 4, acme);
        var recorded = count(REVOKED);
        // What the lost node had taken up is handed out again after a minute.
        Waiting.until(() -> {
            act(other, Instant.now().plus(Duration.ofMinutes(2)));
            return count("open_grant") == 0;
        });
        System.out.printf(
                "%s: removed with 1 grant in %d ms, with %d in %d ms; %d recorded when the node was lost, all after %d ms%n",
                kind,
                withOne,
                PROJECTS,
                withAll,
                recorded,
                Duration.between(start, Instant.now()).toMillis());
        assertThat(recorded).isBetween((long) PROJECTS / 4, (long) PROJECTS);
        assertThat(count(REVOKED)).isEqualTo(PROJECTS + 1);
        assertThat(count("(select distinct aggregate_identifier from " + REVOKED + ") each_project"))
                .isEqualTo(PROJECTS);
    }

    private static long millisToRemove(User user, Firm acme) {
        var start = System.nanoTime();
        acme.remove(user);
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    /** Takes the database away from the policy while it is at work. */
    private void loseTheNodeAfter(int revocations, Firm acme) {
        try (var thread = Executors.newSingleThreadExecutor()) {
            var acting = thread.submit(() -> act(one, Instant.now()));
            Waiting.until(() -> acme.count(REVOKED) >= revocations);
            one.context().close();
            assertThatThrownBy(acting::get).isInstanceOf(ExecutionException.class);
        }
    }

    private static void act(TestService node, Instant now) {
        node.bean(RevokeProjectAccessWhenUserRemoved.class).act(now);
    }

    private long count(String rows) {
        return other.bean(JdbcClient.class)
                .sql("select count(*) from " + rows)
                .query(Long.class)
                .single();
    }
}
