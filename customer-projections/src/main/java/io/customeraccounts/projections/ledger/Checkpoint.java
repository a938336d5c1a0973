package io.customeraccounts.projections.ledger;

import java.util.Base64;

/**
 * What the ledger was at some moment, in one hash: whoever keeps a signed one can later show that nothing before it was changed,
 * taken away or put in. Its text is that of C2SP tlog-checkpoint.
 *
 * @param origin which ledger; the name of its keys
 * @param size events up to there, which is the last position
 * @param root of the {@link MerkleTree} of that size, 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its text
public record Checkpoint(String origin, long size, byte[] root) {

    /** Three lines: the origin, the size in decimal, the root in base64. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }

    /** @throws IllegalArgumentException if it is no checkpoint */
    public static Checkpoint parse(String text) {
        var lines = text.split("\n", -1);
        if (lines.length < 4 || lines[0].isEmpty() || !lines[1].matches("0|[1-9][0-9]{0,18}")) {
            throw new IllegalArgumentException("not a checkpoint: expected an origin, a size and a root");
        }
        var root = Base64.getDecoder().decode(lines[2]);
        if (root.length != MerkleTree.HASH) {
            throw new IllegalArgumentException("not a checkpoint: the root is no SHA-256");
        }
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), root);
    }
}
