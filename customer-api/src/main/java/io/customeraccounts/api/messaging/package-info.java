/** How commands and events travel: Axon on our database, in our transactions, under our names. */
@NullMarked
package io.customeraccounts.api.messaging;

import org.jspecify.annotations.NullMarked;
