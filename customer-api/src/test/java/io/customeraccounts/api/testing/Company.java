package io.customeraccounts.api.testing;

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

    /** @param path of the user's resource */
    public record User(Person person, String membershipId, String path) {}
}
