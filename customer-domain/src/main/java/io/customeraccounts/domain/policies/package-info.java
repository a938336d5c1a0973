/** When this happens, then that follows. */
@NullMarked
package io.customeraccounts.domain.policies;

import org.jspecify.annotations.NullMarked;
