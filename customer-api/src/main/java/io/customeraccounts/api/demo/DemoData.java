package io.customeraccounts.api.demo;

import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.mail.SecretHandover;
import io.customeraccounts.api.messaging.CommandClock;
import io.customeraccounts.api.security.Account;
import io.customeraccounts.api.security.AccountCallers;
import io.customeraccounts.api.security.Accounts;
import io.customeraccounts.api.security.Embedded;
import io.customeraccounts.api.security.Passwords;
import io.customeraccounts.domain.Command;
import io.customeraccounts.domain.customer.CustomerCommand.AcceptInvitation;
import io.customeraccounts.domain.customer.CustomerCommand.AddBillingAddress;
import io.customeraccounts.domain.customer.CustomerCommand.AddCardPayment;
import io.customeraccounts.domain.customer.CustomerCommand.ChangeGroup;
import io.customeraccounts.domain.customer.CustomerCommand.InviteUser;
import io.customeraccounts.domain.customer.CustomerCommand.OpenCustomer;
import io.customeraccounts.domain.customer.CustomerCommand.RemoveUser;
import io.customeraccounts.domain.customer.CustomerCommand.SetMembershipEnd;
import io.customeraccounts.domain.customer.CustomerCommand.SetPaymentDefaults;
import io.customeraccounts.domain.project.ProjectCommand.AssignUser;
import io.customeraccounts.domain.project.ProjectCommand.CreateProject;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CardBrand;
import io.customeraccounts.domain.values.Country;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerName;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Identifier;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PaymentCard;
import io.customeraccounts.domain.values.PersonProfile;
import io.customeraccounts.domain.values.PlannedAccess;
import io.customeraccounts.domain.values.PostalAddress;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectName;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.domain.values.TextLine;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives the service a past: the customer Acme, opened a month ago, with a dozen users in it, others invited, and one
 * removed. Does nothing if Acme's admin has an account already.
 */
@Embedded
@Component
@ConditionalOnProperty("demo")
@Order(Ordered.HIGHEST_PRECEDENCE)
class DemoData implements ApplicationRunner {

    static final String ADMIN = "anna@acme.example";

    /** Everybody's here; this is nothing to be kept secret. */
    static final String PASSWORD = "acme demo password";

    private static final Logger LOG = LoggerFactory.getLogger(DemoData.class);
    private static final Duration MONTH = Duration.ofDays(30);

    /** They accepted, one a day; the second and third can sign in as well as the admin. */
    private static final List<String> USERS = List.of(
            "Ben Beech",
            "Cléo Cèdre",
            "Dora Dogwood",
            "Emil Eiche",
            "Fatma Fındık",
            "Gábor Galagonya",
            "Hana Hayashi",
            "Igor Iva",
            "Jules Jasmin",
            "Kim Kiri",
            "Lena Linde",
            "Max Maple");

    private static final List<String> UNANSWERED = List.of("Nora Nuss", "Oskar Oak");
    private static final List<String> INVITED = List.of("Pia Palm", "Quentin Quince", "Rosa Rowan");

    private final CommandGateway commands;
    private final TransactionTemplate transaction;
    private final SecretHandover secrets;
    private final Accounts accounts;
    private final AccountCallers callers;
    private final Passwords passwords;
    private final Clock clock;

    DemoData(
            CommandGateway commands,
            PlatformTransactionManager transactions,
            SecretHandover secrets,
            Accounts accounts,
            AccountCallers callers,
            Passwords passwords,
            Clock clock) {
        this.commands = commands;
        this.transaction = new TransactionTemplate(transactions);
        this.secrets = secrets;
        this.accounts = accounts;
        this.callers = callers;
        this.passwords = passwords;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (accounts.find(EmailAddress.parse(ADMIN)).isPresent()) {
            return;
        }
        // In one transaction: a demo that was killed while it was made is made anew.
        transaction.executeWithoutResult(status -> seed(clock.instant().minus(MONTH)));
        LOG.info("Made the demo customer Acme.");
    }

    private void seed(Instant start) {
        var password = passwords.hash(PASSWORD);
        var acme = Ids.newCustomer();
        var anna = person("Anna Alder", ADMIN, password);
        send(
                start,
                new OpenCustomer(
                        acme,
                        actor(anna),
                        Ids.newMembership(),
                        anna,
                        EmailAddress.parse(ADMIN),
                        new CustomerName("Acme"),
                        Identifier.ofCustomer("acme"),
                        true,
                        null));

        var day = start.plus(Duration.ofDays(1));
        var memberships = new ArrayList<MembershipId>();
        for (var name : USERS) {
            memberships.add(join(acme, anna, name, password, day));
            day = day.plus(Duration.ofDays(1));
        }
        send(day, new ChangeGroup(acme, actor(anna), memberships.get(0), Groups.CUSTOMER_ADMIN, null));
        send(
                day,
                new SetMembershipEnd(
                        acme, actor(anna), memberships.get(1), clock.instant().plus(Duration.ofDays(20)), null));
        var former = join(acme, anna, "Sam Sumac", password, day);
        send(day.plus(Duration.ofDays(2)), new RemoveUser(acme, actor(anna), former, false, null));

        var shop = projects(acme, anna, memberships, start.plus(Duration.ofDays(14)));

        for (var name : UNANSWERED) {
            invite(acme, anna, name, start.plus(Duration.ofDays(10)), List.of());
        }
        var planned = List.of(new PlannedAccess(shop, ProjectRole.PROJECT_READER, null));
        for (var name : INVITED) {
            invite(
                    acme,
                    anna,
                    name,
                    clock.instant().minus(Duration.ofDays(2)),
                    name.equals(INVITED.getFirst()) ? planned : List.of());
        }
    }

    /** Two projects with users; answers the second. */
    private ProjectId projects(CustomerId acme, PersonProfile anna, List<MembershipId> users, Instant at) {
        var paymentMethod = Ids.newPaymentMethod();
        var billingAddress = Ids.newBillingAddress();
        var address = new PostalAddress(
                List.of(new TextLine("Acme"), new TextLine("Ahornallee 1")),
                new TextLine("10115"),
                new TextLine("Berlin"),
                new Country("DE"),
                null);
        var card = new PaymentCard(
                new PaymentCard.Token("tok_of_the_demo"),
                CardBrand.VISA,
                new PaymentCard.LastDigits("4242"),
                YearMonth.of(2099, 12));
        send(at, new AddBillingAddress(acme, actor(anna), billingAddress, address));
        send(at, new AddCardPayment(acme, actor(anna), paymentMethod, card));
        send(at, new SetPaymentDefaults(acme, actor(anna), paymentMethod, billingAddress, null));

        var portal = project(acme, anna, "portal", "Customer portal", at);
        assign(acme, anna, portal, users.get(0), ProjectRole.PROJECT_ADMIN, at);
        assign(acme, anna, portal, users.get(2), ProjectRole.PROJECT_USER, at);
        assign(acme, anna, portal, users.get(3), ProjectRole.PROJECT_READER, at);
        var shop = project(acme, anna, "shop", "Web shop", at.plus(Duration.ofHours(1)));
        assign(acme, anna, shop, users.get(2), ProjectRole.PROJECT_ADMIN, at.plus(Duration.ofHours(1)));
        assign(acme, anna, shop, users.get(4), ProjectRole.PROJECT_USER, at.plus(Duration.ofHours(1)));
        return shop;
    }

    private ProjectId project(CustomerId acme, PersonProfile anna, String identifier, String name, Instant at) {
        var project = Ids.newProject();
        send(
                at,
                new CreateProject(
                        acme,
                        project,
                        actor(anna),
                        Identifier.ofProject(identifier),
                        new ProjectName(name),
                        null,
                        null,
                        List.of()));
        return project;
    }

    private void assign(
            CustomerId acme, PersonProfile anna, ProjectId project, MembershipId user, ProjectRole role, Instant at) {
        send(at, new AssignUser(acme, project, actor(anna), Ids.newGrant(), user, role, null, null));
    }

    private MembershipId join(
            CustomerId acme, PersonProfile inviter, String name, Passwords.Hash password, Instant at) {
        var invitation = invite(acme, inviter, name, at, List.of());
        var membership = Ids.newMembership();
        var person = person(name, email(name), password);
        send(
                at.plus(Duration.ofHours(3)),
                new AcceptInvitation(acme, actor(person), invitation, membership, person, null));
        return membership;
    }

    private InvitationId invite(
            CustomerId acme, PersonProfile inviter, String name, Instant at, List<PlannedAccess> planned) {
        var invitation = Ids.newInvitation();
        send(
                at,
                new InviteUser(
                        acme,
                        actor(inviter),
                        invitation,
                        new FullName(name),
                        EmailAddress.parse(email(name)),
                        null,
                        null,
                        secrets.keep(Ids.newSecret()),
                        Language.EN,
                        planned,
                        null));
        return invitation;
    }

    private PersonProfile person(String name, String email, Passwords.Hash password) {
        Account account = accounts.create(EmailAddress.parse(email), new FullName(name), Language.EN, password, true)
                .orElseThrow(() -> new IllegalStateException("the demo's addresses are in use"));
        return callers.person(account).profile();
    }

    private static Actor actor(PersonProfile person) {
        return new Actor.Person(person.personId());
    }

    private static String email(String name) {
        var first = Normalizer.normalize(name.split(" ", 2)[0], Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
        return first + "@acme.example";
    }

    private void send(Instant at, Command command) {
        CommandClock.at(at, () -> commands.sendAndWait(command));
    }
}
