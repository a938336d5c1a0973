/**
 * The command line of auditors, in the same jar: {@code java -jar customer-api.jar audit}. Checks exports without a server, and
 * asks a server about the past.
 */
@NullMarked
package io.customeraccounts.api.audit;

import org.jspecify.annotations.NullMarked;
