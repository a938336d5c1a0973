package io.customeraccounts.projections.access;

import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Crowd;
import io.customeraccounts.projections.testing.Effort;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story.Venture;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a decision costs where many have access to many projects, in rows that the database reads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessAtScaleTest {

    private static final int USERS = 400;
    private static final List<Venture> PROJECTS = IntStream.range(0, 6)
            .mapToObj(number -> new Venture(ACME, "project-" + number))
            .toList();

    /** To plan a join, PostgreSQL looks at both ends of an index, sometimes of two. */
    private static final long PLANNING = 4;

    private final Effort grants = new Effort("project_access", AccessAtScaleTest::assign);
    private final Effort users = new Effort("customer_user", AccessAtScaleTest::assign);

    private static void assign(ReadSide is) {
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME));
        Crowd.join(is, ACME, 0, USERS);
        is.transactions.executeWithoutResult(transaction -> PROJECTS.forEach(project -> {
            is.happened(project.created());
            IntStream.range(0, USERS)
                    .forEach(number -> is.happened(project.assigned(
                            Crowd.member(number), number % 4 == 0 ? NOON.plus(Duration.ofDays(1 + number)) : null)));
        }));
    }

    @AfterAll
    void close() {
        grants.close();
        users.close();
    }

    private static void decide(ReadSide is, Subject subject, Action action) {
        var decision = new AccessDecisions(is.sql, is.clock, Groups.shipped())
                .decide(subject, action, PROJECTS.getFirst().id());
        assertThat(decision.allowed()).isEqualTo(action == Action.USE);
    }

    @Test
    void aDecisionReadsOneRowOfEach() {
        var member = Crowd.member(7);
        for (var subject : List.of(new Subject.OfPerson(member.id()), new Subject.OfMembership(member.in(ACME)))) {
            for (var action : Action.values()) {
                assertThat(grants.rowsRead(is -> decide(is, subject, action))).isBetween(1L, 1 + PLANNING);
                assertThat(grants.plan()).contains("project_access_membership").doesNotContain("tableScan");
                assertThat(users.rowsRead(is -> decide(is, subject, action))).isBetween(1L, 1 + PLANNING);
                assertThat(users.plan()).doesNotContain("tableScan");
            }
        }
    }

    @Test
    void aPageOfUsersReadsTheRowsOfThePage() {
        assertThat(grants.rowsRead(
                        is -> is.grants.users(ACME.id(), PROJECTS.getFirst().id(), new PageRequest(null, 20))))
                .isBetween(20L, 21 + PLANNING);
    }

    @Test
    void whatExpiresSoonIsFoundByItsEnd() {
        assertThat(grants.rowsRead(
                        is -> is.grants.expiring(ACME.id(), NOON.plus(Duration.ofDays(2)), PageRequest.FIRST)))
                .isBetween((long) PROJECTS.size(), PROJECTS.size() + PLANNING);
    }
}
