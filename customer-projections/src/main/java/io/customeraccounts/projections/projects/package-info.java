/** The projects of each customer. */
@NullMarked
package io.customeraccounts.projections.projects;

import org.jspecify.annotations.NullMarked;
