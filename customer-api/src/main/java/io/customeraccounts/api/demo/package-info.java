/** A customer to look around in, made by real commands; only with {@code --demo}. */
@NullMarked
package io.customeraccounts.api.demo;

import org.jspecify.annotations.NullMarked;
