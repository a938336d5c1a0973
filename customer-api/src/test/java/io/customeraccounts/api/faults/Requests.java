package io.customeraccounts.api.faults;

import io.customeraccounts.api.faults.Call.Command;
import java.time.YearMonth;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The requests of one client, each with a key of its own. */
final class Requests {

    /** @param admin whose token admins' requests are sent with */
    record Customer(String id, String admin) {}

    /** @param as whose token is sent */
    record Request(
            String key,
            Command command,
            String as,
            String method,
            String path,
            @Nullable String body) {}

    record Pending(Customer customer, String invitation, String email) {}

    record User(Customer customer, String membership, String email) {}

    record PaymentMethod(Customer customer, String id) {}

    record Address(Customer customer, String id) {}

    record Project(Customer customer, String id, String identifier) {}

    record Grant(Project project, String id) {}

    /** How many cards there are, of all clients. */
    private static final AtomicInteger CARDS = new AtomicInteger();

    private final String name;
    private final int number;
    private int made;

    /** @param name of the run */
    Requests(String name, int number) {
        this.name = name;
        this.number = number;
    }

    Request createProject(PaymentMethod method, Address address) {
        var key = key();
        var identifier = "p%d-%d".formatted(number, made);
        return new Request(
                key,
                new Command.CreateProject(method.customer().id(), identifier),
                method.customer().admin(),
                "POST",
                path(method.customer()) + "/projects",
                """
                {"identifier":"%s","name":"Project of %s","locations":["east","west"],"paymentMethodId":"%s","billingAddressId":"%s"}
                """.formatted(identifier, key, method.id(), address.id()));
    }

    Request assign(Project project, User user) {
        return new Request(
                key(),
                new Command.AssignUser(project.id(), user.membership()),
                project.customer().admin(),
                "POST",
                path(project) + "/users",
                "{\"membershipId\":\"%s\",\"role\":\"PROJECT_USER\"}".formatted(user.membership()));
    }

    Request changeRole(Grant grant, String role) {
        return new Request(
                key(),
                new Command.ChangeRole(grant.id(), role),
                grant.project().customer().admin(),
                "PATCH",
                path(grant.project()) + "/users/" + grant.id(),
                "{\"role\":\"" + role + "\"}");
    }

    Request unassign(Grant grant) {
        return new Request(
                key(),
                new Command.UnassignUser(grant.id()),
                grant.project().customer().admin(),
                "DELETE",
                path(grant.project()) + "/users/" + grant.id(),
                null);
    }

    Request addLocation(Project project) {
        return new Request(
                key(),
                new Command.AddLocation(project.id(), "north"),
                project.customer().admin(),
                "PUT",
                path(project) + "/locations/north",
                null);
    }

    Request removeLocation(Project project) {
        return new Request(
                key(),
                new Command.RemoveLocation(project.id(), "east"),
                project.customer().admin(),
                "DELETE",
                path(project) + "/locations/east",
                null);
    }

    Request delete(Project project) {
        return new Request(
                key(),
                new Command.DeleteProject(project.id()),
                project.customer().admin(),
                "DELETE",
                path(project) + "?confirmation=" + project.identifier(),
                null);
    }

    Request leave(User user) {
        return new Request(
                key(),
                new Command.Leave(user.membership()),
                user.email(),
                "POST",
                path(user.customer()) + "/leave",
                null);
    }

    Request addCard(Customer customer) {
        var key = key();
        // No two alike, and no month that no card has.
        var last = YearMonth.of(2030, 1).plusMonths(CARDS.getAndIncrement() % 830);
        return new Request(
                key,
                new Command.AddCard(customer.id(), last.plusMonths(1).atDay(1) + "T00:00:00Z"),
                customer.admin(),
                "POST",
                path(customer) + "/payment-methods/card",
                "{\"token\":\"tok_of_a_card\",\"brand\":\"VISA\",\"lastDigits\":\"1111\",\"expiryMonth\":\"%s\"}"
                        .formatted(last));
    }

    Request removePaymentMethod(PaymentMethod method) {
        return new Request(
                key(),
                new Command.RemovePaymentMethod(method.id()),
                method.customer().admin(),
                "DELETE",
                path(method.customer()) + "/payment-methods/" + method.id(),
                null);
    }

    Request addBillingAddress(Customer customer) {
        return new Request(
                key(),
                new Command.AddBillingAddress(customer.id()),
                customer.admin(),
                "POST",
                path(customer) + "/billing-addresses",
                "{\"lines\":[\"Main Street 1\"],\"city\":\"Berlin\",\"country\":\"DE\"}");
    }

    Request setCostCentre(Customer customer) {
        var key = key();
        return new Request(
                key,
                new Command.SetCostCentre(customer.id()),
                customer.admin(),
                "PUT",
                path(customer) + "/cost-centre",
                "{\"costCentre\":\"centre " + key + "\"}");
    }

    Request createManaged(Customer partner) {
        var key = key();
        var identifier = "m%d-%d-%s".formatted(number, made, name.substring(Math.max(0, name.length() - 6)));
        return new Request(
                key,
                new Command.CreateManaged(partner.id(), "Managed by " + key),
                partner.admin(),
                "POST",
                path(partner) + "/managed-customers",
                "{\"name\":\"Managed by %s\",\"identifier\":\"%s\"}".formatted(key, identifier));
    }

    Request addMyself(Customer customer, Customer partner) {
        return new Request(
                key(),
                new Command.AddMyself(customer.id()),
                partner.admin(),
                "POST",
                path(customer) + "/add-myself",
                "{}");
    }

    String key() {
        return name + "-" + number + "-" + made++;
    }

    /** @param planned what they get access to, if anything */
    Request invite(Customer customer, String email, @Nullable Project planned) {
        var access = planned == null
                ? ""
                : ",\"plannedAccess\":[{\"projectId\":\"%s\",\"role\":\"PROJECT_USER\"}]".formatted(planned.id());
        return new Request(
                key(),
                new Command.Invite(customer.id(), email, planned == null ? null : planned.id()),
                customer.admin(),
                "POST",
                path(customer) + "/invitations",
                "{\"fullName\":\"Some Body\",\"email\":\"%s\"%s}".formatted(email, access));
    }

    Request accept(Pending invitation) {
        return new Request(
                key(),
                new Command.Accept(invitation.invitation()),
                invitation.email(),
                "POST",
                "/api/v1/invitations/" + invitation.invitation() + "/accept",
                null);
    }

    Request change(User user, String group) {
        return new Request(
                key(),
                new Command.ChangeGroup(user.membership(), group),
                user.customer().admin(),
                "PATCH",
                path(user),
                "{\"group\":\"" + group + "\"}");
    }

    Request remove(User user) {
        return new Request(
                key(), new Command.Remove(user.membership()), user.customer().admin(), "DELETE", path(user), null);
    }

    Request rename(Customer customer) {
        var key = key();
        return new Request(
                key,
                new Command.Rename(customer.id(), "Renamed by " + key),
                customer.admin(),
                "PATCH",
                path(customer),
                "{\"name\":\"Renamed by " + key + "\"}");
    }

    private static String path(Customer customer) {
        return "/api/v1/customers/" + customer.id();
    }

    private static String path(Project project) {
        return path(project.customer()) + "/projects/" + project.id();
    }

    private static String path(User user) {
        return path(user.customer()) + "/users/" + user.membership();
    }
}
