package io.customeraccounts.api.customers;

import static io.customeraccounts.api.problems.ProblemType.CARD_NUMBER_NOT_ALLOWED;
import static io.customeraccounts.api.problems.ProblemType.IDENTIFIER_TAKEN;
import static io.customeraccounts.api.problems.ProblemType.PARTNER_NOT_AVAILABLE;
import static io.customeraccounts.api.problems.ProblemType.REASON_REQUIRED;
import static io.customeraccounts.api.security.Question.CREATE_MANAGED_CUSTOMER;
import static io.customeraccounts.api.security.Question.LIST_MANAGED_CUSTOMERS;
import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.http.Paging;
import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.customer.CustomerCommand.CreateManagedCustomer;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerName;
import io.customeraccounts.domain.values.Identifier;
import io.customeraccounts.projections.customers.CustomerFilter;
import io.customeraccounts.projections.customers.CustomerOrder;
import io.customeraccounts.projections.customers.CustomerState;
import io.customeraccounts.projections.customers.Customers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The customers that a partner manages. Each of them is a customer like others, at its own path. */
@Tag(name = "Managed customers")
@RestController
@RequestMapping(path = "/api/v1/customers/{customerId}/managed-customers", produces = MediaType.APPLICATION_JSON_VALUE)
class ManagedCustomersController {

    private final Permissions permissions;
    private final CommandTransaction commands;
    private final Customers customers;

    ManagedCustomersController(Permissions permissions, CommandTransaction commands, Customers customers) {
        this.permissions = permissions;
        this.commands = commands;
        this.customers = customers;
    }

    @Parameter(
            in = QUERY,
            name = "search",
            description = "Part of the name or the identifier, without regard to case and accents.",
            example = "acm")
    @Parameter(
            in = QUERY,
            name = "state",
            description = "Only those in this state.",
            schema = @Schema(implementation = CustomerState.class))
    @Parameter(
            in = QUERY,
            name = "sort",
            description = "With a minus sign before it in descending order.",
            schema =
                    @Schema(
                            allowableValues = {"name", "-name", "identifier", "-identifier", "opened", "-opened"},
                            defaultValue = "name"))
    @Operation(
            summary = "List managed customers",
            description = "Those that the partner manages, also such as are closed.")
    @MayAnswer(CARD_NUMBER_NOT_ALLOWED)
    @GetMapping
    Answer<PageJson<CustomerJson>> list(
            Caller caller, @PathVariable CustomerId customerId, Query query, Paging paging) {
        permissions.require(LIST_MANAGED_CUSTOMERS, caller, customerId);
        var filter = new CustomerFilter(
                query.text("search").orElse(null),
                query.find("state", CustomerState.class).orElse(null));
        var sort = query.sort(CustomerOrder.NAME);
        return PageJson.of(
                paging,
                request -> customers.managedBy(customerId, filter, sort.order(), sort.descending(), request),
                CustomerJson::of);
    }

    @Operation(
            summary = "Create a managed customer",
            description =
                    "It starts without users, in the state NO_ADMIN; add yourself to it to invite its admin. Needs the header Reason.")
    @MayAnswer({IDENTIFIER_TAKEN, PARTNER_NOT_AVAILABLE, REASON_REQUIRED})
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<CustomerJson> create(
            Caller caller, @PathVariable CustomerId customerId, Write write, Body<CreateManagedCustomerRequest> body) {
        var actor = permissions.requireAsPartner(CREATE_MANAGED_CUSTOMER, caller, customerId);
        var request = body.read();
        var fields = new Fields();
        var name = fields.required("/name", request.name(), CustomerName::new);
        var identifier = fields.required("/identifier", request.identifier(), Identifier::ofCustomer);
        fields.check();
        var managed = Ids.newCustomer();
        return commands.perform(write, sender -> {
            sender.send(new CreateManagedCustomer(managed, actor, customerId, name.get(), identifier.get()));
            return () -> {
                var row = customers.find(managed).orElseThrow(Problem::notFound);
                return Answer.created(URI.create("/api/v1/customers/" + managed), CustomerJson.of(row))
                        .version(row.version());
            };
        });
    }
}
