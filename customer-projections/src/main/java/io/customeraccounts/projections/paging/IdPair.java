package io.customeraccounts.projections.paging;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The place in a list that is ordered by two ids. */
public record IdPair(UUID first, UUID second) {

    private static final UUID LOWEST = new UUID(0, 0);

    public static IdPair of(UUID first, UUID second) {
        return new IdPair(first, second);
    }

    /** @param key absent for the beginning of the list */
    public static IdPair after(byte @Nullable [] key) {
        if (key == null) {
            return new IdPair(LOWEST, LOWEST);
        }
        var bytes = ByteBuffer.wrap(key);
        return new IdPair(new UUID(bytes.getLong(), bytes.getLong()), new UUID(bytes.getLong(), bytes.getLong()));
    }

    /** For {@link Page.Keyed}. */
    public byte[] bytes() {
        return ByteBuffer.allocate(4 * Long.BYTES)
                .putLong(first.getMostSignificantBits())
                .putLong(first.getLeastSignificantBits())
                .putLong(second.getMostSignificantBits())
                .putLong(second.getLeastSignificantBits())
                .array();
    }
}
