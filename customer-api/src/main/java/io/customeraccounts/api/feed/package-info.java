/** The events for others: other services, and whoever wants to know what happened. */
@NullMarked
package io.customeraccounts.api.feed;

import org.jspecify.annotations.NullMarked;
