package io.customeraccounts.api.screens;

import io.customeraccounts.projections.ledger.Checkpoint;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.ledger.MerkleTree;
import io.customeraccounts.projections.ledger.SignedNote;
import io.customeraccounts.projections.ledger.SignedNote.Verifier;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/**
 * That an event is in the ledger, for the first checkpoint that covers it.
 *
 * @param note the checkpoint
 * @param origin the name of the ledger
 * @param size how many events the checkpoint stands for
 * @param hashes from the event to the root, in base64
 * @param holds whether the event is still the one that was sealed, the hashes lead from it to what the checkpoint stands for,
 *     and a key of the ledger has signed that
 */
record Proof(long position, String note, String origin, long size, List<String> hashes, boolean holds) {

    /** Empty as long as no checkpoint covers the position. */
    static Optional<Proof> of(long position, Api api, Ledger ledger) {
        try {
            var note = api.askFor("text/plain", "/api/v1/ledger/checkpoint?position={position}", position)
                    .text();
            return Optional.of(of(position, SignedNote.parse(note), api, ledger));
        } catch (Api.Refused refused) {
            if (refused.status() == HttpStatus.NOT_FOUND.value()) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private static Proof of(long position, SignedNote note, Api api, Ledger ledger) {
        var checkpoint = Checkpoint.parse(note.text());
        var inclusion = api.get(
                Shown.Inclusion.class,
                "/api/v1/ledger/inclusion?position={position}&size={size}",
                position,
                checkpoint.size());
        var keys = api.askFor("text/plain", "/api/v1/ledger/keys").text();
        var base64 = Base64.getDecoder();
        var holds = holds(
                        position,
                        note,
                        keys.lines().map(Verifier::parse).toList(),
                        base64.decode(inclusion.leafHash()),
                        inclusion.hashes().stream().map(base64::decode).toList())
                && ledger.isAsSealed(position);
        return new Proof(position, note.asText(), checkpoint.origin(), checkpoint.size(), inclusion.hashes(), holds);
    }

    /** Whether the hashes lead from the event's to what the checkpoint stands for, and one of the keys has signed that. */
    static boolean holds(long position, SignedNote note, List<Verifier> keys, byte[] leafHash, List<byte[]> hashes) {
        var checkpoint = Checkpoint.parse(note.text());
        return keys.stream().anyMatch(note::isSignedBy)
                && MerkleTree.includes(checkpoint.root(), checkpoint.size(), position - 1, leafHash, hashes);
    }

    /** For whoever checks it without this service (C2SP tlog-proof, version 1). */
    String file() {
        return "c2sp.org/tlog-proof@v1\nindex " + (position - 1) + "\n" + String.join("\n", hashes)
                + (hashes.isEmpty() ? "" : "\n") + "\n" + note;
    }
}
