package io.customeraccounts.projections.feed;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A place in the ledger of one store, after an event: its position and the beginning of its leaf hash, before the first
 * event the beginning of the store's id. In another history there is something else at the position. As text, both with a
 * check sum, in base64url; to others it means nothing.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by matches() only
public record FeedCursor(long position, byte[] mark) {

    private static final int MARK = 12;
    private static final int BYTES = Long.BYTES + MARK + Integer.BYTES;
    private static final int CHARACTERS = BYTES / 3 * 4;

    static FeedCursor of(long position, byte[] hash) {
        return new FeedCursor(position, Arrays.copyOf(hash, MARK));
    }

    /** Empty if it is no text of a cursor, of this store or any other. */
    public static Optional<FeedCursor> parse(String text) {
        if (text.length() != CHARACTERS) {
            return Optional.empty();
        }
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            var position = bytes.getLong();
            var mark = new byte[MARK];
            bytes.get(mark);
            return bytes.getInt() == checkSum(position, mark) && position >= 0
                    ? Optional.of(new FeedCursor(position, mark))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What {@link #parse} reads. */
    public String text() {
        var bytes = ByteBuffer.allocate(BYTES).putLong(position).put(mark).putInt(checkSum(position, mark));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    boolean marks(byte[] hash) {
        return Arrays.equals(mark, Arrays.copyOf(hash, MARK));
    }

    private static int checkSum(long position, byte[] mark) {
        var sum = new CRC32C();
        sum.update(ByteBuffer.allocate(Long.BYTES).putLong(position).flip());
        sum.update(mark);
        return (int) sum.getValue();
    }
}
