package io.customeraccounts.projections.rebuild;

import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.projections.tables.ReadTable;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.springframework.jdbc.core.JdbcTemplate;

/** The copy of a read table, filled by the projection that keeps the live one. For one thread. */
final class Copy {

    private final JdbcTemplate jdbc;
    private final ReadTable table;
    private final Batches batches;
    private final OpenedTogether vault;
    private final EventMessageHandler projection;

    Copy(Rebuildable it, JdbcTemplate jdbc, PersonalDataVault vault) {
        this.jdbc = jdbc;
        this.table = it.table();
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

    /**
     * Deletes some rows.
     *
     * @return whether there was any
     */
    boolean clear() {
        return jdbc.update("delete from %2$s where %1$s in (select %1$s from %2$s limit 10000)"
                        .formatted(table.key(), table.copy()))
                > 0;
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
