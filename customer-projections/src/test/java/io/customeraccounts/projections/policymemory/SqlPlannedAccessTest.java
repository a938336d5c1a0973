package io.customeraccounts.projections.policymemory;

import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.policies.PlannedAccessMemory.Promise;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PlannedAccess;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story;
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
class SqlPlannedAccessTest {

    private static final InvitationId BENS = BEN.invitedTo(ACME);
    private static final MembershipId BEN_AT_ACME = BEN.in(ACME);
    private static final List<PlannedAccess> PLAN = projects(2);

    @Parameter
    Databases kind;

    private ReadSide database;
    private SqlPlannedAccess memory;

    @BeforeEach
    void open() {
        database = new ReadSide(kind, new InMemoryVault());
        memory = new SqlPlannedAccess(database.sql);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void promisesNothingBeforeTheInvitationIsAccepted() {
        memory.plan(BENS, PLAN);
        assertThat(memory.promise(BENS)).isEmpty();

        assertThat(memory.accepted(BENS, BEN_AT_ACME)).isTrue();
        assertThat(memory.promise(BENS)).contains(new Promise(BEN_AT_ACME, PLAN));
        assertThat(memory.promise(ANNA.invitedTo(ACME))).isEmpty();
    }

    @Test
    void promisesWhatWasPlannedLast() {
        memory.plan(BENS, PLAN);
        memory.plan(BENS, PLAN.subList(1, 2));
        memory.accepted(BENS, BEN_AT_ACME);

        assertThat(memory.promise(BENS)).contains(new Promise(BEN_AT_ACME, PLAN.subList(1, 2)));
    }

    @Test
    void keepsTheLongestPlan() {
        memory.plan(BENS, projects(PlannedAccess.MAX));
        memory.accepted(BENS, BEN_AT_ACME);

        assertThat(memory.promise(BENS).orElseThrow().planned()).isEqualTo(projects(PlannedAccess.MAX));
    }

    @Test
    void promisesNothingThatWasNotPlannedOrIsForgotten() {
        assertThat(memory.accepted(BENS, BEN_AT_ACME)).isFalse();

        memory.plan(BENS, PLAN);
        memory.plan(BENS, List.of());
        assertThat(memory.accepted(BENS, BEN_AT_ACME)).isFalse();

        memory.plan(BENS, PLAN);
        memory.forget(BENS);
        assertThat(memory.accepted(BENS, BEN_AT_ACME)).isFalse();
        assertThat(memory.promise(BENS)).isEmpty();
    }

    private static List<PlannedAccess> projects(int number) {
        return IntStream.range(0, number)
                .mapToObj(it -> new PlannedAccess(
                        new ProjectId(Story.id("project " + it)),
                        ProjectRole.PROJECT_READER,
                        it % 2 == 0 ? NOON.plusNanos(123_456_000) : null))
                .toList();
    }
}
