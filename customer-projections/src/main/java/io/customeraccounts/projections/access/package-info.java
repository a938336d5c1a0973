/** Who has access to which project, and the answer to whether somebody has it now. */
@NullMarked
package io.customeraccounts.projections.access;

import org.jspecify.annotations.NullMarked;
