/** Mails: what is to be sent, its words in every language, and handing it to the mail server. */
@NullMarked
package io.customeraccounts.api.mail;

import org.jspecify.annotations.NullMarked;
