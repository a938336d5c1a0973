package io.customeraccounts.api.history;

import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.EventOrigin;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.feed.FeedEvent;
import io.customeraccounts.projections.history.HistoryEntry;
import io.customeraccounts.projections.history.Names;
import io.customeraccounts.projections.ledger.LedgerSource;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Shows lines of the history: what stands in the ledger, with the names of those whom it is about. */
@Component
class Entries {

    private final LedgerSource ledger;
    private final JdbcClient sql;
    private final Sentences sentences;

    Entries(LedgerSource ledger, JdbcClient sql, Sentences sentences) {
        this.ledger = ledger;
        this.sql = sql;
        this.sentences = sentences;
    }

    /** In the order in which they come. */
    List<EntryJson> show(List<HistoryEntry> entries, Locale language) {
        var events = events(entries.stream().map(HistoryEntry::position).toList());
        var names = names(entries);
        return entries.stream()
                .map(entry -> show(entry, Objects.requireNonNull(events.get(entry.position())), names, language))
                .toList();
    }

    /** The lines of events that have just happened, as they will be written down: with the person of a membership. */
    List<HistoryEntry> lines(List<FeedEvent> events) {
        var lines = events.stream().map(Entries::line).toList();
        var persons = persons(lines.stream()
                .filter(line -> line.personId() == null)
                .flatMap(line -> Stream.ofNullable(line.membershipId()))
                .collect(Collectors.toSet()));
        return lines.stream()
                .map(line -> line.personId() == null && line.membershipId() != null
                        ? line.about(persons.get(line.membershipId()))
                        : line)
                .toList();
    }

    private Map<MembershipId, PersonId> persons(Set<MembershipId> memberships) {
        return memberships.isEmpty()
                ? Map.of()
                : sql
                        .sql("select membership_id, person_id from customer_user where membership_id in (:ids)")
                        .param(
                                "ids",
                                memberships.stream().map(MembershipId::value).toList())
                        .query((row, number) -> Map.entry(
                                new MembershipId(uuid(row, "membership_id")), new PersonId(uuid(row, "person_id"))))
                        .list()
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The line of an event that has just happened, and may not have been written down yet. */
    static HistoryEntry line(FeedEvent event) {
        var data = event.data();
        return new HistoryEntry(
                event.position(),
                event.id(),
                Instant.parse(event.occurredAt()),
                event.name(),
                event.customerId(),
                id(data, "projectId", ProjectId::parse),
                id(data, "membershipId", MembershipId::parse),
                id(data, "personId", PersonId::parse),
                id(data, "invitationId", InvitationId::parse),
                event.actor() == null ? "" : event.actor(),
                event.cause() == null ? "" : event.cause());
    }

    private static <T> @Nullable T id(Map<String, Object> data, String name, Function<String, T> parse) {
        var value = data.get(name);
        return value == null ? null : parse.apply(value.toString());
    }

    private Map<Long, EventMessage<?>> events(Collection<Long> positions) {
        return ledger.at(new HashSet<>(positions)).stream().collect(Collectors.toMap(Entries::position, it -> it));
    }

    private static long position(TrackedEventMessage<?> message) {
        return ((GlobalSequenceTrackingToken) message.trackingToken()).getGlobalIndex();
    }

    private Names names(List<HistoryEntry> entries) {
        return Names.of(
                sql,
                entries.stream()
                        .map(HistoryEntry::membershipId)
                        .flatMap(Stream::ofNullable)
                        .toList(),
                entries.stream()
                        .map(HistoryEntry::invitationId)
                        .flatMap(Stream::ofNullable)
                        .toList(),
                entries.stream()
                        .map(HistoryEntry::projectId)
                        .flatMap(Stream::ofNullable)
                        .toList(),
                entries.stream()
                        .map(entry -> actor(entry.actor()))
                        .filter(Actor.Person.class::isInstance)
                        .map(it -> ((Actor.Person) it).personId())
                        .toList(),
                entries.stream().map(HistoryEntry::customerId).distinct().toList());
    }

    private EntryJson show(HistoryEntry entry, EventMessage<?> message, Names names, Locale language) {
        var actor = actor(entry.actor());
        return new EntryJson(
                entry.position(),
                entry.eventId().toString(),
                entry.occurredAt(),
                entry.name(),
                sentences.of((DomainEvent) message.getPayload(), actor, names, language),
                entry.actor(),
                Sentences.name(actor, entry.customerId(), names),
                (String) message.getMetaData().get(EventOrigin.REASON),
                entry.cause(),
                entry.customerId().toString(),
                text(entry.projectId()),
                text(entry.membershipId()),
                text(entry.personId()),
                text(entry.invitationId()));
    }

    private static Actor actor(String text) {
        return text.isEmpty() ? new Actor.Policy("unknown") : Actor.parse(text);
    }

    private static @Nullable String text(@Nullable Object id) {
        return id == null ? null : id.toString();
    }
}
