package io.customeraccounts.api.systems;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.events.EventOrigin;
import io.customeraccounts.domain.events.ProjectEvent;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.ledger.Ledger;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;

/** Stores events of projects as a project's decision would, without one. */
final class Happened {

    private final TestService service;
    private final Map<ProjectId, Long> sequences = new HashMap<>();

    Happened(TestService service) {
        this.service = service;
    }

    /** A new project, in the location global and these. */
    ProjectId project(Company company, String... locations) {
        var id = new ProjectId(UUID.randomUUID());
        event(new ProjectCreated(
                customer(company),
                id,
                "web",
                "Web",
                new PaymentMethodId(UUID.randomUUID()),
                new BillingAddressId(UUID.randomUUID()),
                Stream.concat(
                                Stream.of(LocationName.GLOBAL),
                                Stream.of(locations).map(LocationName::new))
                        .toList()));
        return id;
    }

    static CustomerId customer(Company company) {
        return CustomerId.parse(company.id());
    }

    void event(ProjectEvent event) {
        var sequence = sequences.merge(event.projectId(), 0L, (last, first) -> last + 1);
        var message = new GenericDomainEventMessage<>(
                "project",
                event.projectId().toString(),
                sequence,
                event,
                Map.of(EventOrigin.ACTOR, "policy:test", EventOrigin.CAUSE, "test"));
        var unit = DefaultUnitOfWork.startAndGet(message);
        unit.attachTransaction(service.bean(TransactionManager.class));
        var done = unit.executeWithResult(() -> {
            service.bean(EventBus.class).publish(message);
            return null;
        });
        if (done.isExceptional()) {
            throw new IllegalStateException(done.exceptionResult());
        }
    }

    /** Waits until everything that was committed is in the feed. */
    void sealed() {
        Awaitility.await().until(() -> service.bean(Ledger.class).progress().unsealed() == 0);
    }
}
