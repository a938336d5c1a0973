package io.customeraccounts.projections.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.customeraccounts.projections.store.StoredEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes the ledger down, a JSON object a line ({@link ExportLine}), with the checkpoints and hashes by which a
 * {@link Verification} shows that it is complete and was not changed. Reads a page at a time, each in a transaction of its own:
 * what is sealed does not change.
 */
public final class Export {

    private static final int PAGE = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Export.class);

    private static final JsonFactory JSON = JsonFactory.builder()
            .rootValueSeparator((String) null)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private final Ledger ledger;
    private final Checkpoints checkpoints;

    public Export(Ledger ledger, Checkpoints checkpoints) {
        this.ledger = ledger;
        this.checkpoints = checkpoints;
    }

    /**
     * Writes events up to the last checkpoint, for which one is made if there are newer events. What has been altered is
     * written as it is now.
     *
     * @param after the position of the last event that is not wanted; at most that of the last event that there is
     * @param limit of the number of events
     * @param proofs whether each event comes with a proof that leads to the last checkpoint, so that its line can be checked alone;
     *     makes it more than twice as long
     * @throws IOException if nobody reads any more
     */
    public void write(long after, long limit, boolean proofs, OutputStream to) throws IOException {
        var last = lastCheckpoint();
        var signed = last == null ? 0 : Checkpoint.parse(last.text()).size();
        var end = Math.max(after, Math.min(signed, limit > signed ? signed : after + limit));
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), to)) {
            begin(json, after, proofs ? last : null);
            var inclusions = proofs ? new Inclusions(checkpoints.hashes(), signed) : null;
            for (var position = after; position < end; ) {
                var upTo = Math.min(end, position + PAGE);
                var places = ledger.places(position, upTo, PAGE);
                var notes = checkpoints.between(position, upTo).iterator();
                var note = notes.hasNext() ? notes.next() : null;
                for (var place : places) {
                    while (note != null && size(note) < place.position()) {
                        signed(json, note);
                        note = notes.hasNext() ? notes.next() : null;
                    }
                    place(json, place, inclusions, signed);
                }
                for (; note != null; note = notes.hasNext() ? notes.next() : null) {
                    signed(json, note);
                }
                json.flush();
                position = upTo;
            }
            end(json, end, last, signed);
        }
        to.flush();
    }

    private @Nullable SignedNote lastCheckpoint() {
        try {
            return checkpoints.make().orElse(null);
        } catch (LedgerAltered | IllegalStateException e) {
            // It has been changed, or lacks something. Health and log say so. Whoever finds out what has happened needs
            // what is there all the more.
            LOG.warn("What is exported is not what was signed: {}", e.getMessage());
            return checkpoints.last().orElse(null);
        }
    }

    private static long size(SignedNote note) {
        return Checkpoint.parse(note.text()).size();
    }

    private void begin(JsonGenerator json, long after, @Nullable SignedNote proved) {
        json.writeStartObject();
        json.writeStringProperty("kind", "begin");
        json.writeNumberProperty("format", ExportLine.FORMAT);
        json.writeNumberProperty("after", after);
        hashes(json, "frontier", checkpoints.tree().frontier(after).hashes());
        if (proved != null) {
            json.writeStringProperty("note", proved.asText());
        }
        end(json);
    }

    private static void place(JsonGenerator json, Ledger.Place place, @Nullable Inclusions inclusions, long size) {
        json.writeStartObject();
        json.writeStringProperty("kind", place.event() == null ? "missing" : "event");
        json.writeNumberProperty("position", place.position());
        if (place.event() != null) {
            event(json, place.event());
            json.writeName("leafHash");
            json.writeBinary(place.leafHash());
            if (inclusions != null) {
                json.writeNumberProperty("size", size);
                hashes(json, "inclusion", inclusion(inclusions, place.position()));
            }
        }
        end(json);
    }

    private static void event(JsonGenerator json, StoredEvent event) {
        json.writeStringProperty("eventIdentifier", event.eventIdentifier().toString());
        json.writeStringProperty("aggregateType", event.aggregateType());
        json.writeStringProperty(
                "aggregateIdentifier", event.aggregateIdentifier().toString());
        json.writeNumberProperty("sequenceNumber", event.sequenceNumber());
        json.writeStringProperty("name", event.name());
        if (event.revision() != null) {
            json.writeStringProperty("revision", event.revision());
        }
        json.writeStringProperty("occurredAt", event.occurredAt());
        json.writeStringProperty("payload", new String(event.payload(), UTF_8));
        json.writeStringProperty("metadata", new String(event.metadata(), UTF_8));
    }

    private static void signed(JsonGenerator json, SignedNote note) {
        json.writeStartObject();
        json.writeStringProperty("kind", "checkpoint");
        json.writeStringProperty("note", note.asText());
        end(json);
    }

    private void end(JsonGenerator json, long position, @Nullable SignedNote last, long signed) {
        json.writeStartObject();
        json.writeStringProperty("kind", "end");
        json.writeNumberProperty("position", position);
        if (last != null) {
            json.writeStringProperty("note", last.asText());
            hashes(json, "consistency", consistency(position, signed));
        }
        end(json);
    }

    /** None if leaves are missing, as then nothing can be proved. */
    private static List<byte[]> inclusion(Inclusions inclusions, long position) {
        try {
            return inclusions.of(position - 1);
        } catch (IllegalStateException e) {
            LOG.warn("Position {} cannot be proved: {}", position, e.getMessage());
            return List.of();
        }
    }

    /** None if the ledger has lost what it is made of: then nothing proves what is there. */
    private List<byte[]> consistency(long position, long signed) {
        try {
            return position < signed ? checkpoints.tree().consistency(position, signed) : List.of();
        } catch (IllegalStateException e) {
            LOG.warn("What is exported cannot be proved", e);
            return List.of();
        }
    }

    private static void hashes(JsonGenerator json, String name, List<byte[]> hashes) {
        json.writeArrayPropertyStart(name);
        hashes.forEach(json::writeBinary);
        json.writeEndArray();
    }

    private static void end(JsonGenerator json) {
        json.writeEndObject();
        json.writeRaw('\n');
    }
}
