/** What customers say about themselves and how they pay: rows, and queries that find them. */
@NullMarked
package io.customeraccounts.projections.generaldata;

import org.jspecify.annotations.NullMarked;
