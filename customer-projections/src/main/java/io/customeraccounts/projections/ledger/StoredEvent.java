package io.customeraccounts.projections.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** An event exactly as it stands in the table {@code domain_event}. */
@SuppressWarnings("ArrayRecordComponent") // only hashed and read, never compared
record StoredEvent(
        String eventIdentifier,
        String aggregateType,
        String aggregateIdentifier,
        long sequenceNumber,
        String name,
        @Nullable String revision,
        String occurredAt,
        byte[] payload,
        byte[] metadata) {

    static final String COLUMNS = """
            e.event_identifier, e.aggregate_type, e.aggregate_identifier, e.sequence_number, e.name, e.revision,
            e.occurred_at, e.payload, e.metadata
            """;

    static StoredEvent read(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getString("event_identifier"),
                row.getString("aggregate_type"),
                row.getString("aggregate_identifier"),
                row.getLong("sequence_number"),
                row.getString("name"),
                row.getString("revision"),
                row.getString("occurred_at"),
                row.getBytes("payload"),
                row.getBytes("metadata"));
    }

    /**
     * The leaf hash of RFC 6962, section 2.1: SHA-256 of the byte 0 and the leaf. The leaf is the nine components in the order
     * of this record, each as its length in bytes (four bytes, big-endian) and its bytes: texts in UTF-8, UUIDs in their
     * canonical text form, the sequence number as eight bytes, big-endian. An absent revision has the length -1 and no
     * bytes. Personal values are in it as they are stored, encrypted: erasing one does not change the hash.
     */
    byte[] leafHash() {
        var digest = sha256();
        digest.update((byte) 0);
        for (var text : new String[] {eventIdentifier, aggregateType, aggregateIdentifier}) {
            add(digest, text.getBytes(StandardCharsets.UTF_8));
        }
        add(digest, ByteBuffer.allocate(Long.BYTES).putLong(sequenceNumber).array());
        add(digest, name.getBytes(StandardCharsets.UTF_8));
        if (revision == null) {
            digest.update(length(-1));
        } else {
            add(digest, revision.getBytes(StandardCharsets.UTF_8));
        }
        add(digest, occurredAt.getBytes(StandardCharsets.UTF_8));
        add(digest, payload);
        add(digest, metadata);
        return digest.digest();
    }

    private static void add(MessageDigest digest, byte[] bytes) {
        digest.update(length(bytes.length));
        digest.update(bytes);
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
