/**
 * The pages of the account settings. They ask the handlers of the API, in this process and as the one who is signed in, and
 * have no rules of their own.
 */
@NullMarked
package io.customeraccounts.api.screens;

import org.jspecify.annotations.NullMarked;
