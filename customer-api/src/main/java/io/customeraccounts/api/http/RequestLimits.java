package io.customeraccounts.api.http;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much a request may send.
 *
 * @param maxBody of an ordinary request; bytes, 1 KB to 16 MB
 * @param maxLargeBody of a request that carries many things at once, such as bulk invitations; bytes, likewise
 */
@ConfigurationProperties("customer-accounts.http")
record RequestLimits(
        @DefaultValue("256KB") DataSize maxBody,
        @DefaultValue("1MB") DataSize maxLargeBody) {

    RequestLimits {
        refuseUnlessPossible("max-body", maxBody);
        refuseUnlessPossible("max-large-body", maxLargeBody);
    }

    private static void refuseUnlessPossible(String name, DataSize size) {
        if (size.compareTo(DataSize.ofKilobytes(1)) < 0 || size.compareTo(DataSize.ofMegabytes(16)) > 0) {
            throw new IllegalArgumentException(
                    "customer-accounts.http." + name + " must be between 1KB and 16MB, not " + size);
        }
    }
}
