/** What all HTTP features share: reading requests strictly and lazily, and answering them. */
@NullMarked
package io.customeraccounts.api.http;

import org.jspecify.annotations.NullMarked;
