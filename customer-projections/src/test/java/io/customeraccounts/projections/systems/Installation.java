package io.customeraccounts.projections.systems;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.ProjectEvent.ProjectAccessRevoked;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.events.ProjectEvent.UserUnassigned;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ResourceName;
import io.customeraccounts.domain.values.SystemId;
import io.customeraccounts.domain.values.SystemName;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.systems.SqlResources.Outcome;
import io.customeraccounts.projections.systems.Systems.Order;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Race;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story;
import io.customeraccounts.projections.testing.Story.Firm;
import io.customeraccounts.projections.testing.Story.Somebody;
import io.customeraccounts.projections.testing.TestClock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database with connected systems, projects, and a ledger that is written when a test says so. */
final class Installation implements AutoCloseable {

    static final LocationName EAST = new LocationName("east");
    static final LocationName WEST = new LocationName("west");
    static final Order ORDER = new Order(new Actor.Policy("test"), "for a test");

    private final Databases kind;
    final HikariDataSource database;
    final JdbcTemplate batches;
    final JdbcClient sql;
    final TransactionTemplate transactions;
    final TestClock clock = new TestClock(ReadSide.NOON);
    final Systems systems;
    final Confirmations confirmations;
    final SqlResources resources;
    private final List<AnnotationEventHandlerAdapter> projections;
    private long position;

    Installation(Databases kind) {
        this.kind = kind;
        database = kind.laidOut();
        batches = new JdbcTemplate(database);
        sql = JdbcClient.create(database);
        var manager = new JdbcTransactionManager(database);
        transactions = new TransactionTemplate(manager);
        systems = new Systems(batches, new Ledger(batches, manager, clock), clock);
        confirmations = new Confirmations(batches, clock);
        resources = new SqlResources(batches);
        projections = Confirmations.projections(sql).stream()
                .map(AnnotationEventHandlerAdapter::new)
                .toList();
    }

    SystemId system(String name, LocationName... locations) {
        var id = new SystemId(Story.id("system " + name));
        systems.register(id, new SystemName(name), "client of " + name, null, List.of(locations), ORDER);
        return id;
    }

    ConnectedSystem find(SystemId id) {
        return systems.find(id).orElseThrow();
    }

    static ProjectId project(String name) {
        return new ProjectId(Story.id("project " + name));
    }

    static ProjectCreated created(Firm owner, String name, LocationName... locations) {
        return new ProjectCreated(
                owner.id(),
                project(name),
                name,
                name,
                new PaymentMethodId(Story.id("payment")),
                new BillingAddressId(Story.id("address")),
                Stream.concat(Stream.of(LocationName.GLOBAL), Stream.of(locations))
                        .toList());
    }

    static UserUnassigned unassigned(Firm owner, String project, Somebody user) {
        return new UserUnassigned(owner.id(), project(project), new GrantId(UUID.randomUUID()), user.in(owner));
    }

    static ProjectAccessRevoked revoked(Firm owner, String project, Somebody user) {
        return new ProjectAccessRevoked(
                owner.id(),
                project(project),
                new GrantId(UUID.randomUUID()),
                user.in(owner),
                RevocationCause.USER_REMOVED);
    }

    /** It happens now and is committed; it has no position in the ledger yet. */
    EventMessage<?> happened(DomainEvent event) {
        return happened(event, 0);
    }

    /** @param sequence its number in its project */
    EventMessage<?> happened(DomainEvent event, long sequence) {
        var message = new GenericDomainEventMessage<>(
                "any",
                "any",
                sequence,
                new GenericMessage<>(UUID.randomUUID().toString(), event, MetaData.emptyInstance()),
                clock.instant());
        transactions.executeWithoutResult(transaction -> projections.forEach(it -> handle(it, message)));
        return message;
    }

    private static void handle(AnnotationEventHandlerAdapter projection, EventMessage<?> message) {
        try {
            projection.handle(message);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** See {@link Race#whileNotYetCommitted}. */
    void whileNotYetCommitted(Runnable slow, Runnable other) throws Exception {
        Race.whileNotYetCommitted(transactions, () -> kind.isSomebodyWaitingForALock(database), slow, other);
    }

    /** Gives the event the next position in the ledger, which is answered. */
    long seal(EventMessage<?> event) {
        batches.update(
                "insert into ledger (position, event_identifier, customer_id, leaf_hash, sealed_at) values (?, ?, ?, ?, current_timestamp)",
                ++position,
                UUID.fromString(event.getIdentifier()),
                UUID.randomUUID(),
                new byte[32]);
        batches.update("update ledger_head set last_position = ?", position);
        return position;
    }

    long sealed(DomainEvent event) {
        return seal(happened(event));
    }

    boolean confirm(SystemId id, long upTo) {
        return Boolean.TRUE.equals(transactions.execute(transaction -> confirmations.confirm(id, upTo)));
    }

    Outcome report(SystemId id, String project, LocationName location, Instant at, String... names) {
        return transactions.execute(transaction -> resources.report(
                id,
                project(project),
                location,
                Stream.of(names).map(ResourceName::new).toList(),
                at));
    }

    @Override
    public void close() {
        database.close();
    }
}
