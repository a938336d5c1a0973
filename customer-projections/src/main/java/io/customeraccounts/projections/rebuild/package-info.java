/** Rebuilds read tables from the events while everything goes on, and says what was wrong with them. */
@NullMarked
package io.customeraccounts.projections.rebuild;

import org.jspecify.annotations.NullMarked;
