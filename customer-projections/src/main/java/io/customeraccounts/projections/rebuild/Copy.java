package io.customeraccounts.projections.rebuild;

import io.customeraccounts.domain.privacy.PersonalDataVault;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.springframework.jdbc.core.JdbcTemplate;

/** The copy of a read table, filled by the projection that keeps the live one. For one thread. */
final class Copy {

    private final Batches batches;
    private final OpenedTogether vault;
    private final EventMessageHandler projection;

    Copy(Rebuildable it, JdbcTemplate jdbc, PersonalDataVault vault) {
        this.batches = new Batches(jdbc, it.table().copy());
        this.vault = new OpenedTogether(vault);
        this.projection = new AnnotationEventHandlerAdapter(it.projection().apply(batches, this.vault));
    }

    /** These happen next, in the transaction that is active. */
    void apply(List<? extends EventMessage<?>> events) {
        var relevant = new ArrayList<EventMessage<?>>(events.size());
        for (var event : events) {
            if (projection.canHandle(event)) {
                relevant.add(event);
            }
        }
        batches.forget();
        vault.openAllOf(relevant.stream().map(EventMessage::getPayload).toList());
        relevant.forEach(this::handle);
        batches.flush();
    }

    private void handle(EventMessage<?> event) {
        try {
            projection.handle(event);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
