package io.customeraccounts.projections.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.customeraccounts.projections.store.StoredEvent;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads an export line by line, in constant memory, and trusts nothing in it: a line that says anything more, or twice, is
 * refused, so that nobody reads in it what no signature stands for.
 */
public final class ExportReader {

    /** Bytes; no line that is written comes near. */
    private static final int LONGEST = 16 * 1024 * 1024;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final InputStream from;
    private final byte[] buffer = new byte[64 * 1024];
    private int read;
    private int filled;
    private byte[] line = new byte[8 * 1024];
    private int length;
    private long number;
    private long bytes;

    public ExportReader(InputStream from) {
        this.from = from;
    }

    /** Of the file, a line of which is no line of an export. Its text says which one and why, without quoting it. */
    public static final class Malformed extends RuntimeException {

        private static final long serialVersionUID = 1;

        Malformed(long line, String why) {
            super("line " + line + ": " + why);
        }
    }

    /**
     * The next line; absent at the end, and if the file breaks off within a line.
     *
     * @throws Malformed if it is not one
     */
    public @Nullable ExportLine next() throws IOException {
        if (!readLine()) {
            return null;
        }
        number++;
        bytes += length + 1;
        try (var json = JSON.createParser(ObjectReadContext.empty(), line, 0, length)) {
            return parse(json);
        } catch (JacksonException e) {
            throw new Malformed(number, "no JSON object of an export");
        } catch (IllegalArgumentException e) {
            throw new Malformed(number, e.getMessage() == null ? "not valid" : e.getMessage());
        }
    }

    /** Of complete lines, since the beginning. */
    public long bytesRead() {
        return bytes;
    }

    private boolean readLine() throws IOException {
        length = 0;
        while (true) {
            if (read == filled) {
                read = 0;
                filled = Math.max(0, from.read(buffer));
                if (filled == 0) {
                    return false;
                }
            }
            var end = read;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            append(read, end);
            read = end;
            if (end < filled) {
                read++;
                return true;
            }
        }
    }

    private void append(int start, int end) {
        var needed = length + end - start;
        if (needed > LONGEST) {
            throw new Malformed(number + 1, "too long");
        }
        if (needed > line.length) {
            line = Arrays.copyOf(line, Math.max(needed, 2 * line.length));
        }
        System.arraycopy(buffer, start, line, length, end - start);
        length = needed;
    }

    /** What a line may say; which of it, depends on its kind. */
    private static final class Fields {

        private @Nullable String kind;
        private @Nullable Long position;
        private @Nullable Long after;
        private @Nullable Long format;
        private @Nullable Long sequenceNumber;
        private @Nullable UUID eventIdentifier;
        private @Nullable UUID aggregateIdentifier;
        private @Nullable String aggregateType;
        private @Nullable String name;
        private @Nullable String revision;
        private @Nullable String occurredAt;
        private @Nullable String payload;
        private @Nullable String metadata;
        private @Nullable String note;
        private byte @Nullable [] leafHash;
        private @Nullable List<byte[]> frontier;
        private @Nullable List<byte[]> consistency;
        private @Nullable Long size;
        private @Nullable List<byte[]> inclusion;
        private int count;
    }

    private static ExportLine parse(JsonParser json) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("not an object");
        }
        var fields = new Fields();
        for (var field = json.nextName(); field != null; field = json.nextName()) {
            json.nextToken();
            read(json, field, fields);
            fields.count++;
        }
        if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
            throw new IllegalArgumentException("more than an object");
        }
        return line(fields);
    }

    private static void read(JsonParser json, String field, Fields into) {
        switch (field) {
            case "kind" -> into.kind = text(json);
            case "position" -> into.position = number(json);
            case "after" -> into.after = number(json);
            case "format" -> into.format = number(json);
            case "sequenceNumber" -> into.sequenceNumber = number(json);
            case "eventIdentifier" -> into.eventIdentifier = UUID.fromString(text(json));
            case "aggregateIdentifier" -> into.aggregateIdentifier = UUID.fromString(text(json));
            case "aggregateType" -> into.aggregateType = text(json);
            case "name" -> into.name = text(json);
            case "revision" -> into.revision = text(json);
            case "occurredAt" -> into.occurredAt = text(json);
            case "payload" -> into.payload = text(json);
            case "metadata" -> into.metadata = text(json);
            case "note" -> into.note = text(json);
            case "leafHash" -> into.leafHash = hash(json);
            case "frontier" -> into.frontier = hashes(json);
            case "consistency" -> into.consistency = hashes(json);
            case "size" -> into.size = number(json);
            case "inclusion" -> into.inclusion = hashes(json);
            default -> throw new IllegalArgumentException("unknown field");
        }
    }

    private static ExportLine line(Fields it) {
        var kind = required(it.kind);
        var line = switch (kind) {
            case "begin" ->
                new ExportLine.Begin(
                        Math.toIntExact(required(it.format)),
                        required(it.after),
                        required(it.frontier),
                        it.note == null ? null : SignedNote.parse(it.note));
            case "event" ->
                new ExportLine.Event(
                        required(it.position),
                        event(it),
                        required(it.leafHash),
                        it.inclusion == null ? null : new ExportLine.Inclusion(required(it.size), it.inclusion));
            case "missing" -> new ExportLine.Missing(required(it.position));
            case "checkpoint" -> new ExportLine.Signed(SignedNote.parse(required(it.note)));
            case "end" ->
                new ExportLine.End(
                        required(it.position),
                        it.note == null ? null : SignedNote.parse(it.note),
                        it.note == null ? List.of() : required(it.consistency));
            default -> throw new IllegalArgumentException("unknown kind");
        };
        var expected = switch (line) {
            case ExportLine.Begin begin -> begin.note() == null ? 4 : 5;
            case ExportLine.Event event ->
                (event.event().revision() == null ? 11 : 12) + (event.inclusion() == null ? 0 : 2);
            case ExportLine.Missing missing -> 2;
            case ExportLine.Signed signed -> 2;
            case ExportLine.End end -> end.note() == null ? 2 : 4;
        };
        if (it.count != expected) {
            throw new IllegalArgumentException("a field of another kind of line");
        }
        return line;
    }

    private static StoredEvent event(Fields it) {
        return new StoredEvent(
                required(it.eventIdentifier),
                required(it.aggregateType),
                required(it.aggregateIdentifier),
                required(it.sequenceNumber),
                required(it.name),
                it.revision,
                required(it.occurredAt),
                required(it.payload).getBytes(UTF_8),
                required(it.metadata).getBytes(UTF_8));
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("a field is missing");
        }
        return value;
    }

    private static String text(JsonParser json) {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException("not a text where one is expected");
        }
        return json.getString();
    }

    private static long number(JsonParser json) {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new IllegalArgumentException("not a number where one is expected");
        }
        return json.getLongValue();
    }

    private static byte[] hash(JsonParser json) {
        var hash = Base64.getDecoder().decode(text(json));
        if (hash.length != MerkleTree.HASH) {
            throw new IllegalArgumentException("not a hash where one is expected");
        }
        return hash;
    }

    private static List<byte[]> hashes(JsonParser json) {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new IllegalArgumentException("not an array where one is expected");
        }
        var hashes = new ArrayList<byte[]>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            hashes.add(hash(json));
        }
        return hashes;
    }
}
