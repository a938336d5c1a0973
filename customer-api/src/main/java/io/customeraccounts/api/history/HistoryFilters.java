package io.customeraccounts.api.history;

import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Fields.NotThis;
import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.http.Times;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.projections.history.HistoryFilter;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;
import java.util.UUID;

/** What a list of the history is filtered by, as callers write it. */
final class HistoryFilters {

    private HistoryFilters() {}

    /** Describes the parameters. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Parameter(
            in = QUERY,
            name = "event",
            description = "Only this event, for instance customer.user-invited.",
            schema = @Schema(type = "string"))
    @Parameter(
            in = QUERY,
            name = "actor",
            description = "Only what they did: kind and id, as the history shows it.",
            schema = @Schema(type = "string"))
    @Parameter(
            in = QUERY,
            name = "subject",
            description = "Only what is about this membership, invitation, project or person.",
            schema = @Schema(type = "string", format = "uuid"))
    @Parameter(
            in = QUERY,
            name = "cause",
            description = "Only what follows from this command or event.",
            schema = @Schema(type = "string", format = "uuid"))
    @Parameter(
            in = QUERY,
            name = "from",
            description = "Only what happened then or later.",
            schema = @Schema(type = "string", format = "date-time"))
    @Parameter(
            in = QUERY,
            name = "to",
            description = "Only what happened before then.",
            schema = @Schema(type = "string", format = "date-time"))
    @interface Described {}

    static HistoryFilter of(Query query) {
        return new HistoryFilter(
                null,
                null,
                null,
                query.find("subject", Fields.id(HistoryFilters::id)).orElse(null),
                query.find("event").map(Set::of).orElse(Set.of()),
                query.text("actor").isPresent()
                        ? query.find("actor", HistoryFilters::actor).orElse(null)
                        : null,
                query.find("cause", Fields.id(HistoryFilters::id))
                        .map(UUID::toString)
                        .orElse(null),
                query.find("from", Times::parse).orElse(null),
                query.find("to", Times::parse).orElse(null));
    }

    private static UUID id(String text) {
        var id = UUID.fromString(text);
        if (!id.toString().equals(text)) {
            throw new IllegalArgumentException("not a UUID in canonical form");
        }
        return id;
    }

    private static String actor(String text) {
        try {
            if (text.chars().noneMatch(Character::isISOControl)) {
                return Actor.parse(text).asText();
            }
        } catch (IllegalArgumentException e) {
            // as below
        }
        throw new NotThis("not-an-actor");
    }
}
