package io.customeraccounts.domain.messages;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.customeraccounts.domain.events.MessageEvent.MessageAcknowledged;
import io.customeraccounts.domain.events.MessageEvent.MessageSent;
import io.customeraccounts.domain.messages.MessageCommand.AcknowledgeMessage;
import io.customeraccounts.domain.messages.MessageCommand.SendMessage;
import io.customeraccounts.domain.messages.MessageRefusal.CustomerIsClosed;
import io.customeraccounts.domain.messages.MessageRefusal.MessageNotFound;
import io.customeraccounts.domain.messages.MessageRefusal.NotPermitted;
import io.customeraccounts.domain.project.OwningCustomer;
import io.customeraccounts.domain.project.OwningCustomer.Member;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.MessageId;
import io.customeraccounts.domain.values.MessageKind;
import io.customeraccounts.domain.values.Permission;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.jspecify.annotations.Nullable;

/**
 * Decides what may happen to one message. Public only so that it can be handed to Axon; everything that can be asked of it is a
 * {@link MessageCommand}.
 */
@AggregateRoot(type = Message.TYPE)
public class Message {

    /** The aggregate type under which its events are stored. */
    public static final String TYPE = "message";

    @AggregateIdentifier
    private MessageId id;

    private @Nullable CustomerId customerId;
    private MessageKind kind = MessageKind.ALL_MUST_READ;
    private Set<MembershipId> readBy = new HashSet<>();

    /** For Axon, which fills it from events. */
    Message() {}

    @CommandHandler
    Message(SendMessage command, Clock clock, Groups groups, OwningCustomer customer) {
        var now = clock.instant();
        var partner = partnerOf(command, groups, customer, now);
        if (customer.standing(command.customerId(), now)
                .filter(Message::canBeRead)
                .isEmpty()) {
            throw new CustomerIsClosed(command.customerId());
        }
        apply(new MessageSent(
                command.customerId(),
                command.messageId(),
                partner,
                command.kind(),
                command.text().value()));
    }

    /** Judged here and not only at the edge, so that somebody whose right ends meanwhile does not act with it. */
    private static CustomerId partnerOf(SendMessage command, Groups groups, OwningCustomer customer, Instant now) {
        if (command.actor() instanceof Actor.PartnerUser user
                && customer.groupInPartner(command.customerId(), user, now)
                        .flatMap(groups::find)
                        .filter(group -> group.allows(Permission.ENTER_MANAGED_CUSTOMER))
                        .isPresent()) {
            return user.partnerId();
        }
        throw new NotPermitted(Permission.ENTER_MANAGED_CUSTOMER);
    }

    private static boolean canBeRead(OwningCustomer.Standing standing) {
        return switch (standing) {
            case PENDING_CONFIRMATION, ACTIVE, RESTRICTED -> true;
            case EXPIRED, CLOSED -> false;
        };
    }

    @EventSourcingHandler
    void on(MessageSent event) {
        id = event.messageId();
        customerId = event.customerId();
        kind = event.kind();
    }

    @CommandHandler
    void handle(AcknowledgeMessage command, Clock clock, OwningCustomer customer) {
        if (!command.customerId().equals(customerId) || !(command.actor() instanceof Actor.Person person)) {
            throw new MessageNotFound();
        }
        var membership = customer.memberOf(command.customerId(), person.personId())
                .filter(member -> member.activeAt(clock.instant()))
                .map(Member::membershipId)
                .orElseThrow(MessageNotFound::new);
        var enough = kind == MessageKind.SINGLE_READ_ONLY && !readBy.isEmpty();
        if (!enough && !readBy.contains(membership)) {
            apply(new MessageAcknowledged(command.customerId(), id, membership));
        }
    }

    @EventSourcingHandler
    void on(MessageAcknowledged event) {
        readBy.add(event.membershipId());
    }
}
