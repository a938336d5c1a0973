package io.customeraccounts.projections.access;

import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.APOLLO;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static io.customeraccounts.projections.testing.Story.CLEO;
import static io.customeraccounts.projections.testing.Story.GEMINI;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.access.FormerAccess.FormerGrant;
import io.customeraccounts.projections.projects.ProjectState;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.ReadSide;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule: Removal. Who is invited back is offered what they had, and gets what is chosen from it. */
@ParameterizedClass
@EnumSource
class FormerAccessTest {

    private static final Duration MONTH = Duration.ofDays(30);

    private final Databases kind;
    private ReadSide is;
    private FormerAccess former;

    FormerAccessTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        is = new ReadSide(kind, new InMemoryVault());
        former = new FormerAccess(is.sql, is.clock);
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME), BEN.employee(ACME), CLEO.admin(ACME));
        is.happened(APOLLO.created());
        is.happened(GEMINI.created());
    }

    @AfterEach
    void close() {
        is.close();
    }

    @Test
    void listsWhatTheMembershipHadToItsEndWhetherThatIsRecordedOrNot() {
        is.happened(APOLLO.assigned(BEN));
        is.happened(GEMINI.assigned(BEN));
        is.clock.advance(Duration.ofHours(1));
        is.happened(BEN.removed(ACME));
        assertThat(projects()).containsExactly(APOLLO.id(), GEMINI.id());

        is.clock.advance(Duration.ofSeconds(1));
        is.happened(APOLLO.revoked(BEN, RevocationCause.USER_REMOVED));
        is.happened(GEMINI.revoked(BEN, RevocationCause.USER_REMOVED));
        assertThat(projects()).containsExactly(APOLLO.id(), GEMINI.id());
    }

    @Test
    void leavesOutWhatHadEndedBefore() {
        is.happened(APOLLO.assigned(BEN));
        is.happened(GEMINI.assigned(BEN, NOON.plusSeconds(60)));
        is.happened(APOLLO.unassigned(BEN));
        is.clock.moveTo(NOON.plusSeconds(60));
        is.happened(BEN.removed(ACME));

        assertThat(projects()).isEmpty();
    }

    @Test
    void showsWhenAProjectHasEndedSince() {
        is.happened(APOLLO.assigned(BEN));
        is.happened(BEN.removed(ACME));
        is.clock.advance(Duration.ofHours(1));
        is.happened(new ProjectMarkedForDeletion(ACME.id(), APOLLO.id()));

        assertThat(former.of(ACME.id(), BEN.in(ACME)).orElseThrow())
                .extracting(FormerGrant::projectState)
                .containsExactly(ProjectState.MARKED_FOR_DELETION);
    }

    @Test
    void isShownForThirtyDaysOfEndedMembershipsOfTheCustomerOnly() {
        assertThat(former.of(ACME.id(), BEN.in(ACME))).isEmpty();
        is.happened(APOLLO.assigned(BEN));
        is.happened(BEN.removed(ACME));

        assertThat(former.of(BOLT.id(), BEN.in(ACME))).isEmpty();
        is.clock.moveTo(NOON.plus(MONTH).minusMillis(1));
        assertThat(projects()).containsExactly(APOLLO.id());
        is.clock.moveTo(NOON.plus(MONTH));
        assertThat(former.of(ACME.id(), BEN.in(ACME))).isEmpty();
    }

    private List<ProjectId> projects() {
        return former.of(ACME.id(), BEN.in(ACME)).orElseThrow().stream()
                .map(FormerGrant::projectId)
                .toList();
    }
}
