package io.customeraccounts.api.customers;

import static io.customeraccounts.api.problems.ProblemType.CONFIRMATION_MISMATCH;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_CLOSED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_EXPIRED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_PENDING_CONFIRMATION;
import static io.customeraccounts.api.problems.ProblemType.EMAIL_NOT_VERIFIED;
import static io.customeraccounts.api.problems.ProblemType.IDENTIFIER_TAKEN;
import static io.customeraccounts.api.problems.ProblemType.RESEND_LIMIT;
import static io.customeraccounts.api.problems.ProblemType.TOO_MANY_REQUESTS;
import static io.customeraccounts.api.security.Question.CLOSE_CUSTOMER;
import static io.customeraccounts.api.security.Question.EDIT_CUSTOMER;
import static io.customeraccounts.api.security.Question.RESEND_CONFIRMATION;
import static io.customeraccounts.api.security.Question.VIEW_CUSTOMER;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.http.Paging;
import io.customeraccounts.api.http.SystemsJson;
import io.customeraccounts.api.mail.SecretHandover;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.api.security.RateLimits;
import io.customeraccounts.api.security.RateLimits.Limit;
import io.customeraccounts.domain.Refusal;
import io.customeraccounts.domain.customer.CustomerCommand.CloseCustomer;
import io.customeraccounts.domain.customer.CustomerCommand.OpenCustomer;
import io.customeraccounts.domain.customer.CustomerCommand.RenameCustomer;
import io.customeraccounts.domain.customer.CustomerCommand.ResendConfirmation;
import io.customeraccounts.domain.customer.CustomerRefusal.VersionMismatch;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerName;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.Identifier;
import io.customeraccounts.domain.values.PersonProfile;
import io.customeraccounts.projections.customers.CustomerRow;
import io.customeraccounts.projections.customers.Customers;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.systems.Confirmations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Customers")
@RestController
@RequestMapping(path = "/api/v1/customers", produces = MediaType.APPLICATION_JSON_VALUE)
class CustomersController {

    private final Permissions permissions;
    private final CommandTransaction commands;
    private final Customers customers;
    private final SecretHandover handover;
    private final RateLimits limits;
    private final Confirmations confirmations;

    CustomersController(
            Permissions permissions,
            CommandTransaction commands,
            Customers customers,
            SecretHandover handover,
            RateLimits limits,
            Confirmations confirmations) {
        this.permissions = permissions;
        this.commands = commands;
        this.customers = customers;
        this.handover = handover;
        this.limits = limits;
        this.confirmations = confirmations;
    }

    @Operation(
            summary = "List customers",
            description =
                    "Those that you are a user of, by name; for an auditor all of the installation, for a service client its own.")
    @MayAnswer(ProblemType.NOT_PERMITTED)
    @GetMapping
    Answer<PageJson<CustomerJson>> list(Caller caller, Paging paging) {
        return PageJson.of(
                paging,
                request -> switch (caller) {
                    case Caller.Person person when person.auditor() -> customers.all(request);
                    case Caller.Person person ->
                        customers.ofPerson(person.profile().personId(), request);
                    case Caller.Client client -> ofClient(client);
                    case Caller.ConnectedSystem system -> throw Problem.of(ProblemType.NOT_PERMITTED);
                },
                CustomerJson::of);
    }

    private Page<CustomerRow> ofClient(Caller.Client client) {
        permissions.require(VIEW_CUSTOMER, client, client.customerId());
        return new Page<>(List.of(existing(client.customerId())), null);
    }

    @Operation(
            summary = "Open a customer",
            description =
                    "Opens a further customer with you as its first admin: at once if an address of yours is verified, otherwise after a confirmation mail. Signing up has opened your first one already.")
    @MayAnswer({IDENTIFIER_TAKEN, EMAIL_NOT_VERIFIED, TOO_MANY_REQUESTS})
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<CustomerJson> open(Caller.Person caller, Write write, Body<OpenCustomerRequest> body) {
        var person = caller.profile();
        limits.count(Limit.OPENING_BY_PERSON, person.personId().toString());
        var request = body.read();
        var fields = new Fields();
        var name = fields.required("/name", request.name(), CustomerName::new);
        var identifier = fields.optional("/identifier", request.identifier(), Identifier::ofCustomer);
        fields.check();

        var customerId = Ids.newCustomer();
        var confirmed = !person.verified().isEmpty();
        var secret = Ids.newSecret();
        return commands.perform(write, sender -> {
            sender.send(new OpenCustomer(
                    customerId,
                    caller.actor(),
                    Ids.newMembership(),
                    person,
                    address(person),
                    name.get(),
                    identifier.orNull(),
                    false,
                    confirmed ? null : handover.keep(secret)));
            return () -> {
                var row = existing(customerId);
                return Answer.created(URI.create("/api/v1/customers/" + customerId), CustomerJson.of(row))
                        .version(row.version());
            };
        });
    }

    private static EmailAddress address(PersonProfile person) {
        Set<EmailAddress> addresses = person.verified().isEmpty() ? person.unverified() : person.verified();
        return addresses.stream()
                .min(Comparator.comparing(EmailAddress::canonical))
                .orElseThrow(() -> Problem.of(ProblemType.EMAIL_NOT_VERIFIED));
    }

    @Operation(summary = "Show a customer")
    @GetMapping("/{customerId}")
    Answer<CustomerJson> show(Caller caller, @PathVariable CustomerId customerId) {
        permissions.require(VIEW_CUSTOMER, caller, customerId);
        var systems = SystemsJson.of(confirmations.ofCustomer(customerId));
        var row = existing(customerId);
        return Answer.ok(CustomerJson.of(row, systems)).version(row.version(), systems);
    }

    @Operation(
            summary = "Rename a customer",
            description = "The identifier never changes. The same name again succeeds and records nothing.")
    @MayAnswer({CUSTOMER_PENDING_CONFIRMATION, CUSTOMER_CLOSED, CUSTOMER_EXPIRED})
    @PatchMapping(path = "/{customerId}", consumes = "application/merge-patch+json")
    Answer<CustomerJson> rename(
            Caller caller, @PathVariable CustomerId customerId, Write write, Body<RenameCustomerRequest> body) {
        var actor = permissions.require(EDIT_CUSTOMER, caller, customerId);
        var request = body.read();
        if (request.name() == null) {
            return shown(customerId);
        }
        var fields = new Fields();
        var name = fields.patched("/name", request.name(), CustomerName::new);
        fields.check();
        return commands.send(
                write,
                new RenameCustomer(customerId, actor, name.get(), write.expectedVersion()),
                () -> shown(customerId),
                currentIfChanged(customerId));
    }

    @Operation(
            summary = "Close a customer",
            description =
                    "For good: all access ends, and pending invitations are cancelled. To confirm, the identifier must be typed exactly.")
    @MayAnswer({CONFIRMATION_MISMATCH, CUSTOMER_PENDING_CONFIRMATION, CUSTOMER_CLOSED, CUSTOMER_EXPIRED})
    @PostMapping(path = "/{customerId}/close", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<CustomerJson> close(
            Caller caller, @PathVariable CustomerId customerId, Write write, Body<CloseCustomerRequest> body) {
        var actor = permissions.require(CLOSE_CUSTOMER, caller, customerId);
        var fields = new Fields();
        var confirmation = fields.required("/confirmation", body.read().confirmation(), Function.identity());
        fields.check();
        return commands.performIfUnchanged(
                write,
                sender -> {
                    sender.send(new CloseCustomer(customerId, actor, confirmation.get()));
                    return () -> shown(customerId);
                },
                () -> existing(customerId).version(),
                currentIfChanged(customerId));
    }

    @Operation(
            summary = "Send the confirmation mail again",
            description =
                    "The links of earlier mails are dead at once. Does nothing if the customer is confirmed. At most once a minute and five times a day.")
    @MayAnswer({RESEND_LIMIT, CUSTOMER_EXPIRED, CUSTOMER_CLOSED})
    @PostMapping("/{customerId}/confirmation/resend")
    Answer<CustomerJson> resendConfirmation(Caller caller, @PathVariable CustomerId customerId, Write write) {
        var actor = permissions.require(RESEND_CONFIRMATION, caller, customerId);
        var secret = Ids.newSecret();
        return commands.performIfUnchanged(
                write,
                sender -> {
                    sender.send(new ResendConfirmation(customerId, actor, handover.keep(secret)));
                    return () -> shown(customerId);
                },
                () -> existing(customerId).version(),
                currentIfChanged(customerId));
    }

    private Answer<CustomerJson> shown(CustomerId customerId) {
        var row = existing(customerId);
        return Answer.ok(CustomerJson.of(row)).version(row.version());
    }

    private CustomerRow existing(CustomerId customerId) {
        return customers.find(customerId).orElseThrow(Problem::notFound);
    }

    private Function<Refusal, Map<String, ?>> currentIfChanged(CustomerId customerId) {
        return refusal -> refusal instanceof VersionMismatch
                ? Map.of("current", CustomerJson.of(existing(customerId)))
                : Map.of();
    }
}
