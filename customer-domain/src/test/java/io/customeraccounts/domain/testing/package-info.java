/** Helpers that the tests of all modules use. */
@NullMarked
package io.customeraccounts.domain.testing;

import org.jspecify.annotations.NullMarked;
