/** What a command would lead to, asked before it is given. */
@NullMarked
package io.customeraccounts.domain.preview;

import org.jspecify.annotations.NullMarked;
