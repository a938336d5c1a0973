package io.customeraccounts.api.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Person;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Petra is an employee of a partner, which manages a customer. */
@ParameterizedClass
@EnumSource(Databases.class)
class AddMyselfApiTest {

    @Parameter
    Databases kind;

    private TestService service;
    private Company partner;
    private Company managed;
    private Company.User petra;

    @BeforeEach
    void open() {
        service = TestService.shared(kind);
        partner = Company.partner(service);
        managed = partner.manage();
        petra = partner.join("Petra Partner", "PARTNER_EMPLOYEE");
    }

    @Test
    void makesThemAnAdminForADayMarkedAsThePartners() {
        var added = add("{}").expect(200);

        assertThat(added.text("/group")).isEqualTo("CUSTOMER_ADMIN");
        assertThat(added.text("/partnerId")).isEqualTo(partner.id());
        assertThat(Instant.parse(added.text("/endsAt")))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(25)));
        assertThat(add("{}").expect(200).text("/membershipId")).isEqualTo(added.text("/membershipId"));
        var listed = petra.person().get(managed.path() + "/users").expect(200);
        assertThat(listed.text("/items/0/partnerId")).isEqualTo(partner.id());
        assertThat(petra.person().get(managed.path()).text("/state")).isEqualTo("NO_ADMIN");
    }

    @Test
    void wantsAReason() {
        petra.person().post(managed.path() + "/add-myself", "{}").expectProblem(422, "reason-required");
    }

    @Test
    void isNotForThoseWhoMayNotEnter() {
        var controller = partner.join("Carl Controller", "CONTROLLER").person();
        addMyself(controller, "{}").expectProblem(403, "not-permitted");
        addMyself(service.person("Some Body"), "{}").expectProblem(404, "not-found");
        addMyself(Company.partner(service).admin(), "{}").expectProblem(404, "not-found");
    }

    @Test
    void tellsTheAdminsOfTheCustomerWhy() {
        add("{}").expect(200);
        var admin = invitedAdmin();
        addMyself(partner.admin(), "{}").expect(200);

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> service.anonymous()
                                .get("/dev/mailbox/messages?to=" + admin.email())
                                .expect(200)
                                .body(),
                        mails -> mails.contains("to help"));
    }

    @Test
    void goesWhenTheyWishAlsoWithoutAnotherAdmin() {
        add("{}").expect(200);
        petra.person().post(managed.path() + "/leave", null).expect(204);

        assertThat(mayRename()).isEqualTo(403);
    }

    @Test
    void endsAtOnceWithTheMembershipInThePartnerAndThenForTheBooks() {
        var membershipId = add("{}").expect(200).text("/membershipId");
        assertThat(mayRename()).isEqualTo(200);

        partner.admin().delete(petra.path()).expect(204);
        assertThat(mayRename()).isEqualTo(404);
        recorded(membershipId);
    }

    @Test
    void endsAtOnceWhenTheGroupInThePartnerAllowsItNoMore() {
        var membershipId = add("{}").expect(200).text("/membershipId");

        partner.admin().patch(petra.path(), "{\"group\":\"OPS_SUPPORT\"}").expect(200);
        assertThat(mayRename()).isEqualTo(403);
        partner.admin().patch(petra.path(), "{\"group\":\"PARTNER_EMPLOYEE\"}").expect(200);
        assertThat(mayRename()).isEqualTo(403);
        recorded(membershipId);
        assertThat(add("{}").expect(200).text("/membershipId")).isNotEqualTo(membershipId);
    }

    @Test
    void endsAtOnceWhenAnotherPartnerManagesTheCustomer() {
        add("{}").expect(200);

        service.operator()
                .post(managed.path() + "/transfer", "{}", "Reason", "the contract has ended")
                .expect(200);
        assertThat(mayRename()).isEqualTo(404);
    }

    /** Whoever may rename it is an admin of the customer: partners themselves may not. */
    private int mayRename() {
        return petra.person().patch(managed.path(), "{\"name\":\"Renamed\"}").status();
    }

    private Person invitedAdmin() {
        var admin = service.person("Ada Admin");
        var invitation = petra.person()
                .post(managed.path() + "/invitations", """
                        {"fullName":"Ada Admin","email":"%s","group":"CUSTOMER_ADMIN"}""".formatted(admin.email()))
                .expect(201);
        admin.post("/api/v1/invitations/" + invitation.text("/id") + "/accept", null)
                .expect(200);
        return admin;
    }

    @Test
    void isToldInTheHistoryAsWhatItIs() {
        add("{}").expect(200);

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> service.auditor()
                                .get(managed.path() + "/history?event=customer.user-joined")
                                .expect(200)
                                .text("/items/0/sentence"),
                        sentence -> sentence.contains(", a user of the partner, added themself, as Customer Admin"));
    }

    /** The policy says so in the customer's own history. */
    private void recorded(String membershipId) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> service.auditor()
                                .get("/api/v1/events?customer=" + managed.id())
                                .expect(200)
                                .json()
                                .valueStream()
                                .filter(event -> event.at("/type").asString().endsWith("user-removed"))
                                .map(event -> event.at("/data/membershipId").asString() + " "
                                        + event.at("/data/cause").asString())
                                .toList(),
                        List.of(membershipId + " PARTNER_ACCESS_ENDED")::equals);
    }

    private Reply add(String body) {
        return addMyself(petra.person(), body);
    }

    private Reply addMyself(Person person, String body) {
        return person.post(managed.path() + "/add-myself", body, "Reason", "to help");
    }
}
