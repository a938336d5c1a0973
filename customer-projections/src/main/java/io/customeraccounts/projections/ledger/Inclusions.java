package io.customeraccounts.projections.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Proofs of inclusion of many leaves, one after the other, in a tree of one size: what is over a block of leaves, and within it,
 * is computed once.
 */
final class Inclusions {

    private final MerkleTree.Hashes hashes;
    private final MerkleTree tree;
    private final long size;
    private long from;
    private long to;
    private List<byte[]> leaves = List.of();
    private List<byte[]> above = List.of();
    private final Map<Range, byte[]> within = new HashMap<>();

    private record Range(long from, long to) {}

    Inclusions(MerkleTree.Hashes hashes, long size) {
        this.hashes = hashes;
        this.tree = new MerkleTree(hashes);
        this.size = size;
    }

    /**
     * The same as {@link MerkleTree#inclusion}.
     *
     * @throws IllegalStateException if the ledger does not have the leaves
     */
    List<byte[]> of(long leaf) {
        if (leaf < from || leaf >= to) {
            open(leaf);
        }
        var proof = new ArrayList<>(above);
        var left = from;
        var right = to;
        while (right - left > 1) {
            var middle = left + MerkleTree.split(right - left);
            if (leaf < middle) {
                proof.add(hash(middle, right));
                right = middle;
            } else {
                proof.add(hash(left, middle));
                left = middle;
            }
        }
        return proof.reversed();
    }

    private void open(long leaf) {
        var over = new ArrayList<byte[]>();
        long left = 0;
        var right = size;
        while (right - left > MerkleTree.WIDTH) {
            var middle = left + MerkleTree.split(right - left);
            if (leaf < middle) {
                over.add(tree.hash(middle, right));
                right = middle;
            } else {
                over.add(tree.hash(left, middle));
                left = middle;
            }
        }
        leaves = hashes.of(0, left, right);
        above = over;
        from = left;
        to = right;
        within.clear();
    }

    private byte[] hash(long left, long right) {
        if (right - left == 1) {
            return leaves.get((int) (left - from));
        }
        var range = new Range(left, right);
        var known = within.get(range);
        if (known == null) {
            var middle = left + MerkleTree.split(right - left);
            known = MerkleTree.node(hash(left, middle), hash(middle, right));
            within.put(range, known);
        }
        return known;
    }
}
