/** Whatever is sent to any endpoint, the service answers as its description says. */
@NullMarked
package io.customeraccounts.api.fuzzing;

import org.jspecify.annotations.NullMarked;
