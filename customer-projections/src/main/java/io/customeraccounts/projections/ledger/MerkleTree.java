package io.customeraccounts.projections.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The Merkle tree over the leaf hashes of the ledger, as RFC 9162, section 2.1, defines it (the same as RFC 6962's) with
 * SHA-256: the root stands for all events up to a size, and a proof of a few dozen hashes shows that an event is among them, or
 * that a later root stands for the same events and more.
 *
 * <p>The tree itself is not stored. Every {@value #STRIDE} levels the hashes of complete subtrees are kept, and what is between
 * is computed: a root or a proof costs a few ranges of at most half a stride's width, whatever the size of the log.
 *
 * <p>Leaves are counted from 0, while positions of the ledger count from 1.
 */
public final class MerkleTree {

    /** Between two levels of which the hashes are stored. */
    public static final int STRIDE = 8;

    /** Leaves, or hashes of a stored level, under one hash of the next stored level. */
    static final int WIDTH = 1 << STRIDE;

    /** Bytes of a hash. */
    public static final int HASH = 32;

    private final Hashes hashes;

    /** Where the stored hashes come from. */
    @FunctionalInterface
    public interface Hashes {

        /**
         * @param level 0 for leaves, 1 for subtrees of 256 leaves, 2 for those of 65,536 and so on
         * @param from the first subtree, counted from 0
         * @param to the first after the last
         * @return as many as were asked for, in their order
         */
        List<byte[]> of(int level, long from, long to);
    }

    public MerkleTree(Hashes hashes) {
        this.hashes = hashes;
    }

    /**
     * The root of the first leaves.
     *
     * @param size 0 for the hash of nothing
     */
    public byte[] root(long size) {
        return size == 0 ? sha256().digest() : hash(0, size);
    }

    /**
     * The hashes that lead from a leaf to the root (RFC 9162, section 2.1.3.1).
     *
     * @throws IllegalArgumentException if the tree of this size has no such leaf
     */
    public List<byte[]> inclusion(long leaf, long size) {
        if (leaf < 0 || leaf >= size) {
            throw new IllegalArgumentException("no leaf " + leaf + " in a tree of " + size);
        }
        var proof = new ArrayList<byte[]>();
        long from = 0;
        var to = size;
        while (to - from > 1) {
            var middle = from + split(to - from);
            if (leaf < middle) {
                proof.add(hash(middle, to));
                to = middle;
            } else {
                proof.add(hash(from, middle));
                from = middle;
            }
        }
        return proof.reversed();
    }

    /**
     * The hashes that lead from an earlier root and to a later one (RFC 9162, section 2.1.4.1); empty if they are the same or
     * the earlier one stands for nothing.
     *
     * @throws IllegalArgumentException if the earlier one is larger
     */
    public List<byte[]> consistency(long earlier, long later) {
        if (earlier < 0 || earlier > later) {
            throw new IllegalArgumentException("not an earlier size: " + earlier + " of " + later);
        }
        var proof = new ArrayList<byte[]>();
        if (earlier == 0 || earlier == later) {
            return proof;
        }
        long from = 0;
        var to = later;
        var alongTheLeft = true;
        while (earlier < to) {
            var middle = from + split(to - from);
            if (earlier <= middle) {
                proof.add(hash(middle, to));
                to = middle;
            } else {
                proof.add(hash(from, middle));
                from = middle;
                alongTheLeft = false;
            }
        }
        if (!alongTheLeft) {
            proof.add(hash(from, to));
        }
        return proof.reversed();
    }

    /** From which the tree of this size can go on. */
    Frontier frontier(long size) {
        var complete = new ArrayList<byte[]>();
        for (long from = 0, width; from < size; from += width) {
            width = Long.highestOneBit(size - from);
            complete.add(hash(from, from + width));
        }
        return new Frontier(size, complete);
    }

    /** The hash of a complete stored subtree, from the hashes under it. */
    static byte[] subtree(List<byte[]> under) {
        var level = List.copyOf(under);
        while (level.size() > 1) {
            var next = new ArrayList<byte[]>(level.size() / 2);
            for (var i = 0; i < level.size(); i += 2) {
                next.add(node(level.get(i), level.get(i + 1)));
            }
            level = next;
        }
        return level.getFirst();
    }

    /** Of the leaves in this range, which starts where a subtree of its size may start. */
    byte[] hash(long from, long to) {
        var size = to - from;
        var left = Long.highestOneBit(size);
        if (left == size) {
            var height = Long.numberOfTrailingZeros(size);
            var level = height / STRIDE;
            return subtree(hashes.of(level, from >>> (level * STRIDE), to >>> (level * STRIDE)));
        }
        return node(hash(from, from + left), hash(from + left, to));
    }

    /** The largest power of two that is smaller. */
    static long split(long size) {
        return Long.highestOneBit(size - 1);
    }

    static byte[] node(byte[] left, byte[] right) {
        var digest = sha256();
        digest.update((byte) 1);
        digest.update(left);
        return digest.digest(right);
    }

    // What anyone can check without the tree

    /** Whether the proof leads from the leaf to the root (RFC 9162, section 2.1.3.2). */
    public static boolean includes(byte[] root, long size, long leaf, byte[] leafHash, List<byte[]> proof) {
        if (leaf < 0 || leaf >= size) {
            return false;
        }
        var node = leaf;
        var last = size - 1;
        var hash = leafHash;
        for (var sibling : proof) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = node(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && MessageDigest.isEqual(hash, root);
    }

    /** Whether the later root stands for all that the earlier one does, and more (RFC 9162, section 2.1.4.2). */
    public static boolean extend(
            byte[] earlierRoot, long earlier, byte[] laterRoot, long later, List<byte[]> consistency) {
        if (earlier < 0 || earlier > later) {
            return false;
        }
        if (earlier == later) {
            return consistency.isEmpty() && MessageDigest.isEqual(earlierRoot, laterRoot);
        }
        if (earlier == 0) {
            return consistency.isEmpty() && Arrays.equals(earlierRoot, sha256().digest());
        }
        var proof = new ArrayList<>(consistency);
        if (Long.bitCount(earlier) == 1) {
            proof.addFirst(earlierRoot);
        }
        if (proof.isEmpty()) {
            return false;
        }
        var node = earlier - 1;
        var last = later - 1;
        while ((node & 1) == 1) {
            node >>>= 1;
            last >>>= 1;
        }
        var before = proof.getFirst();
        var after = before;
        for (var sibling : proof.subList(1, proof.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                before = node(sibling, before);
                after = node(sibling, after);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                after = node(after, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && MessageDigest.isEqual(before, earlierRoot) && MessageDigest.isEqual(after, laterRoot);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
