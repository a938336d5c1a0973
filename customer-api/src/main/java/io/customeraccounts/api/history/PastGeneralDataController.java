package io.customeraccounts.api.history;

import static io.customeraccounts.api.security.Question.EDIT_CUSTOMER;
import static io.customeraccounts.api.security.Question.READ_GENERAL_DATA;
import static io.customeraccounts.api.security.Question.READ_HISTORY;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Masked;
import io.customeraccounts.api.http.Paging;
import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.projections.pointintime.PointInTime;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What customers had said about themselves at a time. For those who may see that of today, as far as they may, and the history. */
@Tag(name = "History")
@RestController
@RequestMapping(path = "/api/v1/customers/{customerId}/as-of", produces = MediaType.APPLICATION_JSON_VALUE)
class PastGeneralDataController {

    private final Permissions permissions;
    private final PointInTime past;
    private final AsOf asOf;

    PastGeneralDataController(Permissions permissions, PointInTime past, AsOf asOf) {
        this.permissions = permissions;
        this.past = past;
        this.asOf = asOf;
    }

    private Masked masked(Caller caller, CustomerId customerId) {
        var rights = permissions.of(caller, customerId);
        rights.require(READ_HISTORY);
        rights.require(READ_GENERAL_DATA);
        return new Masked(!rights.allows(EDIT_CUSTOMER));
    }

    @At
    @Operation(
            summary = "Show general data as they were",
            description =
                    "At a time. Texts are shown to those who may edit them; others who may read see ***. Not found before the customer was opened.")
    @GetMapping("/general-data")
    Answer<PastGeneralDataJson> generalData(Caller caller, @PathVariable CustomerId customerId, Query query) {
        var masked = masked(caller, customerId);
        var known = asOf.know(customerId, asOf.at(query));
        if (past.customer(customerId, known.at()).isEmpty()) {
            throw Problem.notFound();
        }
        return Answer.ok(PastGeneralDataJson.of(past.generalData(customerId, known.at()), known, masked));
    }

    @At
    @Operation(
            summary = "List billing addresses as they were",
            description = "Those that the customer had at a time. By id.")
    @GetMapping("/billing-addresses")
    Answer<PastPageJson<PastBillingAddressJson>> billingAddresses(
            Caller caller, @PathVariable CustomerId customerId, Query query, Paging paging) {
        var masked = masked(caller, customerId);
        var known = asOf.know(customerId, asOf.at(query));
        return PastPageJson.of(
                known,
                paging,
                request -> past.billingAddresses(customerId, known.at(), request),
                found -> found.stream()
                        .map(it -> PastBillingAddressJson.of(it, masked))
                        .toList());
    }

    @At
    @Operation(
            summary = "List payment methods as they were",
            description = "Those that the customer had at a time. By id. An IBAN is never shown as a whole.")
    @GetMapping("/payment-methods")
    Answer<PastPageJson<PastPaymentMethodJson>> paymentMethods(
            Caller caller, @PathVariable CustomerId customerId, Query query, Paging paging) {
        var masked = masked(caller, customerId);
        var known = asOf.know(customerId, asOf.at(query));
        return PastPageJson.of(
                known,
                paging,
                request -> past.paymentMethods(customerId, known.at(), request),
                found -> found.stream()
                        .map(it -> PastPaymentMethodJson.of(it, masked))
                        .toList());
    }
}
