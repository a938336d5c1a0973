package io.customeraccounts.api.generaldata;

import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_CLOSED;
import static io.customeraccounts.api.problems.ProblemType.IN_USE;
import static io.customeraccounts.api.problems.ProblemType.NOT_PERMITTED;
import static io.customeraccounts.api.problems.ProblemType.PAYMENT_METHOD_NOT_FOUND;
import static io.customeraccounts.api.problems.ProblemType.REASON_REQUIRED;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.http.Paging;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.customer.CustomerCommand.EnablePaymentMethod;
import io.customeraccounts.domain.customer.CustomerCommand.RemovePaymentMethod;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.projections.generaldata.GeneralData;
import io.customeraccounts.projections.generaldata.InvoiceRow;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether customers may pay by invoice, for operators. They always say why, in the header {@code Reason}. */
@Tag(name = "Operations")
@RestController
@RequestMapping(path = "/api/v1/operations/invoice-requests", produces = MediaType.APPLICATION_JSON_VALUE)
class InvoiceRequestsController {

    private final Permissions permissions;
    private final CommandTransaction commands;
    private final GeneralData generalData;

    InvoiceRequestsController(Permissions permissions, CommandTransaction commands, GeneralData generalData) {
        this.permissions = permissions;
        this.commands = commands;
        this.generalData = generalData;
    }

    @Operation(summary = "List who waits to pay by invoice", description = "The longest waiting first.")
    @MayAnswer(NOT_PERMITTED)
    @GetMapping
    Answer<PageJson<InvoiceRequestJson>> list(Caller caller, Paging paging) {
        permissions.requireOperator(caller);
        return PageJson.of(paging, generalData::invoiceRequests, InvoiceRequestJson::of);
    }

    @Operation(
            summary = "Let a customer pay by invoice",
            description = "Needs the header Reason. The customer's admins are told by mail. Enabling twice succeeds.")
    @MayAnswer({NOT_PERMITTED, PAYMENT_METHOD_NOT_FOUND, REASON_REQUIRED, CUSTOMER_CLOSED})
    @PostMapping("/{paymentMethodId}/enable")
    Answer<InvoiceRequestJson> enable(Caller caller, @PathVariable PaymentMethodId paymentMethodId, Write write) {
        var operator = operator(caller);
        var customerId = existing(paymentMethodId).customerId();
        return commands.send(
                write,
                new EnablePaymentMethod(customerId, operator, paymentMethodId, write.expectedVersion()),
                () -> shown(paymentMethodId));
    }

    @Operation(
            summary = "Do not let a customer pay by invoice",
            description =
                    "Declines the request, or takes back what was enabled if no project names it. Needs the header Reason. The customer's admins are told by mail.")
    @MayAnswer({NOT_PERMITTED, PAYMENT_METHOD_NOT_FOUND, REASON_REQUIRED, IN_USE, CUSTOMER_CLOSED})
    @PostMapping("/{paymentMethodId}/decline")
    Answer<Void> decline(Caller caller, @PathVariable PaymentMethodId paymentMethodId, Write write) {
        var operator = operator(caller);
        var customerId = existing(paymentMethodId).customerId();
        return commands.send(
                write,
                new RemovePaymentMethod(customerId, operator, paymentMethodId, write.expectedVersion()),
                Answer::noContent);
    }

    private Actor.Operator operator(Caller caller) {
        permissions.requireOperator(caller);
        return new Actor.Operator(((Caller.Person) caller).profile().personId());
    }

    private Answer<InvoiceRequestJson> shown(PaymentMethodId id) {
        var row = existing(id);
        return Answer.ok(InvoiceRequestJson.of(row)).version(row.version());
    }

    private InvoiceRow existing(PaymentMethodId id) {
        return generalData.invoice(id).orElseThrow(() -> Problem.of(PAYMENT_METHOD_NOT_FOUND));
    }
}
