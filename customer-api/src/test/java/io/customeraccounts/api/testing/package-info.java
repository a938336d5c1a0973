/** The whole service under test, and those who call it. */
@NullMarked
package io.customeraccounts.api.testing;

import org.jspecify.annotations.NullMarked;
