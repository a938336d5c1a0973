package io.customeraccounts.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.security.Scope;
import io.customeraccounts.api.testing.Client;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Person;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.policies.ReadableCopies;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.projections.testing.Databases;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.axonframework.config.EventProcessingConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Rule: History and audit. What was so at a time, asked over HTTP. */
@ParameterizedClass
@EnumSource
class PointInTimeApiTest {

    private final TestService service;
    private Company acme;
    private Company.Project portal;

    PointInTimeApiTest(Databases kind) {
        service = TestService.shared(kind);
    }

    @BeforeEach
    void open() {
        acme = Company.of(service).withPayment();
        portal = acme.project("portal");
    }

    private static Instant now() {
        return Instant.now();
    }

    private Reply ask(String what, Instant at) {
        return acme.admin().get(acme.path() + what + "?at=" + at).expect(200);
    }

    private static List<String> texts(Reply reply, String pointer) {
        return StreamSupport.stream(reply.json().at("/items").spliterator(), false)
                .map(item -> item.at(pointer).asString(""))
                .toList();
    }

    private static List<String> events(JsonNode because) {
        var events = new ArrayList<String>();
        because.forEach(it -> events.add(it.at("/event").asString()));
        return events;
    }

    @Test
    void saysWhoHadAccessAndWhyAndWhatEndedIt() {
        var ben = acme.employee("Ben Beech");
        var before = now();
        portal.assign(ben, "PROJECT_USER").expect(201);
        var during = now();
        acme.admin().delete(ben.path()).expect(204);
        var after = now();

        assertThat(ask("/projects/" + portal.id() + "/access-history", before)
                        .json()
                        .at("/items"))
                .isEmpty();
        assertThat(ask("/projects/" + portal.id() + "/access-history", after)
                        .json()
                        .at("/items"))
                .isEmpty();
        var had = ask("/projects/" + portal.id() + "/access-history", during);
        assertThat(had.json().at("/known/complete").asBoolean()).isTrue();
        assertThat(texts(had, "/membershipId")).containsExactly(ben.membershipId());
        assertThat(texts(had, "/fullName")).containsExactly("Ben Beech");
        assertThat(events(had.json().at("/items/0/because")))
                .containsExactly(
                        "customer.user-invited",
                        "customer.invitation-accepted",
                        "customer.user-joined",
                        "project.user-assigned");
        assertThat(had.text("/items/0/because/0/actor"))
                .isEqualTo("person:" + acme.admin().personId());
        assertThat(had.text("/items/0/because/0/sentence"))
                .isEqualTo("Anna Admin invited Ben Beech as Customer Employee.");
        assertThat(had.text("/items/0/because/3/sentence"))
                .isEqualTo("Anna Admin gave Ben Beech access to Project portal as project user, without an end.");
        assertThat(had.text("/items/0/ended/because")).isEqualTo("USER_REMOVED");
        assertThat(had.text("/items/0/ended/event/sentence")).isEqualTo("Anna Admin removed Ben Beech.");
        assertThat(Instant.parse(had.text("/items/0/ended/at"))).isBetween(during, after);
    }

    @Test
    void saysWhoCouldManageAProjectByTheirGroupAndWhatEndedThat() {
        var ben = acme.employee("Ben Beech");
        var before = now();
        changeGroup(ben, "CUSTOMER_ADMIN");
        var during = now();
        changeGroup(ben, "CUSTOMER_EMPLOYEE");
        var path = "/projects/" + portal.id() + "/access-history?action=MANAGE&at=";

        assertThat(texts(read(path + before), "/fullName")).containsExactly("Anna Admin");
        var had = read(path + during);
        assertThat(texts(had, "/fullName")).containsExactlyInAnyOrder("Anna Admin", "Ben Beech");
        var bens = had.json()
                .at("/items")
                .valueStream()
                .filter(it -> it.at("/fullName").asString().equals("Ben Beech"))
                .findFirst()
                .orElseThrow();
        assertThat(bens.has("grantId")).isFalse();
        assertThat(bens.at("/group").asString()).isEqualTo("CUSTOMER_ADMIN");
        assertThat(events(bens.at("/because")))
                .containsExactly(
                        "customer.user-invited",
                        "customer.invitation-accepted",
                        "customer.user-joined",
                        "customer.group-changed");
        assertThat(bens.at("/ended/because").asString()).isEqualTo("GROUP_CHANGED");
        assertThat(bens.at("/ended/event/event").asString()).isEqualTo("customer.group-changed");
        acme.admin()
                .get(acme.path() + "/projects/" + portal.id() + "/access-history?action=own")
                .expectProblem(400, "malformed-request");
    }

    private Reply read(String what) {
        return acme.admin().get(acme.path() + what).expect(200);
    }

    private void changeGroup(Company.User user, String group) {
        acme.admin()
                .patch(
                        user.path(),
                        "{\"group\":\"%s\"}".formatted(group),
                        "If-Match",
                        acme.admin().get(user.path()).etag())
                .expect(200);
    }

    @Test
    void saysWhatSomebodyCouldReachAlsoAfterTheyHaveLeft() {
        var ben = acme.employee("Ben Beech");
        var grant = portal.assign(ben, "PROJECT_READER").expect(201);
        var during = now();
        acme.admin().delete(portal.path() + "/users/" + grant.text("/grantId")).expect(204);
        acme.admin().delete(ben.path()).expect(204);

        var reach = ask("/users/" + ben.membershipId() + "/reach", during);
        assertThat(texts(reach, "/projectName")).containsExactly("Project portal");
        assertThat(reach.text("/items/0/ended/because")).isEqualTo("UNASSIGNED");
        assertThat(ask("/users/" + ben.membershipId() + "/reach", now()).json().at("/items"))
                .isEmpty();
    }

    @Test
    void showsTheCustomerAsItWas() {
        var ben = acme.employee("Ben Beech");
        var invitation = acme.invite("Ida Invited", TestService.address("Ida Invited"), "CUSTOMER_ADMIN")
                .expect(201);
        var name = acme.admin().get(acme.path()).expect(200).text("/name");
        var then = now();
        acme.admin().patch(acme.path(), "{\"name\":\"Another name\"}").expect(200);
        acme.admin().delete(ben.path()).expect(204);
        acme.admin()
                .delete(acme.path() + "/invitations/" + invitation.text("/id"))
                .expect(204);

        assertThat(ask("/as-of", then).text("/name")).isEqualTo(name);
        assertThat(ask("/as-of", now()).text("/name")).isEqualTo("Another name");
        assertThat(texts(ask("/as-of/users", then), "/fullName")).containsExactlyInAnyOrder("Anna Admin", "Ben Beech");
        assertThat(texts(ask("/as-of/users", now()), "/fullName")).containsExactly("Anna Admin");
        assertThat(texts(ask("/as-of/invitations", then), "/fullName")).containsExactly("Ida Invited");
        assertThat(ask("/as-of/invitations", now()).json().at("/items")).isEmpty();
        assertThat(texts(ask("/as-of/projects", then), "/identifier")).containsExactly("portal");
        acme.admin().get(acme.path() + "/as-of?at=2020-01-01T00:00:00Z").expectProblem(404, "not-found");
    }

    @Test
    void saysWhatSomebodyCouldManageByTheirGroup() {
        var ben = acme.employee("Ben Beech");
        var before = now();
        changeGroup(ben, "CUSTOMER_ADMIN");
        var during = now();
        changeGroup(ben, "CUSTOMER_EMPLOYEE");
        var reach = "/users/" + ben.membershipId() + "/reach?action=MANAGE&at=";

        assertThat(read(reach + before).json().at("/items")).isEmpty();
        var could = read(reach + during);
        assertThat(texts(could, "/projectName")).containsExactly("Project portal");
        assertThat(could.json().at("/items/0").has("grantId")).isFalse();
        assertThat(events(could.json().at("/items/0/because"))).endsWith("customer.group-changed");
        assertThat(could.text("/items/0/ended/because")).isEqualTo("GROUP_CHANGED");
        acme.admin()
                .get(acme.path() + "/users/" + ben.membershipId() + "/reach?action=own")
                .expectProblem(400, "malformed-request");
    }

    @Test
    void showsOneProjectAndOneUserAsTheyWere() {
        var ben = acme.employee("Ben Beech");
        var cloud = "eu-" + TestService.unique();
        var _ = service.platform("Cloud " + cloud, cloud);
        var shown = acme.admin().get(portal.path()).expect(200);
        var then = now();
        acme.admin().send("PUT", portal.path() + "/locations/" + cloud, null).expect(200);
        acme.admin().delete(ben.path()).expect(204);

        var was = ask("/as-of/projects/" + portal.id(), then);
        assertThat(was.json().at("/known/complete").asBoolean()).isTrue();
        assertThat(was.text("/name")).isEqualTo("Project portal");
        assertThat(was.text("/paymentMethodId")).isEqualTo(shown.text("/paymentMethodId"));
        assertThat(was.text("/billingAddressId")).isEqualTo(shown.text("/billingAddressId"));
        assertThat(locations(was.json())).containsExactly("global");
        assertThat(locations(ask("/as-of/projects", then).json().at("/items/0")))
                .containsExactly("global");
        assertThat(locations(ask("/as-of/projects/" + portal.id(), now()).json()))
                .containsExactly("global", cloud);
        assertThat(ask("/as-of/users/" + ben.membershipId(), then).text("/fullName"))
                .isEqualTo("Ben Beech");
        acme.admin().get(acme.path() + "/as-of/users/" + ben.membershipId()).expectProblem(404, "user-not-found");
        acme.admin()
                .get(acme.path() + "/as-of/projects/" + portal.id() + "?at=2020-01-01T00:00:00Z")
                .expectProblem(404, "project-not-found");
        var other = Company.of(service);
        other.admin().get(other.path() + "/as-of/projects/" + portal.id()).expectProblem(404, "project-not-found");
    }

    private static List<String> locations(JsonNode project) {
        return project.at("/locations").valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void showsGeneralDataAsTheyWere() {
        var mandate = acme.admin()
                .post(acme.path() + "/payment-methods/sepa-mandate", """
                        {"iban":"DE89 3704 0044 0532 0130 00","reference":"M-17","accountHolder":"Anna Alder"}""")
                .expect(201)
                .text("/id");
        var billing = acme.admin()
                .post(acme.path() + "/billing-addresses", """
                        {"lines":["Elsewhere 7"],"city":"Bremen","country":"DE"}""")
                .expect(201)
                .text("/id");
        put("company-address", "{\"lines\":[\"Harbour 1\"],\"city\":\"Hamburg\",\"country\":\"DE\"}");
        put("cost-centre", "{\"costCentre\":\"4711\"}");
        put("payment-defaults", "{\"paymentMethodId\":\"%s\",\"billingAddressId\":\"%s\"}".formatted(mandate, billing));
        var then = now();
        put("company-address", "{\"lines\":[\"Hill 2\"],\"city\":\"Kassel\",\"country\":\"DE\"}");
        put("cost-centre", "{\"costCentre\":null}");
        acme.admin().delete(acme.path() + "/payment-methods/" + mandate).expect(204);
        acme.admin().delete(acme.path() + "/billing-addresses/" + billing).expect(204);

        var general = ask("/as-of/general-data", then);
        assertThat(general.json().at("/known/complete").asBoolean()).isTrue();
        assertThat(general.text("/companyAddress/city")).isEqualTo("Hamburg");
        assertThat(general.text("/costCentre")).isEqualTo("4711");
        assertThat(general.text("/defaultPaymentMethodId")).isEqualTo(mandate);
        assertThat(general.text("/defaultBillingAddressId")).isEqualTo(billing);
        var today = ask("/as-of/general-data", now());
        assertThat(today.text("/companyAddress/city")).isEqualTo("Kassel");
        assertThat(today.json().has("costCentre") || today.json().has("defaultPaymentMethodId"))
                .isFalse();
        assertThat(texts(ask("/as-of/billing-addresses", then), "/address/city"))
                .containsExactlyInAnyOrder("Berlin", "Bremen");
        assertThat(texts(ask("/as-of/billing-addresses", now()), "/address/city"))
                .containsExactly("Berlin");
        var methods = ask("/as-of/payment-methods", then);
        assertThat(methods.body())
                .contains("DE****************3000", "Anna Alder")
                .doesNotContain("0532", "DE89");
        assertThat(ask("/as-of/payment-methods", now()).body()).doesNotContain("SEPA_MANDATE");
        var masked = service.auditor().get(acme.path() + "/as-of/general-data?at=" + then);
        assertThat(masked.expect(200).body()).contains("***").doesNotContain("Hamburg", "4711");
        acme.admin()
                .get(acme.path() + "/as-of/general-data?at=2020-01-01T00:00:00Z")
                .expectProblem(404, "not-found");
    }

    private void put(String what, String body) {
        acme.admin().send("PUT", acme.path() + "/" + what, body).expect(200);
    }

    @Test
    void isNotCompleteWhileAPartOfTheHistoryIsBeingFilled() {
        ask("/as-of/general-data", now());
        var sql = service.bean(JdbcClient.class);
        sql.sql("delete from past_general_data where customer_id = :customer")
                .param("customer", UUID.fromString(acme.id()))
                .update();

        var general = ask("/as-of/general-data", now());
        assertThat(general.json().at("/known/complete").asBoolean()).isFalse();
        assertThat(ask("/as-of/projects", now()).json().at("/known/complete").asBoolean())
                .isFalse();
    }

    @Test
    void reviewsWhatIsDifferentAtTwoTimes() {
        var ben = acme.employee("Ben Beech");
        portal.assign(ben, "PROJECT_USER").expect(201);
        var first = now();
        var cleo = acme.join(service.person("=Cleo()", TestService.address("Cleo Cedar"), true), "CUSTOMER_EMPLOYEE");
        portal.assign(cleo, "PROJECT_READER").expect(201);
        acme.admin().delete(ben.path()).expect(204);
        var second = now();

        var path = acme.path() + "/access-review?from=" + first + "&to=" + second;
        var review = acme.admin().get(path).expect(200);
        assertThat(texts(review, "/change"))
                .containsExactlyInAnyOrder("LEFT", "ACCESS_LOST", "JOINED", "ACCESS_GAINED");
        assertThat(review.json().at("/from/complete").asBoolean()).isTrue();
        var first2 = acme.admin().get(path + "&limit=3").expect(200);
        var rest = acme.admin().get(path + "&cursor=" + first2.text("/next")).expect(200);
        assertThat(first2.json().at("/items").size() + rest.json().at("/items").size())
                .isEqualTo(4);
        var csv = acme.admin().get(path, "Accept", "text/csv").expect(200);
        assertThat(csv.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
        assertThat(csv.body().lines()).hasSize(5);
        assertThat(csv.body()).contains(",'=Cleo(),").doesNotContain(",=Cleo()");
        assertThat(csv.body()).contains("\"Anna Admin removed Ben Beech.\"".replace("\"", ""));
        acme.admin()
                .get(acme.path() + "/access-review")
                .expectProblem(400, "malformed-request")
                .expectError("parameter", "from", "missing");
    }

    @Test
    void endDatesAreJudgedByTheClockOfThen() {
        var ben = acme.employee("Ben Beech");
        var endsAt = now().plusSeconds(3600);
        acme.admin()
                .post(portal.path() + "/users", """
                        {"membershipId":"%s","role":"PROJECT_USER","endsAt":"%s"}""".formatted(ben.membershipId(), endsAt))
                .expect(201);
        var path = "/projects/" + portal.id() + "/access-history";

        assertThat(ask(path, endsAt.minusSeconds(1)).json().at("/items")).hasSize(1);
        assertThat(ask(path, endsAt.plusSeconds(1)).json().at("/items")).isEmpty();
        var toCome = ask(path, endsAt.minusSeconds(1));
        assertThat(toCome.json().at("/known/complete").asBoolean()).isFalse();
        assertThat(Instant.parse(toCome.text("/known/completeBefore"))).isBefore(now());
        assertThat(toCome.json().at("/items/0").has("ended")).isFalse();
    }

    @Test
    void saysUpToWhenItIsCompleteWhileNobodyFollows() {
        var processing = service.bean(EventProcessingConfiguration.class);
        var follower = processing.eventProcessor("history").orElseThrow();
        ask("/as-of", now());
        follower.shutDown();
        try {
            var before = now();
            acme.invite("Ida Invited", TestService.address("Ida Invited"), "CUSTOMER_ADMIN")
                    .expect(201);

            var late = ask("/as-of/invitations", now());
            assertThat(late.json().at("/known/complete").asBoolean()).isFalse();
            assertThat(Instant.parse(late.text("/known/completeBefore"))).isBetween(before, now());
            assertThat(ask("/as-of/invitations", before.minusMillis(1))
                            .json()
                            .at("/known/complete")
                            .asBoolean())
                    .isTrue();
        } finally {
            follower.start();
        }
        var known = ask("/as-of/invitations", now());
        assertThat(known.json().at("/known/complete").asBoolean()).isTrue();
        assertThat(known.json().at("/items")).hasSize(1);
    }

    @Test
    void namesNobodyWhoIsErased() {
        var ben = acme.employee("Ben Beech");
        portal.assign(ben, "PROJECT_USER").expect(201);
        var during = now();
        ask("/as-of", during);
        erase(ben.person());

        var had = ask("/projects/" + portal.id() + "/access-history", during);
        assertThat(had.json().at("/items/0").has("fullName")).isFalse();
        assertThat(had.text("/items/0/because/3/sentence"))
                .isEqualTo(
                        "Anna Admin gave an erased person access to Project portal as project user, without an end.");
        assertThat(had.body()).doesNotContain("Beech");
    }

    private void erase(Person person) {
        new TransactionTemplate(service.bean(PlatformTransactionManager.class)).executeWithoutResult(transaction -> {
            service.bean(PersonalDataVault.class).destroy(KeyId.of(person.personId()));
            service.bean(ReadableCopies.class).erase(person.personId());
        });
    }

    @Test
    void knowsNothingOfOtherCustomers() {
        var other = Company.of(service);
        var reader = service.client(other.id(), Scope.HISTORY_READ);
        for (var path : List.of(
                "/as-of", "/projects/" + portal.id() + "/access-history", "/access-review?from=2026-01-01T00:00:00Z")) {
            reader.get(acme.path() + path).expectProblem(404, "not-found");
        }
        reader.get(other.path() + "/projects/" + portal.id() + "/access-history")
                .expectProblem(404, "project-not-found");
        reader.get(other.path() + "/users/" + acme.adminAsUser().membershipId() + "/reach")
                .expectProblem(404, "user-not-found");
        assertThat(readers()).allSatisfy(it -> it.get(acme.path() + "/as-of").expect(200));
    }

    private List<Client> readers() {
        return List.of(service.auditor(), service.client(acme.id(), Scope.HISTORY_READ), acme.admin());
    }
}
