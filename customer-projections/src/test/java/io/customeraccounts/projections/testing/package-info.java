/** Helpers for tests here and in customer-api: real databases, fresh for each test. */
@NullMarked
package io.customeraccounts.projections.testing;

import org.jspecify.annotations.NullMarked;
