package io.customeraccounts.api.generaldata;

import static io.customeraccounts.api.problems.ProblemType.BILLING_ADDRESS_REQUIRED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_CLOSED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_EXPIRED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_PENDING_CONFIRMATION;
import static io.customeraccounts.api.problems.ProblemType.PAYMENT_METHOD_REQUIRED;
import static io.customeraccounts.api.security.Question.EDIT_CUSTOMER;
import static io.customeraccounts.api.security.Question.READ_GENERAL_DATA;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Fields.NotThis;
import io.customeraccounts.api.http.Masked;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.customer.CustomerCommand;
import io.customeraccounts.domain.customer.CustomerCommand.SetCompanyAddress;
import io.customeraccounts.domain.customer.CustomerCommand.SetCostCentre;
import io.customeraccounts.domain.customer.CustomerCommand.SetPaymentDefaults;
import io.customeraccounts.domain.customer.CustomerRefusal.VersionMismatch;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.TextLine;
import io.customeraccounts.projections.generaldata.GeneralData;
import io.customeraccounts.projections.generaldata.GeneralDataRow;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "General data")
@RestController
@RequestMapping(path = "/api/v1/customers/{customerId}", produces = MediaType.APPLICATION_JSON_VALUE)
class GeneralDataController {

    private static final Masked OPEN = new Masked(false);

    private final Permissions permissions;
    private final CommandTransaction commands;
    private final GeneralData generalData;

    GeneralDataController(Permissions permissions, CommandTransaction commands, GeneralData generalData) {
        this.permissions = permissions;
        this.commands = commands;
        this.generalData = generalData;
    }

    @Operation(
            summary = "Show general data",
            description =
                    "The company's address, the cost centre, and what new projects are offered. Texts are shown to those who may edit them; others who may read see ***.")
    @GetMapping("/general-data")
    Answer<GeneralDataJson> show(Caller caller, @PathVariable CustomerId customerId) {
        var rights = permissions.of(caller, customerId);
        rights.require(READ_GENERAL_DATA);
        return shown(customerId, new Masked(!rights.allows(EDIT_CUSTOMER)));
    }

    @Operation(
            summary = "Set the company's address",
            description =
                    "Answers the whole general data, whose version is the ETag. The same address again succeeds and records nothing.")
    @MayAnswer({CUSTOMER_PENDING_CONFIRMATION, CUSTOMER_CLOSED, CUSTOMER_EXPIRED})
    @PutMapping(path = "/company-address", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<GeneralDataJson> setCompanyAddress(
            Caller caller, @PathVariable CustomerId customerId, Write write, Body<PostalAddressRequest> body) {
        var actor = permissions.require(EDIT_CUSTOMER, caller, customerId);
        var address = body.read().check();
        return send(write, new SetCompanyAddress(customerId, actor, address, write.expectedVersion()));
    }

    @Operation(
            summary = "Set the cost centre",
            description = "Answers the whole general data, whose version is the ETag.")
    @MayAnswer({CUSTOMER_PENDING_CONFIRMATION, CUSTOMER_CLOSED, CUSTOMER_EXPIRED})
    @PutMapping(path = "/cost-centre", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<GeneralDataJson> setCostCentre(
            Caller caller, @PathVariable CustomerId customerId, Write write, Body<CostCentreRequest> body) {
        var actor = permissions.require(EDIT_CUSTOMER, caller, customerId);
        var fields = new Fields();
        var costCentre = fields.optional("/costCentre", body.read().costCentre(), TextLine::new);
        fields.check();
        return send(write, new SetCostCentre(customerId, actor, costCentre.orNull(), write.expectedVersion()));
    }

    @Operation(
            summary = "Choose what new projects are offered",
            description =
                    "A payment method, a billing address, both or none. Answers the whole general data, whose version is the ETag.")
    @MayAnswer({
        PAYMENT_METHOD_REQUIRED,
        BILLING_ADDRESS_REQUIRED,
        CUSTOMER_PENDING_CONFIRMATION,
        CUSTOMER_CLOSED,
        CUSTOMER_EXPIRED
    })
    @PutMapping(path = "/payment-defaults", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<GeneralDataJson> setPaymentDefaults(
            Caller caller, @PathVariable CustomerId customerId, Write write, Body<PaymentDefaultsRequest> body) {
        var actor = permissions.require(EDIT_CUSTOMER, caller, customerId);
        var request = body.read();
        var fields = new Fields();
        var method = fields.optional("/paymentMethodId", request.paymentMethodId(), id(PaymentMethodId::parse));
        var address = fields.optional("/billingAddressId", request.billingAddressId(), id(BillingAddressId::parse));
        fields.check();
        return send(
                write,
                new SetPaymentDefaults(customerId, actor, method.orNull(), address.orNull(), write.expectedVersion()));
    }

    private static <T> Function<String, T> id(Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new NotThis("not-an-id");
            }
        };
    }

    private Answer<GeneralDataJson> send(Write write, CustomerCommand command) {
        var customerId = command.customerId();
        return commands.send(
                write,
                command,
                () -> shown(customerId, OPEN),
                refusal -> refusal instanceof VersionMismatch
                        ? Map.of("current", GeneralDataJson.of(existing(customerId), OPEN))
                        : Map.of());
    }

    private Answer<GeneralDataJson> shown(CustomerId customerId, Masked masked) {
        var row = existing(customerId);
        return Answer.ok(GeneralDataJson.of(row, masked)).version(row.version());
    }

    private GeneralDataRow existing(CustomerId customerId) {
        return generalData.find(customerId).orElseThrow(Problem::notFound);
    }
}
