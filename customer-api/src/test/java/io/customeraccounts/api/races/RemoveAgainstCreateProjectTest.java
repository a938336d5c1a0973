package io.customeraccounts.api.races;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.customer.ProjectsInUse;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Race;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A payment method or a billing address is removed and named by a project at the same moment. Customer and project are
 * decided about side by side; only the row of what is named keeps the two apart.
 */
class RemoveAgainstCreateProjectTest {

    private static final int ROUNDS = 60;

    @ParameterizedTest
    @EnumSource(Databases.class)
    void letsExactlyOneOfTheTwoHappen(Databases kind) throws Exception {
        var acme = Company.of(TestService.shared(kind)).withPayment();
        var removed = 0;
        for (var round = 0; round < ROUNDS; round++) {
            var replies = race(acme, round);

            assertThat(both(replies)).as("round %d: %s", round, replies).isFalse();
            if (replies.getFirst().status() == 204) {
                removed++;
                replies.getLast()
                        .expectProblem(409, isPayment(round) ? "payment-method-required" : "billing-address-required");
            } else {
                replies.getFirst().expectProblem(409, "in-use");
                assertThat(replies.getLast().status()).isIn(200, 201);
            }
        }
        assertThat(removed).as("which comes first is not always the same").isBetween(1, ROUNDS - 1);
        assertThat(namingWhatIsRemoved(acme)).isZero();
    }

    /** Without the lock the customer and the project each see what was before. */
    @Test
    void wouldLetBothHappenWithoutTheLock() throws Exception {
        try (var service = TestService.with(Databases.H2, AskedWithoutLock.class)) {
            var acme = Company.of(service).withPayment();
            var violated = false;
            for (var round = 0; round < 20 * ROUNDS && !violated; round++) {
                violated = both(race(acme, round));
            }
            assertThat(violated).isTrue();
            assertThat(namingWhatIsRemoved(acme)).isEqualTo(1);
        }
    }

    private static boolean isPayment(int round) {
        return round % 2 == 0;
    }

    /** The removal first. In every fourth round a project that there is already is changed to name it. */
    private static List<Reply> race(Company acme, int round) throws Exception {
        var admin = acme.admin();
        var path = acme.path() + (isPayment(round) ? "/payment-methods/" : "/billing-addresses/");
        var id = isPayment(round)
                ? admin.post(path + "card", """
                        {"token":"pm_race_%d","brand":"VISA","lastDigits":"1111","expiryMonth":"2098-02"}""".formatted(round)).expect(201).text("/id")
                : admin.post(acme.path() + "/billing-addresses", """
                        {"lines":["Main Street %d"],"city":"Berlin","country":"DE"}""".formatted(round))
                        .expect(201)
                        .text("/id");
        var named = "\"%s\":\"%s\"".formatted(isPayment(round) ? "paymentMethodId" : "billingAddressId", id);
        Callable<Reply> naming;
        if (round % 4 < 2) {
            naming = () -> admin.post(acme.path() + "/projects", """
                    {"identifier":"p%d","name":"Project",%s}""".formatted(round, named));
        } else {
            var project = acme.project("p" + round).path();
            naming = () -> admin.patch(project, "{" + named + "}");
        }
        return Race.between(
                List.of(() -> RacesTest.insisting(() -> admin.delete(path + id)), () -> RacesTest.insisting(naming)));
    }

    private static boolean both(List<Reply> replies) {
        return replies.getFirst().status() == 204 && replies.getLast().status() < 300;
    }

    private static long namingWhatIsRemoved(Company acme) {
        return acme.service()
                .bean(JdbcClient.class)
                .sql("""
                        select count(*) from project p
                        join payment_method m on m.payment_method_id = p.payment_method_id
                        join billing_address a on a.billing_address_id = p.billing_address_id
                        where p.customer_id = :customer and (m.state = 'REMOVED' or a.removed_at is not null)
                        """)
                .param("customer", UUID.fromString(acme.id()))
                .query(Long.class)
                .single();
    }

    /** The planted violation. */
    static class AskedWithoutLock {

        @Bean
        @Primary
        ProjectsInUse askedWithoutLock(JdbcClient sql) {
            return new ProjectsInUse() {
                @Override
                public List<ProjectId> naming(PaymentMethodId paymentMethodId) {
                    return naming("payment_method_id", paymentMethodId.value());
                }

                @Override
                public List<ProjectId> naming(BillingAddressId billingAddressId) {
                    return naming("billing_address_id", billingAddressId.value());
                }

                private List<ProjectId> naming(String column, UUID id) {
                    return sql.sql("select project_id from project where " + column + " = :id and state <> 'DELETED'")
                            .param("id", id)
                            .query((row, number) -> new ProjectId(row.getObject(1, UUID.class)))
                            .list();
                }
            };
        }
    }
}
