package io.customeraccounts.api.screens;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the history is looked at, as the address of the page says it.
 *
 * @param from the first day, in the zone of whoever looks
 * @param to the last day, likewise
 * @param at as of when; absent for now
 * @param show the position of the event that is shown beside the list
 */
record Activity(
        @Nullable String event,
        @Nullable String actor,
        @Nullable String subject,
        @Nullable String cause,
        @Nullable String from,
        @Nullable String to,
        @Nullable String at,
        @Nullable String show,
        @Nullable String cursor) {

    private static final String FILTER =
            "?event={event}&actor={actor}&subject={subject}&cause={cause}&from={from}&to={to}";

    static Activity of(
            @Nullable String event, @Nullable String actor, @Nullable String subject, @Nullable String cause) {
        return new Activity(event, actor, subject, cause, null, null, null, null, null);
    }

    public String url(String path) {
        return Api.url(
                path + FILTER + "&at={at}&show={show}&cursor={cursor}",
                UserList.text(event),
                UserList.text(actor),
                UserList.text(subject),
                UserList.text(cause),
                UserList.text(from),
                UserList.text(to),
                UserList.text(at),
                UserList.text(show),
                UserList.text(cursor));
    }

    /** @param until as of when; absent for now */
    String asked(Object customerId, ZoneId zone, @Nullable Instant until) {
        var end = start(UserList.text(to), 1, zone);
        // That instant included; of what the API is asked for the end is not part.
        var limit = until == null ? "" : until.plus(1, ChronoUnit.MICROS).toString();
        return Api.url(
                "/api/v1/customers/{customer}/history" + FILTER + "&cursor={cursor}",
                customerId,
                UserList.text(event),
                UserList.text(actor),
                UserList.text(subject),
                UserList.text(cause),
                start(UserList.text(from), 0, zone),
                limit.isEmpty() || (!end.isEmpty() && isEarlier(end, limit)) ? end : limit,
                UserList.text(cursor));
    }

    private static boolean isEarlier(String end, String limit) {
        return ViewersZone.moment(end, ZoneId.of("UTC"))
                // What is no day is for the API to refuse.
                .map(it -> it.isBefore(Instant.parse(limit)))
                .orElse(true);
    }

    /** What is no day is for the API to refuse. */
    private static String start(String day, int daysLater, ZoneId zone) {
        try {
            return day.isEmpty()
                    ? ""
                    : LocalDate.parse(day)
                            .plusDays(daysLater)
                            .atStartOfDay(zone)
                            .toInstant()
                            .toString();
        } catch (DateTimeParseException noDay) {
            return day;
        }
    }

    public Activity after(String next) {
        return new Activity(event, actor, subject, cause, from, to, at, null, next);
    }

    /** With the event beside the list; with none if there is no position. */
    public Activity showing(@Nullable Object position) {
        return new Activity(
                event, actor, subject, cause, from, to, at, position == null ? null : position.toString(), cursor);
    }

    /** Everything at the same time. */
    public Activity all() {
        return new Activity(null, null, null, null, null, null, at, null, null);
    }

    /** Whether what happens is added to it. */
    public boolean live() {
        return UserList.text(cursor).isEmpty() && UserList.text(at).isEmpty();
    }

    public boolean newest() {
        return UserList.text(cursor).isEmpty();
    }

    /** Whether it is filtered by more than days. */
    public boolean narrowed() {
        return !UserList.text(event).isEmpty() || particular();
    }

    /** Whether it is filtered by what has to be written as it is in events. */
    public boolean particular() {
        return !UserList.text(actor).isEmpty()
                || !UserList.text(subject).isEmpty()
                || !UserList.text(cause).isEmpty();
    }
}
