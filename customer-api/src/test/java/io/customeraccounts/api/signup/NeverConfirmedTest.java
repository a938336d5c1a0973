package io.customeraccounts.api.signup;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.messaging.CommandClock;
import io.customeraccounts.api.security.Account;
import io.customeraccounts.api.security.Accounts;
import io.customeraccounts.api.security.SignIns;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Person;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.policies.TimeDrivenPolicy;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** With a mail server that is not there, so that mails wait. */
@ParameterizedClass
@EnumSource(Databases.class)
class NeverConfirmedTest {

    private static final Duration TOO_LATE = Duration.ofDays(15);

    @Parameter
    Databases kind;

    private TestService service;
    private Person ben;
    private UUID accountId;

    @BeforeEach
    void signUpWithoutConfirming() {
        service = TestService.with(kind, "--spring.mail.host=localhost", "--spring.mail.port=1");
        ben = service.person("Ben Beech", "Ben@beech.example", false);
        ben.post("/api/v1/sign-up", "{\"companyName\":\"Beech GmbH\"}").expect(201);
        accountId = account(ben).id();
        service.bean(SignIns.class).begin(accountId, new MockHttpServletRequest(), new MockHttpServletResponse());
        haveAPasswordMailSentTo(ben.email());
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void losesTheAccountWithAllThatIsOpen() {
        assertThat(left()).doesNotContainValue(0L);
        var anna = service.person("Anna Alder");
        haveAPasswordMailSentTo(anna.email());

        later(TOO_LATE, () -> count("customer where state = 'EXPIRED'") == 1);
        later(TOO_LATE.plusHours(2), () -> count("account where email = '" + ben.email() + "'") == 0);

        assertThat(left())
                .containsOnly(Map.entry("account", 0L), Map.entry("sign_in", 0L), Map.entry("password_reset", 0L));
        assertThat(count("mail where customer_id is null")).isEqualTo(1);
        assertThat(service.bean(Accounts.class).find(EmailAddress.parse(anna.email())))
                .isPresent();
        ben.get("/api/v1/me").expectProblem(401, "not-authenticated");
    }

    @Test
    void keepsTheAccountOfWhoeverIsAUserElsewhere() {
        var acme = Company.of(service);
        service.bean(Accounts.class).verify(accountId);
        acme.join(ben, "CUSTOMER_EMPLOYEE");
        // What happened elsewhere has an hour to come in; here that hour passes at once.
        Waiting.until(() -> count("person_customer where customer_id = '" + acme.id() + "' and person_id = '"
                        + ben.personId() + "'")
                == 1);
        var before = left();

        later(TOO_LATE, () -> count("customer where state = 'EXPIRED'") == 1);
        later(TOO_LATE, () -> count("due where kind = 'ERASE_PERSON'") == 1);
        later(TOO_LATE.plusHours(2), () -> count("due where kind = 'ERASE_PERSON'") == 0);

        assertThat(left()).isEqualTo(before);
        assertThat(count("mail where customer_id is null")).isEqualTo(1);
    }

    /** Lets the policies act until it is so. */
    private void later(Duration later, BooleanSupplier isSo) {
        var then = Instant.now().plus(later);
        Waiting.until(() -> {
            CommandClock.at(
                    then,
                    () -> service.context()
                            .getBeansOfType(TimeDrivenPolicy.class)
                            .values()
                            .forEach(it -> it.act(then)));
            return isSo.getAsBoolean();
        });
    }

    private void haveAPasswordMailSentTo(String email) {
        service.anonymous()
                .post("/api/v1/password-resets", "{\"email\":\"%s\"}".formatted(email))
                .expect(202);
    }

    private Account account(Person person) {
        return service.bean(Accounts.class)
                .find(EmailAddress.parse(person.email()))
                .orElseThrow();
    }

    private Map<String, Long> left() {
        var left = new TreeMap<String, Long>();
        for (var table : new String[] {"account", "sign_in", "password_reset"}) {
            left.put(table, count(table + " where account_id = '" + accountId + "'"));
        }
        return left;
    }

    private long count(String table) {
        return service.bean(JdbcClient.class)
                .sql("select count(*) from " + table)
                .query(Long.class)
                .single();
    }
}
