/** The ledger as others may read it: every event, in order and without gaps, and without anything personal. */
@NullMarked
package io.customeraccounts.projections.feed;

import org.jspecify.annotations.NullMarked;
