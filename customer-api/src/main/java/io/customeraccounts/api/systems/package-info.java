/** Connected systems: operators register them, and they report resources and confirm what has ended. */
@NullMarked
package io.customeraccounts.api.systems;

import org.jspecify.annotations.NullMarked;
