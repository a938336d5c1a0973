/** Lists in parts: pages, cursors and the keys that order them. */
@NullMarked
package io.customeraccounts.projections.paging;

import org.jspecify.annotations.NullMarked;
