package io.customeraccounts.projections.testing;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.EventOrigin;
import io.customeraccounts.domain.events.ProjectEvent;
import io.customeraccounts.projections.testing.RandomHistory.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Followers of the ledger on a database of their own, and events that reach them with the next positions. */
public final class Followed implements AutoCloseable {

    public final HikariDataSource database;
    public final JdbcClient sql;
    public final TransactionTemplate transactions;

    private final List<EventMessageHandler> followers;
    private final List<TrackedEventMessage<?>> messages = new ArrayList<>();

    public Followed(Databases kind, Function<JdbcClient, List<Object>> followers) {
        database = kind.laidOut();
        sql = JdbcClient.create(database);
        transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        this.followers = followers.apply(sql).stream()
                .<EventMessageHandler>map(AnnotationEventHandlerAdapter::new)
                .toList();
    }

    public void happened(Decision decision) {
        var first = messages.size();
        decision.events().forEach(event -> messages.add(message(event, decision)));
        again(first);
    }

    /** As after a failure: whatever came after so many events is handled once more. */
    public void again(int after) {
        transactions.executeWithoutResult(transaction ->
                List.copyOf(messages.subList(after, messages.size())).forEach(this::handle));
    }

    /** How many events have happened, which is the last position. */
    public int last() {
        return messages.size();
    }

    private TrackedEventMessage<?> message(DomainEvent event, Decision decision) {
        var position = messages.size() + 1;
        var id = Story.id("event " + position).toString();
        var origin = Map.of(
                EventOrigin.ACTOR,
                "policy:test",
                EventOrigin.CAUSE,
                Story.id("cause " + position).toString());
        return new GenericTrackedDomainEventMessage<>(
                new GlobalSequenceTrackingToken(position),
                new GenericDomainEventMessage<>(
                        event instanceof ProjectEvent ? "project" : "customer",
                        switch (event) {
                            case CustomerEvent it -> it.customerId().toString();
                            case ProjectEvent it -> it.projectId().toString();
                        },
                        position,
                        new GenericMessage<>(id, event, origin),
                        decision.at()));
    }

    private void handle(TrackedEventMessage<?> message) {
        for (var follower : followers) {
            try {
                follower.handle(message);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
