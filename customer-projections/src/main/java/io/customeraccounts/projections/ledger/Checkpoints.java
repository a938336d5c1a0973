package io.customeraccounts.projections.ledger;

import io.customeraccounts.projections.ledger.SignedNote.Signer;
import io.customeraccounts.projections.tables.Columns;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;

/** Makes checkpoints of the ledger and keeps them for ever. */
public final class Checkpoints {

    private final JdbcTemplate sql;
    private final Ledger ledger;
    private final Subtrees subtrees;
    private final MerkleTree tree;
    private final CheckpointKeys keys;
    private final Clock clock;

    public Checkpoints(JdbcTemplate sql, Ledger ledger, CheckpointKeys keys, Clock clock) {
        this.sql = sql;
        this.ledger = ledger;
        this.subtrees = new Subtrees(sql);
        this.tree = new MerkleTree(subtrees);
        this.keys = keys;
        this.clock = clock;
    }

    /** For proofs up to any size that the ledger has or had. */
    public MerkleTree tree() {
        return tree;
    }

    /** Of which the tree is made. */
    MerkleTree.Hashes hashes() {
        return subtrees;
    }

    /**
     * The hash of the event at a position.
     *
     * @throws IllegalStateException if the ledger does not have it
     */
    public byte[] leaf(long position) {
        return subtrees.of(0, position - 1, position).getFirst();
    }

    /**
     * Signs what the ledger is now, unless that has been done. Any node may do so at any time: all come to the same.
     *
     * @return the last checkpoint; empty if there are no events yet
     * @throws LedgerAltered if the last one stands for something else than what is there; nothing is signed then
     */
    public Optional<SignedNote> make() {
        var size = ledger.lastPosition();
        while (subtrees.store(size)) {
            // goes on until all complete ones are there
        }
        var last = last();
        last.ifPresent(this::refuseIfAltered);
        var signers = signersAfter(last);
        // Another node may have signed more since the size was looked at.
        var done = last.filter(note -> Checkpoint.parse(note.text()).size() >= size
                        && note.isSignedBy(signers.getFirst().verifier()))
                .isPresent();
        if (size > 0 && !done) {
            var checkpoint = new Checkpoint(signers.getFirst().verifier().name(), size, tree.root(size));
            keep(
                    size,
                    SignedNote.sign(
                            signers.size() > 1
                                    ? checkpoint.textNaming(signers.getFirst().verifier())
                                    : checkpoint.text(),
                            signers));
        }
        return last();
    }

    private void refuseIfAltered(SignedNote note) {
        var checkpoint = Checkpoint.parse(note.text());
        if (checkpoint.size() > ledger.lastPosition() || !holds(checkpoint)) {
            throw new LedgerAltered(checkpoint.size());
        }
    }

    private boolean holds(Checkpoint checkpoint) {
        try {
            return MessageDigest.isEqual(tree.root(checkpoint.size()), checkpoint.root());
        } catch (IllegalStateException missing) {
            return false;
        }
    }

    /** The newest, and until a checkpoint has its signature also the one that signed the last. */
    private List<Signer> signersAfter(Optional<SignedNote> last) {
        var signers = keys.signers();
        var signedLast = IntStream.range(0, signers.size())
                .filter(i -> last.filter(note -> note.isSignedBy(signers.get(i).verifier()))
                        .isPresent())
                .findFirst()
                .orElse(0);
        return signedLast == 0 ? signers.subList(0, 1) : List.of(signers.getFirst(), signers.get(signedLast));
    }

    private void keep(long size, SignedNote note) {
        var now = Columns.at(clock.instant());
        var added = sql.update(
                "insert into ledger_checkpoint (size, note, signed_at) values (?, ?, ?) on conflict do nothing",
                size,
                note.asText(),
                now);
        if (added == 0) {
            sql.update("update ledger_checkpoint set note = ?, signed_at = ? where size = ?", note.asText(), now, size);
        }
    }

    /** Empty if none has been made yet. */
    public Optional<SignedNote> last() {
        return upTo(Long.MAX_VALUE);
    }

    /** The last one up to that size; empty if none is so small. */
    public Optional<SignedNote> upTo(long size) {
        return sql
                .query(
                        "select note from ledger_checkpoint where size <= ? order by size desc limit 1",
                        (row, number) -> SignedNote.parse(row.getString("note")),
                        size)
                .stream()
                .findFirst();
    }

    /** Those of more than one size and of at most another, in their order. */
    List<SignedNote> between(long after, long upTo) {
        return sql.query(
                "select note from ledger_checkpoint where size > ? and size <= ? order by size",
                (row, number) -> SignedNote.parse(row.getString("note")),
                after,
                upTo);
    }

    /** The first one from that size on; empty if none is so large. */
    public Optional<SignedNote> from(long size) {
        return sql
                .query(
                        "select note from ledger_checkpoint where size >= ? order by size limit 1",
                        (row, number) -> SignedNote.parse(row.getString("note")),
                        size)
                .stream()
                .findFirst();
    }
}
