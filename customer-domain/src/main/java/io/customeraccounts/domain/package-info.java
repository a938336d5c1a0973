/** Decides: commands in, events or one refusal out. Knows no database, no JSON and no web. */
@NullMarked
package io.customeraccounts.domain;

import org.jspecify.annotations.NullMarked;
