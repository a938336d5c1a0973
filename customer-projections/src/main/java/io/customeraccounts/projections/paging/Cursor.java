package io.customeraccounts.projections.paging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * Where a page ended, as text: a check sum over the list and the key, then the key, in base64url. The check sum tells
 * mistakes, not forgery; whoever forges a cursor starts elsewhere in a list that they may read anyway.
 */
final class Cursor {

    /** Longer than any key; what is longer is not worth decoding. */
    private static final int MAX_LENGTH = 1_500;

    private Cursor() {}

    static String after(byte[] key, String list) {
        var bytes = ByteBuffer.allocate(Integer.BYTES + key.length)
                .putInt(checkSum(key, list))
                .put(key)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] read(String cursor, String list) {
        var bytes = ByteBuffer.wrap(decode(cursor));
        if (bytes.remaining() < Integer.BYTES) {
            throw new MalformedCursor();
        }
        var checkSum = bytes.getInt();
        var key = new byte[bytes.remaining()];
        bytes.get(key);
        if (checkSum != checkSum(key, list)) {
            throw new MalformedCursor();
        }
        return key;
    }

    private static byte[] decode(String cursor) {
        if (cursor.length() > MAX_LENGTH) {
            throw new MalformedCursor();
        }
        try {
            return Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw new MalformedCursor();
        }
    }

    private static int checkSum(byte[] key, String list) {
        var sum = new CRC32C();
        sum.update(list.getBytes(StandardCharsets.UTF_8));
        sum.update(0);
        sum.update(key);
        return (int) sum.getValue();
    }
}
