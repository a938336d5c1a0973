package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.values.InvitationState.CANCELLED;
import static io.customeraccounts.domain.values.InvitationState.DECLINED;
import static io.customeraccounts.domain.values.InvitationState.EXPIRED;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.customeraccounts.domain.customer.CustomerCommand.*;
import io.customeraccounts.domain.customer.CustomerRefusal.*;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.preview.Previews;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.*;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateMember;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CommandHandlerInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * Decides what may happen in one customer account. Public only so that it can be handed to Axon; everything that can be
 * asked of it is a {@link CustomerCommand}.
 *
 * <p>Checks come in the order in which they are answered: permitted, found, valid, version, state (rule: Answers).
 */
@AggregateRoot(type = Customer.TYPE)
public class Customer {

    /** The aggregate type under which its events are stored. */
    public static final String TYPE = "customer";

    /** Product decision: a confirmation mail must be answered within 14 days of 24 hours. */
    static final Duration CONFIRM_WITHIN = Duration.ofDays(14);

    /** How many nice identifiers are tried. */
    private static final int PROPOSALS = 50;

    private enum State {
        PENDING_CONFIRMATION,
        ACTIVE,
        EXPIRED,
        CLOSED
    }

    @AggregateIdentifier
    private CustomerId id;

    private CustomerKind kind = CustomerKind.CUSTOMER;
    private State state = State.ACTIVE;
    private String identifier = "";
    private String name = "";
    private long version;
    private @Nullable PersonId openedBy;
    private boolean bySignUp;
    private @Nullable Instant confirmBy;
    private @Nullable Mailing confirmation;
    private Users users = new Users();
    private Invitations invitations = new Invitations();
    private Management management = new Management();

    /** Absent until the account can be used, and for ever once it has had a payment method. */
    private @Nullable PaymentDeadline paymentDeadline;

    @AggregateMember
    private GeneralData generalData = new GeneralData();

    /** For Axon, which fills it from events. */
    Customer() {}

    // Opening, confirming, expiring

    @CommandHandler
    Customer(OpenCustomer command, Clock clock, Registrations registrations) {
        var person = command.person();
        if (!command.actor().equals(new Actor.Person(person.personId()))) {
            throw new IllegalArgumentException("a person opens an account for themselves only");
        }
        if (command.bySignUp()) {
            var first = registrations.signUp(person.personId(), command.customerId());
            if (!first.equals(command.customerId())) {
                throw new AlreadySignedUp(first);
            }
        }
        var secret = command.confirmation();
        apply(new CustomerOpened(
                command.customerId(),
                CustomerKind.CUSTOMER,
                reserveIdentifier(command, registrations).value(),
                command.name().value(),
                person.personId(),
                command.bySignUp(),
                secret == null ? null : clock.instant().plus(CONFIRM_WITHIN),
                secret));
        apply(joined(
                command.customerId(),
                command.membershipId(),
                person,
                command.email().original(),
                Groups.CUSTOMER_ADMIN,
                null,
                null));
    }

    private static Identifier reserveIdentifier(OpenCustomer command, Registrations registrations) {
        var wish = command.identifier();
        // Who signs up is not asked for a wish, so that there has to be one for every customer, however many share its
        // name.
        var candidates = wish == null
                ? Stream.concat(
                        Identifier.proposalsFor(command.name()).limit(PROPOSALS),
                        Stream.of(Identifier.lastProposalFor(command.name(), command.customerId())))
                : Stream.of(wish);
        return candidates
                .filter(candidate -> registrations.reserve(candidate, command.customerId()))
                .findFirst()
                .orElseThrow(() -> new IdentifierTaken(wish == null ? "" : wish.value()));
    }

    @EventSourcingHandler
    void on(CustomerOpened event, @Timestamp Instant at, @SequenceNumber long sequence) {
        id = event.customerId();
        kind = event.kind();
        identifier = event.identifier();
        name = event.name();
        openedBy = event.openedBy();
        bySignUp = event.bySignUp();
        confirmBy = event.confirmBy();
        confirmation = event.confirmation() == null ? null : Mailing.first(event.confirmation(), at);
        state = event.confirmBy() == null ? State.ACTIVE : State.PENDING_CONFIRMATION;
        paymentDeadline = event.confirmBy() == null ? PaymentDeadline.from(at) : null;
        version = sequence;
    }

    @CommandHandler
    void handle(ResendConfirmation command, Clock clock, Groups groups) {
        var now = clock.instant();
        users.refuseUnlessPermitted(command.actor(), Permission.MANAGE_USERS, groups, now);
        if (state != State.PENDING_CONFIRMATION || confirmation == null || confirmedTooLate(now)) {
            refuseIfEnded(now);
            return;
        }
        confirmation.refuseIfTooOften(now);
        apply(new ConfirmationResent(command.customerId(), command.confirmation()));
    }

    @EventSourcingHandler
    void on(ConfirmationResent event, @Timestamp Instant at) {
        confirmation = confirmation == null ? null : confirmation.again(event.confirmation(), at);
    }

    @CommandHandler
    void handle(ConfirmCustomer command, Clock clock) {
        if (confirmation == null || !confirmation.secret().matches(command.secret())) {
            throw new ConfirmationUnknown(command.customerId());
        }
        refuseIfEnded(clock.instant());
        if (state == State.PENDING_CONFIRMATION) {
            apply(new CustomerConfirmed(command.customerId()));
        }
    }

    @EventSourcingHandler
    void on(CustomerConfirmed event, @Timestamp Instant at, @SequenceNumber long sequence) {
        state = State.ACTIVE;
        paymentDeadline = PaymentDeadline.from(at);
        version = sequence;
    }

    @CommandHandler
    void handle(ExpireCustomer command, Clock clock, Registrations registrations) {
        refuseUnlessPolicy(command);
        if (state != State.PENDING_CONFIRMATION || !confirmedTooLate(clock.instant()) || openedBy == null) {
            return;
        }
        registrations.release(command.customerId());
        if (bySignUp) {
            registrations.forgetSignUp(openedBy);
        }
        apply(new CustomerExpired(command.customerId(), identifier, openedBy));
    }

    @EventSourcingHandler
    void on(CustomerExpired event, @SequenceNumber long sequence) {
        state = State.EXPIRED;
        version = sequence;
    }

    // The account itself

    @CommandHandler
    void handle(RenameCustomer command, Clock clock, Groups groups) {
        var now = clock.instant();
        users.refuseUnlessPermitted(command.actor(), Permission.EDIT_CUSTOMER, groups, now);
        Users.refuseIfChangedSince(command.expectedVersion(), version);
        refuseUnlessUsable(now);
        if (!command.name().value().equals(name)) {
            apply(new CustomerRenamed(command.customerId(), command.name().value()));
        }
    }

    @EventSourcingHandler
    void on(CustomerRenamed event, @SequenceNumber long sequence) {
        name = event.name();
        version = sequence;
    }

    @CommandHandler
    void handle(CloseCustomer command, Clock clock, Groups groups) {
        var now = clock.instant();
        users.refuseUnlessPermitted(command.actor(), Permission.EDIT_CUSTOMER, groups, now);
        if (!command.confirmation().equals(identifier)) {
            throw new ConfirmationMismatch();
        }
        refuseUnlessUsable(now);
        cancel(invitations.allPending(now).stream(), CancellationCause.CUSTOMER_CLOSED);
        apply(new CustomerClosed(command.customerId()));
    }

    @EventSourcingHandler
    void on(CustomerClosed event, @SequenceNumber long sequence) {
        state = State.CLOSED;
        version = sequence;
    }

    // Invitations

    @CommandHandler
    void handle(InviteUser command, Clock clock, Groups groups, InvitationRules rules, AddressBook addresses) {
        var now = clock.instant();
        users.refuseUnlessPermitted(command.actor(), Permission.MANAGE_USERS, groups, now);
        var group = command.group() == null ? Groups.employee(kind) : command.group();
        refuseUnlessAvailable(group, groups);
        var lifetime = command.lifetime() == null ? rules.lifetime() : command.lifetime();
        if (lifetime.compareTo(InvitationRules.SHORTEST) < 0 || lifetime.compareTo(InvitationRules.LONGEST) > 0) {
            throw new LifetimeOutOfRange(InvitationRules.SHORTEST, InvitationRules.LONGEST);
        }
        refuseUnlessPlannable(command.actor(), command.plannedAccess(), groups, now);
        if (command.formerMembershipId() != null) {
            users.refuseUnlessEndedRecently(command.formerMembershipId(), now);
        }
        refuseUnlessUsable(now);
        // Otherwise nobody could ever lift the restriction of a customer without an admin.
        if (!(command.actor() instanceof Actor.Operator) || users.hasAdmin(groups, now)) {
            refuseIfRestricted(now);
        }
        var membership = addresses.membershipWith(command.customerId(), command.email());
        membership.filter(user -> users.isActive(user, now)).ifPresent(user -> {
            throw new AlreadyAUser(user);
        });
        var invitation = addresses.pendingInvitationOf(command.customerId(), command.email());
        invitation.filter(pending -> invitations.isPending(pending, now)).ifPresent(pending -> {
            throw new InvitationPending(pending);
        });
        invitations.refuseOverLimit(rules, now);

        // What has ended by the clock ends for the books before the address is invited again: an address has one
        // pending
        // invitation at most, and recording the end of the membership later would cancel this one.
        invitation
                .filter(expired -> invitations.find(expired).isPresent())
                .ifPresent(expired -> apply(new InvitationExpired(command.customerId(), expired)));
        membership.ifPresent(ended -> recordPassedEnd(ended, groups, addresses, now));
        var key = KeyId.of(command.invitationId());
        apply(new UserInvited(
                command.customerId(),
                command.invitationId(),
                new Personal.Known(key, command.fullName().value()),
                new Personal.Known(key, command.email().original()),
                group,
                inviter(command.actor(), now),
                command.secret(),
                now.plus(lifetime),
                command.language(),
                command.plannedAccess().isEmpty() ? null : command.plannedAccess(),
                command.formerMembershipId()));
        if (invitations.areAt(rules.warnAt(), now)) {
            apply(new InvitationLimitNeared(command.customerId(), rules.warnAt(), rules.pendingLimit()));
        }
    }

    @EventSourcingHandler
    void on(UserInvited event, @Timestamp Instant at, @SequenceNumber long sequence) {
        invitations.invited(event, at, sequence);
    }

    @CommandHandler
    void handle(AmendInvitation command, Clock clock, Groups groups, PersonalDataVault vault) {
        var now = clock.instant();
        users.refuseUnlessPermitted(command.actor(), Permission.MANAGE_USERS, groups, now);
        if (command.group() != null) {
            refuseUnlessAvailable(command.group(), groups);
        }
        var planned = command.plannedAccess();
        if (planned != null) {
            refuseUnlessPlannable(command.actor(), planned, groups, now);
        }
        var invitation = invitations.pending(command.invitationId(), now);
        Users.refuseIfChangedSince(command.expectedVersion(), invitation.version());
        refuseUnlessUsable(now);
        var fullName = command.fullName() == null
                ? null
                : new Personal.Known(
                        KeyId.of(command.invitationId()), command.fullName().value());
        var newName = fullName == null
                        || fullName.equals(vault.open(invitation.offer().fullName()))
                ? null
                : fullName;
        var newGroup = invitation.offer().group().equals(command.group()) ? null : command.group();
        var newPlan = invitation.offer().plannedAccess().equals(planned) ? null : planned;
        if (newName != null || newGroup != null || newPlan != null) {
            apply(new InvitationAmended(command.customerId(), command.invitationId(), newName, newGroup, newPlan));
        }
    }

    @EventSourcingHandler
    void on(InvitationAmended event, @SequenceNumber long sequence) {
        invitations.amended(event, sequence);
    }

    @CommandHandler
    void handle(ResendInvitation command, Clock clock, Groups groups) {
        var now = clock.instant();
        users.refuseUnlessPermitted(command.actor(), Permission.MANAGE_USERS, groups, now);
        refuseUnlessUsable(now);
        var invitation = invitations.pending(command.invitationId(), now);
        invitation.mailing().refuseIfTooOften(now);
        apply(new InvitationResent(
                command.customerId(), command.invitationId(), command.secret(), now.plus(invitation.lifetime())));
    }

    @EventSourcingHandler
    void on(InvitationResent event, @Timestamp Instant at, @SequenceNumber long sequence) {
        invitations.resent(event.invitationId(), event.secret(), event.expiresAt(), at, sequence);
    }

    @CommandHandler
    void handle(ReportUndelivered command, Clock clock) {
        refuseUnlessPolicy(command);
        var current = invitations
                .find(command.invitationId())
                .filter(invitation -> invitation.mailing().secret().equals(command.secret())
                        && !invitation.mailing().undelivered()
                        && !invitation.expiredAt(clock.instant()));
        if (current.isPresent()) {
            apply(new InvitationUndelivered(command.customerId(), command.invitationId()));
        }
    }

    @EventSourcingHandler
    void on(InvitationUndelivered event, @SequenceNumber long sequence) {
        invitations.undelivered(event.invitationId(), sequence);
    }

    @CommandHandler
    Acceptance handle(
            AcceptInvitation command, Clock clock, Groups groups, AddressBook addresses, PersonalDataVault vault) {
        var now = clock.instant();
        var person = command.person();
        if (!command.actor().equals(new Actor.Person(person.personId()))) {
            throw new IllegalArgumentException("a person accepts for themselves only");
        }
        invitations.refuseOtherSecret(command.invitationId(), command.secret());
        var before = acceptedBefore(command, now);
        if (before != null) {
            return new Acceptance.Accepted(before);
        }
        var invitation = invitations.pending(command.invitationId(), now);
        refuseIfInviterLeft(command.invitationId(), invitation.invitedBy(), now);
        var email = emailOf(invitation, vault);
        if (command.secret() != null
                && !person.verified().contains(email)
                && !person.unverified().contains(email)) {
            if (!invitation.refused().contains(person.personId())) {
                apply(new AcceptanceRefused(command.customerId(), command.invitationId(), person.personId()));
            }
            return new Acceptance.EmailMismatch(command.invitationId());
        }
        refuseUnlessMailboxProven(command.secret() != null, person, email);
        refuseUnlessUsable(now);
        users.activeMembershipOf(person.personId(), now).ifPresent(membership -> {
            throw new AlreadyAUser(membership);
        });

        apply(new InvitationAccepted(
                command.customerId(), command.invitationId(), command.membershipId(), person.personId()));
        users.membershipOf(person.personId()).ifPresent(former -> recordPassedEnd(former, groups, addresses, now));
        apply(joined(
                command.customerId(),
                command.membershipId(),
                person,
                email.original(),
                invitation.offer().group(),
                command.invitationId(),
                null));
        return new Acceptance.Accepted(command.membershipId());
    }

    /** The membership that the same person got by the same invitation, as long as they have it. */
    private @Nullable MembershipId acceptedBefore(AcceptInvitation command, Instant now) {
        return invitations
                .ended(command.invitationId())
                .filter(ended -> command.person().personId().equals(ended.personId()))
                .map(Invitations.Ended::membershipId)
                .filter(membership -> users.isActive(membership, now))
                .orElse(null);
    }

    private static EmailAddress emailOf(Invitations.Pending invitation, PersonalDataVault vault) {
        return switch (vault.open(invitation.email())) {
            case Personal.Known known -> EmailAddress.parse(known.value());
            case Personal.Erased erased -> throw new InvitationNotFound();
        };
    }

    private static void refuseUnlessMailboxProven(boolean byLink, @Nullable PersonProfile person, EmailAddress email) {
        if (byLink) {
            return;
        }
        if (person == null
                || (!person.verified().contains(email) && !person.unverified().contains(email))) {
            throw new InvitationNotFound();
        }
        if (!person.verified().contains(email)) {
            throw new EmailNotVerified();
        }
    }

    /** An inviter whose end date has passed has left, and their invitations are over, before that is recorded. */
    private void refuseIfInviterLeft(InvitationId invitation, @Nullable MembershipId inviter, Instant now) {
        if (inviter != null) {
            users.passedEnd(inviter, now).ifPresent(end -> {
                throw new InvitationEnded(invitation, CANCELLED, end);
            });
        }
    }

    @EventSourcingHandler
    void on(AcceptanceRefused event) {
        invitations.acceptanceRefused(event.invitationId(), event.personId());
    }

    @EventSourcingHandler
    void on(InvitationAccepted event, @Timestamp Instant at) {
        invitations.accepted(event.invitationId(), event.membershipId(), event.personId(), at);
    }

    @EventSourcingHandler
    void on(UserJoined event, @SequenceNumber long sequence) {
        users.joined(event.membershipId(), event.personId(), event.group(), event.throughPartner(), sequence);
    }

    @CommandHandler
    void handle(SkipPlannedAccess command) {
        refuseUnlessPolicy(command);
        invitations
                .ended(command.invitationId())
                .filter(invitation -> !invitation.skipped().contains(command.projectId()))
                .map(Invitations.Ended::membershipId)
                .ifPresent(membership -> apply(new PlannedAccessSkipped(
                        command.customerId(),
                        command.invitationId(),
                        membership,
                        command.projectId(),
                        command.reason())));
    }

    @EventSourcingHandler
    void on(PlannedAccessSkipped event) {
        invitations.skipped(event.invitationId(), event.projectId());
    }

    @CommandHandler
    void handle(DeclineInvitation command, Clock clock, PersonalDataVault vault) {
        var now = clock.instant();
        invitations.refuseOtherSecret(command.invitationId(), command.secret());
        var invitation = invitations.pending(command.invitationId(), now);
        refuseUnlessMailboxProven(command.secret() != null, command.person(), emailOf(invitation, vault));
        apply(new InvitationDeclined(command.customerId(), command.invitationId()));
    }

    @EventSourcingHandler
    void on(InvitationDeclined event, @Timestamp Instant at) {
        invitations.ended(event.invitationId(), DECLINED, at);
    }

    @CommandHandler
    void handle(CancelInvitation command, Clock clock, Groups groups) {
        var now = clock.instant();
        users.refuseUnlessPermitted(command.actor(), Permission.MANAGE_USERS, groups, now);
        refuseUnlessUsable(now);
        invitations.pending(command.invitationId(), now);
        cancel(Stream.of(command.invitationId()), CancellationCause.BY_ADMIN);
    }

    private void cancel(Stream<InvitationId> ids, CancellationCause cause) {
        ids.forEach(invitation -> apply(new InvitationCancelled(id, invitation, cause)));
    }

    @EventSourcingHandler
    void on(InvitationCancelled event, @Timestamp Instant at) {
        invitations.ended(event.invitationId(), CANCELLED, at);
    }

    @CommandHandler
    void handle(ExpireInvitation command, Clock clock) {
        refuseUnlessPolicy(command);
        var due = invitations.find(command.invitationId()).filter(invitation -> invitation.expiredAt(clock.instant()));
        if (due.isPresent()) {
            apply(new InvitationExpired(command.customerId(), command.invitationId()));
        }
    }

    @EventSourcingHandler
    void on(InvitationExpired event, @Timestamp Instant at) {
        var invitation = invitations.find(event.invitationId());
        invitations.ended(
                event.invitationId(),
                EXPIRED,
                invitation.map(Invitations.Pending::expiresAt).orElse(at));
    }

    @EventSourcingHandler
    void on(InvitationLimitNeared event) {
        // a warning; no rule depends on it
    }

    // Users

    @CommandHandler
    void handle(ChangeGroup command, Clock clock, Groups groups, Previews previews) {
        var now = clock.instant();
        users.refuseUnlessPermitted(command.actor(), Permission.MANAGE_USERS, groups, now);
        var user = users.active(command.membershipId(), now);
        refuseUnlessAvailable(command.group(), groups);
        Users.refuseIfChangedSince(command.expectedVersion(), user.version());
        if (command.previewVersion() != null) {
            Users.refuseIfChangedSince(
                    command.previewVersion(),
                    previews.groupChange(id, command.membershipId(), command.group(), now)
                            .version());
        }
        refuseUnlessUsable(now);
        if (user.group().equals(command.group())) {
            return;
        }
        if (user.through() != null) {
            throw new CameThroughPartner();
        }
        var staysAdmin = groups.find(command.group())
                .filter(group -> group.allows(Permission.MANAGE_USERS))
                .isPresent();
        var leavesNoAdmin = !staysAdmin && isLastAdmin(command.membershipId(), groups, now);
        refuseIfLastAdmin(leavesNoAdmin, command, command.membershipId(), now);
        apply(new GroupChanged(
                command.customerId(), command.membershipId(), user.group(), command.group(), leavesNoAdmin));
    }

    @EventSourcingHandler
    void on(GroupChanged event, @SequenceNumber long sequence) {
        users.groupChanged(event.membershipId(), event.to(), sequence);
    }

    @CommandHandler
    void handle(SetMembershipEnd command, Clock clock, Groups groups, Partners partners) {
        var now = clock.instant();
        users.refuseUnlessPermitted(command.actor(), Permission.MANAGE_USERS, groups, now);
        var user = users.active(command.membershipId(), now);
        if (command.endsAt() != null && !command.endsAt().isAfter(now)) {
            throw new MembershipEndPast(now);
        }
        var through = user.through();
        var endsAt = through == null
                ? command.endsAt()
                : Management.endWithin(
                        command.endsAt(), partners.admits(through, now).orElseThrow(UserNotFound::new));
        Users.refuseIfChangedSince(command.expectedVersion(), user.version());
        refuseUnlessUsable(now);
        if (Objects.equals(user.endsAt(), endsAt)) {
            return;
        }
        // Judged at the new end: whoever is an admin only until then cannot take over.
        var endsLastAdmin = endsAt != null && isLastAdmin(command.membershipId(), groups, endsAt);
        refuseIfLastAdmin(endsLastAdmin, command, command.membershipId(), now);
        apply(new MembershipEndSet(command.customerId(), command.membershipId(), endsAt));
    }

    @EventSourcingHandler
    void on(MembershipEndSet event, @SequenceNumber long sequence) {
        users.endSet(event.membershipId(), event.endsAt(), sequence);
    }

    @CommandHandler
    void handle(RemoveUser command, Clock clock, Groups groups, AddressBook addresses, Previews previews) {
        var now = clock.instant();
        users.refuseUnlessPermitted(command.actor(), Permission.MANAGE_USERS, groups, now);
        var user = users.active(command.membershipId(), now);
        Users.refuseIfChangedSince(command.expectedVersion(), user.version());
        if (command.previewVersion() != null) {
            Users.refuseIfChangedSince(
                    command.previewVersion(),
                    previews.removal(id, command.membershipId(), command.keepInvitations(), now)
                            .version());
        }
        refuseUnlessUsable(now);
        var leavesNoAdmin = isLastAdmin(command.membershipId(), groups, now);
        refuseIfLastAdmin(leavesNoAdmin, command, command.membershipId(), now);
        remove(command.membershipId(), user, RemovalCause.BY_ADMIN, leavesNoAdmin, addresses, now);
        if (!command.keepInvitations()) {
            cancel(invitations.sentBy(command.membershipId(), now).stream(), CancellationCause.INVITER_LEFT);
        }
    }

    @CommandHandler
    void handle(LeaveCustomer command, Clock clock, Groups groups, AddressBook addresses) {
        var now = clock.instant();
        var membership = membershipOf(command.actor(), now);
        if (membership == null) {
            throw new UserNotFound();
        }
        users.refuseUnlessPermitted(command.actor(), Permission.LEAVE_CUSTOMER, groups, now);
        refuseUnlessUsable(now);
        refuseIfLastAdmin(isLastAdmin(membership, groups, now), command, membership, now);
        remove(membership, users.active(membership, now), RemovalCause.LEFT, false, addresses, now);
        cancel(invitations.sentBy(membership, now).stream(), CancellationCause.INVITER_LEFT);
    }

    @CommandHandler
    void handle(ExpireMembership command, Clock clock, Groups groups, AddressBook addresses) {
        var now = clock.instant();
        refuseUnlessPolicy(command);
        recordPassedEnd(command.membershipId(), groups, addresses, now);
    }

    /** Ends a membership whose end date has passed for the books too; nothing if it has not, or has ended already. */
    private void recordPassedEnd(MembershipId membership, Groups groups, AddressBook addresses, Instant now) {
        users.find(membership).filter(user -> !user.activeAt(now)).ifPresent(user -> {
            var leavesNoAdmin = isLastAdmin(membership, groups, now);
            remove(membership, user, RemovalCause.EXPIRED, leavesNoAdmin, addresses, now);
            cancel(invitations.sentBy(membership, now).stream(), CancellationCause.INVITER_LEFT);
        });
    }

    private void remove(
            MembershipId membership,
            Users.User user,
            RemovalCause cause,
            boolean leavesNoAdmin,
            AddressBook addresses,
            Instant now) {
        var invitedAgain = addresses.pendingInvitationsOf(id, user.personId()).stream()
                .filter(invitation -> invitations.isPending(invitation, now));
        apply(new UserRemoved(id, membership, user.personId(), cause, leavesNoAdmin));
        cancel(invitedAgain, CancellationCause.INVITEE_REMOVED);
    }

    @EventSourcingHandler
    void on(UserRemoved event, @Timestamp Instant at) {
        users.removed(event.membershipId(), event.personId(), at);
    }

    @CommandHandler
    void handle(ErasePerson command, Clock clock, Groups groups, AddressBook addresses) {
        var now = clock.instant();
        var person = command.personId();
        Users.refuseUnlessMayErase(command.actor(), person);
        cancel(
                addresses.pendingInvitationsOf(id, person).stream()
                        .filter(invitation -> invitations.isPending(invitation, now)),
                CancellationCause.INVITEE_REMOVED);
        users.membershipOf(person).ifPresent(membership -> {
            recordPassedEnd(membership, groups, addresses, now);
            users.find(membership).ifPresent(user -> {
                var leavesNoAdmin = isLastAdmin(membership, groups, now);
                remove(membership, user, RemovalCause.PERSON_ERASED, leavesNoAdmin, addresses, now);
                cancel(invitations.sentBy(membership, now).stream(), CancellationCause.INVITER_LEFT);
            });
        });
        if (users.formerMembershipOf(person).isPresent() && !users.isErased(person)) {
            apply(new PersonErased(command.customerId(), person));
        }
    }

    @CommandHandler
    void handle(RecordPeopleSearch command, Clock clock, Groups groups) {
        users.refuseUnlessPerson(command.actor(), Permission.ADMINISTER_PEOPLE, groups, clock.instant());
        apply(new PeopleSearched(command.customerId(), command.found()));
    }

    @CommandHandler
    void handle(RecordPersonDataShown command, Clock clock, Groups groups) {
        users.refuseUnlessPerson(command.actor(), Permission.ADMINISTER_PEOPLE, groups, clock.instant());
        apply(new PersonDataShown(command.customerId(), command.personId()));
    }

    @EventSourcingHandler
    void on(PersonErased event) {
        users.erased(event.personId());
    }

    // General data; the part itself takes in what has happened

    @CommandHandler
    void handle(SetCompanyAddress command, Clock clock, Groups groups, PersonalDataVault vault) {
        refuseUnlessEditor(command, groups, clock);
        Users.refuseIfChangedSince(command.expectedVersion(), generalData.version());
        refuseUnlessUsable(clock.instant());
        var address = own(command.address().asText());
        if (!isSame(address, generalData.companyAddress(), vault)) {
            apply(new CompanyAddressSet(command.customerId(), address));
        }
    }

    @CommandHandler
    void handle(SetCostCentre command, Clock clock, Groups groups, PersonalDataVault vault) {
        refuseUnlessEditor(command, groups, clock);
        Users.refuseIfChangedSince(command.expectedVersion(), generalData.version());
        refuseUnlessUsable(clock.instant());
        var costCentre =
                command.costCentre() == null ? null : own(command.costCentre().value());
        if (!isSame(costCentre, generalData.costCentre(), vault)) {
            apply(new CostCentreSet(command.customerId(), costCentre));
        }
    }

    @CommandHandler
    void handle(SetPaymentDefaults command, Clock clock, Groups groups) {
        refuseUnlessEditor(command, groups, clock);
        generalData.refuseUnlessAvailable(command.paymentMethodId(), clock.instant());
        generalData.refuseUnlessAvailable(command.billingAddressId());
        Users.refuseIfChangedSince(command.expectedVersion(), generalData.version());
        refuseUnlessUsable(clock.instant());
        if (!Objects.equals(command.paymentMethodId(), generalData.defaultPaymentMethod())
                || !Objects.equals(command.billingAddressId(), generalData.defaultBillingAddress())) {
            apply(new PaymentDefaultsSet(command.customerId(), command.paymentMethodId(), command.billingAddressId()));
        }
    }

    @CommandHandler
    void handle(AddBillingAddress command, Clock clock, Groups groups) {
        refuseUnlessEditor(command, groups, clock);
        refuseUnlessUsable(clock.instant());
        apply(new BillingAddressAdded(
                command.customerId(),
                command.billingAddressId(),
                own(command.address().asText())));
    }

    @CommandHandler
    void handle(ChangeBillingAddress command, Clock clock, Groups groups, PersonalDataVault vault) {
        refuseUnlessEditor(command, groups, clock);
        var before = generalData.billingAddress(command.billingAddressId());
        Users.refuseIfChangedSince(command.expectedVersion(), before.version());
        refuseUnlessUsable(clock.instant());
        var address = own(command.address().asText());
        if (!isSame(address, before.address(), vault)) {
            apply(new BillingAddressChanged(command.customerId(), command.billingAddressId(), address));
        }
    }

    @CommandHandler
    void handle(RemoveBillingAddress command, Clock clock, Groups groups, ProjectsInUse projects) {
        refuseUnlessEditor(command, groups, clock);
        var address = generalData.billingAddress(command.billingAddressId());
        Users.refuseIfChangedSince(command.expectedVersion(), address.version());
        refuseUnlessUsable(clock.instant());
        GeneralData.refuseIfInUse(projects.naming(command.billingAddressId()));
        apply(new BillingAddressRemoved(command.customerId(), command.billingAddressId()));
    }

    @CommandHandler
    PaymentMethodId handle(RequestInvoicePayment command, Clock clock, Groups groups) {
        refuseUnlessEditor(command, groups, clock);
        refuseUnlessUsable(clock.instant());
        var before = generalData.invoice();
        if (before.isEmpty()) {
            apply(new InvoicePaymentRequested(command.customerId(), command.paymentMethodId()));
        }
        return before.orElse(command.paymentMethodId());
    }

    @CommandHandler
    void handle(EnablePaymentMethod command, Clock clock) {
        refuseUnlessOperator(command);
        var method = generalData.paymentMethod(command.paymentMethodId());
        Users.refuseIfChangedSince(command.expectedVersion(), method.version());
        refuseUnlessUsable(clock.instant());
        if (method.state() == PaymentMethodState.REQUESTED) {
            activate(new PaymentMethodEnabled(command.customerId(), command.paymentMethodId()), clock.instant());
        }
    }

    @EventSourcingHandler
    void on(PaymentMethodEnabled event, @SequenceNumber long sequence) {
        version = paymentDeadline == null ? version : sequence;
        paymentDeadline = null;
    }

    @CommandHandler
    void handle(AddCardPayment command, Clock clock, Groups groups) {
        var card = command.card();
        refuseUnlessEditor(command, groups, clock);
        if (!clock.instant().isBefore(card.expiresAt())) {
            throw new CardExpired(card.expiresAt());
        }
        refuseUnlessUsable(clock.instant());
        activate(
                new CardPaymentAdded(
                        command.customerId(),
                        command.paymentMethodId(),
                        own(card.token().value()),
                        card.brand(),
                        own(card.lastDigits().value()),
                        card.expiresAt()),
                clock.instant());
    }

    @EventSourcingHandler
    void on(CardPaymentAdded event, @SequenceNumber long sequence) {
        version = paymentDeadline == null ? version : sequence;
        paymentDeadline = null;
    }

    @CommandHandler
    void handle(AddSepaMandate command, Clock clock, Groups groups) {
        var mandate = command.mandate();
        refuseUnlessEditor(command, groups, clock);
        refuseUnlessUsable(clock.instant());
        activate(
                new SepaMandateAdded(
                        command.customerId(),
                        command.paymentMethodId(),
                        own(mandate.iban().value()),
                        own(mandate.reference().value()),
                        own(mandate.accountHolder().value())),
                clock.instant());
    }

    @EventSourcingHandler
    void on(SepaMandateAdded event, @SequenceNumber long sequence) {
        version = paymentDeadline == null ? version : sequence;
        paymentDeadline = null;
    }

    /** The first payment method that is active lifts the restriction, which for that has to be in the books. */
    private void activate(CustomerEvent paymentMethod, Instant now) {
        var deadline = paymentDeadline;
        if (deadline == null || !deadline.passed(now)) {
            apply(paymentMethod);
            return;
        }
        if (!deadline.recorded()) {
            apply(new CustomerRestricted(id));
        }
        apply(paymentMethod);
        apply(new RestrictionLifted(id));
    }

    @CommandHandler
    void handle(RemovePaymentMethod command, Clock clock, Groups groups, ProjectsInUse projects) {
        refuseUnlessEditor(command, groups, clock);
        var method = generalData.paymentMethod(command.paymentMethodId());
        Users.refuseIfChangedSince(command.expectedVersion(), method.version());
        refuseUnlessUsable(clock.instant());
        GeneralData.refuseIfInUse(projects.naming(command.paymentMethodId()));
        apply(new PaymentMethodRemoved(command.customerId(), command.paymentMethodId()));
    }

    @CommandHandler
    void handle(ExpirePaymentMethod command, Clock clock) {
        refuseUnlessPolicy(command);
        var due = generalData.find(command.paymentMethodId()).filter(method -> method.expiryDue(clock.instant()));
        if (due.isPresent()) {
            apply(new PaymentMethodExpired(command.customerId(), command.paymentMethodId()));
        }
    }

    @CommandHandler
    void handle(RemindOfPayment command, Clock clock) {
        var now = clock.instant();
        refuseUnlessPolicy(command);
        if (state == State.ACTIVE && paymentDeadline != null && paymentDeadline.reminderDue(now)) {
            apply(new PaymentReminderDue(
                    command.customerId(), paymentDeadline.dueBy(), paymentDeadline.lastReminderDue(now)));
        }
    }

    @EventSourcingHandler
    void on(PaymentReminderDue event) {
        paymentDeadline = paymentDeadline == null ? null : paymentDeadline.reminded(event.last());
    }

    @CommandHandler
    void handle(RestrictCustomer command, Clock clock) {
        refuseUnlessPolicy(command);
        if (state == State.ACTIVE
                && paymentDeadline != null
                && paymentDeadline.passed(clock.instant())
                && !paymentDeadline.recorded()) {
            apply(new CustomerRestricted(command.customerId()));
        }
    }

    @EventSourcingHandler
    void on(CustomerRestricted event, @SequenceNumber long sequence) {
        paymentDeadline = paymentDeadline == null ? null : paymentDeadline.inTheBooks();
        version = sequence;
    }

    @EventSourcingHandler
    void on(RestrictionLifted event, @SequenceNumber long sequence) {
        version = sequence;
    }

    // Partners

    @CommandHandlerInterceptor
    void refuseUnlessPartnerMay(CustomerCommand command, Clock clock, Partners partners) {
        management.refuseUnlessPermitted(command, partners, clock.instant());
        users.refuseUnlessAdmitted(command.actor(), partners, clock.instant());
    }

    @CommandHandler
    Customer(CreateManagedCustomer command, Clock clock, Registrations registrations, Partners partners) {
        var now = clock.instant();
        Management.refuseUnlessMayCreate(command, partners, now);
        if (!partners.hold(command.partnerId(), now)) {
            throw new PartnerNotAvailable(command.partnerId());
        }
        if (!registrations.reserve(command.identifier(), command.customerId())) {
            throw new IdentifierTaken(command.identifier().value());
        }
        apply(new ManagedCustomerCreated(
                command.customerId(),
                command.identifier().value(),
                command.name().value(),
                command.partnerId()));
    }

    @EventSourcingHandler
    void on(ManagedCustomerCreated event, @Timestamp Instant at, @SequenceNumber long sequence) {
        id = event.customerId();
        identifier = event.identifier();
        name = event.name();
        paymentDeadline = PaymentDeadline.from(at);
        management.managedBy(event.partnerId());
        version = sequence;
    }

    @CommandHandler
    MembershipId handle(
            AddMyself command,
            Clock clock,
            Groups groups,
            PartnerRules rules,
            Partners partners,
            AddressBook addresses) {
        var now = clock.instant();
        var personId = command.person().personId();
        if (!(command.actor() instanceof Actor.PartnerUser user)
                || !user.personId().equals(personId)) {
            throw new IllegalArgumentException("a partner's user adds themself only");
        }
        var standing = partners.permits(user, Permission.ENTER_MANAGED_CUSTOMER, now)
                .orElseThrow(() -> new NotPermitted(Permission.ENTER_MANAGED_CUSTOMER));
        if (command.endsAt() != null && !command.endsAt().isAfter(now)) {
            throw new MembershipEndPast(now);
        }
        refuseUnlessUsable(now);
        var through = new PartnerMembership(user.partnerId(), standing.membershipId());
        var before = users.activeMembershipOf(personId, now).orElse(null);
        if (before != null) {
            if (users.isOwn(before)) {
                throw new AlreadyAUser(before);
            }
            var same = through.equals(users.active(before, now).through());
            if (same && !partners.isOver(before, now)) {
                return before;
            }
            endPartnerAccess(before, addresses, now);
        }
        users.membershipOf(personId).ifPresent(ended -> recordPassedEnd(ended, groups, addresses, now));
        apply(joined(
                command.customerId(),
                command.membershipId(),
                command.person(),
                command.email().original(),
                rules.addedAs(),
                null,
                through));
        var wish = command.endsAt() == null ? now.plus(rules.addedFor()) : command.endsAt();
        apply(new MembershipEndSet(command.customerId(), command.membershipId(), Management.endWithin(wish, standing)));
        return command.membershipId();
    }

    @CommandHandler
    void handle(EndPartnerAccess command, Clock clock, AddressBook addresses) {
        refuseUnlessPolicy(command);
        if (!users.isOwn(command.membershipId())) {
            endPartnerAccess(command.membershipId(), addresses, clock.instant());
        }
    }

    /** Nothing if it has ended already. */
    private void endPartnerAccess(MembershipId membership, AddressBook addresses, Instant now) {
        users.find(membership)
                .ifPresent(user -> remove(membership, user, RemovalCause.PARTNER_ACCESS_ENDED, false, addresses, now));
    }

    @CommandHandler
    void handle(TransferCustomer command, Clock clock, Partners partners, AddressBook addresses) {
        var now = clock.instant();
        refuseUnlessOperator(command);
        if (command.partnerId() != null && !partners.hold(command.partnerId(), now)) {
            throw new PartnerNotAvailable(command.partnerId());
        }
        Users.refuseIfChangedSince(command.expectedVersion(), version);
        refuseUnlessUsable(now);
        if (kind == CustomerKind.PARTNER) {
            throw new CustomerIsPartner(id);
        }
        if (Objects.equals(management.partner(), command.partnerId())) {
            return;
        }
        apply(new ManagingPartnerChanged(command.customerId(), management.partner(), command.partnerId()));
        users.throughPartner().forEach(membership -> endPartnerAccess(membership, addresses, now));
    }

    @EventSourcingHandler
    void on(ManagingPartnerChanged event, @SequenceNumber long sequence) {
        management.managedBy(event.to());
        version = sequence;
    }

    @CommandHandler
    void handle(BecomePartner command, Clock clock, Groups groups, AddressBook addresses) {
        refuseUnlessOperator(command);
        Users.refuseIfChangedSince(command.expectedVersion(), version);
        refuseUnlessUsable(clock.instant());
        management.refuseIfManaged(id);
        become(CustomerKind.PARTNER, groups, addresses, clock.instant());
    }

    @CommandHandler
    void handle(BecomeCustomer command, Clock clock, Groups groups, AddressBook addresses, Partners partners) {
        refuseUnlessOperator(command);
        Users.refuseIfChangedSince(command.expectedVersion(), version);
        refuseUnlessUsable(clock.instant());
        if (partners.managesAny(id)) {
            throw new ManagedCustomersLeft(id);
        }
        become(CustomerKind.CUSTOMER, groups, addresses, clock.instant());
    }

    private void become(CustomerKind newKind, Groups groups, AddressBook addresses, Instant now) {
        if (kind == newKind) {
            return;
        }
        users.withPassedEnd(now).forEach(ended -> recordPassedEnd(ended, groups, addresses, now));
        apply(new KindChanged(id, kind, newKind));
        users.all()
                .forEach((membership, user) -> apply(new GroupChanged(
                        id, membership, user.group(), Management.counterpart(user.group(), newKind, groups), false)));
        invitations
                .allPending(now)
                .forEach(invitation -> apply(new InvitationAmended(
                        id,
                        invitation,
                        null,
                        Management.counterpart(
                                invitations.pending(invitation, now).offer().group(), newKind, groups))));
    }

    @EventSourcingHandler
    void on(KindChanged event, @SequenceNumber long sequence) {
        kind = event.to();
        version = sequence;
    }

    // Rules that several commands share

    private void refuseUnlessEditor(CustomerCommand command, Groups groups, Clock clock) {
        users.refuseUnlessPermitted(command.actor(), Permission.EDIT_CUSTOMER, groups, clock.instant());
    }

    /** What the customer says about itself, under its own key. */
    private Personal.Known own(String value) {
        return new Personal.Known(KeyId.of(id), value);
    }

    private static boolean isSame(Personal.@Nullable Known value, @Nullable Personal before, PersonalDataVault vault) {
        return before == null ? value == null : value != null && value.equals(vault.open(before));
    }

    /** The customer is an argument because {@code id} is not yet set while the account is being opened. */
    private UserJoined joined(
            CustomerId customerId,
            MembershipId membershipId,
            PersonProfile person,
            String email,
            GroupName group,
            @Nullable InvitationId invitationId,
            @Nullable PartnerMembership through) {
        var key = KeyId.of(person.personId());
        return new UserJoined(
                customerId,
                membershipId,
                person.personId(),
                new Personal.Known(key, person.fullName().value()),
                new Personal.Known(key, email),
                group,
                person.language(),
                invitationId,
                users.formerMembershipOf(person.personId()).orElse(null),
                through);
    }

    private @Nullable MembershipId membershipOf(Actor actor, Instant now) {
        return actor instanceof Actor.Person person
                ? users.activeMembershipOf(person.personId(), now).orElse(null)
                : null;
    }

    /** Nobody if it is a partner's user: what they have sent does not hang on how long they stay. */
    private @Nullable MembershipId inviter(Actor actor, Instant now) {
        var membership = membershipOf(actor, now);
        return membership != null && users.isOwn(membership) ? membership : null;
    }

    private boolean isLastAdmin(MembershipId membership, Groups groups, Instant at) {
        return users.isAdmin(membership, groups) && !users.hasOtherAdmin(membership, groups, at);
    }

    /** Only operators and partners may leave a customer without an admin; the event then says so. */
    private void refuseIfLastAdmin(
            boolean leavesNoAdmin, CustomerCommand command, MembershipId membership, Instant now) {
        var mayLeaveNoAdmin = command.actor() instanceof Actor.Operator || command.actor() instanceof Actor.PartnerUser;
        if (leavesNoAdmin && !mayLeaveNoAdmin) {
            throw users.lastAdmin(membership, now);
        }
    }

    /** Whoever plans access must be allowed to give it. */
    private void refuseUnlessPlannable(Actor actor, List<PlannedAccess> planned, Groups groups, Instant now) {
        var projects = planned.stream().map(PlannedAccess::projectId).distinct().count();
        if (planned.size() > PlannedAccess.MAX || projects < planned.size()) {
            throw new IllegalArgumentException("not a plan: too long, or a project twice");
        }
        if (!planned.isEmpty()) {
            users.refuseUnlessPermitted(actor, Permission.EDIT_CUSTOMER, groups, now);
        }
    }

    private void refuseUnlessAvailable(GroupName name, Groups groups) {
        if (groups.find(name).filter(group -> group.kind() == kind).isEmpty()) {
            throw new GroupNotAvailable(name, kind);
        }
    }

    private void refuseUnlessUsable(Instant now) {
        refuseIfEnded(now);
        if (state == State.PENDING_CONFIRMATION) {
            throw new CustomerPendingConfirmation(id);
        }
    }

    private void refuseIfEnded(Instant now) {
        if (state == State.CLOSED) {
            throw new CustomerIsClosed(id);
        }
        if (state == State.EXPIRED || (state == State.PENDING_CONFIRMATION && confirmedTooLate(now))) {
            throw new CustomerIsExpired(id);
        }
    }

    private void refuseIfRestricted(Instant now) {
        if (paymentDeadline != null && paymentDeadline.passed(now)) {
            throw new CustomerIsRestricted(id);
        }
    }

    private boolean confirmedTooLate(Instant now) {
        return confirmBy != null && !now.isBefore(confirmBy);
    }

    private static void refuseUnlessOperator(CustomerCommand command) {
        if (!(command.actor() instanceof Actor.Operator)) {
            throw new NotPermitted(Permission.EDIT_CUSTOMER);
        }
    }

    private static void refuseUnlessPolicy(CustomerCommand command) {
        if (!(command.actor() instanceof Actor.Policy)) {
            throw new NotPermitted(Permission.MANAGE_USERS);
        }
    }
}
