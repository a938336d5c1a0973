/** What becomes of requests and followers when the database is away, slow, full or loses an acknowledgement. */
@NullMarked
package io.customeraccounts.api.outages;

import org.jspecify.annotations.NullMarked;
