package io.customeraccounts.api.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A request with an {@code Idempotency-Key} acts once and has one answer, whatever became of it. */
@ParameterizedClass
@EnumSource
class IdempotencyTest {

    private final TestService service;
    private final Company acme;
    private final String invitations;
    private final String key = TestService.unique();

    IdempotencyTest(Databases kind) {
        service = TestService.shared(kind);
        acme = Company.of(service);
        invitations = acme.path() + "/invitations";
    }

    private static String invite(String email) {
        return "{\"fullName\":\"Ben Beech\",\"email\":\"%s\"}".formatted(email);
    }

    private int invited() {
        return acme.admin().get(invitations).json().at("/items").size();
    }

    @Test
    void repeatsTheFirstAnswerToTheLetterAndSaysSo() {
        var body = invite(TestService.address("Ben"));

        var first = acme.admin().post(invitations, body, "Idempotency-Key", key).expect(201);
        var second =
                acme.admin().post(invitations, body, "Idempotency-Key", key).expect(201);

        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(List.of(second.etag(), second.header("Location")))
                .isEqualTo(List.of(first.etag(), first.header("Location")));
        assertThat(invited()).isEqualTo(1);
    }

    @Test
    void takesAKeyWithQuotesForTheSameKey() {
        var body = invite(TestService.address("Ben"));

        acme.admin().post(invitations, body, "Idempotency-Key", key).expect(201);
        acme.admin()
                .post(invitations, body, "Idempotency-Key", "\"" + key + "\"")
                .expect(201);

        assertThat(invited()).isEqualTo(1);
    }

    @Test
    void refusesTheKeyOfAnotherRequest() {
        acme.admin()
                .post(invitations, invite(TestService.address("Ben")), "Idempotency-Key", key)
                .expect(201);

        acme.admin()
                .post(invitations, invite(TestService.address("Ben")), "Idempotency-Key", key)
                .expectProblem(422, "idempotency-key-reused");

        assertThat(invited()).isEqualTo(1);
    }

    @Test
    void keepsARefusalToo() {
        var anna = acme.adminAsUser();
        acme.admin().delete(anna.path(), "Idempotency-Key", key).expectProblem(409, "last-admin");
        acme.admin("Bea Admin");

        acme.admin().delete(anna.path(), "Idempotency-Key", key).expectProblem(409, "last-admin");
        acme.admin().delete(anna.path(), "Idempotency-Key", key + "-again").expect(204);
    }

    @Test
    void keepsTheKeysOfEachCallerApart() {
        var bea = acme.admin("Bea Admin");

        acme.admin()
                .post(invitations, invite(TestService.address("Ben")), "Idempotency-Key", key)
                .expect(201);
        bea.person()
                .post(invitations, invite(TestService.address("Ben")), "Idempotency-Key", key)
                .expect(201);

        assertThat(acme.admin()
                        .get(invitations + "?state=PENDING")
                        .json()
                        .at("/items")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void answersWhoHasLeftAsTheFirstTime() {
        var ben = acme.employee("Ben Beech");

        ben.person().post(acme.path() + "/leave", null, "Idempotency-Key", key).expect(204);

        ben.person().post(acme.path() + "/leave", null, "Idempotency-Key", key).expect(204);
        ben.person().post(acme.path() + "/leave", null).expectProblem(404, "not-found");
    }

    @Test
    void refusesAKeyThatIsNone() {
        for (var none : List.of("two words", "\"open", "x".repeat(256))) {
            acme.admin()
                    .post(invitations, invite(TestService.address("Ben")), "Idempotency-Key", none)
                    .expectProblem(400, "malformed-request")
                    .expectError("header", "Idempotency-Key", "key-malformed");
        }
        assertThat(invited()).isZero();
    }
}
