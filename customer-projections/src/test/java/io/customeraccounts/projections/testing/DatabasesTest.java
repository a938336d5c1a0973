package io.customeraccounts.projections.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.sql.DataSource;
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

    private static List<String> tables(DataSource database) {
        return JdbcClient.create(database).sql("""
                    select table_name from information_schema.tables
                    where table_schema = 'public'
                    """).query(String.class).list();
    }
}
