package io.customeraccounts.projections.ledger;

import io.customeraccounts.projections.ledger.Altered.Reason;
import io.customeraccounts.projections.ledger.SignedNote.Verifier;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks an export against keys and checkpoints that somebody trusts, without a server and in constant memory: every event is
 * hashed anew, and the tree that follows has to have the roots that were signed.
 *
 * <p>A key that a trusted one has signed as the next is trusted from there on. One that only stands beside it under a checkpoint
 * proves nothing: anybody can sign what was signed before.
 */
public final class Verification {

    private final List<Verifier> trusted;
    private final TreeMap<Long, Checkpoint> kept = new TreeMap<>();
    private @Nullable Frontier tree;
    private @Nullable InclusionCheck proofs;
    private @Nullable String proofsLeadTo;
    private long first = 1;
    private long proved;
    private long provedByKept;
    private long events;
    private int checkpoints;
    private boolean ended;

    /**
     * What has been found good.
     *
     * @param first position of the export
     * @param last position of it; one less than the first if there is no event
     * @param proved the position up to which the events are those of a checkpoint that was signed
     * @param checkpoints how many agreed, those that were kept included
     * @param unchecked sizes of kept checkpoints that the export says nothing about, because it does not reach so far back or on
     * @param complete false if the export was broken off
     */
    public record Result(
            long first, long last, long proved, long events, int checkpoints, List<Long> unchecked, boolean complete) {

        public Result {
            unchecked = List.copyOf(unchecked);
        }
    }

    /**
     * @param trusted keys, of which one has to have signed each checkpoint that is to prove anything
     * @param kept checkpoints that were taken from the service earlier, to a place where nobody changes them
     * @throws IllegalArgumentException if one of them was not signed by a trusted key
     */
    public Verification(Collection<Verifier> trusted, Collection<SignedNote> kept) {
        this.trusted = new ArrayList<>(trusted);
        for (var note : kept) {
            var checkpoint = Checkpoint.parse(note.text());
            if (!isTrusted(note, checkpoint)) {
                throw new IllegalArgumentException(
                        "the checkpoint of " + checkpoint.size() + " events is signed by none of the keys");
            }
            var other = this.kept.put(checkpoint.size(), checkpoint);
            if (other != null && !other.text().equals(checkpoint.text())) {
                throw new IllegalArgumentException("two checkpoints of " + checkpoint.size()
                        + " events are both signed and differ: whoever has the key has signed two histories");
            }
        }
    }

    /**
     * A line that stands alone, which the kept checkpoint of the size that its proof leads to has to prove.
     *
     * @throws Altered if it does not
     * @throws IllegalArgumentException if it has no proof, or no checkpoint of that size was kept
     */
    public void acceptAlone(ExportLine.Event line) {
        var inclusion = line.inclusion();
        if (inclusion == null) {
            throw new IllegalArgumentException("the line of position " + line.position() + " has no proof");
        }
        var checkpoint = kept.get(inclusion.size());
        if (checkpoint == null) {
            throw new IllegalArgumentException(
                    "no checkpoint of " + inclusion.size() + " events was kept, to which the proof leads");
        }
        if (!inclusion.proves(line, checkpoint)) {
            throw new Altered(line.position(), line.position(), Reason.PROOF_WRONG);
        }
        events++;
    }

    private boolean isTrusted(SignedNote note, Checkpoint checkpoint) {
        return trusted.stream().anyMatch(key -> key.name().equals(checkpoint.origin()) && note.isSignedBy(key));
    }

    /**
     * The next line of the export.
     *
     * @throws Altered if it is not what was signed; no further line may be given then
     * @throws IllegalArgumentException if it cannot come here in any export
     */
    public void accept(ExportLine line) {
        switch (line) {
            case ExportLine.Begin begin -> begin(begin);
            case ExportLine.Event event -> event(event);
            case ExportLine.Missing missing -> throw missing();
            case ExportLine.Signed signed -> signed(signed.note());
            case ExportLine.End end -> end(end);
        }
    }

    private void begin(ExportLine.Begin begin) {
        if (begin.format() != ExportLine.FORMAT) {
            throw new IllegalArgumentException(
                    "an export of the format " + begin.format() + ", which is not known here");
        }
        var goesOn = new Frontier(begin.after(), begin.frontier());
        if (tree == null) {
            tree = goesOn;
            first = begin.after() + 1;
            proved = begin.after();
            provedByKept = proved;
            compareKept();
        } else if (tree.size() < begin.after()) {
            throw new Altered(tree.size() + 1, begin.after(), Reason.EVENT_MISSING);
        } else if (tree.size() > begin.after()) {
            throw new Altered(begin.after() + 1, tree.size(), Reason.OUT_OF_ORDER);
        } else if (!MessageDigest.isEqual(tree.root(), goesOn.root())) {
            throw new Altered(proved + 1, Math.max(proved + 1, tree.size()), Reason.NOT_WHAT_WAS_SIGNED);
        }
        proofsLeadTo = begin.note() == null ? null : begin.note().text();
        proofs = proofsLeadTo == null ? null : check(Checkpoint.parse(proofsLeadTo));
        ended = false;
    }

    private static InclusionCheck check(Checkpoint checkpoint) {
        return new InclusionCheck(checkpoint.size(), checkpoint.root());
    }

    /** A proof is in every line, or in none. That its checkpoint was signed is seen at the end of the export. */
    private boolean isProved(ExportLine.Event line, byte[] hash) {
        var inclusion = line.inclusion();
        if (proofs == null || inclusion == null) {
            return proofs == null && inclusion == null;
        }
        return inclusion.size() == proofs.size() && proofs.includes(line.position() - 1, hash, inclusion.hashes());
    }

    private Frontier tree() {
        if (tree == null || ended) {
            throw new IllegalArgumentException("an export begins with a line of the kind \"begin\"");
        }
        return tree;
    }

    private void event(ExportLine.Event line) {
        var expected = tree().size() + 1;
        if (line.position() != expected) {
            throw line.position() > expected ? missing() : new Altered(expected, expected, Reason.OUT_OF_ORDER);
        }
        var hash = Leaf.hash(line.event());
        if (!MessageDigest.isEqual(hash, line.leafHash())) {
            throw new Altered(expected, expected, Reason.EVENT_CHANGED);
        }
        if (!isProved(line, hash)) {
            throw new Altered(expected, expected, Reason.PROOF_WRONG);
        }
        tree().add(hash);
        events++;
        compareKept();
    }

    private Altered missing() {
        var expected = tree().size() + 1;
        return new Altered(expected, expected, Reason.EVENT_MISSING);
    }

    private void compareKept() {
        var checkpoint = kept.get(tree().size());
        if (checkpoint != null) {
            if (!matches(checkpoint)) {
                // What the export itself brings may have been signed by whoever has gone on from an old copy.
                throw new Altered(
                        provedByKept + 1, Math.max(provedByKept + 1, tree().size()), Reason.NOT_WHAT_WAS_SIGNED);
            }
            prove();
            provedByKept = proved;
        }
    }

    private boolean matches(Checkpoint checkpoint) {
        return MessageDigest.isEqual(tree().root(), checkpoint.root());
    }

    private void prove() {
        proved = tree().size();
        checkpoints++;
    }

    /** Somewhere after what is proved. */
    private Altered altered(Reason reason) {
        return new Altered(proved + 1, Math.max(proved + 1, tree().size()), reason);
    }

    private void signed(SignedNote note) {
        var checkpoint = Checkpoint.parse(note.text());
        if (checkpoint.size() != tree().size()) {
            throw checkpoint.size() > tree().size()
                    ? new Altered(proved + 1, tree().size() + 1, Reason.EVENT_MISSING)
                    : altered(Reason.OUT_OF_ORDER);
        }
        if (!matches(checkpoint)) {
            throw altered(Reason.NOT_WHAT_WAS_SIGNED);
        }
        // Otherwise of a key that is not known any more; a later one may prove all.
        if (isTrusted(note, checkpoint)) {
            prove();
            trustNextKey(note);
        }
    }

    /** Named in what a trusted key has signed. */
    private void trustNextKey(SignedNote note) {
        Checkpoint.nextKey(note.text()).ifPresent(trusted::add);
    }

    private void end(ExportLine.End end) {
        if (end.position() != tree().size()) {
            throw end.position() > tree().size()
                    ? new Altered(tree().size() + 1, tree().size() + 1, Reason.EVENT_MISSING)
                    : altered(Reason.OUT_OF_ORDER);
        }
        long signed = 0;
        if (end.note() != null) {
            var checkpoint = Checkpoint.parse(end.note().text());
            signed = checkpoint.size();
            proveBy(end.note(), checkpoint, end.consistency());
        } else if (tree().size() > 0) {
            throw altered(Reason.NOT_SIGNED);
        }
        if (proofsLeadTo != null && (end.note() == null || !end.note().text().equals(proofsLeadTo))) {
            throw altered(Reason.PROOF_WRONG);
        }
        if (!kept.isEmpty() && kept.lastKey() > signed) {
            throw new Altered(signed + 1, kept.lastKey(), Reason.TAIL_MISSING);
        }
        ended = true;
    }

    private void proveBy(SignedNote note, Checkpoint checkpoint, List<byte[]> consistency) {
        if (!isTrusted(note, checkpoint)) {
            throw altered(Reason.NOT_SIGNED);
        }
        if (!MerkleTree.extend(tree().root(), tree().size(), checkpoint.root(), checkpoint.size(), consistency)) {
            throw altered(Reason.NOT_WHAT_WAS_SIGNED);
        }
        if (tree().size() > proved) {
            prove();
        }
    }

    /** What has been found good so far. */
    public Result result() {
        var last = tree == null ? 0 : tree.size();
        var unchecked = kept.keySet().stream()
                .filter(size -> size < first - 1 || size > last)
                .toList();
        return new Result(first, last, proved, events, checkpoints, unchecked, ended);
    }
}
