/** The customer account: who belongs to it, who is invited, who may do what. */
@NullMarked
package io.customeraccounts.domain.customer;

import org.jspecify.annotations.NullMarked;
