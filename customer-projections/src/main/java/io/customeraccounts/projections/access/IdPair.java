package io.customeraccounts.projections.access;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The place in a list that is ordered by two ids. */
record IdPair(UUID first, UUID second) {

    private static final UUID LOWEST = new UUID(0, 0);

    static IdPair of(UUID first, UUID second) {
        return new IdPair(first, second);
    }

    /** @param key absent for the beginning of the list */
    static IdPair after(byte @Nullable [] key) {
        if (key == null) {
            return new IdPair(LOWEST, LOWEST);
        }
        var bytes = ByteBuffer.wrap(key);
        return new IdPair(new UUID(bytes.getLong(), bytes.getLong()), new UUID(bytes.getLong(), bytes.getLong()));
    }

    byte[] bytes() {
        return ByteBuffer.allocate(4 * Long.BYTES)
                .putLong(first.getMostSignificantBits())
                .putLong(first.getLeastSignificantBits())
                .putLong(second.getMostSignificantBits())
                .putLong(second.getLeastSignificantBits())
                .array();
    }
}
