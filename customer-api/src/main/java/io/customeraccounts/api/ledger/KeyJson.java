package io.customeraccounts.api.ledger;

import io.swagger.v3.oas.annotations.media.Schema;

/** A key that signs checkpoints. */
record KeyJson(
        @Schema(description = "The public half, as a verifier key of signed notes: name+id+key.")
        String key) {}
