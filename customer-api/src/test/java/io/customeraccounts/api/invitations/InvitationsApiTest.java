package io.customeraccounts.api.invitations;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Inviting, amending, resending, cancelling and answering, as programs do it. */
@ParameterizedClass
@EnumSource
class InvitationsApiTest {

    private final TestService service;
    private final Company acme;
    private final String invitations;

    InvitationsApiTest(Databases kind) {
        service = TestService.shared(kind);
        acme = Company.of(service);
        invitations = acme.path() + "/invitations";
    }

    private Reply invite(String email) {
        return acme.invite("Ben Beech", email, "CUSTOMER_EMPLOYEE");
    }

    private static List<String> texts(JsonNode items, String pointer) {
        return items.valueStream().map(item -> item.at(pointer).asString()).toList();
    }

    @Test
    void showsWhatWasInvitedAtOnceAndWithoutItsSecret() {
        var email = TestService.address("Ben Beech");

        var created = invite(email).expect(201);

        var listed = acme.admin().get(invitations + "?state=PENDING").expect(200);
        assertThat(texts(listed.json().at("/items"), "/id")).contains(created.text("/id"));
        assertThat(acme.admin().get(created.header("Location")).expect(200).json())
                .isEqualTo(created.json());
        var secret = service.mailedSecret("invitation", email);
        assertThat(created.body() + listed.body()).doesNotContain(secret);
    }

    @Test
    void listsByStateInPagesThatMissNobody() {
        var emails = IntStream.range(0, 7)
                .mapToObj(number -> TestService.address("Guest"))
                .toList();
        var cancelled = invite(TestService.address("Guest")).expect(201);
        emails.forEach(email -> invite(email).expect(201));
        acme.admin().delete(cancelled.header("Location")).expect(204);

        var found = new ArrayList<String>();
        var next = invitations + "?state=PENDING&limit=3";
        while (!next.isEmpty()) {
            var page = acme.admin().get(next).expect(200);
            assertThat(page.json().at("/items").size()).isLessThanOrEqualTo(3);
            found.addAll(texts(page.json().at("/items"), "/email"));
            var link = page.header("Link");
            assertThat(link.isEmpty()).isEqualTo(page.text("/next").isEmpty());
            next = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
        }

        assertThat(found).containsExactlyElementsOf(emails.reversed());
        assertThat(texts(
                        acme.admin()
                                .get(invitations + "?state=CANCELLED")
                                .json()
                                .at("/items"),
                        "/id"))
                .containsExactly(cancelled.text("/id"));
    }

    @Test
    void refusesAnUnknownStateALimitOutOfRangeAndAForeignCursor() {
        acme.admin()
                .get(invitations + "?state=LOST")
                .expectProblem(400, "malformed-request")
                .expectError("parameter", "state", "not-a-choice");
        acme.admin()
                .get(invitations + "?limit=201")
                .expectProblem(400, "malformed-request")
                .expectError("parameter", "limit", "not-a-number");
        acme.admin()
                .get(invitations + "?cursor=bogus")
                .expectProblem(400, "malformed-request")
                .expectError("parameter", "cursor", "cursor-unknown");
    }

    @Test
    void refusesAnAddressThatIsInvitedOrAUserAlready() {
        var email = TestService.address("Ben Beech");
        var first = invite(email).expect(201);

        var again = invite(email.toUpperCase(Locale.ROOT)).expectProblem(409, "invitation-pending");

        assertThat(again.text("/invitationId")).isEqualTo(first.text("/id"));
        var ben = service.person("Ben Beech", email, true);
        ben.post("/api/v1/invitations/" + first.text("/id") + "/accept", null).expect(200);
        invite(email).expectProblem(409, "already-a-user");
    }

    @Test
    void answersEachLineOfManyInvitationsByItself() {
        var known = TestService.address("Known");
        invite(known).expect(201);
        var fresh = TestService.address("Fresh");

        var many = acme.admin()
                .post(invitations + "/bulk", """
                        {"invitations":[{"fullName":"Fresh","email":"%s"},{"fullName":"Known","email":"%s"},
                          {"fullName":"","email":"nowhere"}]}""".formatted(fresh, known))
                .expect(207);

        assertThat(many.json()
                        .at("/results")
                        .valueStream()
                        .map(line -> line.at("/status").asInt()))
                .containsExactly(201, 409, 422);
        assertThat(many.text("/results/0/invitation/email")).isEqualTo(fresh);
        assertThat(many.text("/results/1/problem/code")).isEqualTo("invitation-pending");
        assertThat(texts(many.json().at("/results/2/problem/errors"), "/pointer"))
                .containsExactlyInAnyOrder("#/invitations/2/fullName", "#/invitations/2/email");
    }

    @Test
    void repeatsManyInvitationsWithTheSameKeyWithoutInvitingTwice() {
        var body = """
                {"invitations":[{"fullName":"One","email":"%s"},{"fullName":"Two","email":"%s"}]}""".formatted(TestService.address("One"), TestService.address("Two"));
        var key = TestService.unique();

        var first = acme.admin()
                .post(invitations + "/bulk", body, "Idempotency-Key", key)
                .expect(200);
        var second = acme.admin()
                .post(invitations + "/bulk", body, "Idempotency-Key", key)
                .expect(200);

        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(acme.admin().get(invitations).json().at("/items").size()).isEqualTo(2);
    }

    @Test
    void amendsTheNameAndRefusesAStaleChangeWithTheCurrentValue() {
        var created = invite(TestService.address("Ben Beech")).expect(201);
        var path = created.header("Location");

        var amended = acme.admin()
                .patch(path, "{\"fullName\":\"Benjamin Beech\"}", "If-Match", created.etag())
                .expect(200);

        assertThat(amended.text("/fullName")).isEqualTo("Benjamin Beech");
        assertThat(amended.etag()).isNotEqualTo(created.etag());
        var stale = acme.admin()
                .patch(path, "{\"group\":\"CUSTOMER_ADMIN\"}", "If-Match", created.etag())
                .expectProblem(412, "version-mismatch");
        assertThat(stale.text("/current/fullName")).isEqualTo("Benjamin Beech");
        assertThat(acme.admin().get(path).json()).isEqualTo(amended.json());
    }

    @Test
    void killsTheOldLinkWhenItSendsANewOne() {
        var email = TestService.address("Ben Beech");
        var path = invite(email).expect(201).header("Location");
        var old = service.mailedSecret("invitation", email);

        // The first mail counts too: once a minute.
        acme.admin().post(path + "/resend", null).expectProblem(429, "resend-limit");
        assertThat(acme.admin().post(path + "/resend", null).header("Retry-After"))
                .matches("[1-9][0-9]?");

        service.anonymous()
                .post("/api/v1/invitations/preview", "{\"secret\":\"%s\"}".formatted(old))
                .expect(200);
    }

    @Test
    void showsTheOfferWithoutChangingAnything() {
        var email = TestService.address("Ben Beech");
        var created = invite(email).expect(201);
        var secret = service.mailedSecret("invitation", email);

        var offer = service.anonymous()
                .post("/api/v1/invitations/preview", "{\"secret\":\"%s\"}".formatted(secret))
                .expect(200);
        service.anonymous().get("/invitation/" + secret, "Accept", "text/html").expect(200);
        service.anonymous().send("HEAD", "/invitation/" + secret, null).expect(200);

        assertThat(offer.text("/inviterName")).isEqualTo("Anna Admin");
        assertThat(acme.admin().get(created.header("Location")).expect(200).json())
                .isEqualTo(created.json());
    }

    @Test
    void leavesAnInvitationPendingForTheWrongAccountAndDoesNotNameTheCustomer() {
        var email = TestService.address("Ben Beech");
        var created = invite(email).expect(201);
        var secret = service.mailedSecret("invitation", email);
        var customerName = acme.admin().get(acme.path()).text("/name");
        var stranger = service.person("Carl Other");

        var accepted = stranger.post("/api/v1/invitations/accept", "{\"secret\":\"%s\"}".formatted(secret))
                .expectProblem(403, "invitation-email-mismatch");

        assertThat(accepted.body())
                .doesNotContain(customerName)
                .doesNotContain(acme.id())
                .doesNotContain(email);
        assertThat(acme.admin().get(created.header("Location")).text("/state")).isEqualTo("PENDING");
    }

    @Test
    void acceptsByTheLinkAlsoWithAnUnverifiedAddressAndAnswersTheSameAgain() {
        var email = TestService.address("Ben Beech");
        invite(email).expect(201);
        var secret = "{\"secret\":\"%s\"}".formatted(service.mailedSecret("invitation", email));
        var ben = service.person("Ben Beech", email, false);

        var first = ben.post("/api/v1/invitations/accept", secret).expect(200);
        var second = ben.post("/api/v1/invitations/accept", secret).expect(200);

        assertThat(second.json()).isEqualTo(first.json());
        assertThat(ben.get(acme.path()).expect(200).text("/id")).isEqualTo(acme.id());
        assertThat(texts(acme.admin().get(acme.path() + "/users").json().at("/items"), "/email"))
                .contains(email);
    }

    @Test
    void takesAnInvitationByItsIdOnlyWithAVerifiedAddress() {
        var email = TestService.address("Ben Beech");
        var id = invite(email).expect(201).text("/id");
        var unverified = service.person("Ben Beech", email, false);

        assertThat(unverified.get("/api/v1/me/invitations").json().at("/items").size())
                .isZero();
        unverified.post("/api/v1/invitations/" + id + "/accept", null).expectProblem(403, "email-not-verified");
        service.person("Carl Other")
                .post("/api/v1/invitations/" + id + "/accept", null)
                .expectProblem(404, "invitation-not-found");
    }

    @Test
    void offersAPersonTheInvitationsToTheirVerifiedAddress() {
        var ben = service.person("Ben Beech");
        var id = invite(ben.email()).expect(201).text("/id");

        assertThat(texts(ben.get("/api/v1/me/invitations").json().at("/items"), "/id"))
                .containsExactly(id);

        ben.post("/api/v1/invitations/" + id + "/decline", null).expect(204);
        assertThat(ben.get("/api/v1/me/invitations").json().at("/items").size()).isZero();
        assertThat(acme.admin().get(invitations + "/" + id).text("/state")).isEqualTo("DECLINED");
    }

    @Test
    void declinesByTheLinkWithoutASignIn() {
        var email = TestService.address("Ben Beech");
        var created = invite(email).expect(201);
        var secret = "{\"secret\":\"%s\"}".formatted(service.mailedSecret("invitation", email));

        service.anonymous().post("/api/v1/invitations/decline", secret).expect(204);

        assertThat(acme.admin().get(created.header("Location")).text("/state")).isEqualTo("DECLINED");
        service.person("Ben Beech", email, true)
                .post("/api/v1/invitations/accept", secret)
                .expectProblem(410, "invitation-declined");
    }

    @Test
    void tellsWhoComesTooLateThatItWasCancelled() {
        var email = TestService.address("Ben Beech");
        var created = invite(email).expect(201);
        var secret = "{\"secret\":\"%s\"}".formatted(service.mailedSecret("invitation", email));

        acme.admin().delete(created.header("Location")).expect(204);

        service.person("Ben Beech", email, true)
                .post("/api/v1/invitations/accept", secret)
                .expectProblem(410, "invitation-cancelled");
        acme.admin().delete(created.header("Location")).expectProblem(410, "invitation-cancelled");
    }

    @Test
    void cancelsTheInvitationsOfARemovedUserUnlessTheyAreKept() {
        var bea = acme.admin("Bea Admin");
        var cay = acme.admin("Cay Admin");
        var path = "{\"fullName\":\"Guest\",\"email\":\"%s\"}";
        var beas = bea.person()
                .post(invitations, path.formatted(TestService.address("Guest")))
                .expect(201);
        var cays = cay.person()
                .post(invitations, path.formatted(TestService.address("Guest")))
                .expect(201);

        acme.admin().delete(bea.path()).expect(204);
        acme.admin().delete(cay.path() + "?keepInvitations=true").expect(204);

        assertThat(acme.admin().get(beas.header("Location")).text("/state")).isEqualTo("CANCELLED");
        assertThat(acme.admin().get(cays.header("Location")).text("/state")).isEqualTo("PENDING");
    }
}
