package io.customeraccounts.domain.policies;

import io.customeraccounts.domain.Command;
import io.customeraccounts.domain.customer.CustomerCommand;
import io.customeraccounts.domain.events.CustomerEvent.InvitationResent;
import io.customeraccounts.domain.events.CustomerEvent.UserInvited;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.EventOrigin;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.project.ProjectCommand;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.MetaData;

/** Tells what a policy does: it follows events, time passes, and then it sends commands. */
class PolicyStory {

    static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    static final CustomerId ACME = new CustomerId(new UUID(0, 1));
    static final CustomerId BOLT = new CustomerId(new UUID(0, 2));
    static final PersonId ANNA = new PersonId(new UUID(1, 1));
    static final MembershipId ANNA_AT_ACME = new MembershipId(new UUID(2, 1));
    static final InvitationId FIRST = new InvitationId(new UUID(3, 1));
    static final InvitationId SECOND = new InvitationId(new UUID(3, 2));
    static final InvitationId THIRD = new InvitationId(new UUID(3, 3));

    /** A command that was sent, and the event it was sent because of. */
    record Sent(Command command, String cause) {}

    final MapDueSheet sheet = new MapDueSheet();
    final List<Sent> sent = new ArrayList<>();
    final Set<Object> failing = new HashSet<>();
    private final TimeDrivenPolicy policy;
    private final AnnotationEventHandlerAdapter handler;
    private Instant now = NOON;

    PolicyStory(BiFunction<DueSheet, CommandGateway, TimeDrivenPolicy> make) {
        policy = make.apply(sheet, gateway());
        handler = new AnnotationEventHandlerAdapter(policy);
    }

    private CommandGateway gateway() {
        var bus = SimpleCommandBus.builder().build();
        var types = Stream.of(CustomerCommand.class, ProjectCommand.class)
                .flatMap(type -> Stream.of(type.getPermittedSubclasses()))
                .toList();
        for (var type : types) {
            bus.subscribe(type.getName(), message -> {
                if (failing.contains(message.getPayload())) {
                    throw new IllegalStateException("cannot now");
                }
                sent.add(new Sent((Command) message.getPayload(), (String)
                        message.getMetaData().get(EventOrigin.CAUSE)));
                return null;
            });
        }
        return DefaultCommandGateway.builder().commandBus(bus).build();
    }

    PolicyStory at(Instant instant) {
        now = instant;
        return this;
    }

    /** This happens now, with the id by which it may be named as a cause. */
    PolicyStory happened(String eventId, DomainEvent event) {
        try {
            handler.handle(new GenericDomainEventMessage<>(
                    "customer",
                    event.customerId().toString(),
                    0,
                    new GenericEventMessage<>(eventId, event, MetaData.emptyInstance(), now),
                    now));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    PolicyStory acts() {
        policy.act(now);
        return this;
    }

    List<Command> commands() {
        return sent.stream().map(Sent::command).toList();
    }

    static UserInvited invited(InvitationId id, Instant expiresAt) {
        var key = KeyId.of(id);
        return new UserInvited(
                ACME,
                id,
                new Personal.Known(key, "Ben Beech"),
                new Personal.Known(key, "ben@acme.example"),
                Groups.CUSTOMER_EMPLOYEE,
                null,
                new Secret("link").hash(),
                expiresAt,
                Language.EN);
    }

    static InvitationResent resent(InvitationId id, Instant expiresAt) {
        return new InvitationResent(ACME, id, new Secret("again").hash(), expiresAt);
    }

    static UserJoined joined(CustomerId customerId) {
        var key = KeyId.of(ANNA);
        return new UserJoined(
                customerId,
                new MembershipId(new UUID(2, customerId.value().getLeastSignificantBits())),
                ANNA,
                new Personal.Known(key, "Anna Alder"),
                new Personal.Known(key, "anna@acme.example"),
                Groups.CUSTOMER_ADMIN,
                Language.EN,
                null,
                null);
    }
}
