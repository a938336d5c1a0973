/** What is stored about a person, and its erasure. */
@NullMarked
package io.customeraccounts.api.privacy;

import org.jspecify.annotations.NullMarked;
