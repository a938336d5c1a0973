package io.customeraccounts.api.fuzzing;

import io.customeraccounts.api.security.Scope;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Happened;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What is there to be asked about: two customers and those who may do something in them.
 *
 * @param callers tokens; empty for nobody
 * @param ids by the names of the parameters that take them
 * @param secrets of links that have been sent
 */
record Known(List<String> callers, Map<String, List<String>> ids, List<String> secrets, String identifier) {

    /** @param allSecrets also of links that take a while to be sent */
    static Known in(TestService service, boolean allSecrets) {
        var acme = Company.of(service);
        var bolt = Company.of(service);
        var ben = acme.employee("Ben Beech");
        var cleo = acme.admin("Cléo Cèdre");
        var invited = service.person("Ida Invited");
        var newcomer = TestService.address("Jon Jasmin");
        var invitations = List.of(
                acme.invite("Ida Invited", invited.email(), "CUSTOMER_EMPLOYEE")
                        .expect(201)
                        .text("/id"),
                acme.invite("Jon Jasmin", newcomer, "CUSTOMER_ADMIN")
                        .expect(201)
                        .text("/id"),
                bolt.invite("Kim Kiri", TestService.address("Kim Kiri"), "CUSTOMER_EMPLOYEE")
                        .expect(201)
                        .text("/id"));
        var client = acme.admin().post(acme.path() + "/clients", """
                {"name":"Export","scopes":["users:read"]}""").expect(201);
        var invoice = acme.admin()
                .post(acme.path() + "/payment-methods/invoice", null)
                .expect(201)
                .text("/id");
        var card = acme.admin()
                .post(acme.path() + "/payment-methods/card", """
                {"token":"tok_of_a_test","brand":"VISA","lastDigits":"4242","expiryMonth":"2098-12"}""")
                .expect(201)
                .text("/id");
        var address = acme.admin()
                .post(acme.path() + "/billing-addresses", """
                {"lines":["Main Street 1"],"city":"Berlin","country":"DE"}""")
                .expect(201)
                .text("/id");
        var project = new ProjectId(UUID.randomUUID());
        Happened.in(
                service,
                new ProjectCreated(
                        CustomerId.parse(acme.id()),
                        project,
                        "apollo",
                        "Apollo",
                        new PaymentMethodId(UUID.randomUUID()),
                        new BillingAddressId(UUID.randomUUID()),
                        List.of(LocationName.GLOBAL)));
        var secrets = new ArrayList<String>();
        secrets.add(service.mailedSecret("invitation", invited.email()));
        if (allSecrets) {
            secrets.add(service.mailedSecret("invitation", newcomer));
            secrets.add(service.mailedSecret("confirm", registered(service)));
            service.anonymous()
                    .post(
                            "/api/v1/password-resets",
                            "{\"email\":\"%s\"}".formatted(cleo.person().email()))
                    .expect(202);
            secrets.add(service.mailedSecret("reset", cleo.person().email()));
        }
        var portal = acme.project("portal");
        var grant = portal.assign(ben, "PROJECT_USER").expect(201).text("/grantId");
        var cursor = service.auditor().get("/api/v1/events?limit=1").expect(200).text("/0/cursor");
        var location = "eu-" + TestService.unique();
        var cloud = service.platform("Cloud " + location, location);
        var everything = service.client(acme.id(), Scope.values());
        var partner = Company.partner(service);
        var managed = partner.manage();
        return new Known(
                List.of(
                        acme.admin().token(),
                        acme.admin().token(),
                        acme.admin().token(),
                        cleo.person().token(),
                        ben.person().token(),
                        invited.token(),
                        bolt.admin().token(),
                        partner.admin().token(),
                        service.auditor().token(),
                        service.operator().token(),
                        everything.token(),
                        cloud.client().token(),
                        ""),
                Map.ofEntries(
                        Map.entry(
                                "customerId",
                                List.of(acme.id(), acme.id(), acme.id(), bolt.id(), partner.id(), managed.id())),
                        Map.entry("customer", List.of(acme.id(), bolt.id())),
                        Map.entry("after", List.of(cursor)),
                        Map.entry("position", List.of("1", "7", "20", "x")),
                        Map.entry("event", List.of("customer.user-joined", "project.created")),
                        Map.entry("actor", List.of("person:" + ben.person().personId(), "policy:x")),
                        Map.entry("person", List.of(ben.person().personId().toString())),
                        Map.entry("at", List.of("2026-01-31T12:00:00Z", "2090-01-31T12:00:00Z")),
                        Map.entry(
                                "membershipId",
                                List.of(
                                        ben.membershipId(),
                                        cleo.membershipId(),
                                        acme.adminAsUser().membershipId())),
                        Map.entry("subject", List.of(ben.membershipId(), invitations.getFirst())),
                        Map.entry("invitationId", invitations),
                        Map.entry("projectId", List.of(portal.id(), portal.id(), project.toString())),
                        Map.entry(
                                "personId",
                                List.of(
                                        ben.person().personId().toString(),
                                        invited.personId().toString())),
                        Map.entry("messageId", List.of(UUID.randomUUID().toString())),
                        Map.entry("clientId", List.of(client.text("/clientId"))),
                        Map.entry("paymentMethodId", List.of(invoice, card)),
                        Map.entry("billingAddressId", List.of(address)),
                        Map.entry("table", List.of("customer", "customer_user", "invitation")),
                        Map.entry("systemId", List.of(cloud.id())),
                        Map.entry("deadLetterId", List.of("0193584e-3b00-7000-8000-00000000dead")),
                        Map.entry("grantId", List.of(grant)),
                        Map.entry("location", List.of(location, "global"))),
                secrets,
                acme.admin().get(acme.path()).expect(200).text("/identifier"));
    }

    private static String registered(TestService service) {
        var address = TestService.address("Nina New");
        service.anonymous()
                .post("/api/v1/registrations", """
                        {"fullName":"Nina New","email":"%s","password":"four words are fine","companyName":"New Firm"}""".formatted(address))
                .expect(202);
        return address;
    }
}
