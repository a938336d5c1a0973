package io.customeraccounts.projections.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The hashes that the {@link MerkleTree} is computed from, in the database: those of the leaves are the ledger's, those of
 * complete subtrees are kept beside it. One that is not kept yet is computed from those under it.
 */
public final class Subtrees implements MerkleTree.Hashes {

    /** As many are stored in one go, so that a long ledger without any, after an upgrade, is taken in parts. */
    private static final int PART = 100;

    private final JdbcTemplate sql;

    public Subtrees(JdbcTemplate sql) {
        this.sql = sql;
    }

    /** @throws IllegalStateException if the ledger does not have so many leaves */
    @Override
    public List<byte[]> of(int level, long from, long to) {
        var hashes = level == 0 ? leaves(from, to) : subtrees(level, from, to);
        if (hashes.size() != to - from) {
            throw new IllegalStateException("the ledger has no leaves " + from + " to " + to + " at level " + level);
        }
        return hashes;
    }

    private List<byte[]> leaves(long from, long to) {
        return sql.query(
                "select leaf_hash from ledger where position > ? and position <= ? order by position",
                (row, number) -> row.getBytes("leaf_hash"),
                from,
                to);
    }

    private List<byte[]> subtrees(int level, long from, long to) {
        var stored = new HashMap<Long, byte[]>();
        sql.query(
                "select number, hash from ledger_subtree where level = ? and number >= ? and number < ?",
                row -> {
                    stored.put(row.getLong("number"), row.getBytes("hash"));
                },
                level,
                from,
                to);
        var hashes = new ArrayList<byte[]>();
        for (var number = from; number < to; number++) {
            var hash = stored.get(number);
            hashes.add(hash == null ? compute(level, number) : hash);
        }
        return hashes;
    }

    private byte[] compute(int level, long number) {
        return MerkleTree.subtree(of(level - 1, number * MerkleTree.WIDTH, (number + 1) * MerkleTree.WIDTH));
    }

    /**
     * Stores subtrees that have become complete, at most some of each level. Any node may do so at any time: all come to the
     * same hashes.
     *
     * @param size of the ledger
     * @return whether there are more
     */
    public boolean store(long size) {
        var more = false;
        var level = 1;
        for (var complete = size / MerkleTree.WIDTH; complete > 0; complete /= MerkleTree.WIDTH, level++) {
            var last = sql.queryForObject("select max(number) from ledger_subtree where level = ?", Long.class, level);
            var next = last == null ? 0 : last + 1;
            var to = Math.min(complete, next + PART);
            for (var number = next; number < to; number++) {
                sql.update(
                        "insert into ledger_subtree (level, number, hash) values (?, ?, ?) on conflict do nothing",
                        level,
                        number,
                        compute(level, number));
            }
            more |= to < complete;
        }
        return more;
    }
}
