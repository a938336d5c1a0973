/** Where events are kept: their stored form, the table they are appended to, and the aggregates rebuilt from them. */
@NullMarked
package io.customeraccounts.projections.store;

import org.jspecify.annotations.NullMarked;
