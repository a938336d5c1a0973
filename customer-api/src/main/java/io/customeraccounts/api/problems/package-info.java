/** What can go wrong with a request, and how the answer says so (RFC 9457). */
@NullMarked
package io.customeraccounts.api.problems;

import org.jspecify.annotations.NullMarked;
