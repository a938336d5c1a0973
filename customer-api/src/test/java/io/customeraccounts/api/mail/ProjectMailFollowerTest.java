package io.customeraccounts.api.mail;

import static io.customeraccounts.api.mail.Fixtures.ACME;
import static io.customeraccounts.api.mail.Fixtures.ADA;
import static io.customeraccounts.api.mail.Fixtures.NOON;
import static io.customeraccounts.api.mail.Fixtures.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.mail.MailContent.Recipient;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.events.ProjectEvent.ProjectAccessRevoked;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRenamed;
import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.events.ProjectEvent.UserAssigned;
import io.customeraccounts.domain.events.ProjectEvent.UserUnassigned;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.testing.Databases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnumSource(Databases.class)
class ProjectMailFollowerTest {

    private static final ProjectId PORTAL = new ProjectId(new UUID(5, 1));
    private static final ProjectId GATE = new ProjectId(new UUID(5, 2));
    private static final GrantId GRANT = new GrantId(new UUID(6, 1));
    private static final GrantId SECOND = new GrantId(new UUID(6, 2));
    private static final Recipient TO_ADA =
            new Recipient(sealed(ADA.value(), "ada@acme.example"), sealed(ADA.value(), "Ada Byron"), Language.EN);

    @Parameter
    Databases databases;

    private MailDatabase database;

    @BeforeParameterizedClassInvocation
    void open() {
        database = new MailDatabase(databases);
    }

    @BeforeEach
    void begin() {
        database.clear();
        database.memory.add(new MailMemory.Customer(ACME, "Acme", null, null, null));
        database.memory.add(new MailMemory.User(ADA, ACME, TO_ADA, true, null));
        database.projectFollower.on(created(PORTAL, "Portal"));
        database.projectFollower.on(created(GATE, "Gate"));
    }

    @AfterParameterizedClassInvocation
    void close() {
        database.close();
    }

    @Test
    void tellsWhoeverGetsAccessToWhatAndUntilWhen() {
        database.projectFollower.on(new ProjectRenamed(ACME, PORTAL, "Front"));
        database.projectFollower.on(assigned(GRANT, PORTAL, false, null), "e1", NOON);
        database.projectFollower.on(assigned(SECOND, GATE, false, NOON.plusSeconds(60)), "e2", NOON);

        assertThat(database.contentOf("e1"))
                .isEqualTo(new MailContent.UserAssigned(TO_ADA, "Acme", "Front", ProjectRole.PROJECT_USER, null));
        assertThat(database.contentOf("e2"))
                .isEqualTo(new MailContent.UserAssigned(
                        TO_ADA, "Acme", "Gate", ProjectRole.PROJECT_USER, NOON.plusSeconds(60)));
    }

    @Test
    void doesNotTellWhoeverAssignedThemself() {
        database.projectFollower.on(assigned(GRANT, PORTAL, true, null), "e1", NOON);

        assertThat(database.waiting()).isEmpty();
    }

    @Test
    void tellsWhoeverLosesAccessAndStaysAUser() {
        database.projectFollower.on(assigned(GRANT, PORTAL, true, null), "e1", NOON);
        database.projectFollower.on(assigned(SECOND, GATE, true, null), "e2", NOON);
        database.projectFollower.on(new UserUnassigned(ACME, PORTAL, GRANT, ADA), "e3", NOON);
        database.projectFollower.on(revoked(SECOND, GATE, RevocationCause.ACCESS_EXPIRED), "e4", NOON);

        assertThat(database.contentOf("e3")).isEqualTo(new MailContent.UserUnassigned(TO_ADA, "Acme", "Portal"));
        assertThat(database.contentOf("e4")).isEqualTo(new MailContent.UserUnassigned(TO_ADA, "Acme", "Gate"));
    }

    @Test
    void tellsWhoeverIsRemovedOnceAndToHowManyProjectsAccessHasEnded() {
        database.projectFollower.on(assigned(GRANT, PORTAL, true, null), "e1", NOON);
        database.projectFollower.on(assigned(SECOND, GATE, true, null), "e2", NOON);
        database.follower.on(
                new UserRemoved(ACME, ADA, new PersonId(ADA.value()), RemovalCause.BY_ADMIN, false), "e3", NOON);
        database.projectFollower.on(revoked(GRANT, PORTAL, RevocationCause.USER_REMOVED), "e4", NOON);
        database.projectFollower.on(revoked(SECOND, GATE, RevocationCause.USER_REMOVED), "e5", NOON);

        assertThat(database.waiting()).containsExactly("e3");
        assertThat(database.contentOf("e3"))
                .isEqualTo(new MailContent.UserRemoved(TO_ADA, "Acme", RemovalCause.BY_ADMIN, 2));
    }

    @Test
    void countsNoProjectThatIsDeletedOrLeftAlready() {
        database.projectFollower.on(assigned(GRANT, PORTAL, true, null), "e1", NOON);
        database.projectFollower.on(assigned(SECOND, GATE, true, null), "e2", NOON);
        database.projectFollower.on(new ProjectMarkedForDeletion(ACME, PORTAL));
        database.projectFollower.on(new UserUnassigned(ACME, GATE, SECOND, ADA), "e3", NOON);
        database.follower.on(
                new UserRemoved(ACME, ADA, new PersonId(ADA.value()), RemovalCause.LEFT, false), "e4", NOON);

        assertThat(database.contentOf("e4"))
                .isEqualTo(new MailContent.UserRemoved(TO_ADA, "Acme", RemovalCause.LEFT, 0));
    }

    @Test
    void queuesNothingForEventsSoOldThatTheirMailsMayBeForgottenNorAfterTheCustomersEnd() {
        database.clock.advance(MailQueue.RETENTION.plus(Duration.ofSeconds(1)));
        database.projectFollower.on(assigned(GRANT, PORTAL, false, null), "e1", NOON);
        assertThat(database.waiting()).isEmpty();

        database.clock.set(NOON);
        database.follower.on(new CustomerClosed(ACME));
        database.projectFollower.on(assigned(SECOND, GATE, false, null), "e2", NOON);
        assertThat(database.waiting()).isEmpty();
    }

    @Test
    void refusesToBeReplayed() {
        assertThat(new AnnotationEventHandlerAdapter(database.projectFollower).supportsReset())
                .isFalse();
    }

    private static ProjectCreated created(ProjectId id, String name) {
        return new ProjectCreated(
                ACME,
                id,
                "portal",
                name,
                new PaymentMethodId(new UUID(7, 1)),
                new BillingAddressId(new UUID(8, 1)),
                List.of(LocationName.GLOBAL));
    }

    private static UserAssigned assigned(GrantId id, ProjectId project, boolean bySelf, @Nullable Instant endsAt) {
        return new UserAssigned(ACME, project, id, ADA, ProjectRole.PROJECT_USER, bySelf, endsAt, null);
    }

    private static ProjectAccessRevoked revoked(GrantId id, ProjectId project, RevocationCause cause) {
        return new ProjectAccessRevoked(ACME, project, id, ADA, cause);
    }
}
