package io.customeraccounts.api.customers;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "TransferCustomer")
record TransferCustomerRequest(
        @Schema(
                description = "The customer that is the partner; absent to let none manage the customer any more.",
                format = "uuid")
        @Nullable
        String partnerId) {}
