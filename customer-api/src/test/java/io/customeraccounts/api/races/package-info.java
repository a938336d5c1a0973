/** What happens when several do something at the same moment, over HTTP. */
@NullMarked
package io.customeraccounts.api.races;

import org.jspecify.annotations.NullMarked;
