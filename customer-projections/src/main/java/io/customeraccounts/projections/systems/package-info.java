/**
 * The connected systems: the platforms in which projects have their resources. They say what remains of a project, and
 * confirm that they have applied what ended somebody's access.
 */
@NullMarked
package io.customeraccounts.projections.systems;

import org.jspecify.annotations.NullMarked;
