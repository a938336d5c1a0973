package io.customeraccounts.api.testing;

import io.customeraccounts.domain.events.EventOrigin;
import io.customeraccounts.domain.events.ProjectEvent;
import io.customeraccounts.domain.values.Actor;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets events of projects happen in a service without what decides them, each in the next place of its project. */
public final class Happened {

    private Happened() {}

    public static void in(TestService service, ProjectEvent... events) {
        var store = service.bean(EventStore.class);
        new TransactionTemplate(service.bean(PlatformTransactionManager.class))
                .executeWithoutResult(transaction -> Arrays.stream(events).forEach(event -> publish(store, event)));
    }

    private static void publish(EventStore store, ProjectEvent event) {
        var id = event.projectId().toString();
        var next = store.lastSequenceNumberFor(id).map(last -> last + 1).orElse(0L);
        store.publish(new GenericDomainEventMessage<>("project", id, next, event)
                .withMetaData(Map.of(
                        EventOrigin.ACTOR,
                        new Actor.Policy("test").asText(),
                        EventOrigin.CAUSE,
                        UUID.randomUUID().toString())));
    }
}
