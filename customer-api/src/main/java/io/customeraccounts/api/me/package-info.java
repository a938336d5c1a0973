/** What the signed-in person has to do with the service. */
@NullMarked
package io.customeraccounts.api.me;

import org.jspecify.annotations.NullMarked;
