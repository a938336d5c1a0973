package io.customeraccounts.api.benchmarks;

import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.customer.CustomerCommand.AcceptInvitation;
import io.customeraccounts.domain.customer.CustomerCommand.ChangeGroup;
import io.customeraccounts.domain.customer.CustomerCommand.InviteUser;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.PersonProfile;
import io.customeraccounts.projections.testing.Databases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.Test;

/** A customer with many users and a long past against a new one: the same requests over HTTP, in turns. */
class GrowthBenchmark {

    private static final int USERS = Integer.getInteger("benchmark.users", 10_000);
    private static final int EVENTS = Integer.getInteger("benchmark.events", 100_000);
    private static final int TIMES = 500;

    @Test
    void comparesALargeCustomerWithANewOne() {
        try (var service = TestService.with(
                Databases.POSTGRES,
                "--customer-accounts.invitation.pending-limit=1000000",
                "--customer-accounts.invitation.daily-limit=1000000")) {
            var large = Company.of(service);
            var users = grow(service, large);
            var small = Company.of(service);
            var ben = small.employee("Ben Beech");
            System.out.println("| request | new, p50 | large, p50 | ratio |\n|---|---|---|---|");
            compare("invite", () -> invite(small), () -> invite(large));
            compare(
                    "change group",
                    () -> change(small, ben.path()),
                    () -> change(large, large.path() + "/users/" + users.getLast()));
            compare("list users", () -> list(small, ""), () -> list(large, ""));
            compare("list users by address", () -> list(small, "?sort=-email"), () -> list(large, "?sort=-email"));
        }
    }

    /** By real commands, from within: invitations, acceptances, and then changes of groups. */
    private static List<MembershipId> grow(TestService service, Company large) {
        var commands = service.bean(CommandGateway.class);
        var customer = CustomerId.parse(large.id());
        var admin = new Actor.Person(large.admin().personId());
        var users = new ArrayList<MembershipId>();
        for (var number = 0; number < USERS; number++) {
            var email = EmailAddress.parse("user-" + number + "@large.example");
            var name = new FullName("User " + number);
            var invitation = Ids.newInvitation();
            commands.sendAndWait(new InviteUser(
                    customer,
                    admin,
                    invitation,
                    name,
                    email,
                    null,
                    null,
                    Ids.newSecret().hash(),
                    Language.EN));
            var person = new PersonId(UUID.randomUUID());
            var membership = Ids.newMembership();
            var profile = new PersonProfile(person, name, Set.of(email), Set.of(), Language.EN);
            commands.sendAndWait(
                    new AcceptInvitation(customer, new Actor.Person(person), invitation, membership, profile, null));
            users.add(membership);
        }
        // Each user has three events: invited, accepted, joined.
        for (var event = 3 * USERS; event < EVENTS; event++) {
            var group = event / USERS % 2 == 0 ? Groups.CUSTOMER_EMPLOYEE : Groups.CUSTOMER_ADMIN;
            commands.sendAndWait(new ChangeGroup(customer, admin, users.get(event % USERS), group, null));
        }
        return users;
    }

    private static void invite(Company company) {
        company.invite("Guest", TestService.address("Guest"), "CUSTOMER_EMPLOYEE")
                .expect(201);
    }

    private static void change(Company company, String user) {
        var next = company.admin().get(user).text("/group").equals("CUSTOMER_ADMIN")
                ? "CUSTOMER_EMPLOYEE"
                : "CUSTOMER_ADMIN";
        company.admin()
                .patch(
                        user,
                        "{\"group\":\"" + next + "\"}",
                        "Idempotency-Key",
                        UUID.randomUUID().toString())
                .expect(200);
    }

    private static void list(Company company, String query) {
        company.admin().get(company.path() + "/users" + query).expect(200);
    }

    private static void compare(String what, Runnable small, Runnable large) {
        for (var warm = 0; warm < TIMES; warm++) {
            small.run();
            large.run();
        }
        var ofSmall = new long[TIMES];
        var ofLarge = new long[TIMES];
        for (var turn = 0; turn < TIMES; turn++) {
            ofSmall[turn] = nanos(small);
            ofLarge[turn] = nanos(large);
        }
        var one = median(ofSmall);
        var other = median(ofLarge);
        System.out.printf("| %s | %.2f ms | %.2f ms | %.2f |%n", what, one, other, other / one);
    }

    private static long nanos(Runnable request) {
        var start = System.nanoTime();
        request.run();
        return System.nanoTime() - start;
    }

    private static double median(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1e6;
    }
}
