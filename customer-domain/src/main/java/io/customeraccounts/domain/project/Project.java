package io.customeraccounts.domain.project;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.customeraccounts.domain.events.ProjectEvent.*;
import io.customeraccounts.domain.preview.Previews;
import io.customeraccounts.domain.project.ProjectCommand.*;
import io.customeraccounts.domain.project.ProjectRefusal.*;
import io.customeraccounts.domain.values.*;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.jspecify.annotations.Nullable;

/**
 * Decides what may happen in one project. Public only so that it can be handed to Axon; everything that can be asked of
 * it is a {@link ProjectCommand}.
 *
 * <p>Checks come in the order in which they are answered: permitted, found, valid, version, state (rule: Answers).
 */
@AggregateRoot(type = Project.TYPE)
public class Project {

    /** The aggregate type under which its events are stored. */
    public static final String TYPE = "project";

    private enum State {
        ACTIVE,
        MARKED_FOR_DELETION,
        DELETED
    }

    /** How the project is paid for, and where the invoice goes. */
    private record Payment(PaymentMethodId method, BillingAddressId address) {}

    @AggregateIdentifier
    private ProjectId id;

    private @Nullable CustomerId customerId;
    private State state = State.ACTIVE;
    private @Nullable Instant markedAt;
    private String identifier = "";
    private String name = "";
    private @Nullable Payment payment;
    private long version;
    private Locations locations = new Locations();
    private Tags tags = new Tags();
    private Quotas quotas = new Quotas();
    private Assignments assignments = new Assignments();

    /** For Axon, which fills it from events. */
    Project() {}

    // The project itself

    @CommandHandler
    Project(CreateProject command, Clock clock, Groups groups, OwningCustomer customer, AvailableLocations available) {
        var now = clock.instant();
        refuseUnlessPermitted(command, customer, groups, now);
        refuseUnlessUsable(command, customer, now);
        refuseIfRestricted(command, customer, now);
        command.locations().forEach(location -> refuseUnlessAvailable(location, available));
        var paymentMethod = holdPaymentMethod(command.customerId(), command.paymentMethodId(), customer);
        var billingAddress = holdBillingAddress(command.customerId(), command.billingAddressId(), customer);
        if (!customer.reserve(command.identifier(), command.customerId(), command.projectId())) {
            throw new ProjectIdentifierTaken(command.identifier().value());
        }
        apply(new ProjectCreated(
                command.customerId(),
                command.projectId(),
                command.identifier().value(),
                command.name().value(),
                paymentMethod,
                billingAddress,
                Stream.concat(Stream.of(LocationName.GLOBAL), command.locations().stream())
                        .distinct()
                        .toList()));
    }

    @EventSourcingHandler
    void on(ProjectCreated event, @SequenceNumber long sequence) {
        id = event.projectId();
        customerId = event.customerId();
        identifier = event.identifier();
        name = event.name();
        payment = new Payment(event.paymentMethodId(), event.billingAddressId());
        event.locations().forEach(location -> locations.added(location));
        version = sequence;
    }

    @CommandHandler
    void handle(RenameProject command, Clock clock, Groups groups, OwningCustomer customer) {
        var now = clock.instant();
        refuseUnlessPermitted(command, customer, groups, now);
        refuseUnlessFound(command);
        refuseIfChangedSince(command.expectedVersion(), version);
        refuseUnlessUsable(command, customer, now);
        refuseIfEnded();
        if (!command.name().value().equals(name)) {
            apply(new ProjectRenamed(
                    command.customerId(), command.projectId(), command.name().value()));
        }
    }

    @EventSourcingHandler
    void on(ProjectRenamed event, @SequenceNumber long sequence) {
        name = event.name();
        version = sequence;
    }

    @CommandHandler
    void handle(ChangeProjectPayment command, Clock clock, Groups groups, OwningCustomer customer) {
        var now = clock.instant();
        refuseUnlessPermitted(command, customer, groups, now);
        refuseUnlessFound(command);
        refuseIfChangedSince(command.expectedVersion(), version);
        refuseUnlessUsable(command, customer, now);
        refuseIfEnded();
        var before = Objects.requireNonNull(payment);
        var wish = new Payment(
                command.paymentMethodId() == null ? before.method() : command.paymentMethodId(),
                command.billingAddressId() == null ? before.address() : command.billingAddressId());
        if (wish.equals(before)) {
            return;
        }
        // What the project names already need not be looked up: it cannot have been removed.
        if (!wish.method().equals(before.method())) {
            holdPaymentMethod(command.customerId(), wish.method(), customer);
        }
        if (!wish.address().equals(before.address())) {
            holdBillingAddress(command.customerId(), wish.address(), customer);
        }
        apply(new ProjectPaymentChanged(command.customerId(), command.projectId(), wish.method(), wish.address()));
    }

    @EventSourcingHandler
    void on(ProjectPaymentChanged event, @SequenceNumber long sequence) {
        payment = new Payment(event.paymentMethodId(), event.billingAddressId());
        version = sequence;
    }

    @CommandHandler
    void handle(
            DeleteProject command,
            Clock clock,
            Groups groups,
            OwningCustomer customer,
            Resources resources,
            Previews previews) {
        var now = clock.instant();
        refuseUnlessPermitted(command, customer, groups, now);
        refuseUnlessFound(command);
        if (!command.confirmation().equals(identifier)) {
            throw new ConfirmationMismatch();
        }
        refuseIfChangedSince(command.expectedVersion(), version);
        if (command.previewVersion() != null) {
            refuseIfChangedSince(
                    command.previewVersion(),
                    previews.deletion(command.customerId(), id, now).version());
        }
        refuseUnlessUsable(command, customer, now);
        refuseIfEnded();
        refuseIfInUse(resources.in(command.projectId()));
        apply(new ProjectMarkedForDeletion(command.customerId(), command.projectId()));
    }

    @EventSourcingHandler
    void on(ProjectMarkedForDeletion event, @Timestamp Instant at, @SequenceNumber long sequence) {
        state = State.MARKED_FOR_DELETION;
        markedAt = at;
        version = sequence;
        assignments.allEnded(at);
    }

    @CommandHandler
    void handle(ConfirmProjectDeletion command, Resources resources) {
        refuseUnlessPolicy(command);
        refuseUnlessFound(command);
        if (state == State.MARKED_FOR_DELETION
                && resources.in(command.projectId()).isEmpty()) {
            apply(new ProjectDeleted(command.customerId(), command.projectId()));
        }
    }

    @EventSourcingHandler
    void on(ProjectDeleted event, @SequenceNumber long sequence) {
        state = State.DELETED;
        version = sequence;
    }

    // Locations

    @CommandHandler
    void handle(
            AddLocation command, Clock clock, Groups groups, OwningCustomer customer, AvailableLocations available) {
        var now = clock.instant();
        refuseUnlessPermitted(command, customer, groups, now);
        refuseUnlessFound(command);
        refuseUnlessUsable(command, customer, now);
        refuseIfEnded();
        if (!locations.contains(command.location())) {
            refuseUnlessAvailable(command.location(), available);
            apply(new LocationAdded(command.customerId(), command.projectId(), command.location()));
        }
    }

    @EventSourcingHandler
    void on(LocationAdded event, @SequenceNumber long sequence) {
        locations.added(event.location());
        version = sequence;
    }

    @CommandHandler
    void handle(RemoveLocation command, Clock clock, Groups groups, OwningCustomer customer, Resources resources) {
        var now = clock.instant();
        refuseUnlessPermitted(command, customer, groups, now);
        refuseUnlessFound(command);
        Locations.refuseIfGlobal(command.location());
        refuseUnlessUsable(command, customer, now);
        refuseIfEnded();
        if (!locations.contains(command.location())) {
            return;
        }
        refuseIfInUse(resources.in(command.projectId(), command.location()));
        apply(new LocationRemoved(command.customerId(), command.projectId(), command.location()));
    }

    @EventSourcingHandler
    void on(LocationRemoved event, @SequenceNumber long sequence) {
        locations.removed(event.location());
        quotas.removed(event.location());
        version = sequence;
    }

    // What a partner says of it

    @CommandHandler
    void handle(SetProjectTags command, Clock clock, Groups groups, OwningCustomer customer) {
        var now = clock.instant();
        refuseUnlessPermitted(command, customer, groups, now);
        refuseUnlessFound(command);
        refuseIfChangedSince(command.expectedVersion(), version);
        refuseUnlessUsable(command, customer, now);
        refuseIfEnded();
        var wish = Tags.ordered(command.tags());
        if (!tags.are(wish)) {
            apply(new ProjectTagsSet(command.customerId(), command.projectId(), wish));
        }
    }

    @EventSourcingHandler
    void on(ProjectTagsSet event, @SequenceNumber long sequence) {
        tags.set(event.tags());
        version = sequence;
    }

    @CommandHandler
    void handle(SetQuota command, Clock clock, Groups groups, OwningCustomer customer) {
        var now = clock.instant();
        refuseUnlessPermitted(command, customer, groups, now);
        refuseUnlessFound(command);
        locations.refuseUnlessPresent(command.location());
        refuseIfChangedSince(command.expectedVersion(), version);
        refuseUnlessUsable(command, customer, now);
        refuseIfEnded();
        var wish = command.quota() == null ? null : command.quota().value();
        if (!quotas.is(command.location(), wish)) {
            apply(new QuotaSet(command.customerId(), command.projectId(), command.location(), wish));
        }
    }

    @EventSourcingHandler
    void on(QuotaSet event, @SequenceNumber long sequence) {
        quotas.set(event.location(), event.quota());
        version = sequence;
    }

    // Access

    @CommandHandler
    GrantId handle(AssignUser command, Clock clock, Groups groups, OwningCustomer customer) {
        var now = clock.instant();
        if (command.invitationId() != null && !(command.actor() instanceof Actor.Policy)) {
            throw new IllegalArgumentException("planned access is made real by a policy only");
        }
        refuseUnlessPermitted(command, customer, groups, now);
        refuseUnlessFound(command);
        if (command.invitationId() != null && assignments.hasEverHad(command.grantId())) {
            // Planned access becomes real once, whatever has become of it since.
            return command.grantId();
        }
        refuseIfPast(command.endsAt(), now);
        refuseUnlessUser(command.membershipId(), command, customer, now);
        refuseUnlessUsable(command, customer, now);
        refuseIfEnded();
        assignments.refuseIfEnded(command.grantId(), now);
        var present = assignments.of(command.membershipId());
        var active = present.filter(grant -> grant.activeAt(now)).orElse(null);
        if (active != null) {
            active.refuseIfOther(command.role());
            return active.id();
        }
        refuseIfRestricted(command, customer, now);
        if (assignments.find(command.grantId()).isPresent()) {
            throw new IllegalArgumentException("the grant is another user's");
        }

        // What has ended by the clock ends for the books first: a user has one open grant at most.
        present.ifPresent(passed -> revoke(passed, RevocationCause.ACCESS_EXPIRED));
        apply(new UserAssigned(
                command.customerId(),
                command.projectId(),
                command.grantId(),
                command.membershipId(),
                command.role(),
                isActorThemself(command, customer),
                command.endsAt(),
                command.invitationId()));
        return command.grantId();
    }

    private static boolean isActorThemself(AssignUser command, OwningCustomer customer) {
        return command.actor() instanceof Actor.Person person
                && customer.memberOf(command.customerId(), person.personId())
                        .filter(member -> member.membershipId().equals(command.membershipId()))
                        .isPresent();
    }

    @EventSourcingHandler
    void on(UserAssigned event, @SequenceNumber long sequence) {
        assignments.assigned(event.grantId(), event.membershipId(), event.role(), event.endsAt(), sequence);
    }

    @CommandHandler
    void handle(ChangeProjectRole command, Clock clock, Groups groups, OwningCustomer customer) {
        var now = clock.instant();
        refuseUnlessPermitted(command, customer, groups, now);
        refuseUnlessFound(command);
        var grant = assignments.active(command.grantId(), now);
        refuseUnlessUser(grant.membershipId(), command, customer, now);
        refuseIfChangedSince(command.expectedVersion(), grant.version());
        refuseUnlessUsable(command, customer, now);
        if (grant.role() != command.role()) {
            apply(new ProjectRoleChanged(
                    command.customerId(),
                    command.projectId(),
                    command.grantId(),
                    grant.membershipId(),
                    grant.role(),
                    command.role()));
        }
    }

    @EventSourcingHandler
    void on(ProjectRoleChanged event, @SequenceNumber long sequence) {
        assignments.roleChanged(event.grantId(), event.to(), sequence);
    }

    @CommandHandler
    void handle(SetAccessEnd command, Clock clock, Groups groups, OwningCustomer customer) {
        var now = clock.instant();
        refuseUnlessPermitted(command, customer, groups, now);
        refuseUnlessFound(command);
        var grant = assignments.active(command.grantId(), now);
        refuseIfPast(command.endsAt(), now);
        refuseUnlessUser(grant.membershipId(), command, customer, now);
        refuseIfChangedSince(command.expectedVersion(), grant.version());
        refuseUnlessUsable(command, customer, now);
        if (!Objects.equals(grant.endsAt(), command.endsAt())) {
            apply(new AccessEndSet(
                    command.customerId(),
                    command.projectId(),
                    command.grantId(),
                    grant.membershipId(),
                    command.endsAt()));
        }
    }

    @EventSourcingHandler
    void on(AccessEndSet event, @SequenceNumber long sequence) {
        assignments.endSet(event.grantId(), event.endsAt(), sequence);
    }

    @CommandHandler
    void handle(UnassignUser command, Clock clock, Groups groups, OwningCustomer customer) {
        var now = clock.instant();
        refuseUnlessPermitted(command, customer, groups, now);
        refuseUnlessFound(command);
        var grant = assignments.active(command.grantId(), now);
        refuseIfChangedSince(command.expectedVersion(), grant.version());
        refuseUnlessUsable(command, customer, now);
        apply(new UserUnassigned(command.customerId(), command.projectId(), command.grantId(), grant.membershipId()));
    }

    @EventSourcingHandler
    void on(UserUnassigned event, @Timestamp Instant at) {
        assignments.ended(event.grantId(), at);
    }

    @CommandHandler
    void handle(RevokeProjectAccess command, Clock clock) {
        refuseUnlessPolicy(command);
        refuseUnlessFound(command);
        var now = clock.instant();
        assignments
                .find(command.grantId())
                // The end may have been moved meanwhile; the other causes are final.
                .filter(grant -> command.cause() != RevocationCause.ACCESS_EXPIRED || !grant.activeAt(now))
                .ifPresent(grant -> revoke(grant, command.cause()));
    }

    private void revoke(Assignments.Grant grant, RevocationCause cause) {
        apply(new ProjectAccessRevoked(
                Objects.requireNonNull(customerId), id, grant.id(), grant.membershipId(), cause));
    }

    @EventSourcingHandler
    void on(ProjectAccessRevoked event, @Timestamp Instant at) {
        assignments.ended(event.grantId(), at);
    }

    // Rules that several commands share

    /**
     * Decided here and not only at the edge, so that an admin who loses the right while their command is on its way does
     * not act with it; likewise partner users, who may nothing but what is theirs. A client's scopes and an operator's right are
     * judged at the edge. The only thing that a policy gives is access that was planned. A quota is nothing for the customer
     * itself.
     */
    private static void refuseUnlessPermitted(
            ProjectCommand command, OwningCustomer customer, Groups groups, Instant now) {
        var permitted = switch (command.actor()) {
            case Actor.Person person ->
                !(command instanceof SetQuota)
                        && customer.memberOf(command.customerId(), person.personId())
                                .filter(member -> member.activeAt(now))
                                .flatMap(member -> groups.find(member.group()))
                                .filter(group -> group.allows(Permission.EDIT_CUSTOMER))
                                .isPresent();
            case Actor.Client client -> !(command instanceof DeleteProject || command instanceof SetQuota);
            case Actor.Operator operator -> true;
            case Actor.PartnerUser user ->
                (command instanceof SetProjectTags || command instanceof SetQuota)
                        && customer.groupInPartner(command.customerId(), user, now)
                                .flatMap(groups::find)
                                .filter(group -> group.allows(needed(command)))
                                .isPresent();
            case Actor.Invitee invitee -> false;
            case Actor.Policy policy -> command instanceof AssignUser assign && assign.invitationId() != null;
        };
        if (!permitted) {
            throw new NotPermitted(needed(command));
        }
    }

    private static Permission needed(ProjectCommand command) {
        if (command instanceof SetQuota) {
            return Permission.MANAGE_QUOTA;
        }
        return command instanceof SetProjectTags && command.actor() instanceof Actor.PartnerUser
                ? Permission.EDIT_PROJECT_TAGS
                : Permission.EDIT_CUSTOMER;
    }

    private static void refuseUnlessPolicy(ProjectCommand command) {
        if (!(command.actor() instanceof Actor.Policy)) {
            throw new NotPermitted(Permission.EDIT_CUSTOMER);
        }
    }

    private void refuseUnlessFound(ProjectCommand command) {
        if (!command.customerId().equals(customerId)) {
            throw new ProjectNotFound();
        }
    }

    private static void refuseIfChangedSince(@Nullable Long expectedVersion, long version) {
        if (expectedVersion != null && expectedVersion != version) {
            throw new VersionMismatch(version);
        }
    }

    private static void refuseIfPast(@Nullable Instant endsAt, Instant now) {
        if (endsAt != null && !endsAt.isAfter(now)) {
            throw new AccessEndPast(now);
        }
    }

    private static void refuseUnlessUser(
            MembershipId membershipId, ProjectCommand command, OwningCustomer customer, Instant now) {
        if (customer.member(command.customerId(), membershipId)
                .filter(member -> member.activeAt(now))
                .isEmpty()) {
            throw new NotAUser(membershipId);
        }
    }

    private void refuseIfEnded() {
        if (markedAt != null) {
            throw new ProjectEnded(id, markedAt);
        }
    }

    private static void refuseUnlessAvailable(LocationName location, AvailableLocations available) {
        if (!available.contains(location)) {
            throw new LocationNotAvailable(location);
        }
    }

    private static void refuseIfInUse(Resources.Report report) {
        if (!report.remaining().isEmpty()) {
            throw new ResourcesRemain(report.remaining());
        }
        if (!report.unknown().isEmpty()) {
            throw new ResourceStatusUnknown(report.unknown());
        }
    }

    private static void refuseUnlessUsable(ProjectCommand command, OwningCustomer customer, Instant now) {
        switch (standing(command, customer, now)) {
            case PENDING_CONFIRMATION -> throw new CustomerPendingConfirmation(command.customerId());
            case EXPIRED -> throw new CustomerIsExpired(command.customerId());
            case CLOSED -> throw new CustomerIsClosed(command.customerId());
            case ACTIVE, RESTRICTED -> {}
        }
    }

    private static void refuseIfRestricted(ProjectCommand command, OwningCustomer customer, Instant now) {
        if (standing(command, customer, now) == OwningCustomer.Standing.RESTRICTED) {
            throw new CustomerIsRestricted(command.customerId());
        }
    }

    private static OwningCustomer.Standing standing(ProjectCommand command, OwningCustomer customer, Instant now) {
        return customer.standing(command.customerId(), now)
                .orElseThrow(() -> new IllegalArgumentException("no such customer"));
    }

    private static PaymentMethodId holdPaymentMethod(
            CustomerId customerId, @Nullable PaymentMethodId wish, OwningCustomer customer) {
        return customer.holdPaymentMethod(customerId, wish).orElseThrow(() -> new PaymentMethodRequired(wish));
    }

    private static BillingAddressId holdBillingAddress(
            CustomerId customerId, @Nullable BillingAddressId wish, OwningCustomer customer) {
        return customer.holdBillingAddress(customerId, wish).orElseThrow(() -> new BillingAddressRequired(wish));
    }
}
