package io.customeraccounts.domain.policies;

import static io.customeraccounts.domain.events.ProjectEvent.RevocationCause.ACCESS_EXPIRED;
import static io.customeraccounts.domain.events.ProjectEvent.RevocationCause.CUSTOMER_CLOSED;
import static io.customeraccounts.domain.events.ProjectEvent.RevocationCause.MEMBERSHIP_EXPIRED;
import static io.customeraccounts.domain.events.ProjectEvent.RevocationCause.USER_LEFT;
import static io.customeraccounts.domain.events.ProjectEvent.RevocationCause.USER_REMOVED;
import static io.customeraccounts.domain.policies.PolicyStory.ACME;
import static io.customeraccounts.domain.policies.PolicyStory.ANNA;
import static io.customeraccounts.domain.policies.PolicyStory.ANNA_AT_ACME;
import static io.customeraccounts.domain.policies.PolicyStory.BOLT;
import static io.customeraccounts.domain.policies.PolicyStory.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.Command;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.ProjectEvent.AccessEndSet;
import io.customeraccounts.domain.events.ProjectEvent.ProjectAccessRevoked;
import io.customeraccounts.domain.events.ProjectEvent.ProjectDeleted;
import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.events.ProjectEvent.UserAssigned;
import io.customeraccounts.domain.events.ProjectEvent.UserUnassigned;
import io.customeraccounts.domain.policies.PolicyStory.Sent;
import io.customeraccounts.domain.project.ProjectCommand.ConfirmProjectDeletion;
import io.customeraccounts.domain.project.ProjectCommand.RevokeProjectAccess;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProjectAccessPoliciesTest {

    private static final MembershipId BEN_AT_ACME = new MembershipId(new UUID(2, 9));
    private static final ProjectId PORTAL = new ProjectId(new UUID(5, 1));
    private static final ProjectId SHOP = new ProjectId(new UUID(5, 2));
    private static final GrantId FIRST = new GrantId(new UUID(6, 1));
    private static final GrantId SECOND = new GrantId(new UUID(6, 2));
    private static final Instant END = NOON.plusSeconds(100);

    @Nested
    class RevokeWhenUserRemoved {

        private final PolicyStory story = new PolicyStory(
                (sheet, commands) -> new RevokeProjectAccessWhenUserRemoved(new MapOpenGrants(), commands));

        @ParameterizedTest
        @CsvSource({"BY_ADMIN, USER_REMOVED", "LEFT, USER_LEFT", "EXPIRED, MEMBERSHIP_EXPIRED"})
        void everyAccessOfTheUserInEveryProject(RemovalCause removal, RevocationCause cause) {
            story.happened("1", assigned(FIRST, PORTAL, ANNA_AT_ACME))
                    .happened("2", assigned(SECOND, SHOP, ANNA_AT_ACME))
                    .happened("removed", removed(ANNA_AT_ACME, removal))
                    .acts();

            assertThat(story.sent)
                    .containsExactly(
                            new Sent(revoke(PORTAL, FIRST, cause), "removed"),
                            new Sent(revoke(SHOP, SECOND, cause), "removed"));
        }

        @Test
        void alsoWhatIsRecordedAfterTheRemoval() {
            story.happened("removed", removed(ANNA_AT_ACME, RemovalCause.LEFT)).acts();
            assertThat(story.sent).isEmpty();

            story.happened("late", assigned(FIRST, PORTAL, ANNA_AT_ACME)).acts();
            assertThat(story.sent).containsExactly(new Sent(revoke(PORTAL, FIRST, USER_LEFT), "removed"));
        }

        @Test
        void nobodyElsesAndNothingOfALaterMembership() {
            var again = new MembershipId(new UUID(2, 10));
            story.happened("1", assigned(FIRST, PORTAL, BEN_AT_ACME))
                    .happened("removed", removed(ANNA_AT_ACME, RemovalCause.BY_ADMIN))
                    .happened("back", assigned(SECOND, PORTAL, again))
                    .acts();

            assertThat(story.sent).isEmpty();
        }

        static List<DomainEvent> ends() {
            return List.of(
                    new UserUnassigned(ACME, PORTAL, FIRST, ANNA_AT_ACME),
                    new ProjectAccessRevoked(ACME, PORTAL, FIRST, ANNA_AT_ACME, ACCESS_EXPIRED),
                    new ProjectMarkedForDeletion(ACME, PORTAL));
        }

        @ParameterizedTest
        @MethodSource("ends")
        void nothingThatItsProjectKnowsToHaveEnded(DomainEvent end) {
            story.happened("1", assigned(FIRST, PORTAL, ANNA_AT_ACME))
                    .happened("end", end)
                    .happened("removed", removed(ANNA_AT_ACME, RemovalCause.BY_ADMIN))
                    .acts();

            assertThat(story.sent).isEmpty();
        }

        @Test
        void everythingInACustomerThatIsClosed() {
            story.happened("1", assigned(FIRST, PORTAL, ANNA_AT_ACME))
                    .happened(
                            "2",
                            new UserAssigned(
                                    BOLT, SHOP, SECOND, BEN_AT_ACME, ProjectRole.PROJECT_USER, false, null, null))
                    .happened("closed", new CustomerClosed(ACME))
                    .acts();
            assertThat(story.sent).containsExactly(new Sent(revoke(PORTAL, FIRST, CUSTOMER_CLOSED), "closed"));

            var late = new GrantId(new UUID(6, 3));
            story.happened("late", assigned(late, PORTAL, BEN_AT_ACME)).acts();
            assertThat(story.sent).endsWith(new Sent(revoke(PORTAL, late, CUSTOMER_CLOSED), "closed"));
        }

        @Test
        void inBatchesWhereOneThatFailsKeepsNobodyWaiting() {
            for (var number = 0; number < 1000; number++) {
                story.happened("a", assigned(grant(number), new ProjectId(new UUID(5, number)), ANNA_AT_ACME));
            }
            var failing = revoke(new ProjectId(new UUID(5, 7)), grant(7), USER_REMOVED);
            story.failing.add(failing);
            story.happened("removed", removed(ANNA_AT_ACME, RemovalCause.BY_ADMIN))
                    .acts();
            assertThat(story.commands()).hasSize(999).doesNotHaveDuplicates().doesNotContain(failing);

            story.failing.clear();
            story.commands().stream()
                    .map(RevokeProjectAccess.class::cast)
                    .forEach(sent -> story.happened(
                            "revoked",
                            new ProjectAccessRevoked(
                                    ACME, sent.projectId(), sent.grantId(), ANNA_AT_ACME, sent.cause())));
            story.at(NOON.plusSeconds(60)).acts();
            assertThat(story.commands()).hasSize(1000).endsWith(failing);
        }

        /** Nobody knows how far a node came before it was killed. */
        @Test
        void againUntilTheProjectSaysSo() {
            story.happened("1", assigned(FIRST, PORTAL, ANNA_AT_ACME))
                    .happened("removed", removed(ANNA_AT_ACME, RemovalCause.BY_ADMIN))
                    .acts();
            story.at(NOON.plusSeconds(59)).acts();
            assertThat(story.sent).hasSize(1);
            story.at(NOON.plusSeconds(60)).acts();
            assertThat(story.sent).hasSize(2);

            story.happened("revoked", new ProjectAccessRevoked(ACME, PORTAL, FIRST, ANNA_AT_ACME, USER_REMOVED));
            story.at(NOON.plusSeconds(600)).acts();
            assertThat(story.sent).hasSize(2);
        }

        @Test
        void nothingTwiceWhenTheSameIsReadAgain() {
            for (var round = 0; round < 2; round++) {
                story.happened("1", assigned(FIRST, PORTAL, ANNA_AT_ACME))
                        .happened("removed", removed(ANNA_AT_ACME, RemovalCause.BY_ADMIN));
            }
            story.acts();

            assertThat(story.sent).hasSize(1);
        }

        private static GrantId grant(int number) {
            return new GrantId(new UUID(7, number));
        }

        private static Command revoke(ProjectId projectId, GrantId grantId, RevocationCause cause) {
            var actor = new Actor.Policy("RevokeProjectAccessWhenUserRemoved");
            return new RevokeProjectAccess(ACME, projectId, actor, grantId, cause);
        }
    }

    @Nested
    class EndAccess {

        private final PolicyStory story = new PolicyStory(EndAccessWhenDue::new);

        @Test
        void atTheVeryInstantAndNameWhatSetIt() {
            story.happened("assigned", assigned(FIRST, END));

            story.at(END.minusNanos(1)).acts();
            assertThat(story.sent).isEmpty();

            story.at(END).acts();
            assertThat(story.sent).containsExactly(new Sent(EXPIRE, "assigned"));
        }

        @Test
        void whenTheEndWasSetOrMovedLater() {
            story.happened("assigned", assigned(FIRST, null)).happened("set", endSet(END));
            story.happened("moved", endSet(END.plusSeconds(50)));

            story.at(END).acts();
            assertThat(story.sent).isEmpty();

            story.at(END.plusSeconds(50)).acts();
            assertThat(story.sent).containsExactly(new Sent(EXPIRE, "moved"));
        }

        @Test
        void notWhenTheEndWasTakenAwayOrTheAccessHasEnded() {
            story.happened("assigned", assigned(FIRST, END)).happened("unset", endSet(null));
            assertThat(story.sheet.all()).isEmpty();

            story.happened("assigned", assigned(FIRST, END))
                    .happened("unassigned", new UserUnassigned(ACME, PORTAL, FIRST, ANNA_AT_ACME));
            assertThat(story.sheet.all()).isEmpty();

            story.happened("assigned", assigned(FIRST, END))
                    .happened(
                            "revoked", new ProjectAccessRevoked(ACME, PORTAL, FIRST, ANNA_AT_ACME, MEMBERSHIP_EXPIRED));
            assertThat(story.sheet.all()).isEmpty();
        }

        private static final Command EXPIRE =
                new RevokeProjectAccess(ACME, PORTAL, new Actor.Policy("EndAccessWhenDue"), FIRST, ACCESS_EXPIRED);

        private static UserAssigned assigned(GrantId grantId, @Nullable Instant endsAt) {
            return ProjectAccessPoliciesTest.assigned(ACME, grantId, PORTAL, ANNA_AT_ACME, endsAt);
        }

        private static AccessEndSet endSet(@Nullable Instant endsAt) {
            return new AccessEndSet(ACME, PORTAL, FIRST, ANNA_AT_ACME, endsAt);
        }
    }

    @Nested
    class ConfirmProjectDeletionWhenNothingIsLeft {

        private final PolicyStory story = new PolicyStory(ConfirmProjectDeletionWhenNothingRemains::new);

        @Test
        void askingEveryMinuteUntilTheProjectSaysSo() {
            var confirm = new ConfirmProjectDeletion(
                    ACME, PORTAL, new Actor.Policy("ConfirmProjectDeletionWhenNothingRemains"));
            story.happened("marked", new ProjectMarkedForDeletion(ACME, PORTAL)).acts();
            story.at(NOON.plusSeconds(59)).acts();
            assertThat(story.sent).containsExactly(new Sent(confirm, "marked"));

            story.at(NOON.plusSeconds(60)).acts();
            assertThat(story.sent).containsExactly(new Sent(confirm, "marked"), new Sent(confirm, "marked"));

            story.happened("deleted", new ProjectDeleted(ACME, PORTAL));
            story.at(NOON.plusSeconds(600)).acts();
            assertThat(story.sent).hasSize(2);
        }
    }

    private static UserRemoved removed(MembershipId membershipId, RemovalCause cause) {
        return new UserRemoved(ACME, membershipId, ANNA, cause, false);
    }

    private static UserAssigned assigned(GrantId grantId, ProjectId projectId, MembershipId membershipId) {
        return assigned(ACME, grantId, projectId, membershipId, null);
    }

    private static UserAssigned assigned(
            CustomerId customerId,
            GrantId grantId,
            ProjectId projectId,
            MembershipId membershipId,
            @Nullable Instant endsAt) {
        return new UserAssigned(
                customerId, projectId, grantId, membershipId, ProjectRole.PROJECT_USER, false, endsAt, null);
    }
}
