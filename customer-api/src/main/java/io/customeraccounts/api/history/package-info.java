/** What has happened, and what was so at any time. */
@NullMarked
package io.customeraccounts.api.history;

import org.jspecify.annotations.NullMarked;
