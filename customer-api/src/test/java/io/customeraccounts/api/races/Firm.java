package io.customeraccounts.api.races;

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
import io.customeraccounts.domain.project.ProjectCommand.AssignUser;
import io.customeraccounts.domain.project.ProjectCommand.CreateProject;
import io.customeraccounts.domain.values.*;
import io.customeraccounts.projections.access.AccessDecisions;
import io.customeraccounts.projections.access.Action;
import io.customeraccounts.projections.access.Subject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A customer that can pay for projects, with an admin who sends commands without the detour over HTTP. */
final class Firm {

    final CustomerId id;
    private final Actor admin;
    private final CommandGateway commands;
    private final AccessDecisions decisions;
    private final JdbcClient sql;
    private final PaymentMethodId invoice = new PaymentMethodId(UUID.randomUUID());
    private final BillingAddressId office = new BillingAddressId(UUID.randomUUID());

    record User(PersonId personId, MembershipId membershipId) {}

    Firm(TestService service) {
        var company = Company.of(service);
        id = CustomerId.parse(company.id());
        admin = new Actor.Person(company.admin().personId());
        commands = service.bean(CommandGateway.class);
        decisions = service.bean(AccessDecisions.class);
        sql = service.bean(JdbcClient.class);
        send(new RequestInvoicePayment(id, admin, invoice));
        send(new EnablePaymentMethod(id, new Actor.Operator(new PersonId(UUID.randomUUID())), invoice, null));
        var address = new PostalAddress(
                List.of(new TextLine("1 High Street")), null, new TextLine("Dublin"), new Country("IE"), null);
        send(new AddBillingAddress(id, admin, office, address));
    }

    private void send(Command command) {
        commands.sendAndWait(command);
    }

    ProjectId project(String identifier) {
        var project = new ProjectId(UUID.randomUUID());
        var name = new ProjectName(identifier);
        send(new CreateProject(id, project, admin, Identifier.ofProject(identifier), name, invoice, office, List.of()));
        return project;
    }

    User join(String localPart) {
        var email = EmailAddress.parse(localPart + "@example.org");
        var name = new FullName("Ben Beech");
        var person = new PersonProfile(new PersonId(UUID.randomUUID()), name, Set.of(email), Set.of(), Language.EN);
        var invitation = Ids.newInvitation();
        send(new InviteUser(
                id, admin, invitation, name, email, null, null, Ids.newSecret().hash(), Language.EN));
        var membership = new MembershipId(UUID.randomUUID());
        send(new AcceptInvitation(id, new Actor.Person(person.personId()), invitation, membership, person, null));
        return new User(person.personId(), membership);
    }

    void assign(User user, ProjectId project) {
        var grant = new GrantId(UUID.randomUUID());
        send(new AssignUser(id, project, admin, grant, user.membershipId(), ProjectRole.PROJECT_USER, null, null));
    }

    void remove(User user) {
        send(new RemoveUser(id, admin, user.membershipId(), false, null));
    }

    boolean mayUse(User user, ProjectId project) {
        return decisions
                        .decide(new Subject.OfMembership(user.membershipId()), Action.USE, project)
                        .allowed()
                || decisions
                        .decide(new Subject.OfPerson(user.personId()), Action.USE, project)
                        .allowed();
    }

    long count(String rows) {
        return sql.sql("select count(*) from " + rows).query(Long.class).single();
    }
}
