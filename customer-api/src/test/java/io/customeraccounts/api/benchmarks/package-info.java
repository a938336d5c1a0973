/** What the service reaches, as a ratio to the bare database in the same run: {@code mvn test -Pbenchmark}. */
@NullMarked
package io.customeraccounts.api.benchmarks;

import org.jspecify.annotations.NullMarked;
