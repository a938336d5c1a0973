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
import io.customeraccounts.projections.ledger.Ledger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.Test;

/** What grows must not make slow: a customer with many users and a long past against a new one, a long log against a short one. */
class GrowthBenchmark {

    private static final int USERS = Integer.getInteger("benchmark.users", 10_000);
    private static final int EVENTS = Integer.getInteger("benchmark.events", 100_000);
    private static final int LOG = Integer.getInteger("benchmark.log", 5_000_000);
    private static final int SHORT_LOG = 5_000;
    private static final int TIMES = 500;
    private static final String[] SETTINGS = {
        // Services that follow each other on one database need the same.
        "--customer-accounts.key-encryption-key=" + Base64.getEncoder().encodeToString(new byte[32]),
        "--customer-accounts.invitation.pending-limit=1000000",
        "--customer-accounts.invitation.daily-limit=1000000"
    };

    @Test
    void comparesALargeCustomerWithANewOne() throws Exception {
        try (var postgres = new DurablePostgres();
                var service = TestService.on(postgres.database("growth"), SETTINGS)) {
            var large = Company.of(service);
            var users = grow(service, large);
            var small = Company.of(service);
            var ben = small.employee("Ben Beech");
            System.out.printf(
                    "%nA customer with %,d users and %,d events against a new one%n%n"
                            + "| request | new, p50 | large, p50 | ratio |%n|---|---|---|---|%n",
                    USERS, EVENTS);
            compare(requests(small, ben.path()), requests(large, large.path() + "/users/" + users.getLast()));
        }
    }

    @Test
    void comparesALongLogWithAShortOne() throws Exception {
        try (var postgres = new DurablePostgres()) {
            fill(postgres, "short", SHORT_LOG);
            fill(postgres, "long", LOG);
            try (var ofShort = TestService.on(postgres.database("short"), SETTINGS);
                    var ofLong = TestService.on(postgres.database("long"), SETTINGS)) {
                System.out.printf(
                        "%nA log of %,d events against one of %,d%n%n"
                                + "| request | short, p50 | long, p50 | ratio |%n|---|---|---|---|%n",
                        LOG, SHORT_LOG);
                compare(inNewCustomer(ofShort), inNewCustomer(ofLong));
            }
        }
    }

    /**
     * A log as other customers leave it, put there directly: by commands it would take hours. What matters is that the tables
     * and their indexes are as large; nobody reads these events, so the followers are told that they have.
     */
    private static void fill(DurablePostgres postgres, String name, int events) throws SQLException {
        try (var service = TestService.on(postgres.database(name), SETTINGS)) {
            Company.of(service);
            var ledger = service.bean(Ledger.class);
            Awaitility.await().until(() -> ledger.progress().unsealed() == 0);
        }
        try (var pool = postgres.database(name);
                var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("""
                    insert into domain_event (event_identifier, aggregate_type, aggregate_identifier, sequence_number, name,
                        revision, occurred_at, payload, metadata)
                    select gen_random_uuid(), 'Customer', ('00000000-0000-4000-8000-' || lpad((n / 20)::text, 12, '0'))::uuid,
                        n %% 20, 'GroupChanged', null, '2026-01-01T00:00:00.000000Z',
                        convert_to(repeat(md5(n::text), 10), 'UTF8'), convert_to(repeat(md5((-n)::text), 4), 'UTF8')
                    from generate_series(0, %d) n
                    """.formatted(events - 1));
            statement.execute("""
                    insert into ledger (position, event_identifier, customer_id, leaf_hash, sealed_at)
                    select h.last_position + row_number() over (order by e.global_index), e.event_identifier,
                        e.aggregate_identifier, sha256(e.payload), h.sealed_at
                    from ledger_head h, domain_event e
                    where e.aggregate_identifier::text like '00000000-0000-4000-8000-%'
                    """);
            statement.execute("update ledger_head set last_position = last_position + " + events);
            statement.execute("""
                    update token_entry set token = convert_to(regexp_replace(convert_from(token, 'UTF8'), '[0-9]+',
                        (select last_position from ledger_head)::text), 'UTF8') where token is not null
                    """);
            statement.execute("vacuum analyze");
        }
    }

    private static Map<String, Runnable> inNewCustomer(TestService service) {
        var company = Company.of(service);
        return requests(company, company.employee("Ben Beech").path());
    }

    private static Map<String, Runnable> requests(Company company, String user) {
        var requests = new LinkedHashMap<String, Runnable>();
        requests.put("invite", () -> invite(company));
        requests.put("change group", () -> change(company, user));
        requests.put("list users", () -> list(company, ""));
        requests.put("list users by address", () -> list(company, "?sort=-email"));
        return requests;
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

    private static void compare(Map<String, Runnable> small, Map<String, Runnable> large) {
        small.forEach((what, request) -> compare(what, request, large.get(what)));
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
