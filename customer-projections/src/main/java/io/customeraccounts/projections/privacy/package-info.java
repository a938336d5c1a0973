/** The keys that personal values are encrypted under. */
@NullMarked
package io.customeraccounts.projections.privacy;

import org.jspecify.annotations.NullMarked;
