/** Opening an account: registration, its confirmation, and a new password for one that was forgotten. */
@NullMarked
package io.customeraccounts.api.signup;

import org.jspecify.annotations.NullMarked;
