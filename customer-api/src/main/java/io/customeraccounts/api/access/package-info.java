/** Answers gateways and services that ask whether somebody may use or manage a project. */
@NullMarked
package io.customeraccounts.api.access;

import org.jspecify.annotations.NullMarked;
