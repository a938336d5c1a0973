/** Messages from partners to the users of customers that they manage. */
@NullMarked
package io.customeraccounts.projections.messages;

import org.jspecify.annotations.NullMarked;
