package io.customeraccounts.api.ledger;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** That an event is in the ledger (RFC 9162, section 2.1.3). */
record InclusionJson(
        @Schema(description = "Of the event, from 1; the leaf's number in the tree is one less.")
        String position,

        @Schema(description = "Of the tree, which is that of some checkpoint.")
        String size,

        @Schema(description = "Hash of the leaf, in base64.")
        String leafHash,

        @Schema(description = "From the leaf's neighbour to the root, in base64.")
        List<String> hashes) {}
