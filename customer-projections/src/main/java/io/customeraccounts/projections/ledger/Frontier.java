package io.customeraccounts.projections.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a {@link MerkleTree}: the hashes of the complete subtrees that it consists of, the largest first. They are
 * all that is needed to add further leaves and to know the root, so that a tree of any size is computed in constant memory.
 */
final class Frontier {

    private final List<byte[]> hashes;
    private long size;

    /** Of the empty tree. */
    Frontier() {
        this(0, List.of());
    }

    /** @throws IllegalArgumentException if a tree of this size has another number of complete subtrees */
    Frontier(long size, List<byte[]> hashes) {
        if (size < 0 || Long.bitCount(size) != hashes.size()) {
            throw new IllegalArgumentException(
                    "a tree of " + size + " leaves does not have " + hashes.size() + " edges");
        }
        this.size = size;
        this.hashes = new ArrayList<>(hashes);
    }

    void add(byte[] leafHash) {
        var hash = leafHash;
        for (var complete = size; (complete & 1) == 1; complete >>>= 1) {
            hash = MerkleTree.node(hashes.removeLast(), hash);
        }
        hashes.add(hash);
        size++;
    }

    long size() {
        return size;
    }

    List<byte[]> hashes() {
        return List.copyOf(hashes);
    }

    byte[] root() {
        if (hashes.isEmpty()) {
            return new MerkleTree((level, from, to) -> List.of()).root(0);
        }
        var root = hashes.getLast();
        for (var i = hashes.size() - 2; i >= 0; i--) {
            root = MerkleTree.node(hashes.get(i), root);
        }
        return root;
    }
}
