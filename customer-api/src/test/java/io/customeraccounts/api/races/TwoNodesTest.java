package io.customeraccounts.api.races;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.api.testing.Client;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Race;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.Registration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two nodes that both decide before either commits: on one node a lock keeps decisions about a customer apart, between
 * nodes it is the unique number of the event alone.
 */
@ParameterizedClass
@EnumSource(Databases.class)
class TwoNodesTest {

    private static final String SAME_KEY =
            "--customer-accounts.key-encryption-key=QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";

    @Parameter
    Databases kind;

    private TestService one;
    private TestService other;
    private Company acme;

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

    /** In one test, since the number can be taken away only once; starting two nodes takes the longest. */
    @Test
    void keepAnAdminWhenTwoDemoteEachOtherAndWouldLoseBothWithoutTheUniqueNumber() throws Exception {
        keepAnAdmin();

        one.bean(JdbcClient.class)
                .sql("alter table domain_event drop constraint domain_event_sequence")
                .update();

        assertThatThrownBy(this::keepAnAdmin).isInstanceOf(AssertionError.class);
        acme.invite("Nina New", TestService.address("Nina New"), "CUSTOMER_EMPLOYEE")
                .expectProblem(403, "not-permitted");
    }

    private void keepAnAdmin() throws Exception {
        acme = Company.of(one);
        var anna = acme.adminAsUser();
        var berta = acme.admin("Berta Birch");
        var bertaElsewhere = other.withToken(berta.person().token());

        var replies = meeting(
                TwoNodesTest::waitAfterTheFirst,
                List.of(() -> demote(anna.person(), berta), () -> demote(bertaElsewhere, anna)));

        assertThat(replies).extracting(Reply::status).containsOnlyOnce(200);
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 200)
                .allSatisfy(reply -> assertThat(reply.text("/code")).isIn("last-admin", "not-permitted"));
    }

    private static Reply demote(Client by, Company.User of) {
        return by.patch(of.path(), "{\"group\":\"CUSTOMER_EMPLOYEE\"}");
    }

    @Test
    void openOneCustomerForRequestsWithTheSameKeyAndWouldOpenTwoWithoutTheUniqueKey() throws Exception {
        openOneCustomer();

        one.bean(JdbcClient.class)
                .sql(
                        kind == Databases.H2
                                ? "alter table idempotency drop primary key"
                                : "alter table idempotency drop constraint idempotency_pkey")
                .update();

        assertThatThrownBy(this::openOneCustomer).isInstanceOf(AssertionError.class);
    }

    private void openOneCustomer() throws Exception {
        var ben = one.person("Ben Beech");
        var benElsewhere = other.withToken(ben.token());
        var key = TestService.unique();

        // Both know by now that nobody has answered yet.
        var replies =
                meeting(TwoNodesTest::waitBeforeTheFirst, List.of(() -> open(ben, key), () -> open(benElsewhere, key)));

        assertThat(replies).extracting(Reply::status).containsExactly(201, 201);
        assertThat(replies)
                .extracting(reply -> reply.header("Idempotency-Replayed"))
                .containsExactlyInAnyOrder("", "true");
        assertThat(replies.getFirst().body()).isEqualTo(replies.getLast().body());
        assertThat(ben.get("/api/v1/customers").json().at("/items").size()).isEqualTo(1);
    }

    private static Reply open(Client ben, String key) {
        return ben.post("/api/v1/customers", "{\"name\":\"Beech GmbH\"}", "Idempotency-Key", key);
    }

    /** Lets the first command of each node wait for that of the other. */
    private List<Reply> meeting(
            BiFunction<TestService, CyclicBarrier, Registration> wait, List<Callable<Reply>> requests)
            throws Exception {
        var both = new CyclicBarrier(2);
        var waits = List.of(wait.apply(one, both), wait.apply(other, both));
        try {
            return Race.between(requests);
        } finally {
            waits.forEach(Registration::cancel);
        }
    }

    private static Registration waitBeforeTheFirst(TestService node, CyclicBarrier both) {
        var first = new AtomicBoolean(true);
        return node.bean(CommandBus.class).registerHandlerInterceptor((unitOfWork, chain) -> {
            if (first.getAndSet(false)) {
                both.await(20, TimeUnit.SECONDS);
            }
            return chain.proceed();
        });
    }

    /** When it has been decided. */
    private static Registration waitAfterTheFirst(TestService node, CyclicBarrier both) {
        var first = new AtomicBoolean(true);
        return node.bean(CommandBus.class).registerHandlerInterceptor((unitOfWork, chain) -> {
            var decided = chain.proceed();
            if (first.getAndSet(false)) {
                both.await(20, TimeUnit.SECONDS);
            }
            return decided;
        });
    }
}
