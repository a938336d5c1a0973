/** What has happened, line by line. */
@NullMarked
package io.customeraccounts.projections.history;

import org.jspecify.annotations.NullMarked;
