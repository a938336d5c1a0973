package io.customeraccounts.projections.rebuild;

import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.projections.rebuild.Batches.Batch;
import io.customeraccounts.projections.tables.ReadTable;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.springframework.jdbc.core.JdbcTemplate;

/** The copy of a read table, filled by the projection that keeps the live one. For one thread. */
final class Copy {

    private final JdbcTemplate jdbc;
    private final ReadTable table;
    private final BatchWriter writer;
    private final Batches batches;
    private final OpenedTogether vault;
    private final EventMessageHandler projection;

    Copy(Rebuildable it, DataSource database, PersonalDataVault vault) {
        this.jdbc = new JdbcTemplate(database);
        this.writer = new BatchWriter(database);
        this.table = it.table();
        this.batches = new Batches(it.table().copy());
        this.vault = new OpenedTogether(vault);
        this.projection = new AnnotationEventHandlerAdapter(it.projection().apply(batches, this.vault));
    }

    /** These happen next, in the transaction that is active. */
    void apply(List<? extends EventMessage<?>> events) {
        write(prepared(events));
    }

    /** What these do to the copy if they happen next. Whoever is erased from now on is not to be written. */
    List<Batch> prepared(List<? extends EventMessage<?>> events) {
        var relevant = new ArrayList<EventMessage<?>>(events.size());
        for (var event : events) {
            if (projection.canHandle(event)) {
                relevant.add(event);
            }
        }
        batches.take();
        vault.openAllOf(relevant.stream().map(EventMessage::getPayload).toList());
        relevant.forEach(this::handle);
        return batches.take();
    }

    /** In the transaction that is active. */
    void write(List<Batch> prepared) {
        writer.write(prepared);
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
