/** Makes an empty installation one with the history of another. */
@NullMarked
package io.customeraccounts.api.imports;

import org.jspecify.annotations.NullMarked;
