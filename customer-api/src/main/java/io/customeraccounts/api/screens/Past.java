package io.customeraccounts.api.screens;

import io.customeraccounts.domain.values.CustomerId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A point in time at which a customer is looked at.
 *
 * @param customer as it was then
 */
record Past(Instant at, Shown.PastCustomer customer) {

    /** Nothing can be shown of that time. The code is that of the text that says why. */
    static final class Unknown extends Exception {

        private static final long serialVersionUID = 1;

        private Unknown(String code) {
            super(code, null, false, false);
        }

        String code() {
            return String.valueOf(getMessage());
        }
    }

    /** @throws Unknown if it is no time, has not come yet, or the customer was not there yet */
    static Past of(CustomerId customerId, String at, ZoneId zone, Clock clock, Api api) throws Unknown {
        var moment = ViewersZone.moment(at, zone).orElseThrow(() -> new Unknown("past.no-time"));
        if (moment.isAfter(clock.instant())) {
            throw new Unknown("past.future");
        }
        if (moment.isBefore(Instant.EPOCH)) {
            throw new Unknown("past.before");
        }
        try {
            return new Past(
                    moment,
                    api.get(
                            Shown.PastCustomer.class,
                            "/api/v1/customers/{customer}/as-of?at={at}",
                            customerId,
                            moment));
        } catch (Api.Refused refused) {
            if (refused.status() == HttpStatus.NOT_FOUND.value()) {
                throw new Unknown("past.before");
            }
            throw refused;
        }
    }

    /** Where a section is as it was then; that of what has happened is the same page at any time. */
    static String url(CustomerId customerId, String section, @Nullable Instant at) {
        var path = "/customers/" + customerId + (section.equals("activity") ? "/" : "/as-of/") + section;
        return Api.url(path + "?at={at}", at == null ? "" : at);
    }
}
