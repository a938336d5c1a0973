package io.customeraccounts.projections.privacy;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The keys in the database were wrapped by another key-encryption key than the one that is given. */
public final class OtherKeyEncryptionKey extends IllegalStateException {

    OtherKeyEncryptionKey(Collection<@Nullable String> known, String configured) {
        super("the personal data in this database were encrypted with the key-encryption key "
                + known + ", but the configured one is " + configured
                + ": start with the former one, customer-accounts.key-encryption-key or the file"
                + " key-encryption-key in the data directory");
    }
}
