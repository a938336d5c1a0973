package io.customeraccounts.api.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Listing, changing and removing users, as programs do it. */
@ParameterizedClass
@EnumSource
class UsersApiTest {

    private final TestService service;
    private final Company acme;

    UsersApiTest(Databases kind) {
        service = TestService.shared(kind);
        acme = Company.of(service);
    }

    private List<String> names(String query) {
        return texts(
                acme.admin().get(acme.path() + "/users" + query).expect(200).json(), "/fullName");
    }

    private static List<String> texts(JsonNode page, String pointer) {
        return page.at("/items")
                .valueStream()
                .map(item -> item.at(pointer).asString())
                .toList();
    }

    @Test
    void searchesFiltersAndSortsTheUsers() {
        acme.employee("Zoë Ziegler");
        acme.employee("ben beech");
        acme.admin("Cléo Cèdre");

        assertThat(names("")).containsExactly("Anna Admin", "ben beech", "Cléo Cèdre", "Zoë Ziegler");
        assertThat(names("?sort=-name")).containsExactly("Zoë Ziegler", "Cléo Cèdre", "ben beech", "Anna Admin");
        assertThat(names("?sort=joined")).containsExactly("Anna Admin", "Zoë Ziegler", "ben beech", "Cléo Cèdre");
        assertThat(names("?search=ZOE")).containsExactly("Zoë Ziegler");
        assertThat(names("?group=CUSTOMER_ADMIN")).containsExactly("Anna Admin", "Cléo Cèdre");
        acme.admin()
                .get(acme.path() + "/users?sort=age")
                .expectProblem(400, "malformed-request")
                .expectError("parameter", "sort", "not-a-choice");
    }

    @Test
    void keepsTheSearchFromPageToPageHoweverItIsEscaped() {
        acme.employee("Zoë & Ziegler");
        acme.employee("Zoë & Zimmer");
        acme.employee("Zoë & Zobel");
        acme.employee("Ben Beech");
        var found = new ArrayList<String>();
        for (var next = acme.path() + "/users?search=zo%C3%AB+%26%20z&limit=1"; !next.isEmpty(); ) {
            var page = acme.admin().get(next).expect(200);
            found.addAll(texts(page.json(), "/fullName"));
            next = page.header("Link").replaceAll("<(.*)>; rel=\"next\"", "$1");
        }

        assertThat(found).containsExactly("Zoë & Ziegler", "Zoë & Zimmer", "Zoë & Zobel");
    }

    @Test
    void saysNothingNewToWhoHasTheCurrentVersion() {
        var ben = acme.employee("Ben Beech");
        var shown = acme.admin().get(ben.path()).expect(200);

        var unchanged =
                acme.admin().get(ben.path(), "If-None-Match", shown.etag()).expect(304);

        assertThat(unchanged.body()).isEmpty();
        acme.admin().patch(ben.path(), "{\"group\":\"CUSTOMER_ADMIN\"}").expect(200);
        acme.admin().get(ben.path(), "If-None-Match", shown.etag()).expect(200);
    }

    @Test
    void refusesAStaleSaveWithTheCurrentValue() {
        var ben = acme.employee("Ben Beech");
        var seen = acme.admin().get(ben.path()).etag();
        acme.admin()
                .patch(ben.path(), "{\"group\":\"CUSTOMER_ADMIN\"}", "If-Match", seen)
                .expect(200);

        var stale = acme.admin()
                .patch(ben.path(), "{\"endsAt\":\"2099-01-01T00:00:00Z\"}", "If-Match", seen)
                .expectProblem(412, "version-mismatch");

        assertThat(stale.text("/current/group")).isEqualTo("CUSTOMER_ADMIN");
        acme.admin().delete(ben.path(), "If-Match", seen).expectProblem(412, "version-mismatch");
        acme.admin().get(ben.path()).expect(200);
    }

    @Test
    void recordsNothingForTheSameValueAgain() {
        var ben = acme.employee("Ben Beech");
        var seen = acme.admin().get(ben.path()).etag();

        var same = acme.admin()
                .patch(ben.path(), "{\"group\":\"CUSTOMER_EMPLOYEE\"}")
                .expect(200);

        assertThat(same.etag()).isEqualTo(seen);
    }

    @Test
    void keepsTheLastAdminAndNamesWhoCouldTakeOver() {
        var anna = acme.adminAsUser();
        var ben = acme.employee("Ben Beech");

        for (var refused : List.of(
                acme.admin().patch(anna.path(), "{\"group\":\"CUSTOMER_EMPLOYEE\"}"),
                acme.admin().patch(anna.path(), "{\"endsAt\":\"2099-01-01T00:00:00Z\"}"),
                acme.admin().delete(anna.path()),
                acme.admin().post(acme.path() + "/leave", null))) {
            refused.expectProblem(409, "last-admin");
            assertThat(refused.text("/candidates/0/membershipId")).isEqualTo(ben.membershipId());
        }
    }

    @Test
    void refusesAGroupOfAnotherKindOfCustomer() {
        var ben = acme.employee("Ben Beech");

        acme.admin().patch(ben.path(), "{\"group\":\"PARTNER_ADMIN\"}").expectProblem(422, "group-not-available");
        acme.admin().patch(ben.path(), "{\"group\":\"NO_SUCH\"}").expectProblem(422, "group-not-available");
    }

    @Test
    void endsAllAccessWithTheRemovalAndNeverGivesItBack() {
        var ben = acme.employee("Ben Beech");
        var other = Company.of(service, ben.person());
        ben.person().get(acme.path()).expect(200);

        acme.admin().delete(ben.path()).expect(204);

        ben.person().get(acme.path()).expectProblem(404, "not-found");
        ben.person().get(other.path()).expect(200);
        acme.admin().delete(ben.path()).expectProblem(404, "user-not-found");
        var again = acme.join(ben.person(), "CUSTOMER_EMPLOYEE");
        assertThat(again.membershipId()).isNotEqualTo(ben.membershipId());
        acme.admin().get(ben.path()).expectProblem(404, "user-not-found");
    }

    @Test
    void answersARepeatedRemovalWithTheSameKeyAsTheFirst() {
        var ben = acme.employee("Ben Beech");
        var key = TestService.unique();

        acme.admin().delete(ben.path(), "Idempotency-Key", key).expect(204);
        var again = acme.admin().delete(ben.path(), "Idempotency-Key", key).expect(204);

        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void letsAUserLeave() {
        var ben = acme.employee("Ben Beech");

        ben.person().post(acme.path() + "/leave", null).expect(204);

        ben.person().get(acme.path()).expectProblem(404, "not-found");
        assertThat(names("")).containsExactly("Anna Admin");
    }

    @Test
    void tellsTheUserByMailWhatHasChangedForThem() {
        var ben = acme.employee("Ben Beech");

        acme.admin().patch(ben.path(), "{\"group\":\"CUSTOMER_ADMIN\"}").expect(200);
        acme.admin().delete(ben.path()).expect(204);

        await().untilAsserted(() -> assertThat(subjects(ben.person().email()))
                .anyMatch(subject -> subject.startsWith("Your group in "))
                .anyMatch(subject -> subject.endsWith(" has ended")));
    }

    private List<String> subjects(String email) {
        return service.anonymous()
                .get("/dev/mailbox/messages?to=" + email)
                .json()
                .valueStream()
                .map(mail -> mail.at("/subject").asString())
                .toList();
    }
}
