@NullMarked
package io.customeraccounts.api.mail;

import org.jspecify.annotations.NullMarked;
