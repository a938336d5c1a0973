/** The service as the process that it is in production: started, killed, started again. */
@NullMarked
package io.customeraccounts.api.process;

import org.jspecify.annotations.NullMarked;
