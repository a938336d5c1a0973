/** Programs that a customer lets in. */
@NullMarked
package io.customeraccounts.api.clients;

import org.jspecify.annotations.NullMarked;
