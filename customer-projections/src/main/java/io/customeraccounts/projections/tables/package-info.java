/** What every read table does alike: columns of instants, personal values. */
@NullMarked
package io.customeraccounts.projections.tables;

import org.jspecify.annotations.NullMarked;
