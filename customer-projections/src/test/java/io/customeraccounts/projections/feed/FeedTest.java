package io.customeraccounts.projections.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.domain.events.EventName;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.testing.Databases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

@ParameterizedClass
@EnumSource(Databases.class)
class FeedTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final UUID ACME = UUID.fromString("0193584e-3b00-7000-8000-00000000000a");
    private static final UUID BOLT = UUID.fromString("0193584e-3b00-7000-8000-00000000000b");
    private static final int EVERYTHING = 1_000;

    private final Databases kind;
    private HikariDataSource database;
    private JdbcTemplate sql;
    private Ledger ledger;
    private Feed feed;
    private long sequence;

    FeedTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void createTables() {
        database = kind.laidOut();
        use();
    }

    private void use() {
        sql = new JdbcTemplate(database);
        ledger = new Ledger(sql, new JdbcTransactionManager(database), Clock.systemUTC());
        feed = new Feed(sql);
    }

    @AfterEach
    void dropTables() {
        database.close();
    }

    @Test
    void showsNoPersonalValueAndNoSecretOfAnyEvent() throws IOException {
        for (var name : EventName.all().keySet()) {
            append(ACME, name, Files.readString(GOLDEN.resolve(name + ".json")));
        }
        ledger.seal();

        var events = feed.read(FeedFilter.NONE, feed.beginning(), EVERYTHING).events();

        assertThat(events).hasSize(EventName.all().size());
        var left = new TreeSet<String>();
        for (var event : events) {
            var stored = PlainData.read(Files.readAllBytes(GOLDEN.resolve(event.name() + ".json")));
            assertThat(stored).containsAllEntriesOf(event.data());
            assertThat(event.data().values())
                    .allSatisfy(value -> assertThat(value)
                            .isInstanceOfAny(String.class, Boolean.class, Number.class, List.class, Map.class));
            stored.keySet().removeAll(event.data().keySet());
            left.addAll(stored.keySet());
        }
        assertThat(left)
                .containsExactly(
                        "accountHolder",
                        "address",
                        "confirmation",
                        "costCentre",
                        "email",
                        "fullName",
                        "iban",
                        "lastDigits",
                        "plannedAccess",
                        "reference",
                        "secret",
                        "text",
                        "token");
        assertThat(events.toString())
                .doesNotContain("dd56de4137951d9c92681b03416ec15f886b4482a27e3a517d32f085244cbe5d", "QmVu");
    }

    @Test
    void showsTheEventsOfAProjectAmongThoseOfItsCustomer() {
        var project = UUID.randomUUID();
        var membership = UUID.randomUUID();
        append(ACME, project, "project.renamed", "{\"projectId\":\"%s\"}".formatted(project));
        append(
                ACME,
                project,
                "project.user-unassigned",
                "{\"projectId\":\"%s\",\"membershipId\":\"%s\"}".formatted(project, membership));
        append(UUID.randomUUID(), UUID.randomUUID(), "project.renamed", "{}");
        ledger.seal();

        var ofAcme = feed.read(new FeedFilter(new CustomerId(ACME), Set.of(), null), feed.beginning(), 10)
                .events();
        assertThat(ofAcme).extracting(FeedEvent::subject).containsExactly(project.toString(), membership.toString());
        assertThat(ofAcme).extracting(FeedEvent::customerId).containsOnly(new CustomerId(ACME));
        assertThat(feed.read(new FeedFilter(null, Set.of(), project.toString()), feed.beginning(), 10)
                        .events())
                .extracting(FeedEvent::position)
                .containsExactly(1L, 2L);
    }

    @Test
    void leavesOutTheReasonWhichIsFreeText() {
        append(ACME, "customer.confirmed", "{\"customerId\":\"%s\"}".formatted(ACME));
        ledger.seal();

        assertThat(feed.read(FeedFilter.NONE, feed.beginning(), 1).events().toString())
                .contains("policy:test", "the-command")
                .doesNotContain("Ben asked");
    }

    @Test
    void stopsAtAnEventOfANewerVersionRatherThanPassingItBy() {
        append(ACME, "customer.of-tomorrow", "{}");
        ledger.seal();

        assertThatThrownBy(() -> feed.read(FeedFilter.NONE, feed.beginning(), 1))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tellsAReaderThatTheStoreWasRestoredFromAnOlderBackup() {
        happened(ACME, 10);
        var before = cursorAt(4);
        var after = cursorAt(8);
        restoreTo(5);

        assertThatThrownBy(() -> feed.read(FeedFilter.NONE, after, 1)).isInstanceOf(CursorGone.class);
        assertThat(feed.read(FeedFilter.NONE, before, 9).events()).hasSize(1);

        // Grown beyond the place: only the hash shows that something else is there now.
        happened(ACME, 10);
        assertThatThrownBy(() -> feed.read(FeedFilter.NONE, after, 1)).isInstanceOf(CursorGone.class);
        assertThat(feed.read(FeedFilter.NONE, before, 99).events()).hasSize(11);
        // What a cursor of nothing but a position would have done, in silence.
        var position =
                FeedCursor.of(8, sql.queryForObject("select leaf_hash from ledger where position = 8", byte[].class));
        assertThat(feed.read(FeedFilter.NONE, position, 1).events()).hasSize(1);
    }

    @Test
    void knowsACursorOfAnotherStoreEvenBeforeTheFirstEvent() {
        try (var other = kind.laidOut()) {
            var elsewhere = new Feed(new JdbcTemplate(other)).beginning();

            assertThatThrownBy(() -> feed.read(FeedFilter.NONE, elsewhere, 1)).isInstanceOf(CursorGone.class);
        }
        assertThat(feed.read(FeedFilter.NONE, feed.beginning(), 1).events()).isEmpty();
    }

    @Test
    void readsBackTheCursorsItHasGivenAndNothingElse() {
        happened(ACME, 1);
        var text = cursorAt(1).text();

        assertThat(FeedCursor.parse(text).orElseThrow().text()).isEqualTo(text);
        for (var i = 0; i < text.length(); i++) {
            var changed = text.substring(0, i) + (text.charAt(i) == 'A' ? 'B' : 'A') + text.substring(i + 1);
            assertThat(FeedCursor.parse(changed)).isEmpty();
        }
        assertThat(FeedCursor.parse("")).isEmpty();
        assertThat(FeedCursor.parse("*".repeat(text.length()))).isEmpty();
    }

    @Test
    void looksAtABoundedNumberOfEventsHoweverManyThereAre() {
        happened(ACME, 10 * Feed.LOOKED_AT);
        happened(BOLT, 3);
        var rare = new FeedFilter(null, Set.of("customer.closed"), null);

        var page = feed.read(rare, feed.beginning(), 5);
        assertThat(page.events()).isEmpty();
        assertThat(page.next().position()).isEqualTo(Feed.LOOKED_AT);
        assertThat(page.more()).isTrue();
        while (page.more()) {
            page = feed.read(rare, page.next(), 5);
        }
        assertThat(page.next().position()).isEqualTo(10 * Feed.LOOKED_AT + 3);

        var bolt = new FeedFilter(new CustomerId(BOLT), Set.of(), null);
        assertThat(feed.read(bolt, feed.beginning(), 5).events()).hasSize(3);
        if (kind == Databases.POSTGRES) {
            sql.execute("analyze");
            assertThat(rowsReadFor(bolt)).as("the three, and the places around").isLessThan(10);
            assertThat(rowsReadFor(rare)).isLessThan(Feed.LOOKED_AT + 10);
            sql.execute("drop index ledger_by_customer");
            assertThat(rowsReadFor(bolt)).as("without the index").isGreaterThan(Feed.LOOKED_AT);
        }
    }

    private long rowsReadFor(FeedFilter filter) {
        var transaction =
                new org.springframework.transaction.support.TransactionTemplate(new JdbcTransactionManager(database));
        return transaction.execute(status -> {
            var before = rowsRead();
            feed.read(filter, feed.beginning(), 5);
            return rowsRead() - before;
        });
    }

    private long rowsRead() {
        return sql.queryForObject(
                "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relname = 'ledger'",
                Long.class);
    }

    @Test
    void knowsTheCustomersOfEventsThatWereThereBeforeTheFeed() {
        database.close();
        database = kind.fresh();
        Flyway.configure()
                .dataSource(database)
                .target(MigrationVersion.fromVersion("104"))
                .load()
                .migrate();
        use();
        var sealed = UUID.randomUUID();
        var waiting = UUID.randomUUID();
        sql.update(INSERT, row(sealed, ACME, "customer.confirmed", "{}"));
        sql.update(INSERT, row(waiting, ACME, "customer.closed", "{}"));
        sql.update("insert into unsealed_event (event_identifier) values (?)", waiting);
        sql.update("""
                insert into ledger (position, event_identifier, leaf_hash, sealed_at)
                values (1, ?, ?, ?)
                """, sealed, new byte[32], java.time.OffsetDateTime.parse("2026-03-02T12:00:00Z"));
        sql.update("update ledger_head set last_position = 1");
        Flyway.configure().dataSource(database).load().migrate();
        ledger.seal();

        var acme = new FeedFilter(new CustomerId(ACME), Set.of(), null);
        assertThat(feed.read(acme, feed.beginning(), 5).events())
                .extracting(FeedEvent::id)
                .containsExactly(sealed, waiting);
    }

    private FeedCursor cursorAt(int position) {
        return feed.read(FeedFilter.NONE, feed.beginning(), position).next();
    }

    /** What a backup of that moment holds: the later events and their places are not there. */
    private void restoreTo(long position) {
        sql.update(
                "delete from domain_event where event_identifier in (select event_identifier from ledger where position > ?)",
                position);
        sql.update("delete from ledger where position > ?", position);
        sql.update("update ledger_head set last_position = ?", position);
    }

    private void happened(UUID customer, int times) {
        List<Object[]> events = new ArrayList<>();
        List<Object[]> waiting = new ArrayList<>();
        for (var i = 0; i < times; i++) {
            var id = UUID.randomUUID();
            events.add(row(
                    id, customer, "customer.renamed", "{\"customerId\":\"%s\",\"name\":\"A\"}".formatted(customer)));
            waiting.add(new Object[] {id, customer});
        }
        sql.batchUpdate(INSERT, events);
        sql.batchUpdate("insert into unsealed_event (event_identifier, customer_id) values (?, ?)", waiting);
        while (ledger.seal() > 0) {
            assertThat(ledger.count().isComplete()).isTrue();
        }
    }

    private static final String INSERT = """
            insert into domain_event (event_identifier, aggregate_type, aggregate_identifier, sequence_number, name, revision,
                                      occurred_at, payload, metadata)
            values (?, 'customer', ?, ?, ?, '1', '2026-03-02T12:00:00.123456Z', ?, ?)
            """;

    private void append(UUID customer, String name, String payload) {
        append(customer, customer, name, payload);
    }

    private void append(UUID customer, UUID aggregate, String name, String payload) {
        var id = UUID.randomUUID();
        sql.update(INSERT, row(id, aggregate, name, payload));
        sql.update("insert into unsealed_event (event_identifier, customer_id) values (?, ?)", id, customer);
    }

    private Object[] row(UUID id, UUID customer, String name, String payload) {
        return new Object[] {
            id,
            customer,
            sequence++,
            name,
            payload.getBytes(StandardCharsets.UTF_8),
            "{\"actor\":\"policy:test\",\"cause\":\"the-command\",\"reason\":\"Ben asked\"}"
                    .getBytes(StandardCharsets.UTF_8)
        };
    }
}
