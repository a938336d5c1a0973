package io.customeraccounts.projections.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.serialization.SerializedMetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;

/**
 * An event exactly as it stands in the table {@code domain_event}.
 *
 * @param name its {@link io.customeraccounts.domain.events.EventName}
 * @param revision of the JSON's shape
 * @param occurredAt ISO 8601 in UTC
 * @param payload the event as JSON
 * @param metadata who, because of what and why, as JSON
 */
@SuppressWarnings("ArrayRecordComponent") // a row on its way through, never compared
public record StoredEvent(
        UUID eventIdentifier,
        String aggregateType,
        UUID aggregateIdentifier,
        long sequenceNumber,
        String name,
        @Nullable String revision,
        String occurredAt,
        byte[] payload,
        byte[] metadata)
        implements DomainEventData<byte[]> {

    /** The columns of a {@code domain_event} called {@code e}, for {@link #read}. */
    public static final String COLUMNS = """
            e.event_identifier, e.aggregate_type, e.aggregate_identifier, e.sequence_number, e.name, e.revision, \
            e.occurred_at, e.payload, e.metadata\
            """;

    /** What stands in {@link #COLUMNS}; a {@link org.springframework.jdbc.core.RowMapper}. */
    public static StoredEvent read(ResultSet row, int number) throws SQLException {
        return new StoredEvent(
                row.getObject("event_identifier", UUID.class),
                row.getString("aggregate_type"),
                row.getObject("aggregate_identifier", UUID.class),
                row.getLong("sequence_number"),
                row.getString("name"),
                row.getString("revision"),
                row.getString("occurred_at"),
                row.getBytes("payload"),
                row.getBytes("metadata"));
    }

    @Override
    public String getEventIdentifier() {
        return eventIdentifier.toString();
    }

    @Override
    public Instant getTimestamp() {
        return Instant.parse(occurredAt);
    }

    @Override
    public SerializedObject<byte[]> getMetaData() {
        return new SerializedMetaData<>(metadata, byte[].class);
    }

    @Override
    public SerializedObject<byte[]> getPayload() {
        return new SimpleSerializedObject<>(payload, byte[].class, name, revision);
    }

    @Override
    public String getType() {
        return aggregateType;
    }

    @Override
    public String getAggregateIdentifier() {
        return aggregateIdentifier.toString();
    }

    @Override
    public long getSequenceNumber() {
        return sequenceNumber;
    }
}
