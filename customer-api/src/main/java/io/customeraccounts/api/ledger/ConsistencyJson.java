package io.customeraccounts.api.ledger;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** That the ledger of one size begins with all of an earlier one (RFC 9162, section 2.1.4). */
record ConsistencyJson(
        @Schema(description = "Size of the earlier tree.") String from,
        @Schema(description = "Size of the later tree.") String to,

        @Schema(description = "In the order of the RFC, in base64.")
        List<String> hashes) {}
