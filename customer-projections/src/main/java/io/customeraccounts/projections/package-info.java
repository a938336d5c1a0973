/** Follows: events in, tables and the ledger out, and the queries on them. */
@NullMarked
package io.customeraccounts.projections;

import org.jspecify.annotations.NullMarked;
