/** Decides what may happen in a project: see {@code ProjectCommand}. */
@NullMarked
package io.customeraccounts.domain.project;

import org.jspecify.annotations.NullMarked;
