package io.customeraccounts.api.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.domain.events.EventOrigin;
import io.customeraccounts.domain.events.ProjectEvent;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.UserAssigned;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.projections.access.Grants;
import io.customeraccounts.projections.projects.Projects;
import io.customeraccounts.projections.store.EventSerializer;
import io.customeraccounts.projections.store.JdbcEventStorage;
import io.customeraccounts.projections.testing.InMemoryVault;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets events of projects happen as a node does, in one transaction with their read tables; beside the nodes, so that many
 * are there soon.
 */
public final class Grantor implements AutoCloseable {

    private final HikariDataSource database;
    private final TransactionTemplate transactions;
    private final JdbcEventStorage store;
    private final List<AnnotationEventHandlerAdapter> projections;

    /** @param url of the database, for the user {@code postgres} */
    public Grantor(String url) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername("postgres");
        config.setPassword("");
        config.setMaximumPoolSize(8);
        database = new HikariDataSource(config);
        transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        store = new JdbcEventStorage(
                database, new EventSerializer(new InMemoryVault(), Map.of()), NoOpEventUpcaster.INSTANCE, () -> {});
        var sql = JdbcClient.create(database);
        projections = Stream.of(
                        Projects.projection(Projects.TABLE.live(sql)),
                        Projects.locationProjection(Projects.LOCATIONS.live(sql)),
                        Grants.projection(Grants.TABLE.live(sql)))
                .map(AnnotationEventHandlerAdapter::new)
                .toList();
    }

    public ProjectId project(CustomerId customerId) {
        var id = new ProjectId(UUID.randomUUID());
        happens(new ProjectCreated(
                customerId,
                id,
                "project",
                "Project",
                new PaymentMethodId(UUID.randomUUID()),
                new BillingAddressId(UUID.randomUUID()),
                List.of(LocationName.GLOBAL)));
        return id;
    }

    public void assign(CustomerId customerId, ProjectId projectId, MembershipId membershipId) {
        happens(new UserAssigned(
                customerId,
                projectId,
                new GrantId(UUID.randomUUID()),
                membershipId,
                ProjectRole.PROJECT_USER,
                false,
                null,
                null));
    }

    /** A policy may be about to write to the same project: then once more. */
    private void happens(ProjectEvent event) {
        while (true) {
            try {
                transactions.executeWithoutResult(transaction -> append(event));
                return;
            } catch (ConcurrencyException overtaken) {
                Thread.onSpinWait();
            }
        }
    }

    private void append(ProjectEvent event) {
        var id = event.projectId().toString();
        var next = store.lastSequenceNumberFor(id).map(last -> last + 1).orElse(0L);
        var message = new GenericDomainEventMessage<>("project", id, next, event)
                .withMetaData(Map.of(
                        EventOrigin.ACTOR,
                        new Actor.Policy("grantor").asText(),
                        EventOrigin.CAUSE,
                        UUID.randomUUID().toString()));
        store.appendEvents(List.of(message));
        for (var projection : projections) {
            try {
                projection.handle(message);
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
