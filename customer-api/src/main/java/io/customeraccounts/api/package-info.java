/** Exposes: HTTP, sign-in, mail, and the application that holds it all together. */
@NullMarked
package io.customeraccounts.api;

import org.jspecify.annotations.NullMarked;
