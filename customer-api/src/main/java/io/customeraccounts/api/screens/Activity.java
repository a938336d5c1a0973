package io.customeraccounts.api.screens;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the history is looked at, as the address of the page says it.
 *
 * @param from the first day, in UTC
 * @param to the last day, in UTC
 */
record Activity(
        @Nullable String event,
        @Nullable String actor,
        @Nullable String subject,
        @Nullable String from,
        @Nullable String to,
        @Nullable String cursor) {

    private static final String QUERY =
            "?event={event}&actor={actor}&subject={subject}&from={from}&to={to}&cursor={cursor}";

    public String url(String path) {
        return Api.url(
                path + QUERY,
                UserList.text(event),
                UserList.text(actor),
                UserList.text(subject),
                UserList.text(from),
                UserList.text(to),
                UserList.text(cursor));
    }

    String asked(Object customerId) {
        return Api.url(
                "/api/v1/customers/{customer}/history" + QUERY,
                customerId,
                UserList.text(event),
                UserList.text(actor),
                UserList.text(subject),
                start(UserList.text(from), 0),
                start(UserList.text(to), 1),
                UserList.text(cursor));
    }

    /** What is no day is for the API to refuse. */
    private static String start(String day, int daysLater) {
        try {
            return day.isEmpty()
                    ? ""
                    : LocalDate.parse(day)
                            .plusDays(daysLater)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .toString();
        } catch (DateTimeParseException noDay) {
            return day;
        }
    }

    public Activity after(String next) {
        return new Activity(event, actor, subject, from, to, next);
    }

    public boolean newest() {
        return UserList.text(cursor).isEmpty();
    }

    /** Whether it is filtered by more than days. */
    public boolean narrowed() {
        return !UserList.text(event).isEmpty()
                || !UserList.text(actor).isEmpty()
                || !UserList.text(subject).isEmpty();
    }
}
