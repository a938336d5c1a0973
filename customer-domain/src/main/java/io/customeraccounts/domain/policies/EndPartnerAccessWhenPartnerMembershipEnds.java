package io.customeraccounts.domain.policies;

import io.customeraccounts.domain.customer.CustomerCommand.EndPartnerAccess;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.events.EventOrigin;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Permission;
import java.time.Instant;
import java.util.Map;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.annotation.MessageIdentifier;

/**
 * Records in each managed customer that a partner's user who had added themself is its user no more, because they are none of
 * the partner any more, or their group there does not allow it, or the partner is closed (rule: Partner customers).
 * Bookkeeping: the membership gives nothing any more, recorded or not.
 */
public final class EndPartnerAccessWhenPartnerMembershipEnds implements TimeDrivenPolicy {

    private static final Actor ACTOR = new Actor.Policy("EndPartnerAccessWhenPartnerMembershipEnds");

    private final PartnerAccessMemory memory;
    private final Groups groups;
    private final CommandGateway commands;

    public EndPartnerAccessWhenPartnerMembershipEnds(
            PartnerAccessMemory memory, Groups groups, CommandGateway commands) {
        this.memory = memory;
        this.groups = groups;
        this.commands = commands;
    }

    @Override
    public void act(Instant now) {
        DueWork.doAll(limit -> memory.claim(now, limit), this::end);
    }

    private void end(PartnerAccessMemory.Ending due) {
        var command = new EndPartnerAccess(due.customerId(), ACTOR, due.membershipId());
        commands.sendAndWait(
                new GenericCommandMessage<>(command).withMetaData(Map.of(EventOrigin.CAUSE, due.eventId())));
    }

    @EventHandler
    void on(UserJoined event, @Timestamp Instant at) {
        if (event.throughPartner() != null) {
            memory.began(event.customerId(), event.membershipId(), event.throughPartner(), at);
        }
    }

    @EventHandler
    void on(UserRemoved event, @MessageIdentifier String eventId, @Timestamp Instant at) {
        memory.ended(event.membershipId());
        memory.partnerMembershipEnded(event.membershipId(), eventId, at);
    }

    @EventHandler
    void on(GroupChanged event, @MessageIdentifier String eventId, @Timestamp Instant at) {
        if (admits(event.from()) && !admits(event.to())) {
            memory.partnerMembershipEnded(event.membershipId(), eventId, at);
        }
    }

    private boolean admits(GroupName name) {
        return groups.find(name)
                .filter(group -> group.allows(Permission.ENTER_MANAGED_CUSTOMER))
                .isPresent();
    }

    @EventHandler
    void on(CustomerClosed event, @MessageIdentifier String eventId, @Timestamp Instant at) {
        memory.partnerEnded(event.customerId(), eventId, at);
    }
}
