package io.customeraccounts.api.screens;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The time zone of whoever looks: their browser tells it in a cookie. Without scripts it does not, and times are UTC. */
final class ViewersZone {

    static final String COOKIE = "zone";

    private ViewersZone() {}

    static ZoneId of(String told) {
        return ZoneId.getAvailableZoneIds().contains(told) ? ZoneId.of(told) : ZoneId.of("UTC");
    }

    /** A point in time as an address says it, with its offset, or as a field of a form does, in the zone; to the microsecond. */
    static Optional<Instant> moment(String text, ZoneId zone) {
        try {
            var moment = text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
            return Optional.of(moment.truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    /** As a field of a form shows it, to the second. */
    static String local(Instant moment, ZoneId zone) {
        return LocalDateTime.ofInstant(moment, zone)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }
}
