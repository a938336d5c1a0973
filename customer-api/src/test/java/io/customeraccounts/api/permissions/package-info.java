/** Who may do what, over HTTP. */
@NullMarked
package io.customeraccounts.api.permissions;

import org.jspecify.annotations.NullMarked;
