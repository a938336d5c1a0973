/** Dry runs: what a command would lead to. */
@NullMarked
package io.customeraccounts.api.previews;

import org.jspecify.annotations.NullMarked;
