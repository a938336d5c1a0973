package io.customeraccounts.projections.testing;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.EventOrigin;
import io.customeraccounts.domain.events.InstallationEvent;
import io.customeraccounts.domain.events.MessageEvent;
import io.customeraccounts.domain.events.ProjectEvent;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.history.History;
import io.customeraccounts.projections.ledger.Following;
import io.customeraccounts.projections.pointintime.PointInTime;
import io.customeraccounts.projections.testing.RandomHistory.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
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

    private static final int REMEMBERED = 1_000;

    public final HikariDataSource database;
    public final JdbcClient sql;
    public final TransactionTemplate transactions;

    private final List<EventMessageHandler> followers;
    private final List<TrackedEventMessage<?>> recent = new ArrayList<>();
    private int last;

    public Followed(Databases kind, Function<JdbcClient, List<Object>> followers) {
        database = kind.laidOut();
        sql = JdbcClient.create(database);
        transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        this.followers = followers.apply(sql).stream()
                .<EventMessageHandler>map(AnnotationEventHandlerAdapter::new)
                .toList();
    }

    /** The follower "history". */
    public static List<Object> historians(JdbcClient sql) {
        return Stream.concat(
                        PointInTime.projections(sql, Groups.shipped()).stream(), Stream.of(History.projection(sql)))
                .toList();
    }

    public void happened(Decision decision) {
        var first = last;
        if (recent.size() > REMEMBERED) {
            recent.clear();
        }
        decision.events().forEach(event -> recent.add(message(event, decision)));
        again(last - first);
    }

    /** As after a failure: the last so many events are handled once more, or as many of them as are remembered. */
    public void again(int events) {
        var from = Math.max(0, recent.size() - events);
        transactions.executeWithoutResult(
                transaction -> recent.subList(from, recent.size()).forEach(this::handle));
    }

    /** How many events have happened, which is the last position. */
    public int last() {
        return last;
    }

    private TrackedEventMessage<?> message(DomainEvent event, Decision decision) {
        var position = ++last;
        var id = Story.id("event " + position).toString();
        var origin = Map.of(
                EventOrigin.ACTOR,
                "policy:test",
                EventOrigin.CAUSE,
                Story.id("cause " + position).toString());
        return new GenericTrackedDomainEventMessage<>(
                new GlobalSequenceTrackingToken(position),
                new GenericDomainEventMessage<>(
                        switch (event) {
                            case CustomerEvent it -> "customer";
                            case ProjectEvent it -> "project";
                            case MessageEvent it -> "message";
                            case InstallationEvent it -> "group";
                        },
                        switch (event) {
                            case CustomerEvent it -> it.customerId().toString();
                            case ProjectEvent it -> it.projectId().toString();
                            case MessageEvent it -> it.messageId().toString();
                            case InstallationEvent.GroupAdded it ->
                                Story.id("group " + it.group()).toString();
                        },
                        position,
                        new GenericMessage<>(id, event, origin),
                        decision.at()));
    }

    private void handle(TrackedEventMessage<?> message) {
        Following.tell(message, followers);
    }

    @Override
    public void close() {
        database.close();
    }
}
