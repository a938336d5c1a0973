package io.customeraccounts.projections.ledger;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * Whether proofs of inclusion lead to the root of a tree of one size (RFC 9162, section 2.1.3.2). Neighbours share most of their way:
 * from where a proof meets that of the leaf before, it only has to be the same.
 */
final class InclusionCheck {

    private final long size;
    private final byte[] root;
    private final byte[][] hashes = new byte[Long.SIZE][];
    private final long[] nodes = new long[Long.SIZE];
    private final int[] rest = new int[Long.SIZE];
    private List<byte[]> former = List.of();

    InclusionCheck(long size, byte[] root) {
        this.size = size;
        this.root = root;
        forget();
    }

    private void forget() {
        Arrays.fill(nodes, -1);
        former = List.of();
    }

    long size() {
        return size;
    }

    boolean includes(long leaf, byte[] leafHash, List<byte[]> proof) {
        if (leaf < 0 || leaf >= size) {
            return false;
        }
        var node = leaf;
        var last = size - 1;
        var hash = leafHash;
        var level = 0;
        for (var used = 0; used < proof.size(); used++) {
            if (meets(level, node, hash, proof, used)) {
                former = proof;
                return true;
            }
            note(level, node, hash, used);
            if (last == 0) {
                forget();
                return false;
            }
            var sibling = proof.get(used);
            if ((node & 1) == 1 || node == last) {
                hash = MerkleTree.node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                    level++;
                }
            } else {
                hash = MerkleTree.node(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
            level++;
        }
        if (last == 0 && MessageDigest.isEqual(hash, root)) {
            former = proof;
            return true;
        }
        forget();
        return false;
    }

    private boolean meets(int level, long node, byte[] hash, List<byte[]> proof, int used) {
        if (nodes[level] != node || !Arrays.equals(hashes[level], hash)) {
            return false;
        }
        var from = rest[level];
        if (former.size() - from != proof.size() - used) {
            return false;
        }
        for (var i = 0; used + i < proof.size(); i++) {
            if (!Arrays.equals(former.get(from + i), proof.get(used + i))) {
                return false;
            }
        }
        // Above here the way is noted at places of the former proof; they are the same counted from the end.
        var moved = used - from;
        if (moved != 0) {
            for (var i = level; i < rest.length; i++) {
                rest[i] += moved;
            }
        }
        return true;
    }

    private void note(int level, long node, byte[] hash, int used) {
        nodes[level] = node;
        hashes[level] = hash;
        rest[level] = used;
    }
}
