package io.customeraccounts.projections.store;

import java.util.Map;
import java.util.TreeMap;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.ConfigToken;
import org.axonframework.serialization.SerializationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far a follower has come, as JSON that says by its fields what it is. A token that could not be read back would stop
 * its follower for good, so whatever cannot be read is not written either.
 */
final class TokenJson {

    static final String POSITION = "token.position";
    static final String REPLAY = "token.replay";
    static final String MERGED = "token.merged";
    static final String CONFIGURATION = "token.configuration";

    private final JsonMapper json;

    TokenJson(JsonMapper json) {
        this.json = json;
    }

    JsonNode write(@Nullable TrackingToken token) {
        var fields = json.createObjectNode();
        switch (token) {
            case null -> {
                return json.nullNode();
            }
            case GlobalSequenceTrackingToken position -> fields.put("position", position.getGlobalIndex());
            case ReplayToken replay -> {
                fields.set("tokenAtReset", write(replay.getTokenAtReset()));
                fields.set("currentToken", write(replay.getCurrentToken()));
                switch (replay.context()) {
                    case null -> {}
                    case String context -> fields.put("context", context);
                    default -> throw new SerializationException("what a replay is told must be a text");
                }
            }
            case MergedTrackingToken merged -> {
                fields.set("lower", write(merged.lowerSegmentToken()));
                fields.set("upper", write(merged.upperSegmentToken()));
            }
            case ConfigToken configuration -> {
                var values = fields.putObject("configuration");
                new TreeMap<>(configuration.getConfig()).forEach(values::put);
            }
            default -> throw new SerializationException(token.getClass().getName() + " has no name to be stored under");
        }
        return fields;
    }

    @Nullable
    TrackingToken read(@Nullable JsonNode fields) {
        if (fields == null || fields.isNull()) {
            return null;
        }
        if (fields.has("position")) {
            return new GlobalSequenceTrackingToken(fields.get("position").longValue());
        }
        if (fields.has("tokenAtReset")) {
            var context = fields.get("context");
            return ReplayToken.createReplayToken(
                    read(fields.get("tokenAtReset")),
                    read(fields.get("currentToken")),
                    context == null ? null : context.stringValue());
        }
        if (fields.has("lower")) {
            return new MergedTrackingToken(read(fields.get("lower")), read(fields.get("upper")));
        }
        if (fields.has("configuration")) {
            Map<String, String> configuration = new TreeMap<>();
            fields.get("configuration").forEachEntry((name, value) -> configuration.put(name, value.stringValue()));
            return new ConfigToken(configuration);
        }
        throw new SerializationException("not a token: " + fields);
    }
}
