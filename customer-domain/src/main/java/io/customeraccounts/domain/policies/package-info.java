/**
 * When this has happened, that is to be done: each class is one such sentence, with a memory of its own behind a port.
 * Together they are the processing group {@code policies}, and events of one customer must reach them in order.
 */
@NullMarked
package io.customeraccounts.domain.policies;

import org.jspecify.annotations.NullMarked;
