package io.customeraccounts.projections.ledger;

import io.customeraccounts.projections.store.StoredEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger holds of an event: the leaf hash of RFC 6962, section 2.1, which is SHA-256 of the byte 0 and the leaf. The
 * leaf is the nine components of {@link StoredEvent} in their order, each as its length in bytes (four bytes, big-endian)
 * and its bytes: texts in UTF-8, UUIDs in their canonical text form (RFC 9562), the sequence number as eight bytes,
 * big-endian. An absent revision has the length -1 and no bytes.
 *
 * <p>Personal values are in it as they are stored, encrypted: erasing one does not change the hash.
 */
final class Leaf {

    private final MessageDigest digest;

    private Leaf() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** 32 bytes. */
    static byte[] hash(StoredEvent event) {
        var leaf = new Leaf();
        leaf.digest.update((byte) 0);
        leaf.add(event.eventIdentifier().toString());
        leaf.add(event.aggregateType());
        leaf.add(event.aggregateIdentifier().toString());
        leaf.add(ByteBuffer.allocate(Long.BYTES).putLong(event.sequenceNumber()).array());
        leaf.add(event.name());
        leaf.add(event.revision());
        leaf.add(event.occurredAt());
        leaf.add(event.payload());
        leaf.add(event.metadata());
        return leaf.digest.digest();
    }

    private void add(@Nullable String text) {
        if (text == null) {
            length(-1);
        } else {
            add(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void add(byte[] bytes) {
        length(bytes.length);
        digest.update(bytes);
    }

    private void length(int length) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    }
}
