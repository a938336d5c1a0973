package io.customeraccounts.api.generaldata;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "CostCentre")
record CostCentreRequest(
        @Schema(description = "Free text of one line; absent to have none.", example = "4711") @Nullable
        String costCentre) {}
