/** That the read tables are what the events say, and nothing else. */
@NullMarked
package io.customeraccounts.projections.replay;

import org.jspecify.annotations.NullMarked;
