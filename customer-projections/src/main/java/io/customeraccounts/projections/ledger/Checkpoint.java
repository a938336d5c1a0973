package io.customeraccounts.projections.ledger;

import io.customeraccounts.projections.ledger.SignedNote.Verifier;
import java.util.Base64;
import java.util.Optional;

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

    private static final int LINES = 3;

    /** An extension line of the format. */
    private static final String NEXT_KEY = "next-key ";

    /** Three lines: the origin, the size in decimal, the root in base64. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }

    /** Its text, with a line by which whoever trusts a key that signs it learns to trust another one. */
    String textNaming(Verifier nextKey) {
        return text() + NEXT_KEY + nextKey.text() + "\n";
    }

    /**
     * The key that the text of a checkpoint names as the next one.
     *
     * @throws IllegalArgumentException if it names something else
     */
    static Optional<Verifier> nextKey(String text) {
        return text.lines()
                .skip(LINES)
                .filter(line -> line.startsWith(NEXT_KEY))
                .findFirst()
                .map(line -> Verifier.parse(line.substring(NEXT_KEY.length())));
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
