/** What everybody can check the ledger by: signed checkpoints, the keys that signed them, and proofs. */
@NullMarked
package io.customeraccounts.api.ledger;

import org.jspecify.annotations.NullMarked;
