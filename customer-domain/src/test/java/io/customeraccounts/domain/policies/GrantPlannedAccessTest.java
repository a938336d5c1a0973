package io.customeraccounts.domain.policies;

import static io.customeraccounts.domain.policies.PolicyStory.ACME;
import static io.customeraccounts.domain.policies.PolicyStory.ANNA;
import static io.customeraccounts.domain.policies.PolicyStory.ANNA_AT_ACME;
import static io.customeraccounts.domain.policies.PolicyStory.FIRST;
import static io.customeraccounts.domain.policies.PolicyStory.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.Command;
import io.customeraccounts.domain.customer.CustomerCommand.SkipPlannedAccess;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.CancellationCause;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAccepted;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAmended;
import io.customeraccounts.domain.events.CustomerEvent.InvitationCancelled;
import io.customeraccounts.domain.events.CustomerEvent.InvitationDeclined;
import io.customeraccounts.domain.events.CustomerEvent.InvitationExpired;
import io.customeraccounts.domain.events.CustomerEvent.SkipReason;
import io.customeraccounts.domain.events.CustomerEvent.UserInvited;
import io.customeraccounts.domain.events.EventOrigin;
import io.customeraccounts.domain.project.ProjectCommand.AssignUser;
import io.customeraccounts.domain.project.ProjectRefusal;
import io.customeraccounts.domain.project.ProjectRefusal.*;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PlannedAccess;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GrantPlannedAccessTest {

    private static final ProjectId ALPHA = new ProjectId(new UUID(5, 1));
    private static final ProjectId BETA = new ProjectId(new UUID(5, 2));
    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));
    private static final PlannedAccess USE_ALPHA = new PlannedAccess(ALPHA, ProjectRole.PROJECT_USER, null);
    private static final PlannedAccess SEE_BETA = new PlannedAccess(BETA, ProjectRole.PROJECT_READER, TOMORROW);
    private static final Actor ACTOR = new Actor.Policy("GrantPlannedAccessWhenInvitationAccepted");

    private final MapPlannedAccess memory = new MapPlannedAccess();
    private final MapDueSheet sheet = new MapDueSheet();
    private final List<Command> sent = new ArrayList<>();
    private final List<String> causes = new ArrayList<>();
    private final Map<ProjectId, RuntimeException> failing = new HashMap<>();
    private final GrantPlannedAccessWhenInvitationAccepted policy = policy();
    private final AnnotationEventHandlerAdapter handler = new AnnotationEventHandlerAdapter(policy);

    @Test
    void givesNothingBeforeTheInvitationIsAccepted() throws Exception {
        happened("invited", invited(USE_ALPHA));
        policy.act(TOMORROW);

        assertThat(sent).isEmpty();
    }

    @Test
    void givesWhatWasPlannedToTheMembershipAndNamesTheAcceptanceAsTheCause() throws Exception {
        happened("invited", invited(USE_ALPHA, SEE_BETA));
        happened("accepted", accepted());
        policy.act(NOON);

        assertThat(sent).containsExactly(assign(USE_ALPHA), assign(SEE_BETA));
        assertThat(causes).containsOnly("accepted");
        assertThat(memory.plans).isEmpty();
        assertThat(sheet.all()).isEmpty();
    }

    @Test
    void givesWhatWasPlannedLast() throws Exception {
        happened("invited", invited(USE_ALPHA));
        happened("amended", new InvitationAmended(ACME, FIRST, null, null, List.of(SEE_BETA)));
        happened("renamed", new InvitationAmended(ACME, FIRST, null, null, null));
        happened("accepted", accepted());
        policy.act(NOON);

        assertThat(sent).containsExactly(assign(SEE_BETA));
    }

    @Test
    void givesNothingWhenNothingIsPlannedOrNotAnyMore() throws Exception {
        happened("invited", invited(USE_ALPHA));
        happened("amended", new InvitationAmended(ACME, FIRST, null, null, List.of()));
        happened("accepted", accepted());
        policy.act(NOON);

        assertThat(sent).isEmpty();
        assertThat(sheet.all()).isEmpty();
    }

    static Stream<CustomerEvent> ends() {
        return Stream.of(
                new InvitationDeclined(ACME, FIRST),
                new InvitationCancelled(ACME, FIRST, CancellationCause.BY_ADMIN),
                new InvitationExpired(ACME, FIRST));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void forgetsAnInvitationThatEndsOtherwise(CustomerEvent end) throws Exception {
        happened("invited", invited(USE_ALPHA));
        happened("ended", end);

        assertThat(memory.plans).isEmpty();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(new ProjectEnded(ALPHA, NOON), SkipReason.PROJECT_ENDED),
                Arguments.of(new AccessEndPast(NOON), SkipReason.ACCESS_ENDED),
                Arguments.of(new NotAUser(ANNA_AT_ACME), SkipReason.NOT_A_USER),
                Arguments.of(
                        new AlreadyAssigned(new GrantId(new UUID(6, 6)), ProjectRole.PROJECT_ADMIN),
                        SkipReason.ALREADY_ASSIGNED),
                Arguments.of(new CustomerIsRestricted(ACME), SkipReason.CUSTOMER_RESTRICTED),
                Arguments.of(new CustomerIsClosed(ACME), SkipReason.CUSTOMER_CLOSED));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void hasItRecordedWhatIsSkippedAndGivesTheRest(ProjectRefusal refusal, SkipReason reason) throws Exception {
        failing.put(ALPHA, refusal);
        happened("invited", invited(USE_ALPHA, SEE_BETA));
        happened("accepted", accepted());
        policy.act(NOON);

        assertThat(sent).containsExactly(new SkipPlannedAccess(ACME, ACTOR, FIRST, ALPHA, reason), assign(SEE_BETA));
        assertThat(causes).containsOnly("accepted");
        assertThat(sheet.all()).isEmpty();
    }

    @Test
    void triesAgainWhatFailsWithTheSameGrants() throws Exception {
        failing.put(BETA, new IllegalStateException("cannot now"));
        happened("invited", invited(USE_ALPHA, SEE_BETA));
        happened("accepted", accepted());
        policy.act(NOON);
        assertThat(sent).containsExactly(assign(USE_ALPHA));

        failing.clear();
        policy.act(NOON.plus(Duration.ofMinutes(1)));
        assertThat(sent).containsExactly(assign(USE_ALPHA), assign(USE_ALPHA), assign(SEE_BETA));

        policy.act(NOON.plus(Duration.ofMinutes(2)));
        assertThat(sent).hasSize(3);
    }

    @Test
    void refusesToBeReplayed() {
        assertThat(handler.supportsReset()).isFalse();
    }

    private void happened(String eventId, CustomerEvent event) throws Exception {
        handler.handle(new GenericDomainEventMessage<>(
                "customer",
                event.customerId().toString(),
                0,
                new GenericEventMessage<>(eventId, event, MetaData.emptyInstance(), NOON),
                NOON));
    }

    private static UserInvited invited(PlannedAccess... plan) {
        var plain = PolicyStory.invited(FIRST, TOMORROW);
        return new UserInvited(
                plain.customerId(),
                plain.invitationId(),
                plain.fullName(),
                plain.email(),
                plain.group(),
                plain.invitedBy(),
                plain.secret(),
                plain.expiresAt(),
                plain.language(),
                List.of(plan),
                null);
    }

    private static InvitationAccepted accepted() {
        return new InvitationAccepted(ACME, FIRST, ANNA_AT_ACME, ANNA);
    }

    private static AssignUser assign(PlannedAccess access) {
        return new AssignUser(
                ACME,
                access.projectId(),
                ACTOR,
                GrantPlannedAccessWhenInvitationAccepted.grantId(FIRST, access.projectId()),
                ANNA_AT_ACME,
                access.role(),
                access.endsAt(),
                FIRST);
    }

    private GrantPlannedAccessWhenInvitationAccepted policy() {
        var bus = SimpleCommandBus.builder().build();
        bus.subscribe(AssignUser.class.getName(), message -> {
            var command = (AssignUser) message.getPayload();
            if (failing.containsKey(command.projectId())) {
                throw failing.get(command.projectId());
            }
            causes.add((String) message.getMetaData().get(EventOrigin.CAUSE));
            sent.add(command);
            return null;
        });
        bus.subscribe(SkipPlannedAccess.class.getName(), message -> {
            causes.add((String) message.getMetaData().get(EventOrigin.CAUSE));
            sent.add((SkipPlannedAccess) message.getPayload());
            return null;
        });
        return new GrantPlannedAccessWhenInvitationAccepted(
                memory, sheet, DefaultCommandGateway.builder().commandBus(bus).build());
    }

    private static final class MapPlannedAccess implements PlannedAccessMemory {

        private final Map<InvitationId, List<PlannedAccess>> plans = new HashMap<>();
        private final Map<InvitationId, MembershipId> accepted = new HashMap<>();

        @Override
        public void plan(InvitationId invitationId, List<PlannedAccess> planned) {
            plans.put(invitationId, planned);
            if (planned.isEmpty()) {
                plans.remove(invitationId);
            }
        }

        @Override
        public boolean accepted(InvitationId invitationId, MembershipId membershipId) {
            accepted.put(invitationId, membershipId);
            return plans.containsKey(invitationId);
        }

        @Override
        public Optional<Promise> promise(InvitationId invitationId) {
            return Optional.ofNullable(accepted.get(invitationId))
                    .flatMap(membership -> Optional.ofNullable(plans.get(invitationId))
                            .map(planned -> new Promise(membership, planned)));
        }

        @Override
        public void forget(InvitationId invitationId) {
            plans.remove(invitationId);
        }
    }
}
