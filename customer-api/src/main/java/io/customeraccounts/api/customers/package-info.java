/** The customer account itself: open, look, rename, close. */
@NullMarked
package io.customeraccounts.api.customers;

import org.jspecify.annotations.NullMarked;
