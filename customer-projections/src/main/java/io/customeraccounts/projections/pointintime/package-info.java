/** What was so at any time: who had access, why, and what ended it. */
@NullMarked
package io.customeraccounts.projections.pointintime;

import org.jspecify.annotations.NullMarked;
