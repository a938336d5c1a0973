package io.customeraccounts.projections.users;

import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Crowd;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.ReadSide;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a page of a customer with many users costs, in rows that the database reads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsersAtScaleTest {

    private static final int MANY = 800;
    private static final int PAGE = PageRequest.DEFAULT_LIMIT + 1;

    private final ReadSide postgres = crowded(Databases.POSTGRES);
    private final ReadSide h2 = crowded(Databases.H2);

    private static ReadSide crowded(Databases kind) {
        var is = new ReadSide(kind, new InMemoryVault());
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME));
        is.happened(BOLT.opened(ANNA), ANNA.admin(BOLT));
        Crowd.join(is, ACME, 0, MANY);
        Crowd.join(is, BOLT, 0, MANY);
        is.transactions.executeWithoutResult(transaction -> IntStream.range(0, MANY)
                .forEach(number -> is.happened(Crowd.member(number).removed(BOLT))));
        Crowd.join(is, BOLT, MANY, MANY + 100);
        is.sql.sql("analyze").update();
        return is;
    }

    @BeforeAll
    void watch() {
        h2.sql.sql("set query_statistics true").update();
    }

    @AfterAll
    void close() {
        postgres.close();
        h2.close();
    }

    @Test
    void readsOnlyTheRowsOfThePageInEveryOrder() {
        for (var firm : List.of(ACME, BOLT)) {
            for (var order : UserOrder.values()) {
                for (var descending : List.of(false, true)) {
                    var rows = rowsRead(is -> {
                        var first = is.users.page(firm.id(), UserFilter.NONE, order, descending, PageRequest.FIRST);
                        var next = new PageRequest(first.next(), PageRequest.DEFAULT_LIMIT);
                        is.users.page(firm.id(), UserFilter.NONE, order, descending, next);
                    });
                    assertThat(rows).as("%s by %s", firm, order).isBetween(100L, 2L * PAGE);
                    assertThat(plan()).contains("/* index sorted */").doesNotContain("tableScan");
                }
            }
        }
    }

    @Test
    void readsOnlyTheGroupThatIsAskedFor() {
        var admins = new UserFilter(null, Groups.CUSTOMER_ADMIN);

        assertThat(rowsRead(is -> is.users.page(ACME.id(), admins, UserOrder.NAME, false, PageRequest.FIRST)))
                .isEqualTo(MANY / 100 + 1);
        assertThat(plan()).contains("/* index sorted */", "by_group >");
    }

    @Test
    void searchesTheUsersOfTheCustomerAndNoOthers() {
        var nobody = new UserFilter("nobody at all", null);

        assertThat(rowsRead(is -> is.users.page(ACME.id(), nobody, UserOrder.NAME, false, PageRequest.FIRST)))
                .isLessThanOrEqualTo(MANY + 1);
    }

    @Test
    void looksAMembershipUp() {
        var member = Crowd.member(7).id();

        assertThat(rowsRead(is -> is.users.membershipOf(member, ACME.id()))).isEqualTo(1);
        assertThat(plan()).contains("customer_user_active").doesNotContain("tableScan");
        assertThat(rowsRead(is -> is.users.membershipsOf(member))).isEqualTo(1);
        assertThat(plan()).contains("customer_user_active").doesNotContain("tableScan");
    }

    private interface Question {
        void ask(ReadSide is);
    }

    /** Asks both databases; answers the number of rows that PostgreSQL has read from the table of users. */
    private long rowsRead(Question question) {
        h2.sql.sql("set query_statistics false").update();
        h2.sql.sql("set query_statistics true").update();
        question.ask(h2);
        return postgres.transactions.execute(transaction -> {
            var before = readByPostgres();
            question.ask(postgres);
            return readByPostgres() - before;
        });
    }

    private long readByPostgres() {
        return postgres.sql.sql("""
                        select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables
                        where relname = 'customer_user'
                        """).query(Long.class).single();
    }

    /** How H2 goes about the last question. */
    private String plan() {
        var statement = h2.sql.sql("""
                        select sql_statement from information_schema.query_statistics
                        where sql_statement like '%customer_user%'
                        """).query(String.class).list().getLast();
        return new JdbcTemplate(h2.database).execute("explain " + statement, (PreparedStatement prepared) -> {
            setAllToNull(prepared);
            try (var rows = prepared.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        });
    }

    private static void setAllToNull(PreparedStatement prepared) throws SQLException {
        for (var i = 1; i <= prepared.getParameterMetaData().getParameterCount(); i++) {
            prepared.setObject(i, null);
        }
    }
}
