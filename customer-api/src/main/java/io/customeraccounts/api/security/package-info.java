/** Who are you, may you: sign-in, tokens, callers and what they are permitted. */
@NullMarked
package io.customeraccounts.api.security;

import org.jspecify.annotations.NullMarked;
