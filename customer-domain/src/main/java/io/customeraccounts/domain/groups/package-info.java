/** Groups that operators add to those that ship. */
@NullMarked
package io.customeraccounts.domain.groups;

import org.jspecify.annotations.NullMarked;
