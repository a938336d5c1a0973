/** The service among faults: processes that are killed, databases that go away, mail servers that hang up, clients that repeat. */
@NullMarked
package io.customeraccounts.api.faults;

import org.jspecify.annotations.NullMarked;
