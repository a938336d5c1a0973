package io.customeraccounts.api.mail;

import io.customeraccounts.api.mail.MailContent.Recipient;
import io.customeraccounts.domain.events.CustomerEvent.ConfirmationResent;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerConfirmed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerExpired;
import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRenamed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRestricted;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAccepted;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAmended;
import io.customeraccounts.domain.events.CustomerEvent.InvitationCancelled;
import io.customeraccounts.domain.events.CustomerEvent.InvitationDeclined;
import io.customeraccounts.domain.events.CustomerEvent.InvitationExpired;
import io.customeraccounts.domain.events.CustomerEvent.InvitationLimitNeared;
import io.customeraccounts.domain.events.CustomerEvent.InvitationResent;
import io.customeraccounts.domain.events.CustomerEvent.ManagedCustomerCreated;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodEnabled;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodRemoved;
import io.customeraccounts.domain.events.CustomerEvent.PaymentReminderDue;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.events.CustomerEvent.RestrictionLifted;
import io.customeraccounts.domain.events.CustomerEvent.UserInvited;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.events.EventOrigin;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.Permission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.jspecify.annotations.Nullable;

/**
 * Puts a mail into the queue for every event that people are to be told about, and for warnings one that is due later. Opens
 * no personal value. A mail's id is made from that of its event, so that an event is mailed once however often it comes; a
 * replay is refused.
 */
@DisallowReplay
@ProcessingGroup(MailFollower.PROCESSING_GROUP)
class MailFollower {

    static final String PROCESSING_GROUP = "mails";

    /** Product decisions: how long before the end people are warned. */
    static final Duration WARN_BEFORE_INVITATION_EXPIRES = Duration.ofDays(1);

    static final Duration WARN_BEFORE_MEMBERSHIP_ENDS = Duration.ofDays(7);
    static final Duration WARN_BEFORE_CUSTOMER_EXPIRES = Duration.ofDays(1);

    private final MailMemory memory;
    private final MailProjects projects;
    private final MailQueue queue;
    private final SecretHandover secrets;
    private final Groups groups;
    private final Clock clock;

    MailFollower(
            MailMemory memory,
            MailProjects projects,
            MailQueue queue,
            SecretHandover secrets,
            Groups groups,
            Clock clock) {
        this.memory = memory;
        this.projects = projects;
        this.queue = queue;
        this.secrets = secrets;
        this.groups = groups;
        this.clock = clock;
    }

    // The customer

    @EventHandler
    void on(CustomerOpened event) {
        var confirmBy = event.confirmBy() == null ? null : stored(event.confirmBy());
        memory.add(new MailMemory.Customer(event.customerId(), event.name(), confirmBy, event.confirmation(), null));
    }

    @EventHandler
    void on(ManagedCustomerCreated event) {
        memory.add(new MailMemory.Customer(event.customerId(), event.name(), null, null, null));
    }

    @EventHandler
    void on(CustomerRenamed event) {
        memory.rename(event.customerId(), event.name());
    }

    @EventHandler
    void on(ConfirmationResent event, @MessageIdentifier String id, @Timestamp Instant at) {
        forgetConfirmation(event.customerId());
        memory.setConfirmation(event.customerId(), event.confirmation());
        memory.customer(event.customerId()).ifPresent(customer -> mailConfirmation(customer, id, at));
    }

    private void mailConfirmation(MailMemory.Customer customer, String id, Instant at) {
        var opener = customer.opener() == null
                ? null
                : memory.user(customer.opener()).orElse(null);
        var confirmBy = customer.confirmBy();
        var secret = customer.confirmation();
        if (opener == null || confirmBy == null || secret == null) {
            return;
        }
        var customerId = customer.customerId();
        mail(
                id,
                customerId,
                new MailContent.Confirmation(opener.recipient(), customerId, customer.name(), confirmBy, secret),
                at);
    }

    @EventHandler
    void on(CustomerConfirmed event) {
        forgetConfirmation(event.customerId());
        memory.confirm(event.customerId());
    }

    @EventHandler
    void on(CustomerExpired event) {
        forget(event.customerId());
    }

    @EventHandler
    void on(CustomerClosed event) {
        forget(event.customerId());
    }

    private void forget(CustomerId customerId) {
        forgetConfirmation(customerId);
        memory.invitations(customerId).forEach(invitation -> secrets.forget(invitation.secret()));
        memory.forget(customerId);
    }

    private void forgetConfirmation(CustomerId customerId) {
        memory.customer(customerId).map(MailMemory.Customer::confirmation).ifPresent(secrets::forget);
    }

    // Invitations

    @EventHandler
    void on(UserInvited event, @MessageIdentifier String id, @Timestamp Instant at) {
        var invitation = new MailMemory.Invitation(
                event.invitationId(),
                event.customerId(),
                new Recipient(event.email(), event.fullName(), event.language()),
                event.group(),
                event.invitedBy(),
                stored(event.expiresAt()),
                event.secret());
        memory.add(invitation);
        mailInvitation(invitation, false, id, at);
    }

    @EventHandler
    void on(InvitationAmended event) {
        memory.amend(event.invitationId(), event.fullName(), event.group());
    }

    @EventHandler
    void on(InvitationResent event, @MessageIdentifier String id, @Timestamp Instant at) {
        memory.invitation(event.invitationId()).ifPresent(former -> secrets.forget(former.secret()));
        memory.renew(event.invitationId(), event.secret(), stored(event.expiresAt()));
        memory.invitation(event.invitationId()).ifPresent(invitation -> mailInvitation(invitation, true, id, at));
    }

    private void mailInvitation(MailMemory.Invitation invitation, boolean again, String id, Instant at) {
        var by = memory.membership(invitation.customerId(), invitation.invitedBy())
                .orElse(null);
        if (by == null) {
            return;
        }
        var customer = by.name();
        var inviter = by.user();
        var expiresAt = invitation.expiresAt();
        mail(
                id,
                invitation.customerId(),
                new MailContent.Invitation(
                        invitation.recipient(),
                        invitation.invitationId(),
                        customer,
                        inviter == null ? null : inviter.recipient().fullName(),
                        invitation.group(),
                        expiresAt,
                        invitation.secret(),
                        again),
                at);
        if (inviter != null) {
            warn(
                    id,
                    invitation.customerId(),
                    new MailContent.InvitationExpiresSoon(
                            inviter.recipient(),
                            invitation.invitationId(),
                            inviter.membershipId(),
                            customer,
                            invitation.recipient().fullName(),
                            expiresAt),
                    at,
                    expiresAt.minus(WARN_BEFORE_INVITATION_EXPIRES));
        }
    }

    @EventHandler
    void on(InvitationAccepted event) {
        forget(event.invitationId());
    }

    @EventHandler
    void on(InvitationDeclined event) {
        forget(event.invitationId());
    }

    @EventHandler
    void on(InvitationCancelled event) {
        forget(event.invitationId());
    }

    @EventHandler
    void on(InvitationExpired event) {
        forget(event.invitationId());
    }

    private void forget(InvitationId invitationId) {
        memory.invitation(invitationId).map(MailMemory.Invitation::secret).ifPresent(secrets::forget);
        memory.forget(invitationId);
    }

    @EventHandler
    void on(InvitationLimitNeared event, @MessageIdentifier String id, @Timestamp Instant at) {
        tellAdmins(
                event.customerId(),
                id,
                at,
                (to, customer) -> new MailContent.InvitationLimitNeared(to, customer, event.pending(), event.limit()));
    }

    // Payment

    @EventHandler
    void on(PaymentReminderDue event, @MessageIdentifier String id, @Timestamp Instant at) {
        var dueBy = stored(event.paymentDueBy());
        tellAdmins(event.customerId(), id, at, (to, customer) -> new MailContent.PaymentReminder(to, customer, dueBy));
    }

    @EventHandler
    void on(CustomerRestricted event, @MessageIdentifier String id, @Timestamp Instant at) {
        tellAdmins(event.customerId(), id, at, MailContent.CustomerRestricted::new);
    }

    @EventHandler
    void on(RestrictionLifted event, @MessageIdentifier String id, @Timestamp Instant at) {
        tellAdmins(event.customerId(), id, at, MailContent.RestrictionLifted::new);
    }

    @EventHandler
    void on(PaymentMethodEnabled event, @MessageIdentifier String id, @Timestamp Instant at) {
        tellAdmins(event.customerId(), id, at, MailContent.PaymentMethodEnabled::new);
    }

    /** The admins know what they remove themselves. */
    @EventHandler
    void on(
            PaymentMethodRemoved event,
            @MessageIdentifier String id,
            @Timestamp Instant at,
            @MetaDataValue(EventOrigin.ACTOR) String actor) {
        if (Actor.parse(actor) instanceof Actor.Operator) {
            tellAdmins(event.customerId(), id, at, MailContent.PaymentMethodDeclined::new);
        }
    }

    /** Nobody is told anything about a customer that has ended. */
    private void tellAdmins(
            CustomerId customerId, String id, Instant at, BiFunction<Recipient, String, MailContent> what) {
        var customer =
                memory.customer(customerId).map(MailMemory.Customer::name).orElse(null);
        if (customer == null) {
            return;
        }
        for (var admin : memory.admins(customerId, at)) {
            mail(id + "-" + admin.membershipId(), customerId, what.apply(admin.recipient(), customer), at);
        }
    }

    // Users

    @EventHandler
    void on(
            UserJoined event,
            @MessageIdentifier String id,
            @Timestamp Instant at,
            @MetaDataValue(EventOrigin.REASON) @Nullable String reason) {
        if (event.throughPartner() != null) {
            tellAdmins(
                    event.customerId(),
                    id,
                    at,
                    (to, customer) -> new MailContent.PartnerUserAdded(
                            to, customer, event.fullName(), reason == null ? "" : reason));
        }
        var user = new MailMemory.User(
                event.membershipId(),
                event.customerId(),
                new Recipient(event.email(), event.fullName(), event.language()),
                managesUsers(event.group()),
                null);
        memory.add(user);
        var customer = memory.customer(event.customerId()).orElse(null);
        if (customer != null && customer.opener() == null && customer.confirmBy() != null) {
            memory.setOpener(event.customerId(), event.membershipId());
            memory.customer(event.customerId()).ifPresent(opened -> mailConfirmation(opened, id, at));
            warn(
                    id,
                    event.customerId(),
                    new MailContent.CustomerExpiresSoon(
                            user.recipient(), event.customerId(), customer.name(), customer.confirmBy()),
                    at,
                    customer.confirmBy().minus(WARN_BEFORE_CUSTOMER_EXPIRES));
        }
    }

    @EventHandler
    void on(GroupChanged event, @MessageIdentifier String id, @Timestamp Instant at) {
        memory.setManagesUsers(event.membershipId(), managesUsers(event.to()));
        tell(
                event.customerId(),
                event.membershipId(),
                (customer, user) -> mail(
                        id,
                        event.customerId(),
                        new MailContent.GroupChanged(user.recipient(), customer, event.from(), event.to()),
                        at));
    }

    @EventHandler
    void on(MembershipEndSet event, @MessageIdentifier String id, @Timestamp Instant at) {
        var endsAt = event.endsAt() == null ? null : stored(event.endsAt());
        memory.setEnd(event.membershipId(), endsAt);
        tell(event.customerId(), event.membershipId(), (customer, user) -> {
            mail(id, event.customerId(), new MailContent.MembershipEndSet(user.recipient(), customer, endsAt), at);
            if (endsAt != null) {
                warn(
                        id,
                        event.customerId(),
                        new MailContent.MembershipEndsSoon(user.recipient(), event.membershipId(), customer, endsAt),
                        at,
                        endsAt.minus(WARN_BEFORE_MEMBERSHIP_ENDS));
            }
        });
    }

    @EventHandler
    void on(UserRemoved event, @MessageIdentifier String id, @Timestamp Instant at) {
        var ended = projects.endAll(event.membershipId());
        if (event.cause() != RemovalCause.PERSON_ERASED) {
            tell(
                    event.customerId(),
                    event.membershipId(),
                    (customer, user) -> mail(
                            id,
                            event.customerId(),
                            new MailContent.UserRemoved(user.recipient(), customer, event.cause(), ended),
                            at));
        }
        memory.forget(event.membershipId());
    }

    /** @param what about the customer of this name to the user; not called if either has gone */
    private void tell(CustomerId customerId, MembershipId id, BiConsumer<String, MailMemory.User> what) {
        memory.membership(customerId, id).ifPresent(it -> {
            if (it.user() != null) {
                what.accept(it.name(), it.user());
            }
        });
    }

    /** A second mail from the same event; none if there would be no time between the two. */
    private void warn(String id, CustomerId customerId, MailContent content, Instant at, Instant warnAt) {
        if (warnAt.isAfter(at)) {
            mailAt(warnAt, id + "-warning", customerId, content, at);
        }
    }

    private void mail(String id, CustomerId customerId, MailContent content, Instant at) {
        mailAt(at, id, customerId, content, at);
    }

    /** Nothing for events so old that the queue may have forgotten their mails: nobody is written to twice. */
    private void mailAt(Instant dueAt, String id, CustomerId customerId, MailContent content, Instant at) {
        if (at.isAfter(clock.instant().minus(MailQueue.RETENTION))) {
            queue.add(id, customerId, content, dueAt);
        }
    }

    private boolean managesUsers(GroupName name) {
        return groups.find(name)
                .filter(group -> group.allows(Permission.MANAGE_USERS))
                .isPresent();
    }

    /** As precise as the databases keep it, so that what is read back equals what was put in. */
    private static Instant stored(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
