package io.customeraccounts.api.http;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much a request may send, and how many requests are answered at the same time.
 *
 * @param maxBody of an ordinary request; bytes, 1 KB to 16 MB
 * @param maxLargeBody of a request that carries many things at once, such as bulk invitations; bytes, likewise
 * @param maxConcurrent requests that a node answers at the same time, 1 to 10,000; those that wait for events do not count
 */
@ConfigurationProperties("customer-accounts.http")
record RequestLimits(
        @DefaultValue("256KB") DataSize maxBody,
        @DefaultValue("1MB") DataSize maxLargeBody,
        @DefaultValue("64") int maxConcurrent) {

    RequestLimits {
        refuseUnlessPossible("max-body", maxBody);
        refuseUnlessPossible("max-large-body", maxLargeBody);
        if (maxConcurrent < 1 || maxConcurrent > 10_000) {
            throw new IllegalArgumentException(
                    "customer-accounts.http.max-concurrent must be between 1 and 10000, not " + maxConcurrent);
        }
    }

    private static void refuseUnlessPossible(String name, DataSize size) {
        if (size.compareTo(DataSize.ofKilobytes(1)) < 0 || size.compareTo(DataSize.ofMegabytes(16)) > 0) {
            throw new IllegalArgumentException(
                    "customer-accounts.http." + name + " must be between 1KB and 16MB, not " + size);
        }
    }
}
