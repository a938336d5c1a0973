/** What a command would lead to, found in the tables of users, invitations and access. */
@NullMarked
package io.customeraccounts.projections.previews;

import org.jspecify.annotations.NullMarked;
