package io.customeraccounts.api.customers;

import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_CLOSED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_EXPIRED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_IS_PARTNER;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_MANAGED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_PENDING_CONFIRMATION;
import static io.customeraccounts.api.problems.ProblemType.MANAGED_CUSTOMERS_LEFT;
import static io.customeraccounts.api.problems.ProblemType.NOT_PERMITTED;
import static io.customeraccounts.api.problems.ProblemType.PARTNER_NOT_AVAILABLE;
import static io.customeraccounts.api.problems.ProblemType.REASON_REQUIRED;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.customer.CustomerCommand;
import io.customeraccounts.domain.customer.CustomerCommand.BecomeCustomer;
import io.customeraccounts.domain.customer.CustomerCommand.BecomePartner;
import io.customeraccounts.domain.customer.CustomerCommand.TransferCustomer;
import io.customeraccounts.domain.customer.CustomerRefusal.VersionMismatch;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.projections.customers.CustomerRow;
import io.customeraccounts.projections.customers.Customers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who is a partner, and whom it manages, for operators. They always say why, in the header {@code Reason}. */
@Tag(name = "Operations")
@RestController
@RequestMapping(path = "/api/v1/customers/{customerId}", produces = MediaType.APPLICATION_JSON_VALUE)
class PartnersController {

    private final Permissions permissions;
    private final CommandTransaction commands;
    private final Customers customers;

    PartnersController(Permissions permissions, CommandTransaction commands, Customers customers) {
        this.permissions = permissions;
        this.commands = commands;
        this.customers = customers;
    }

    @Operation(
            summary = "Make a customer a partner",
            description =
                    "Its admins become partner admins, everyone else partner employees, also those invited. Needs the header Reason.")
    @MayAnswer({
        NOT_PERMITTED,
        REASON_REQUIRED,
        CUSTOMER_MANAGED,
        CUSTOMER_PENDING_CONFIRMATION,
        CUSTOMER_EXPIRED,
        CUSTOMER_CLOSED
    })
    @PostMapping("/become-partner")
    Answer<CustomerJson> becomePartner(Caller caller, @PathVariable CustomerId customerId, Write write) {
        var operator = permissions.requireOperator(caller, customerId);
        return changed(write, new BecomePartner(customerId, operator, write.expectedVersion()));
    }

    @Operation(
            summary = "Make a partner a customer like others",
            description =
                    "Refused while it manages customers. Partner admins become admins, everyone else employees. Needs the header Reason.")
    @MayAnswer({
        NOT_PERMITTED,
        REASON_REQUIRED,
        MANAGED_CUSTOMERS_LEFT,
        CUSTOMER_PENDING_CONFIRMATION,
        CUSTOMER_EXPIRED,
        CUSTOMER_CLOSED
    })
    @PostMapping("/become-customer")
    Answer<CustomerJson> becomeCustomer(Caller caller, @PathVariable CustomerId customerId, Write write) {
        var operator = permissions.requireOperator(caller, customerId);
        return changed(write, new BecomeCustomer(customerId, operator, write.expectedVersion()));
    }

    @Operation(
            summary = "Transfer a customer",
            description =
                    "To another partner, to one for the first time, or to none. What the former partner's users may do in it ends at once. Needs the header Reason.")
    @MayAnswer({
        NOT_PERMITTED,
        REASON_REQUIRED,
        PARTNER_NOT_AVAILABLE,
        CUSTOMER_IS_PARTNER,
        CUSTOMER_PENDING_CONFIRMATION,
        CUSTOMER_EXPIRED,
        CUSTOMER_CLOSED
    })
    @PostMapping(path = "/transfer", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<CustomerJson> transfer(
            Caller caller, @PathVariable CustomerId customerId, Write write, Body<TransferCustomerRequest> body) {
        var operator = permissions.requireOperator(caller, customerId);
        existing(customerId);
        var fields = new Fields();
        var partner = fields.optional("/partnerId", body.read().partnerId(), Fields.id(CustomerId::parse));
        fields.check();
        return changed(write, new TransferCustomer(customerId, operator, partner.orNull(), write.expectedVersion()));
    }

    private Answer<CustomerJson> changed(Write write, CustomerCommand command) {
        var row = existing(command.customerId());
        return commands.send(
                write,
                command,
                () -> shown(row.id()),
                refusal -> refusal instanceof VersionMismatch
                        ? Map.of("current", CustomerJson.of(existing(row.id())))
                        : Map.of());
    }

    private Answer<CustomerJson> shown(CustomerId customerId) {
        var row = existing(customerId);
        return Answer.ok(CustomerJson.of(row)).version(row.version());
    }

    private CustomerRow existing(CustomerId customerId) {
        return customers.find(customerId).orElseThrow(Problem::notFound);
    }
}
