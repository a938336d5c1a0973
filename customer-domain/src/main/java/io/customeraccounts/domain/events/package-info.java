/** The public contract: what has happened, stored for ever. */
@NullMarked
package io.customeraccounts.domain.events;

import org.jspecify.annotations.NullMarked;
