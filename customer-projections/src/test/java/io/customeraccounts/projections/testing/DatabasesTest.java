package io.customeraccounts.projections.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@ParameterizedClass
@EnumSource
record DatabasesTest(Databases databases) {

    @Test
    void answersAndTakesTables() {
        try (var database = databases.fresh()) {
            var sql = JdbcClient.create(database);
            sql.sql("create table guest (id bigint primary key, name varchar(20))")
                    .update();
            sql.sql("insert into guest values (1, 'Anna')").update();

            assertThat(sql.sql("select 1").query(Integer.class).single()).isEqualTo(1);
            assertThat(sql.sql("select name from guest").query(String.class).list())
                    .containsExactly("Anna");
        }
    }

    @Test
    void keepsOneDatabaseApartFromTheNext() {
        try (var one = databases.fresh();
                var other = databases.fresh()) {
            JdbcClient.create(one)
                    .sql("create table guest (id bigint primary key)")
                    .update();

            assertThat(tables(one)).containsExactly("guest");
            assertThat(tables(other)).isEmpty();
        }
    }

    @Test
    void copiesWhatTheMigrationsMake() {
        try (var copy = databases.laidOut();
                var made = databases.fresh()) {
            Flyway.configure().dataSource(made).load().migrate();

            assertThat(Flyway.configure().dataSource(copy).load().migrate().migrationsExecuted)
                    .isZero();
            assertThat(layout(copy)).hasSizeGreaterThan(100).isEqualTo(layout(made));
        }
    }

    @Test
    void givesEachCopyAnIdentityOfItsOwn() {
        try (var one = databases.laidOut();
                var other = databases.laidOut()) {
            assertThat(identity(one)).isNotEqualTo(identity(other));
        }
    }

    private static UUID identity(DataSource database) {
        return JdbcClient.create(database)
                .sql("select store_id from store_identity")
                .query(UUID.class)
                .single();
    }

    /** Columns and constraints; those without a name of their own get another one each time. */
    private static List<String> layout(DataSource database) {
        return JdbcClient.create(database).sql("""
                    select concat_ws(' ', table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,
                        is_identity)
                    from information_schema.columns where table_schema = 'public'
                    union all
                    select concat_ws(' ', table_name, constraint_type,
                        case when constraint_name like lower(table_name) || '%' then constraint_name end)
                    from information_schema.table_constraints where table_schema = 'public' and constraint_name not like '%_not_null'
                    order by 1
                    """).query(String.class).list();
    }

    private static List<String> tables(DataSource database) {
        return JdbcClient.create(database).sql("""
                    select table_name from information_schema.tables
                    where table_schema = 'public'
                    """).query(String.class).list();
    }
}
