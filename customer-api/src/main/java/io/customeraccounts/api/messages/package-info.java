/** Messages from partners to the users of customers that they manage. */
@NullMarked
package io.customeraccounts.api.messages;

import org.jspecify.annotations.NullMarked;
