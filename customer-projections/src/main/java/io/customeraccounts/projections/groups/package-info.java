/** The groups of the installation: those that ship, and those that operators have added. */
@NullMarked
package io.customeraccounts.projections.groups;

import org.jspecify.annotations.NullMarked;
