package io.customeraccounts.api.races;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Client;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.customer.Partners;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.customers.SqlPartners;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Race;
import io.customeraccounts.projections.testing.Waiting;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A partner's user is removed while they add themself to a managed customer: the row of their membership keeps the two apart. */
class PartnersUserOnTwoNodesTest {

    private static final int ROUNDS = 25;
    private static final String SAME_KEY =
            "--customer-accounts.key-encryption-key=QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";

    @ParameterizedTest
    @EnumSource(Databases.class)
    void staysNowhereLongerThanInThePartner(Databases kind) throws Exception {
        var database = kind.laidOut();
        try (var one = TestService.on(database, SAME_KEY)) {
            var other = TestService.on(database, SAME_KEY);
            try {
                race(one, other);
            } finally {
                other.context().close();
            }
        }
    }

    private static void race(TestService one, TestService other) throws Exception {
        var partner = Company.partner(one);
        var managed = partner.manage();
        var added = 0;
        for (var round = 0; round < ROUNDS; round++) {
            var petra = partner.join("Petra Partner", "PARTNER_EMPLOYEE");
            var elsewhere = other.withToken(petra.person().token());

            var replies = Race.between(List.<Callable<Reply>>of(
                    () -> RacesTest.insisting(() -> partner.admin().delete(petra.path())),
                    () -> RacesTest.insisting(() -> add(elsewhere, managed))));

            replies.getFirst().expect(204);
            assertThat(replies.getLast().status()).isIn(200, 403, 404);
            added += replies.getLast().status() == 200 ? 1 : 0;
            for (var she : List.of(petra.person(), elsewhere)) {
                she.get(managed.path()).expectProblem(404, "not-found");
                she.patch(managed.path(), "{\"name\":\"Hers\"}").expectProblem(404, "not-found");
                add(she, managed).expectProblem(404, "not-found");
            }
        }
        assertThat(added).as("which comes first is not always the same").isBetween(1, ROUNDS - 1);
        Waiting.until(() -> staying(one, managed) == 0);
    }

    private static Reply add(Client she, Company managed) {
        return she.post(managed.path() + "/add-myself", "{}", "Reason", "to help");
    }

    /** By the books, which follow. */
    private static long staying(TestService service, Company managed) {
        return service.bean(JdbcClient.class)
                .sql("select count(*) from customer_user where customer_id = :customer and active_person is not null")
                .param("customer", UUID.fromString(managed.id()))
                .query(Long.class)
                .single();
    }

    /** Without the lock they come in after they have been removed; nobody corrects the books within this test. */
    @Test
    void wouldStayWithoutTheLock() throws Exception {
        try (var service =
                TestService.with(Databases.H2, LookedUpWithoutLock.class, "--customer-accounts.policies.interval=1h")) {
            var partner = Company.partner(service);
            var managed = partner.manage();
            var petra = partner.join("Petra Partner", "PARTNER_EMPLOYEE");
            var meeting = new Meeting(new AtomicReference<>(), new CountDownLatch(1), new CountDownLatch(1));
            LookedUpWithoutLock.MEETING.set(meeting);

            var replies = Race.between(List.<Callable<Reply>>of(
                    () -> {
                        assertThat(meeting.looked().await(10, TimeUnit.SECONDS)).isTrue();
                        var removed = partner.admin().delete(petra.path());
                        meeting.removed().countDown();
                        return removed;
                    },
                    () -> add(petra.person(), managed)));

            replies.getFirst().expect(204);
            replies.getLast().expect(200);
            petra.person().get(managed.path()).expect(200);
        }
    }

    /** @param found what was so before the removal, and is believed after it */
    private record Meeting(AtomicReference<@Nullable Object> found, CountDownLatch looked, CountDownLatch removed) {}

    /** The planted violation: what was looked at may have changed by the end of the transaction. */
    static class LookedUpWithoutLock {

        private static final AtomicReference<@Nullable Meeting> MEETING = new AtomicReference<>();

        @Bean
        @Primary
        Partners lookedUpWithoutLock(JdbcClient sql, Groups groups) {
            var partners = new SqlPartners(statement -> sql.sql(statement.replace("for update", "")), groups);
            return (Partners) Proxy.newProxyInstance(
                    Partners.class.getClassLoader(), new Class<?>[] {Partners.class}, (proxy, method, arguments) -> {
                        var meeting = MEETING.get();
                        if (meeting == null || !method.getName().equals("permits")) {
                            return method.invoke(partners, arguments);
                        }
                        if (meeting.found().get() == null) {
                            meeting.found().set(method.invoke(partners, arguments));
                            meeting.looked().countDown();
                            meeting.removed().await(10, TimeUnit.SECONDS);
                        }
                        return meeting.found().get();
                    });
        }
    }
}
