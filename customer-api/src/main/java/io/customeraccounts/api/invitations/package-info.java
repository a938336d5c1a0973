/** Inviting people, and answering invitations. */
@NullMarked
package io.customeraccounts.api.invitations;

import org.jspecify.annotations.NullMarked;
