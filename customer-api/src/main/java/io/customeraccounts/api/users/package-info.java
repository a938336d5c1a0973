/** The users of a customer and their groups. */
@NullMarked
package io.customeraccounts.api.users;

import org.jspecify.annotations.NullMarked;
