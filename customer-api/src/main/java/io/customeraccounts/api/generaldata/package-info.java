/** What a customer says about itself and how it pays. */
@NullMarked
package io.customeraccounts.api.generaldata;

import org.jspecify.annotations.NullMarked;
