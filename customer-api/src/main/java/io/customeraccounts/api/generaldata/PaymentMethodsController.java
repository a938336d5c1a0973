package io.customeraccounts.api.generaldata;

import static io.customeraccounts.api.problems.ProblemType.CARD_EXPIRED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_CLOSED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_EXPIRED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_PENDING_CONFIRMATION;
import static io.customeraccounts.api.problems.ProblemType.IN_USE;
import static io.customeraccounts.api.problems.ProblemType.PAYMENT_METHOD_NOT_FOUND;
import static io.customeraccounts.api.security.Question.EDIT_CUSTOMER;
import static io.customeraccounts.api.security.Question.READ_GENERAL_DATA;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.http.Masked;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.http.Paging;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.Refusal;
import io.customeraccounts.domain.customer.CustomerCommand.AddCardPayment;
import io.customeraccounts.domain.customer.CustomerCommand.AddSepaMandate;
import io.customeraccounts.domain.customer.CustomerCommand.RemovePaymentMethod;
import io.customeraccounts.domain.customer.CustomerCommand.RequestInvoicePayment;
import io.customeraccounts.domain.customer.CustomerRefusal.VersionMismatch;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.projections.generaldata.GeneralData;
import io.customeraccounts.projections.generaldata.PaymentMethodRow;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "General data")
@RestController
@RequestMapping(path = "/api/v1/customers/{customerId}/payment-methods", produces = MediaType.APPLICATION_JSON_VALUE)
class PaymentMethodsController {

    private static final Masked OPEN = new Masked(false);

    private final Permissions permissions;
    private final CommandTransaction commands;
    private final GeneralData generalData;

    PaymentMethodsController(Permissions permissions, CommandTransaction commands, GeneralData generalData) {
        this.permissions = permissions;
        this.commands = commands;
        this.generalData = generalData;
    }

    @Operation(
            summary = "List payment methods",
            description =
                    "In the order in which they were added. An IBAN is never shown as a whole, a token never at all.")
    @GetMapping
    Answer<PageJson<PaymentMethodJson>> list(Caller caller, @PathVariable CustomerId customerId, Paging paging) {
        var masked = masked(caller, customerId);
        return PageJson.of(
                paging,
                request -> generalData.paymentMethods(customerId, request),
                row -> PaymentMethodJson.of(row, masked));
    }

    @Operation(summary = "Show a payment method")
    @MayAnswer(PAYMENT_METHOD_NOT_FOUND)
    @GetMapping("/{paymentMethodId}")
    Answer<PaymentMethodJson> show(
            Caller caller, @PathVariable CustomerId customerId, @PathVariable PaymentMethodId paymentMethodId) {
        var masked = masked(caller, customerId);
        var row = existing(customerId, paymentMethodId);
        return Answer.ok(PaymentMethodJson.of(row, masked)).version(row.version());
    }

    @Operation(
            summary = "Ask to pay by invoice",
            description =
                    "The payment method is active once an operator has agreed. Asking again answers the one that there is already.")
    @MayAnswer({CUSTOMER_PENDING_CONFIRMATION, CUSTOMER_CLOSED, CUSTOMER_EXPIRED})
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping("/invoice")
    Answer<PaymentMethodJson> requestInvoice(Caller caller, @PathVariable CustomerId customerId, Write write) {
        var actor = permissions.require(EDIT_CUSTOMER, caller, customerId);
        var id = Ids.newPaymentMethod();
        return commands.perform(write, sender -> {
            var requested = sender.send(new RequestInvoicePayment(customerId, actor, id));
            return () -> created(customerId, (PaymentMethodId) Objects.requireNonNull(requested));
        });
    }

    @Operation(
            summary = "Add a card",
            description =
                    "As a payment provider describes it; the card's number must never come here. The first payment method that is active lifts a restriction.")
    @MayAnswer({CARD_EXPIRED, CUSTOMER_PENDING_CONFIRMATION, CUSTOMER_CLOSED, CUSTOMER_EXPIRED})
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(path = "/card", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<PaymentMethodJson> addCard(
            Caller caller, @PathVariable CustomerId customerId, Write write, Body<CardRequest> body) {
        var actor = permissions.require(EDIT_CUSTOMER, caller, customerId);
        var card = body.read().check();
        var id = Ids.newPaymentMethod();
        return commands.send(write, new AddCardPayment(customerId, actor, id, card), () -> created(customerId, id));
    }

    @Operation(
            summary = "Add a SEPA mandate",
            description =
                    "The IBAN is checked by its country's length and its check digits, and shown masked from then on.")
    @MayAnswer({CUSTOMER_PENDING_CONFIRMATION, CUSTOMER_CLOSED, CUSTOMER_EXPIRED})
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(path = "/sepa-mandate", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<PaymentMethodJson> addSepaMandate(
            Caller caller, @PathVariable CustomerId customerId, Write write, Body<SepaMandateRequest> body) {
        var actor = permissions.require(EDIT_CUSTOMER, caller, customerId);
        var mandate = body.read().check();
        var id = Ids.newPaymentMethod();
        return commands.send(write, new AddSepaMandate(customerId, actor, id, mandate), () -> created(customerId, id));
    }

    @Operation(summary = "Remove a payment method", description = "Not while projects name it.")
    @MayAnswer({PAYMENT_METHOD_NOT_FOUND, IN_USE, CUSTOMER_PENDING_CONFIRMATION, CUSTOMER_CLOSED, CUSTOMER_EXPIRED})
    @DeleteMapping("/{paymentMethodId}")
    Answer<Void> remove(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable PaymentMethodId paymentMethodId,
            Write write) {
        var actor = permissions.require(EDIT_CUSTOMER, caller, customerId);
        return commands.send(
                write,
                new RemovePaymentMethod(customerId, actor, paymentMethodId, write.expectedVersion()),
                Answer::noContent,
                currentIfChanged(customerId, paymentMethodId));
    }

    private Masked masked(Caller caller, CustomerId customerId) {
        var rights = permissions.of(caller, customerId);
        rights.require(READ_GENERAL_DATA);
        return new Masked(!rights.allows(EDIT_CUSTOMER));
    }

    private Answer<PaymentMethodJson> created(CustomerId customerId, PaymentMethodId id) {
        var row = existing(customerId, id);
        return Answer.created(
                        URI.create("/api/v1/customers/%s/payment-methods/%s".formatted(customerId, id)),
                        PaymentMethodJson.of(row, OPEN))
                .version(row.version());
    }

    private PaymentMethodRow existing(CustomerId customerId, PaymentMethodId id) {
        return generalData.paymentMethod(customerId, id).orElseThrow(() -> Problem.of(PAYMENT_METHOD_NOT_FOUND));
    }

    private Function<Refusal, Map<String, ?>> currentIfChanged(CustomerId customerId, PaymentMethodId id) {
        return refusal -> refusal instanceof VersionMismatch
                ? Map.of("current", PaymentMethodJson.of(existing(customerId, id), OPEN))
                : Map.of();
    }
}
