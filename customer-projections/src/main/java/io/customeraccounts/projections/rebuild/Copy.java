package io.customeraccounts.projections.rebuild;

import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.projections.rebuild.Batches.Change;
import io.customeraccounts.projections.tables.ReadTable;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.springframework.jdbc.core.JdbcTemplate;

/** The copy of a read table, filled by the projection that keeps the live one. For one thread. */
final class Copy {

    /** Rows that are deleted at once. */
    private static final int CLEARED = 10_000;

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
    List<Change> prepared(List<? extends EventMessage<?>> events) {
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
    void write(List<Change> prepared) {
        writer.write(prepared);
    }

    /** Nothing is in it yet. */
    void begin() {
        writer.leaveRoom(table.copy());
    }

    /** Everything is in it: lets the database know, which plans badly for what was empty when it last looked. */
    void filled() {
        writer.analyze(table.copy());
    }

    /**
     * Deletes some rows. A range of keys, because it is found in the same way whatever the database believes to be there.
     *
     * @return whether there was any
     */
    boolean clear() {
        var last = jdbc.queryForList(
                "select %1$s from %2$s order by %1$s offset %3$d rows fetch first 1 row only"
                        .formatted(table.key(), table.copy(), CLEARED - 1),
                UUID.class);
        var deleted = last.isEmpty()
                ? jdbc.update("delete from " + table.copy())
                : jdbc.update("delete from %2$s where %1$s <= ?".formatted(table.key(), table.copy()), last.getFirst());
        return deleted > 0;
    }

    /** All of it has been deleted; not in a transaction. */
    void cleared() {
        writer.vacuum(table.copy());
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
