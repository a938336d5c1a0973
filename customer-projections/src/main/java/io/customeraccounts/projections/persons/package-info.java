/** Who can sign in, as the identity provider describes them. */
@NullMarked
package io.customeraccounts.projections.persons;

import org.jspecify.annotations.NullMarked;
