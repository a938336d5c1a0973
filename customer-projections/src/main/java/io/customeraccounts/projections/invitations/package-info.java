/** The invitations, pending and ended. */
@NullMarked
package io.customeraccounts.projections.invitations;

import org.jspecify.annotations.NullMarked;
