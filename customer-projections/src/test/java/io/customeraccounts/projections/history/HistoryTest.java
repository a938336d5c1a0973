package io.customeraccounts.projections.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.domain.events.EventName;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.paging.MalformedCursor;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Followed;
import io.customeraccounts.projections.testing.RandomHistory;
import io.customeraccounts.projections.testing.RandomHistory.Decision;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rule: History and audit. Every event is a line, and is found by each thing that can be asked for. */
@ParameterizedClass
@EnumSource
class HistoryTest {

    private static final int DECISIONS = 1_200;

    private final Databases kind;

    private static Followed followed;
    private static List<Decision> decisions;
    private static History history;
    private static List<HistoryEntry> all;

    /** @param kind of the database, which is filled once for all tests */
    HistoryTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeParameterizedClassInvocation
    static void fill(Databases kind) {
        followed = new Followed(kind, sql -> List.of(History.projection(sql)));
        decisions = RandomHistory.decisions(21).limit(DECISIONS).toList();
        decisions.forEach(followed::happened);
        history = new History(followed.sql);
        all = list(HistoryFilter.ALL, 200);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        followed.close();
    }

    private static List<HistoryEntry> list(HistoryFilter filter, int limit) {
        var found = new ArrayList<HistoryEntry>();
        var page = history.page(filter, new PageRequest(null, limit));
        found.addAll(page.items());
        while (page.next() != null) {
            page = history.page(filter, new PageRequest(page.next(), limit));
            found.addAll(page.items());
        }
        return found;
    }

    private static <T> T some(Stream<T> values) {
        var distinct = values.distinct().toList();
        return distinct.get(new Random(1).nextInt(distinct.size()));
    }

    @Test
    void hasEveryEventOnceTheLatestFirst() {
        var events = decisions.stream().flatMap(it -> it.events().stream()).toList();

        assertThat(all).hasSameSizeAs(events);
        assertThat(all)
                .isSortedAccordingTo(Comparator.comparing(HistoryEntry::occurredAt)
                        .thenComparingLong(HistoryEntry::position)
                        .reversed());
        assertThat(all.reversed().stream().map(HistoryEntry::name))
                .containsExactlyElementsOf(
                        events.stream().map(it -> EventName.of(it.getClass())).toList());
    }

    @Test
    void findsWhatIsAskedForAndNothingElse() {
        var customer = some(all.stream().map(HistoryEntry::customerId));
        var project = some(all.stream().map(HistoryEntry::projectId).filter(Objects::nonNull));
        var person = some(all.stream().map(HistoryEntry::personId).filter(Objects::nonNull));
        var cause = all.get(7).cause();
        var from = all.get(all.size() * 2 / 3).occurredAt();
        var to = all.get(all.size() / 3).occurredAt();
        var joinedThen = some(all.stream()
                .filter(it -> it.name().equals("customer.user-joined"))
                .filter(it -> it.occurredAt().isAfter(from) && it.occurredAt().isBefore(to))
                .map(HistoryEntry::customerId));

        finds(
                filter(customer, null, null, null, Set.of(), null, null, null, null),
                it -> it.customerId().equals(customer));
        finds(
                filter(null, project, null, null, Set.of(), null, null, null, null),
                it -> project.equals(it.projectId()));
        finds(filter(null, null, person, null, Set.of(), null, null, null, null), it -> person.equals(it.personId()));
        finds(
                filter(
                        joinedThen,
                        null,
                        null,
                        null,
                        Set.of("customer.user-joined", "project.created"),
                        null,
                        null,
                        from,
                        to),
                it -> it.customerId().equals(joinedThen)
                        && Set.of("customer.user-joined", "project.created").contains(it.name())
                        && !it.occurredAt().isBefore(from)
                        && it.occurredAt().isBefore(to));
        finds(
                filter(null, null, null, null, Set.of(), "policy:test", null, from, null),
                it -> !it.occurredAt().isBefore(from));
        finds(
                filter(null, null, null, null, Set.of(), null, cause, null, null),
                it -> it.cause().equals(cause));
    }

    @Test
    void findsWhatIsAboutASubjectOfWhateverKind() {
        for (var subject : List.of(
                some(all.stream()
                        .map(HistoryEntry::membershipId)
                        .filter(Objects::nonNull)
                        .map(it -> it.value())),
                some(all.stream()
                        .map(HistoryEntry::invitationId)
                        .filter(Objects::nonNull)
                        .map(it -> it.value())),
                some(all.stream()
                        .map(HistoryEntry::projectId)
                        .filter(Objects::nonNull)
                        .map(it -> it.value())),
                some(all.stream()
                        .map(HistoryEntry::personId)
                        .filter(Objects::nonNull)
                        .map(it -> it.value())))) {
            finds(
                    filter(null, null, null, subject, Set.of(), null, null, null, null),
                    it -> subjects(it).anyMatch(subject::equals));
        }
        assertThat(list(filter(null, null, null, UUID.randomUUID(), Set.of(), null, null, null, null), 10))
                .isEmpty();
    }

    private static Stream<UUID> subjects(HistoryEntry entry) {
        var found = new ArrayList<UUID>();
        if (entry.membershipId() != null) {
            found.add(entry.membershipId().value());
        }
        if (entry.invitationId() != null) {
            found.add(entry.invitationId().value());
        }
        if (entry.projectId() != null) {
            found.add(entry.projectId().value());
        }
        if (entry.personId() != null) {
            found.add(entry.personId().value());
        }
        return found.stream();
    }

    /** What is about a membership is about its person, also where the event does not name them. */
    @Test
    void namesThePersonOfEveryMembership() {
        assertThat(all)
                .filteredOn(it -> it.membershipId() != null)
                .allSatisfy(it -> assertThat(it.personId()).isNotNull());
    }

    private static void finds(HistoryFilter filter, Predicate<HistoryEntry> wanted) {
        var expected = all.stream().filter(wanted).toList();

        assertThat(expected).isNotEmpty();
        assertThat(list(filter, 7)).isEqualTo(expected);
        assertThat(list(filter, 200)).isEqualTo(expected);
    }

    private static HistoryFilter filter(
            @Nullable CustomerId customer,
            @Nullable ProjectId project,
            @Nullable PersonId person,
            @Nullable UUID subject,
            Set<String> names,
            @Nullable String actor,
            @Nullable String cause,
            @Nullable Instant from,
            @Nullable Instant to) {
        return new HistoryFilter(customer, project, person, subject, names, actor, cause, from, to);
    }

    /** A filter that hardly anything matches does not look through everything at once. */
    @Test
    void looksAtSoManyLinesOnly() {
        var rare = filter(null, null, null, null, Set.of("customer.none"), null, null, null, null);
        var first = history.page(rare, PageRequest.FIRST);

        assertThat(first.items()).isEmpty();
        assertThat(all).hasSizeGreaterThan(History.LOOKED_AT);
        assertThat(first.next()).isNotNull();
        assertThat(history.page(rare, new PageRequest(first.next(), 50)).next()).isNull();
    }

    @Test
    void refusesACursorOfAnotherList() {
        var next = history.page(HistoryFilter.ALL, new PageRequest(null, 3)).next();

        assertThatThrownBy(
                        () -> history.page(HistoryFilter.ALL.of(all.getFirst().customerId()), new PageRequest(next, 3)))
                .isInstanceOf(MalformedCursor.class);
    }

    /** What costs is the page, not the history before and after it. */
    @Test
    void readsTheLinesOfThePageAndNoOthers() {
        var customer = all.get(all.size() / 2).customerId();
        var project = some(all.stream().map(HistoryEntry::projectId).filter(Objects::nonNull));
        followed.sql.sql("analyze").update();
        for (var filter : List.of(
                HistoryFilter.ALL,
                HistoryFilter.ALL.of(customer),
                HistoryFilter.ALL.of(project),
                filter(null, null, null, null, Set.of(), null, all.getLast().cause(), null, null))) {
            switch (kind) {
                case POSTGRES -> assertThat(rowsRead(filter)).isLessThan(25);
                case H2 ->
                    assertThat(plan(filter))
                            .contains("history_entry_")
                            .doesNotContain("tableScan", "index sorted: false");
            }
        }
    }

    private static long rowsRead(HistoryFilter filter) {
        return followed.transactions.execute(transaction -> {
            var before = rowsRead();
            history.page(filter, new PageRequest(null, 10));
            return rowsRead() - before;
        });
    }

    private static long rowsRead() {
        return followed.sql
                .sql(
                        "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relname = 'history_entry'")
                .query(Long.class)
                .single();
    }

    private static String plan(HistoryFilter filter) {
        followed.sql.sql("set query_statistics false").update();
        followed.sql.sql("set query_statistics true").update();
        history.page(filter, new PageRequest(null, 10));
        var statement = followed.sql.sql("""
                        select sql_statement from information_schema.query_statistics
                        where position('history_entry' in sql_statement) > 0 and position('query_statistics' in sql_statement) = 0
                        """).query(String.class).list().getLast();
        return new JdbcTemplate(followed.database).execute("explain " + statement, (PreparedStatement prepared) -> {
            for (var i = 1; i <= prepared.getParameterMetaData().getParameterCount(); i++) {
                prepared.setObject(i, null);
            }
            try (var rows = prepared.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        });
    }
}
