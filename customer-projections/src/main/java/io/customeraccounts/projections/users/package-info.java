/** The users of each customer and the customers of each person. */
@NullMarked
package io.customeraccounts.projections.users;

import org.jspecify.annotations.NullMarked;
