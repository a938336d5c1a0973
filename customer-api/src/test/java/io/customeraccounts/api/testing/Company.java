package io.customeraccounts.api.testing;

import io.customeraccounts.domain.customer.CustomerCommand.AddBillingAddress;
import io.customeraccounts.domain.customer.CustomerCommand.AddCardPayment;
import io.customeraccounts.domain.customer.CustomerCommand.SetPaymentDefaults;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CardBrand;
import io.customeraccounts.domain.values.Country;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.PaymentCard;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.PostalAddress;
import io.customeraccounts.domain.values.TextLine;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import org.axonframework.commandhandling.gateway.CommandGateway;

/**
 * A customer for a test, made through the API.
 *
 * @param path of the customer's resource
 */
public record Company(TestService service, Person admin, String id, String path) {

    /** A new customer with a new person as its admin. */
    public static Company of(TestService service) {
        return of(service, service.person("Anna Admin"));
    }

    public static Company of(TestService service, Person admin) {
        var opened = admin.post("/api/v1/customers", "{\"name\":\"%s ACME\"}".formatted(TestService.unique()))
                .expect(201);
        return new Company(service, admin, opened.text("/id"), opened.header("Location"));
    }

    /** A new partner, with a new person as its admin. */
    public static Company partner(TestService service) {
        return of(service).becomePartner();
    }

    public Company becomePartner() {
        service.operator()
                .post(path + "/become-partner", null, "Reason", "a contract")
                .expect(200);
        return this;
    }

    /** A new customer that this partner manages; nobody is a user of it, and the admin is that of the partner. */
    public Company manage() {
        return manage(TestService.unique() + " managed", "m-" + TestService.unique());
    }

    public Company manage(String name, String identifier) {
        var created = admin.post(
                        path + "/managed-customers",
                        "{\"name\":\"%s\",\"identifier\":\"%s\"}".formatted(name, identifier),
                        "Reason",
                        "a contract")
                .expect(201);
        return new Company(service, admin, created.text("/id"), created.header("Location"));
    }

    /** The invitation of an address, into a group. */
    public Reply invite(String fullName, String email, String group) {
        return admin.post(path + "/invitations", """
                {"fullName":"%s","email":"%s","group":"%s"}""".formatted(fullName, email, group));
    }

    /** Somebody new who was invited and has accepted. */
    public User join(String fullName, String group) {
        return join(service.person(fullName), group);
    }

    public User join(Person person, String group) {
        var invitation = invite(person.fullName(), person.email(), group).expect(201);
        var accepted = person.post("/api/v1/invitations/" + invitation.text("/id") + "/accept", null)
                .expect(200);
        var membershipId = accepted.text("/membershipId");
        return new User(person, membershipId, path + "/users/" + membershipId);
    }

    public User employee(String fullName) {
        return join(fullName, "CUSTOMER_EMPLOYEE");
    }

    public User admin(String fullName) {
        return join(fullName, "CUSTOMER_ADMIN");
    }

    /** The admin's own membership. */
    public User adminAsUser() {
        var membershipId = admin.get("/api/v1/me/memberships")
                .expect(200)
                .json()
                .at("/items")
                .valueStream()
                .filter(membership -> membership.at("/customerId").asString().equals(id))
                .findFirst()
                .orElseThrow()
                .at("/membershipId")
                .asString();
        return new User(admin, membershipId, path + "/users/" + membershipId);
    }

    /** Makes projects possible: there is a payment method and a billing address, each the customer's default. */
    public Company withPayment() {
        var customerId = CustomerId.parse(id);
        var operator = new Actor.Operator(new PersonId(UUID.randomUUID()));
        var paymentMethod = new PaymentMethodId(UUID.randomUUID());
        var billingAddress = new BillingAddressId(UUID.randomUUID());
        var address = new PostalAddress(
                List.of(new TextLine("Main Street 1")), null, new TextLine("Berlin"), new Country("DE"), null);
        var card = new PaymentCard(
                new PaymentCard.Token("tok_of_a_test"),
                CardBrand.VISA,
                new PaymentCard.LastDigits("4242"),
                YearMonth.of(2099, 12));
        var commands = service.bean(CommandGateway.class);
        commands.sendAndWait(new AddBillingAddress(customerId, operator, billingAddress, address));
        commands.sendAndWait(new AddCardPayment(customerId, operator, paymentMethod, card));
        commands.sendAndWait(new SetPaymentDefaults(customerId, operator, paymentMethod, billingAddress, null));
        return this;
    }

    /** A new project; makes sure that there can be one. */
    public Project project(String identifier) {
        var created = create(identifier);
        if (created.status() == 409 && created.text("/code").equals("payment-method-required")) {
            withPayment();
            created = create(identifier);
        }
        var projectId = created.expect(201).text("/id");
        return new Project(admin, projectId, path + "/projects/" + projectId);
    }

    /** What is answered to the wish for a project. */
    public Reply create(String identifier) {
        return admin.post(path + "/projects", """
                {"identifier":"%s","name":"Project %s"}""".formatted(identifier, identifier));
    }

    /** @param path of the project's resource */
    public record Project(Person admin, String id, String path) {

        public Reply assign(User user, String role) {
            return admin.post(path + "/users", """
                    {"membershipId":"%s","role":"%s"}""".formatted(user.membershipId(), role));
        }
    }

    /** @param path of the user's resource */
    public record User(Person person, String membershipId, String path) {}
}
