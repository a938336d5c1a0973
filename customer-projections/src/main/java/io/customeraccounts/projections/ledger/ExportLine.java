package io.customeraccounts.projections.ledger;

import io.customeraccounts.projections.store.StoredEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of an export of the ledger: a JSON object that says in {@code kind} what it is. */
public sealed interface ExportLine {

    /** Of lines that this version writes and reads. */
    int FORMAT = 1;

    /**
     * What follows are the events after a position. An export that was broken off goes on with another one of these.
     *
     * @param frontier the hashes that the tree of the events up to there consists of, the largest subtree first
     * @param note the checkpoint that the proofs of the events lead to; absent if they come without proofs
     */
    record Begin(
            int format,
            long after,
            List<byte[]> frontier,
            @Nullable SignedNote note) implements ExportLine {

        public Begin {
            frontier = List.copyOf(frontier);
        }
    }

    /**
     * An event, byte for byte as it is stored; its leaf hash is made of that (README "Checking the past").
     *
     * @param leafHash as it stands in the ledger
     * @param inclusion absent in an export without proofs
     */
    @SuppressWarnings("ArrayRecordComponent") // on its way through, never compared
    record Event(
            long position,
            StoredEvent event,
            byte[] leafHash,
            @Nullable Inclusion inclusion) implements ExportLine {}

    /**
     * That an event is among those of a checkpoint (RFC 9162, section 2.1.3), so that its line can be checked alone.
     *
     * @param size of the checkpoint
     */
    record Inclusion(long size, List<byte[]> hashes) {

        public Inclusion {
            hashes = List.copyOf(hashes);
        }

        /** Whether the event at this position with this hash is one of those that the checkpoint stands for. */
        public boolean proves(Event line, Checkpoint checkpoint) {
            return size == checkpoint.size()
                    && MerkleTree.includes(
                            checkpoint.root(), size, line.position() - 1, Leaf.hash(line.event()), hashes);
        }
    }

    /** What stands in the ledger in the place of an event that is not there. */
    record Missing(long position) implements ExportLine {}

    /** A checkpoint of the events up to here. */
    record Signed(SignedNote note) implements ExportLine {}

    /**
     * All that was asked for is there.
     *
     * @param position of the last event
     * @param note the last checkpoint that there was; absent if nothing has been signed yet
     * @param consistency that the checkpoint stands for the events up to here, and more (RFC 9162, section 2.1.4)
     */
    record End(long position, @Nullable SignedNote note, List<byte[]> consistency) implements ExportLine {

        public End {
            consistency = List.copyOf(consistency);
        }
    }
}
