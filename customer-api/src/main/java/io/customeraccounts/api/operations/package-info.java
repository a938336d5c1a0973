/** What whoever runs the service needs to see. */
@NullMarked
package io.customeraccounts.api.operations;

import org.jspecify.annotations.NullMarked;
