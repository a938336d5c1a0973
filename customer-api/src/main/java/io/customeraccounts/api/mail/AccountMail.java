package io.customeraccounts.api.mail;

import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.Secret;
import java.time.Instant;

/** A mail about someone's sign-in account; unlike all others it follows from no event of a customer. */
public sealed interface AccountMail {

    EmailAddress to();

    /** The name that belongs to the account; never one typed by whoever merely claims the address. */
    FullName fullName();

    Language language();

    /**
     * Leads to {@code <base-url>/reset/<secret>}, where a new password can be chosen.
     *
     * @param validUntil exclusive; a mail that could not go out before is not sent any more
     */
    record PasswordReset(EmailAddress to, FullName fullName, Language language, Secret secret, Instant validUntil)
            implements AccountMail {}

    /**
     * Leads to {@code <base-url>/verify/<secret>}, which proves that the address is the person's own.
     *
     * @param validUntil exclusive; a mail that could not go out before is not sent any more
     */
    record AddressVerification(EmailAddress to, FullName fullName, Language language, Secret secret, Instant validUntil)
            implements AccountMail {}

    /** Somebody tried to register with the address of this account. Tells the owner, so that the answer need not. */
    record AddressAlreadyRegistered(EmailAddress to, FullName fullName, Language language) implements AccountMail {}
}
