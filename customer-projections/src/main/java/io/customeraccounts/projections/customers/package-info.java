/** The customers as they stand, and what must be unique over all of them. */
@NullMarked
package io.customeraccounts.projections.customers;

import org.jspecify.annotations.NullMarked;
