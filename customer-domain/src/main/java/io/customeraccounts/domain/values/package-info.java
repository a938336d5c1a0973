/** Values with the rules they keep: who, what and where, without behaviour of their own. */
@NullMarked
package io.customeraccounts.domain.values;

import org.jspecify.annotations.NullMarked;
