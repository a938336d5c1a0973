package io.customeraccounts.api.generaldata;

import static io.customeraccounts.api.problems.ProblemType.BILLING_ADDRESS_NOT_FOUND;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_CLOSED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_EXPIRED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_PENDING_CONFIRMATION;
import static io.customeraccounts.api.problems.ProblemType.IN_USE;
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
import io.customeraccounts.domain.customer.CustomerCommand.AddBillingAddress;
import io.customeraccounts.domain.customer.CustomerCommand.ChangeBillingAddress;
import io.customeraccounts.domain.customer.CustomerCommand.RemoveBillingAddress;
import io.customeraccounts.domain.customer.CustomerRefusal.VersionMismatch;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.projections.generaldata.BillingAddressRow;
import io.customeraccounts.projections.generaldata.GeneralData;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Map;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "General data")
@RestController
@RequestMapping(path = "/api/v1/customers/{customerId}/billing-addresses", produces = MediaType.APPLICATION_JSON_VALUE)
class BillingAddressesController {

    private static final Masked OPEN = new Masked(false);

    private final Permissions permissions;
    private final CommandTransaction commands;
    private final GeneralData generalData;

    BillingAddressesController(Permissions permissions, CommandTransaction commands, GeneralData generalData) {
        this.permissions = permissions;
        this.commands = commands;
        this.generalData = generalData;
    }

    @Operation(summary = "List billing addresses", description = "In the order in which they were added.")
    @GetMapping
    Answer<PageJson<BillingAddressJson>> list(Caller caller, @PathVariable CustomerId customerId, Paging paging) {
        var masked = masked(caller, customerId);
        return PageJson.of(
                paging,
                request -> generalData.billingAddresses(customerId, request),
                row -> BillingAddressJson.of(row, masked));
    }

    @Operation(summary = "Show a billing address")
    @MayAnswer(BILLING_ADDRESS_NOT_FOUND)
    @GetMapping("/{billingAddressId}")
    Answer<BillingAddressJson> show(
            Caller caller, @PathVariable CustomerId customerId, @PathVariable BillingAddressId billingAddressId) {
        var masked = masked(caller, customerId);
        return shown(existing(customerId, billingAddressId), masked);
    }

    @Operation(summary = "Add a billing address")
    @MayAnswer({CUSTOMER_PENDING_CONFIRMATION, CUSTOMER_CLOSED, CUSTOMER_EXPIRED})
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<BillingAddressJson> add(
            Caller caller, @PathVariable CustomerId customerId, Write write, Body<PostalAddressRequest> body) {
        var actor = permissions.require(EDIT_CUSTOMER, caller, customerId);
        var address = body.read().check();
        var id = Ids.newBillingAddress();
        return commands.send(write, new AddBillingAddress(customerId, actor, id, address), () -> {
            var row = existing(customerId, id);
            return Answer.created(
                            URI.create("/api/v1/customers/%s/billing-addresses/%s".formatted(customerId, id)),
                            BillingAddressJson.of(row, OPEN))
                    .version(row.version());
        });
    }

    @Operation(
            summary = "Change a billing address",
            description =
                    "Projects that name it have the new one from then on. The same address again succeeds and records nothing.")
    @MayAnswer({BILLING_ADDRESS_NOT_FOUND, CUSTOMER_PENDING_CONFIRMATION, CUSTOMER_CLOSED, CUSTOMER_EXPIRED})
    @PutMapping(path = "/{billingAddressId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<BillingAddressJson> change(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable BillingAddressId billingAddressId,
            Write write,
            Body<PostalAddressRequest> body) {
        var actor = permissions.require(EDIT_CUSTOMER, caller, customerId);
        existing(customerId, billingAddressId);
        var address = body.read().check();
        return commands.send(
                write,
                new ChangeBillingAddress(customerId, actor, billingAddressId, address, write.expectedVersion()),
                () -> shown(existing(customerId, billingAddressId), OPEN),
                currentIfChanged(customerId, billingAddressId));
    }

    @Operation(summary = "Remove a billing address", description = "Not while projects name it.")
    @MayAnswer({BILLING_ADDRESS_NOT_FOUND, IN_USE, CUSTOMER_PENDING_CONFIRMATION, CUSTOMER_CLOSED, CUSTOMER_EXPIRED})
    @DeleteMapping("/{billingAddressId}")
    Answer<Void> remove(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable BillingAddressId billingAddressId,
            Write write) {
        var actor = permissions.require(EDIT_CUSTOMER, caller, customerId);
        return commands.send(
                write,
                new RemoveBillingAddress(customerId, actor, billingAddressId, write.expectedVersion()),
                Answer::noContent,
                currentIfChanged(customerId, billingAddressId));
    }

    private Masked masked(Caller caller, CustomerId customerId) {
        var rights = permissions.of(caller, customerId);
        rights.require(READ_GENERAL_DATA);
        return new Masked(!rights.allows(EDIT_CUSTOMER));
    }

    private static Answer<BillingAddressJson> shown(BillingAddressRow row, Masked masked) {
        return Answer.ok(BillingAddressJson.of(row, masked)).version(row.version());
    }

    private BillingAddressRow existing(CustomerId customerId, BillingAddressId id) {
        return generalData.billingAddress(customerId, id).orElseThrow(() -> Problem.of(BILLING_ADDRESS_NOT_FOUND));
    }

    private Function<Refusal, Map<String, ?>> currentIfChanged(CustomerId customerId, BillingAddressId id) {
        return refusal -> refusal instanceof VersionMismatch
                ? Map.of("current", BillingAddressJson.of(existing(customerId, id), OPEN))
                : Map.of();
    }
}
