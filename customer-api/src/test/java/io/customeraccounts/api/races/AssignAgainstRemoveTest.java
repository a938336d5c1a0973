package io.customeraccounts.api.races;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.Command;
import io.customeraccounts.domain.customer.CustomerCommand.AcceptInvitation;
import io.customeraccounts.domain.customer.CustomerCommand.AddBillingAddress;
import io.customeraccounts.domain.customer.CustomerCommand.EnablePaymentMethod;
import io.customeraccounts.domain.customer.CustomerCommand.InviteUser;
import io.customeraccounts.domain.customer.CustomerCommand.RemoveUser;
import io.customeraccounts.domain.customer.CustomerCommand.RequestInvoicePayment;
import io.customeraccounts.domain.policies.TimeDrivenPolicy;
import io.customeraccounts.domain.project.ProjectCommand.AssignUser;
import io.customeraccounts.domain.project.ProjectCommand.CreateProject;
import io.customeraccounts.domain.project.ProjectRefusal.NotAUser;
import io.customeraccounts.domain.values.*;
import io.customeraccounts.projections.access.AccessDecisions;
import io.customeraccounts.projections.access.Action;
import io.customeraccounts.projections.access.Subject;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Race;
import io.customeraccounts.projections.testing.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A user is assigned to a project and removed from the customer at the same time. The two do not wait for each other, so an
 * assignment may be recorded after the removal; it gives nothing even then, and is revoked afterwards.
 */
@ParameterizedClass
@EnumSource(Databases.class)
class AssignAgainstRemoveTest {

    private static final int ROUNDS = 1000;

    /** In every so many rounds the assignment is kept from committing before the removal has. */
    private static final int HELD_UP = 4;

    private static final JsonMapper JSON = new JsonMapper();

    @Parameter
    Databases kind;

    private TestService service;
    private CustomerId acme;
    private Actor anna;
    private CommandGateway commands;
    private AccessDecisions decisions;
    private JdbcClient sql;
    private ProjectId portal;

    @BeforeEach
    void open() {
        // No policy acts by itself: before it does, what is to be revoked can be seen.
        service = TestService.with(
                kind, "--customer-accounts.policies.interval=1h", "--customer-accounts.invitation.daily-limit=100000");
        var company = Company.of(service);
        acme = CustomerId.parse(company.id());
        anna = new Actor.Person(company.admin().personId());
        commands = service.bean(CommandGateway.class);
        decisions = service.bean(AccessDecisions.class);
        sql = service.bean(JdbcClient.class);
        var invoice = new PaymentMethodId(UUID.randomUUID());
        send(new RequestInvoicePayment(acme, anna, invoice));
        send(new EnablePaymentMethod(acme, new Actor.Operator(new PersonId(UUID.randomUUID())), invoice, null));
        var office = new BillingAddressId(UUID.randomUUID());
        var address = new PostalAddress(
                List.of(new TextLine("1 High Street")), null, new TextLine("Dublin"), new Country("IE"), null);
        send(new AddBillingAddress(acme, anna, office, address));
        portal = new ProjectId(UUID.randomUUID());
        send(new CreateProject(
                acme,
                portal,
                anna,
                Identifier.ofProject("portal"),
                new ProjectName("Portal"),
                invoice,
                office,
                List.of()));
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void leavesNothingOpenAndNeverAllowsAfterTheRemoval() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var ben = join(round);
            if (round % HELD_UP == 0) {
                assignHeldUp(ben);
            } else {
                Race.between(List.<Callable<Boolean>>of(() -> assign(ben), () -> remove(ben)));
            }
            assertThat(allowed(ben)).as("round %d", round).isFalse();
        }

        var assigned = count("domain_event where name = 'project.user-assigned'");
        var late = late();
        var open = count("project_access where ended_at is null");
        System.out.printf(
                "%s: %d rounds, %d assigned, of these %d after the removal; %d to be revoked%n",
                kind, ROUNDS, assigned, late, open);
        assertThat(late).isGreaterThanOrEqualTo(ROUNDS / HELD_UP);
        assertThat(open).isEqualTo(assigned);

        Waiting.until(() -> {
            act();
            return count("project_access where ended_at is null") == 0;
        });
        assertThat(count("domain_event where name = 'project.access-revoked'")).isEqualTo(assigned);
        Waiting.until(() -> count("open_grant") == 0);
        assertThat(revokedBecauseOfTheRemoval()).isEqualTo(assigned);
    }

    /** Decided while the user is there, and committed when they are not any more. */
    private void assignHeldUp(User ben) throws Exception {
        var decided = new CountDownLatch(1);
        var removed = new CountDownLatch(1);
        Race.between(List.<Callable<Boolean>>of(
                () -> {
                    new TransactionTemplate(service.bean(PlatformTransactionManager.class))
                            .executeWithoutResult(transaction -> {
                                assign(ben);
                                decided.countDown();
                                await(removed);
                            });
                    return true;
                },
                () -> {
                    await(decided);
                    remove(ben);
                    assertThat(allowed(ben)).isFalse();
                    removed.countDown();
                    return true;
                }));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private record User(PersonId personId, MembershipId membershipId) {}

    private User join(int number) {
        var person = new PersonProfile(
                new PersonId(UUID.randomUUID()),
                new FullName("Ben Beech"),
                Set.of(EmailAddress.parse("ben%d@example.org".formatted(number))),
                Set.of(),
                Language.EN);
        var invitation = Ids.newInvitation();
        var email = person.verified().iterator().next();
        send(new InviteUser(
                acme,
                anna,
                invitation,
                person.fullName(),
                email,
                null,
                null,
                Ids.newSecret().hash(),
                Language.EN));
        var membership = new MembershipId(UUID.randomUUID());
        send(new AcceptInvitation(acme, new Actor.Person(person.personId()), invitation, membership, person, null));
        return new User(person.personId(), membership);
    }

    private boolean assign(User ben) {
        try {
            send(new AssignUser(
                    acme,
                    portal,
                    anna,
                    new GrantId(UUID.randomUUID()),
                    ben.membershipId(),
                    ProjectRole.PROJECT_USER,
                    null,
                    null));
            return true;
        } catch (NotAUser tooLate) {
            return false;
        }
    }

    /** Asks as soon as the removal is acknowledged, whatever becomes of the assignment. */
    private boolean remove(User ben) {
        send(new RemoveUser(acme, anna, ben.membershipId(), false, null));
        assertThat(allowed(ben)).isFalse();
        return true;
    }

    private void send(Command command) {
        commands.sendAndWait(command);
    }

    private boolean allowed(User ben) {
        return decisions
                        .decide(new Subject.OfMembership(ben.membershipId()), Action.USE, portal)
                        .allowed()
                || decisions
                        .decide(new Subject.OfPerson(ben.personId()), Action.USE, portal)
                        .allowed();
    }

    private void act() {
        service.context().getBeansOfType(TimeDrivenPolicy.class).values().forEach(policy -> policy.act(Instant.now()));
    }

    private record Recorded(long position, String eventId, String name, JsonNode payload, JsonNode metadata) {

        String membershipId() {
            return payload.at("/membershipId").asString();
        }
    }

    private List<Recorded> ledger() {
        Waiting.until(() -> count("unsealed_event") == 0);
        return sql.sql("""
                        select l.position, e.* from domain_event e join ledger l on l.event_identifier = e.event_identifier
                        order by l.position
                        """)
                .query((row, number) -> new Recorded(
                        row.getLong("position"),
                        row.getString("event_identifier"),
                        row.getString("name"),
                        JSON.readTree(row.getBytes("payload")),
                        JSON.readTree(row.getBytes("metadata"))))
                .list();
    }

    private Map<String, Recorded> removals() {
        return ledger().stream()
                .filter(event -> event.name().equals("customer.user-removed"))
                .collect(Collectors.toMap(Recorded::membershipId, event -> event));
    }

    private long late() {
        var removals = removals();
        return ledger().stream()
                .filter(event -> event.name().equals("project.user-assigned"))
                .filter(event ->
                        event.position() > removals.get(event.membershipId()).position())
                .count();
    }

    private long revokedBecauseOfTheRemoval() {
        var removals = removals();
        return ledger().stream()
                .filter(event -> event.name().equals("project.access-revoked"))
                .filter(event -> event.metadata()
                        .at("/cause")
                        .asString()
                        .equals(removals.get(event.membershipId()).eventId()))
                .count();
    }

    private long count(String rows) {
        return sql.sql("select count(*) from " + rows).query(Long.class).single();
    }
}
