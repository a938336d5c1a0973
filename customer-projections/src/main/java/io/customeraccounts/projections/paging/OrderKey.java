package io.customeraccounts.projections.paging;

import io.customeraccounts.projections.tables.Columns;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The place of an item in a list, as bytes. Every database compares bytes alike, whereas texts are compared by the rules of
 * the language it was set up with. A key ends with the item's id, so that no two items have the same place and a page
 * can go on exactly where the one before ended.
 */
public final class OrderKey {

    /** Enough to tell names apart, and short enough for every index. Octets. */
    private static final int MAX_TEXT = 600;

    private static final Pattern ACCENTS = Pattern.compile("[\\u0300-\\u036f]+");

    private OrderKey() {}

    /** Before every key. */
    public static byte[] lowest() {
        return new byte[0];
    }

    /** After every key: in UTF-8 there is no such byte, and an instant begins with it only before 1970. */
    public static byte[] highest() {
        return new byte[] {(byte) 0xff};
    }

    /** As people look names up: without case and accents. */
    public static String folded(String text) {
        // Most are, and then all else comes to the same.
        return text.chars().allMatch(it -> it < 0x80) ? text.toLowerCase(Locale.ROOT) : foldedInFull(text);
    }

    static String foldedInFull(String text) {
        var bare = ACCENTS.matcher(Normalizer.normalize(text, Form.NFKD)).replaceAll("");
        // First to upper case: some letters have one small form only by way of the capital.
        return Normalizer.normalize(bare.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Form.NFKC);
    }

    /** By text, letter by letter; shorter before longer. Pass {@link #folded} text where case is not to matter. */
    public static byte[] of(String text, UUID id) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var length = Math.min(bytes.length, MAX_TEXT);
        return ByteBuffer.allocate(length + 1 + 2 * Long.BYTES)
                .put(bytes, 0, length)
                .put((byte) 0)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    /** By time, the earliest first, to the microsecond. */
    public static byte[] of(Instant instant, UUID id) {
        return ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(Columns.epochMicros(instant))
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    /** Before the keys of all items with this text, and after those of every lesser one. */
    public static byte[] before(String text) {
        return append(text.getBytes(StandardCharsets.UTF_8), (byte) 0);
    }

    /** After the keys of all items with this text, and before those of every greater one. */
    public static byte[] after(String text) {
        return append(text.getBytes(StandardCharsets.UTF_8), (byte) 1);
    }

    /** By text first, then as the key says. */
    public static byte[] within(String text, byte[] key) {
        var before = before(text);
        return ByteBuffer.allocate(before.length + key.length)
                .put(before)
                .put(key)
                .array();
    }

    private static byte[] append(byte[] bytes, byte last) {
        var longer = Arrays.copyOf(bytes, bytes.length + 1);
        longer[bytes.length] = last;
        return longer;
    }
}
