/** The one order of all events, without gaps: what everything that follows the events reads. */
@NullMarked
package io.customeraccounts.projections.ledger;

import org.jspecify.annotations.NullMarked;
