/** Projects and who has access to them. */
@NullMarked
package io.customeraccounts.api.projects;

import org.jspecify.annotations.NullMarked;
