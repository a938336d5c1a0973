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
import io.customeraccounts.projections.rebuild.RebuildProgress;
import io.customeraccounts.projections.rebuild.Rebuilds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcDeadLetter;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.deadletter.GenericDeadLetter;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is there to be asked about: some customers and those who may do something in them.
 *
 * @param callers tokens; empty for nobody
 * @param values by the names of the parameters, headers and fields that take them
 * @param places where others are better, the most special first
 */
record Known(List<String> callers, Map<String, List<String>> values, List<Place> places) {

    /**
     * A part of the API, or a customer.
     *
     * @param path that the paths of all requests there contain
     * @param callers who mostly have to do with it
     */
    record Place(String path, List<String> callers, Map<String, List<String>> values) {}

    /** Values for what is so called in a request to the path; empty if none are known. */
    List<String> values(String path, String name) {
        return places.stream()
                .filter(place -> path.contains(place.path()) && place.values().containsKey(name))
                .map(place -> place.values().get(name))
                .findFirst()
                .orElseGet(() -> values.getOrDefault(name, List.of()));
    }

    /** Those who mostly have to do with what is at the path. */
    List<String> callers(String path) {
        return places.stream()
                .filter(place -> path.contains(place.path()))
                .map(Place::callers)
                .findFirst()
                .orElseGet(() -> List.of(callers.getFirst()));
    }

    /** @param everything also links that take a while to be sent, and what only an installation for itself can bear */
    static Known in(TestService service, boolean everything) {
        var acme = Company.of(service);
        var bolt = Company.partner(service);
        var ben = acme.employee("Ben Beech");
        var cleo = acme.admin("Cléo Cèdre");
        var fred = acme.employee("Fred Former");
        var invited = service.person("Ida Invited");
        var newcomer = TestService.address("Jon Jasmin");
        var invitations = List.of(
                acme.invite("Ida Invited", invited.email(), "CUSTOMER_EMPLOYEE")
                        .expect(201)
                        .text("/id"),
                acme.invite("Jon Jasmin", newcomer, "CUSTOMER_ADMIN")
                        .expect(201)
                        .text("/id"));
        var invitationOfBolt = bolt.invite("Kim Kiri", TestService.address("Kim Kiri"), "PARTNER_EMPLOYEE")
                .expect(201)
                .text("/id");
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
        var location = "eu-" + TestService.unique();
        var apollo = project(service, acme, location);
        var portal = acme.project("portal");
        var grant = portal.assign(ben, "PROJECT_USER").expect(201).text("/grantId");
        portal.assign(fred, "PROJECT_USER").expect(201);
        acme.admin().delete(fred.path()).expect(204);
        var cursor = service.auditor().get("/api/v1/events?limit=1").expect(200).text("/0/cursor");
        var cloud = service.platform("Cloud " + location, location);
        var program = service.client(acme.id(), Scope.values());
        var partner = Company.partner(service);
        var pia = partner.join("Pia Palm", "PARTNER_EMPLOYEE");
        var managed = partner.manage();
        var apolloOfManaged = project(service, managed, location);
        partner.admin()
                .post(managed.path() + "/add-myself", "{}", "Reason", "to help")
                .expect(200);
        var mia = managed.employee("Mia Maple");
        var message = partner.admin()
                .post(
                        managed.path() + "/messages",
                        "{\"kind\":\"ALL_MUST_READ\",\"text\":\"Hello.\"}",
                        "Reason",
                        "to say hello")
                .expect(201)
                .text("/id");
        var invitation = List.of(service.mailedSecret("invitation", invited.email()));
        var invitationOfNewcomer = new ArrayList<String>();
        var confirmation = new ArrayList<String>();
        var reset = new ArrayList<String>();
        var paused = new ArrayList<String>();
        var parked = new ArrayList<String>();
        if (everything) {
            invitationOfNewcomer.add(service.mailedSecret("invitation", newcomer));
            confirmation.add(service.mailedSecret("confirm", registered(service)));
            service.anonymous()
                    .post(
                            "/api/v1/password-resets",
                            "{\"email\":\"%s\"}".formatted(cleo.person().email()))
                    .expect(202);
            reset.add(service.mailedSecret("reset", cleo.person().email()));
            paused.addAll(pausedRebuild(service));
            parked.add(parkedEvent(service));
        }
        var operator = service.operator().token();
        var system = cloud.client().token();
        var admin = acme.admin().token();
        var ofPartner = List.of(partner.admin().token(), pia.person().token());
        var adminOfBolt = bolt.admin().token();
        var persons = List.of(ben.person().token(), mia.person().token());
        return new Known(
                List.of(
                        admin,
                        admin,
                        operator,
                        operator,
                        operator,
                        cleo.person().token(),
                        ben.person().token(),
                        mia.person().token(),
                        pia.person().token(),
                        invited.token(),
                        adminOfBolt,
                        partner.admin().token(),
                        service.auditor().token(),
                        program.token(),
                        system,
                        ""),
                Map.ofEntries(
                        Map.entry(
                                "customerId",
                                List.of(
                                        acme.id(),
                                        acme.id(),
                                        acme.id(),
                                        bolt.id(),
                                        partner.id(),
                                        partner.id(),
                                        managed.id(),
                                        managed.id())),
                        Map.entry("customer", List.of(acme.id(), bolt.id())),
                        Map.entry("partnerId", List.of(partner.id())),
                        Map.entry("position", positions(acme)),
                        Map.entry("event", List.of("customer.user-joined", "project.created")),
                        Map.entry("actor", List.of("person:" + ben.person().personId(), "policy:x")),
                        Map.entry("person", List.of(ben.person().personId().toString())),
                        Map.entry(
                                "at",
                                List.of(Instant.now().toString(), "2026-01-31T12:00:00Z", "2090-01-31T12:00:00Z")),
                        Map.entry(
                                "membershipId",
                                List.of(
                                        ben.membershipId(),
                                        cleo.membershipId(),
                                        acme.adminAsUser().membershipId(),
                                        fred.membershipId())),
                        Map.entry("formerMembershipId", List.of(fred.membershipId())),
                        Map.entry("subject", List.of(ben.membershipId(), invitations.getFirst())),
                        Map.entry(
                                "subjectId",
                                List.of(
                                        ben.membershipId(),
                                        ben.person().personId().toString())),
                        Map.entry("resourceId", List.of(portal.id())),
                        Map.entry("invitationId", invitations),
                        Map.entry("projectId", List.of(portal.id(), apollo)),
                        Map.entry(
                                "personId",
                                List.of(
                                        ben.person().personId().toString(),
                                        invited.personId().toString())),
                        Map.entry("messageId", List.of(message)),
                        Map.entry("clientId", List.of(client.text("/clientId"))),
                        Map.entry("paymentMethodId", List.of(invoice, card)),
                        Map.entry("billingAddressId", List.of(address)),
                        Map.entry(
                                "table",
                                service.bean(Rebuilds.class).all().stream()
                                        .map(RebuildProgress::table)
                                        .toList()),
                        Map.entry("systemId", List.of(cloud.id())),
                        Map.entry("deadLetterId", List.of(UUID.randomUUID().toString())),
                        Map.entry("grantId", List.of(grant)),
                        Map.entry("location", List.of(location, "global")),
                        Map.entry("confirmation", List.of("portal", "portal", "portal", identifier(acme))),
                        Map.entry("Reason", List.of("because")),
                        Map.entry("If-Match", List.of("*", "\"1\"", "\"2\"")),
                        Map.entry("Last-Event-ID", List.of(cursor))),
                List.of(
                        new Place("/operations/rebuilds", List.of(operator), known("table", paused)),
                        new Place("/operations/dead-letters", List.of(operator), known("deadLetterId", parked)),
                        new Place(
                                "/operations/systems",
                                List.of(operator),
                                Map.of("name", List.of("Cloud " + TestService.unique()))),
                        new Place("/operations/", List.of(operator), Map.of()),
                        new Place("/ledger/export", List.of(operator), Map.of()),
                        new Place("/become-partner", List.of(operator), Map.of()),
                        new Place("/become-customer", List.of(operator), Map.of()),
                        new Place("/transfer", List.of(operator), Map.of()),
                        new Place("/api/v1/systems/", List.of(system), Map.of("cursor", List.of(cursor))),
                        new Place(
                                "/api/v1/events",
                                List.of(admin),
                                Map.of("after", List.of(cursor), "type", List.of("customer.user-joined"))),
                        new Place("/api/v1/invitations/", List.of(invited.token()), known("secret", invitation)),
                        new Place("/by-invitation", List.of(""), known("secret", invitationOfNewcomer)),
                        new Place("/api/v1/confirmations", List.of(""), known("secret", confirmation)),
                        new Place("/api/v1/passwords", List.of(""), known("secret", reset)),
                        new Place(
                                "/api/v1/me/",
                                persons,
                                Map.of(
                                        "confirmation",
                                        List.of(
                                                ben.person().email(),
                                                mia.person().email()))),
                        new Place(
                                bolt.id(),
                                List.of(adminOfBolt),
                                Map.of(
                                        "invitationId",
                                        List.of(invitationOfBolt),
                                        "confirmation",
                                        List.of(identifier(bolt)))),
                        new Place(
                                partner.id(),
                                ofPartner,
                                Map.of(
                                        "personId",
                                        List.of(mia.person().personId().toString()))),
                        new Place(
                                managed.id(),
                                ofPartner,
                                Map.of(
                                        "membershipId",
                                        List.of(mia.membershipId()),
                                        "projectId",
                                        List.of(apolloOfManaged)))));
    }

    /** Empty if there is nothing to choose from. */
    private static Map<String, List<String>> known(String name, List<String> choices) {
        return choices.isEmpty() ? Map.of() : Map.of(name, choices);
    }

    private static String project(TestService service, Company company, String location) {
        var project = new ProjectId(UUID.randomUUID());
        Happened.in(
                service,
                new ProjectCreated(
                        CustomerId.parse(company.id()),
                        project,
                        "apollo",
                        "Apollo",
                        new PaymentMethodId(UUID.randomUUID()),
                        new BillingAddressId(UUID.randomUUID()),
                        List.of(LocationName.GLOBAL, new LocationName(location))));
        return project.toString();
    }

    private static String identifier(Company company) {
        return company.admin().get(company.path()).expect(200).text("/identifier");
    }

    /** Of what is in the customer's history by now. */
    private static List<String> positions(Company company) {
        return Awaitility.await()
                .until(
                        () -> company.admin()
                                .get(company.path() + "/history")
                                .expect(200)
                                .json()
                                .at("/items")
                                .valueStream()
                                .map(entry -> entry.at("/position").asString())
                                .toList(),
                        positions -> !positions.isEmpty());
    }

    private static String registered(TestService service) {
        var address = TestService.address("Nina New");
        service.anonymous()
                .post("/api/v1/registrations", """
                        {"fullName":"Nina New","email":"%s","password":"four words are fine","companyName":"New Firm"}""".formatted(address))
                .expect(202);
        return address;
    }

    /** Of a table that is not being rebuilt already; empty if all are. */
    private static List<String> pausedRebuild(TestService service) {
        var rebuilds = service.bean(Rebuilds.class);
        return Objects.requireNonNull(transaction(service)
                .execute(transaction -> rebuilds.all().stream()
                        .map(RebuildProgress::table)
                        .filter(table -> rebuilds.start(table) && rebuilds.pause(table))
                        .limit(1)
                        .toList()));
    }

    /** As if the mails of a customer in which nothing else happens could not be made. */
    private static String parkedEvent(TestService service) {
        var customerId = Company.of(service).id();
        var event = service.bean(EventStore.class).readEvents(customerId).next();
        var parked = service.bean(EventProcessingConfiguration.class)
                .deadLetterQueue("mails")
                .orElseThrow();
        return Objects.requireNonNull(transaction(service).execute(transaction -> {
            parked.enqueue(
                    customerId, new GenericDeadLetter<>(customerId, event, new IllegalStateException("for a test")));
            var letter = parked.deadLetterSequence(customerId).iterator().next();
            return ((JdbcDeadLetter<?>) letter).getIdentifier();
        }));
    }

    private static TransactionTemplate transaction(TestService service) {
        return new TransactionTemplate(service.bean(PlatformTransactionManager.class));
    }
}
