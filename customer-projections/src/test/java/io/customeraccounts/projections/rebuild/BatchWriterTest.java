package io.customeraccounts.projections.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.projections.testing.Databases;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;

@ParameterizedClass
@EnumSource
class BatchWriterTest {

    private static final String INSERT = """
            insert into {table} (id, text, bytes, at, yes, number, state)
            values (:key, :text, :bytes, :at, :yes, :number, 'NEW')
            """;
    private static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000001");

    private final JdbcTemplate sql;
    private final BatchWriter writer;
    private final Batches batches = new Batches("filled");

    BatchWriterTest(Databases kind) {
        var database = kind.fresh();
        sql = new JdbcTemplate(database);
        writer = new BatchWriter(database);
    }

    @BeforeEach
    void createTables() {
        for (var table : List.of("filled", "inserted")) {
            sql.execute("""
                    create table %s (id uuid primary key, text varchar(400), bytes bytea, at timestamp with time zone,
                        yes boolean, number bigint, state varchar(10))
                    """.formatted(table));
        }
    }

    /** Whatever a database may take for a separator, an end or nothing. */
    @Test
    void writesEveryValueAsAnInsertDoes() {
        var number = 0;
        for (var text : Arrays.asList(
                "plain",
                "",
                "\\N",
                "\\",
                "\\.",
                "a\tb",
                "a\nb\r\nc",
                "\\t",
                "é\u0301 \ud83d\ude00 \u2028",
                "'\"",
                null)) {
            for (var bytes : Arrays.asList(new byte[0], new byte[] {0, 10, 92, -1}, null)) {
                insert(new UUID(7, number++), text, bytes, OffsetDateTime.parse("2026-03-02T12:00:00.123456Z"));
            }
        }
        for (var time : List.of(
                "1970-01-01T00:00:00Z", "2026-03-02T12:00Z", "9999-12-31T23:59:59.999999Z", "+10000-01-01T00:00:00Z")) {
            insert(new UUID(8, number++), "time", null, OffsetDateTime.parse(time));
        }

        writer.write(batches.take());

        assertThat(rows("filled")).isEqualTo(rows("inserted")).hasSize(number);
    }

    private void insert(UUID id, @Nullable String text, byte @Nullable [] bytes, OffsetDateTime at) {
        collect(id, text, bytes, at);
        sql.update("insert into inserted values (?, ?, ?, ?, ?, ?, 'NEW')", id, text, bytes, at, true, 42L);
    }

    private void collect(UUID id, @Nullable String text, byte @Nullable [] bytes, OffsetDateTime at) {
        batches.sql(INSERT)
                .param("key", id)
                .param("text", text)
                .param("bytes", bytes)
                .param("at", at)
                .param("yes", true)
                .param("number", 42L)
                .update();
    }

    @Test
    void keepsTheOrderOfWhatIsAboutOneRowAndOfWhatIsAboutAny() {
        collect(ID, "first", null, OffsetDateTime.parse("2026-03-02T12:00Z"));
        batches.sql("delete from {table} where id = :key").param("key", ID).update();
        collect(ID, "second", null, OffsetDateTime.parse("2026-03-02T12:00Z"));
        batches.sql("update {table} set text = text || ' seen' where number = :number")
                .param("number", 42L)
                .update();
        batches.sql("update {table} set text = text || ' last' where id = :key")
                .param("key", ID)
                .update();

        writer.write(batches.take());

        assertThat(sql.queryForList("select text from filled", String.class)).containsExactly("second seen last");
    }

    /** Among them such of which a parameter is missing everywhere, and a row that is changed twice. */
    @Test
    void changesEveryRowAsAnUpdateDoes() {
        var values = new ArrayList<@Nullable Object[]>();
        for (var text :
                Arrays.asList("plain", "", "NULL", "\\", "{a,b}", "\"'", "a\nb\tc", "é\u0301 \ud83d\ude00", null)) {
            for (var bytes : Arrays.asList(new byte[0], new byte[] {0, 10, 92, -1}, null)) {
                for (var at : Arrays.asList(
                        "1970-01-01T00:00:00.123456Z", "2026-03-02T12:00Z", "+10000-01-01T00:00Z", null)) {
                    values.add(new @Nullable Object[] {text, bytes, at == null ? null : OffsetDateTime.parse(at), 7L});
                }
            }
        }
        var ids = new ArrayList<UUID>();
        for (var number = 0; number < values.size(); number++) {
            ids.add(new UUID(7, number));
            insert(ids.getLast(), "before", new byte[] {1}, OffsetDateTime.parse("2026-03-02T12:00Z"));
        }
        writer.write(batches.take());

        for (var number = 0; number < values.size(); number++) {
            change(ids.get(number), values.get(number));
        }
        writer.write(batches.take());
        assertThat(rows("filled")).isEqualTo(rows("inserted")).hasSize(values.size());

        change(ids.getFirst(), "first", null, null, 8L);
        change(ids.getFirst(), "second", null, null, 8L);
        change(ids.getLast(), "last", null, null, null);
        writer.write(batches.take());
        assertThat(rows("filled")).isEqualTo(rows("inserted"));
    }

    private void change(UUID id, @Nullable Object... values) {
        batches.sql("""
                update {table} set text = coalesce(text, '') || coalesce(:text, 'none'), bytes = :bytes, at = :at,
                    yes = false, number = :number, state = 'CHANGED'
                where id = :key
                """)
                .param("text", values[0])
                .param("bytes", values[1])
                .param("at", values[2])
                .param("number", values[3])
                .param("key", id)
                .update();
        sql.update("""
                update inserted set text = coalesce(text, '') || coalesce(?, 'none'), bytes = ?, at = ?,
                    yes = false, number = ?, state = 'CHANGED'
                where id = ?
                """, values[0], values[1], values[2], values[3], id);
    }

    @Test
    void changesTheRowsThatHaveAnIdWhetherNewOrThereBefore() {
        var other = new UUID(7, 1);
        collect(ID, "before", null, OffsetDateTime.parse("2026-03-02T12:00Z"));
        writer.write(batches.take());
        collect(other, "new", null, OffsetDateTime.parse("2026-03-02T12:00Z"));
        for (var id : List.of(ID, other)) {
            batches.sql("update {table} set text = text || ' seen' where id = :value")
                    .of("id", id)
                    .update();
            batches.sql("update {table} set text = text || ' last' where id = :key")
                    .param("key", id)
                    .update();
        }

        writer.write(batches.take());

        assertThat(sql.queryForList("select text from filled", String.class))
                .containsExactlyInAnyOrder("before seen last", "new seen last");
    }

    @Test
    void doesNotAskTheDatabaseForWhatChangesNoRow() {
        collect(ID, "here", null, OffsetDateTime.parse("2026-03-02T12:00Z"));
        batches.sql("update {table} set no_such_column = 1 where id = :value")
                .of("id", new UUID(7, 1))
                .update();

        writer.write(batches.take());

        assertThat(sql.queryForList("select text from filled", String.class)).containsExactly("here");
        batches.sql("update {table} set no_such_column = 1 where id = :value")
                .of("id", ID)
                .update();
        assertThatThrownBy(() -> writer.write(batches.take())).isInstanceOf(BadSqlGrammarException.class);
    }

    @Test
    void refusesARowThatIsThereAlready() {
        collect(ID, "first", null, OffsetDateTime.parse("2026-03-02T12:00Z"));
        writer.write(batches.take());
        collect(ID, "second", null, OffsetDateTime.parse("2026-03-02T12:00Z"));

        assertThatThrownBy(() -> writer.write(batches.take())).isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void knowsWhatIsOnlyANewRow() {
        assertThat(Statement.of("t", "insert into t (a, b) values (:a, 'B')").newRow())
                .isNotNull();
        for (var more : List.of(
                "insert into t (a) values (lower(:a))",
                "insert into t (a) values (:a) on conflict do nothing",
                "insert into t (a) select :a",
                "update t set a = :a",
                "insert into t (a) values (a)")) {
            assertThat(Statement.of("t", more).newRow()).as(more).isNull();
        }
    }

    private List<List<@Nullable Object>> rows(String table) {
        return sql.query("select * from " + table + " order by id", (row, number) -> {
            var values = new ArrayList<@Nullable Object>();
            for (var column = 1; column <= 7; column++) {
                var value = row.getObject(column);
                values.add(value instanceof byte[] bytes ? Arrays.toString(bytes) : value);
            }
            return values;
        });
    }
}
