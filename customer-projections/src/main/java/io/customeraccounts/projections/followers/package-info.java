/** How far those who follow the ledger have come, and what they could not handle. */
@NullMarked
package io.customeraccounts.projections.followers;

import org.jspecify.annotations.NullMarked;
