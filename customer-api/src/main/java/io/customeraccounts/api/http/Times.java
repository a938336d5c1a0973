package io.customeraccounts.api.http;

import io.customeraccounts.api.http.Fields.NotThis;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** Points in time, as callers write them (RFC 3339). */
public final class Times {

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Times() {}

    /** To the microsecond, which is what is stored; any finer is cut off. */
    public static Instant parse(String text) {
        try {
            var instant = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                throw new NotThis("not-a-time");
            }
            return instant;
        } catch (DateTimeException e) {
            throw new NotThis("not-a-time");
        }
    }
}
