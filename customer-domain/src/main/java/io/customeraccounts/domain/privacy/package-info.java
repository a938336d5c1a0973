/** Personal values and the port to the keys that encrypt them. */
@NullMarked
package io.customeraccounts.domain.privacy;

import org.jspecify.annotations.NullMarked;
