package io.customeraccounts.api.outages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import io.customeraccounts.api.outages.LostCommits.Moment;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.projections.testing.Databases;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The connection is lost at the commit, so that nobody knows whether the command took effect. */
@ParameterizedClass
@EnumSource(Databases.class)
@TestInstance(PER_CLASS)
class LostCommitTest {

    @Parameter
    Databases kind;

    private TestService service;

    @BeforeParameterizedClassInvocation
    void start() {
        service = TestService.with(kind, LostCommits.class);
    }

    @AfterParameterizedClassInvocation
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE", "AFTER"})
    void theSameKeyFindsOutAndActsOnce(Moment moment) {
        var acme = Company.of(service);
        var email = TestService.address("Ben Beech");
        var key = TestService.unique();

        LostCommits.next(moment);
        var unknown = invite(acme, email, "Idempotency-Key", key).expectProblem(503, "temporarily-unavailable");
        assertThat(unknown.header("Retry-After")).isNotEmpty();
        assertThat(invitations(acme)).isEqualTo(moment == Moment.AFTER ? 1 : 0);

        var answer = invite(acme, email, "Idempotency-Key", key).expect(201);
        assertThat(answer.header("Idempotency-Replayed")).isEqualTo(moment == Moment.AFTER ? "true" : "");
        assertThat(invitations(acme)).isEqualTo(1);
        goesOn(acme);
    }

    /** What the key is for: without one the client only learns that there is something already. */
    @ParameterizedTest
    @EnumSource(names = {"BEFORE", "AFTER"})
    void withoutAKeyTheStateOfTheCustomerIsStillTheTrueOne(Moment moment) {
        var acme = Company.of(service);
        var email = TestService.address("Ben Beech");

        LostCommits.next(moment);
        invite(acme, email).expectProblem(503, "temporarily-unavailable");

        var again = invite(acme, email);
        if (moment == Moment.AFTER) {
            again.expectProblem(409, "invitation-pending");
        } else {
            again.expect(201);
        }
        assertThat(invitations(acme)).isEqualTo(1);
        goesOn(acme);
    }

    /** Nothing of what may not have happened is left in memory, and the mail went out. */
    private void goesOn(Company acme) {
        var listed = acme.admin()
                .get(acme.path() + "/invitations")
                .expect(200)
                .json()
                .at("/items");
        assertThat(listed.size()).isEqualTo(1);
        assertThat(service.mailedSecret("invitation", listed.at("/0/email").asString()))
                .isNotEmpty();
        acme.employee("Emil Employee");
    }

    private static Reply invite(Company acme, String email, String... headers) {
        return acme.admin()
                .post(
                        acme.path() + "/invitations",
                        "{\"fullName\":\"Ben Beech\",\"email\":\"%s\"}".formatted(email),
                        headers);
    }

    private long invitations(Company acme) {
        return service.bean(JdbcClient.class)
                .sql("""
                        select count(*) from domain_event
                        where name = 'customer.user-invited' and aggregate_identifier = :customer
                        """)
                .param("customer", CustomerId.parse(acme.id()).value())
                .query(Long.class)
                .single();
    }
}
