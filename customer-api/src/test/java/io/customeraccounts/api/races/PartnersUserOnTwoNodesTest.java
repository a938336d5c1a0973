package io.customeraccounts.api.races;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Race;
import io.customeraccounts.projections.testing.Waiting;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A partner's user is removed on one node while they add themself to a managed customer on the other. */
@ParameterizedClass
@EnumSource(Databases.class)
class PartnersUserOnTwoNodesTest {

    private static final int ROUNDS = 25;
    private static final String SAME_KEY =
            "--customer-accounts.key-encryption-key=QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";

    @Parameter
    Databases kind;

    private TestService one;
    private TestService other;

    @BeforeEach
    void open() {
        var database = kind.laidOut();
        one = TestService.on(database, SAME_KEY);
        other = TestService.on(database, SAME_KEY);
    }

    @AfterEach
    void close() {
        other.context().close();
        one.close();
    }

    @Test
    void staysNowhereLongerThanInThePartner() throws Exception {
        var partner = Company.partner(one);
        var managed = partner.manage();
        var added = 0;
        for (var round = 0; round < ROUNDS; round++) {
            var petra = partner.join("Petra Partner", "PARTNER_EMPLOYEE");
            var elsewhere = other.withToken(petra.person().token());

            var replies = Race.between(List.<Callable<Reply>>of(
                    () -> RacesTest.insisting(() -> partner.admin().delete(petra.path())),
                    () -> RacesTest.insisting(
                            () -> elsewhere.post(managed.path() + "/add-myself", "{}", "Reason", "to help"))));

            replies.getFirst().expect(204);
            assertThat(replies.getLast().status()).isIn(200, 403, 404);
            added += replies.getLast().status() == 200 ? 1 : 0;
            for (var she : List.of(petra.person(), elsewhere)) {
                she.get(managed.path()).expectProblem(404, "not-found");
                she.patch(managed.path(), "{\"name\":\"Hers\"}").expectProblem(404, "not-found");
                she.post(managed.path() + "/add-myself", "{}", "Reason", "again")
                        .expectProblem(404, "not-found");
            }
        }
        System.out.printf("%s: %d rounds, added in %d%n", kind, ROUNDS, added);
        Waiting.until(() -> staying(managed) == 0);
    }

    /** By the books, which follow. */
    private long staying(Company managed) {
        return one.bean(JdbcClient.class)
                .sql("select count(*) from customer_user where customer_id = :customer and active_person is not null")
                .param("customer", UUID.fromString(managed.id()))
                .query(Long.class)
                .single();
    }
}
