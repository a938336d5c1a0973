/** What the policies remember, in tables of their own. */
@NullMarked
package io.customeraccounts.projections.policymemory;

import org.jspecify.annotations.NullMarked;
