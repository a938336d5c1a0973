package io.customeraccounts.api.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sees what there is to see of an installation: the feed as everybody gets it, and the tables as they lie in the database. */
final class Witness {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern MESSAGE_ID = Pattern.compile("(?mi)^Message-ID:\\s*<([^@>]+)@");
    private static final Pattern TO = Pattern.compile("(?mi)^To:.*?([^\\s<>]+@[^\\s<>]+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Installation installation;

    Witness(Installation installation) {
        this.installation = installation;
    }

    // How far everyone is

    /** Committed events. */
    long events() throws SQLException {
        return number("select count(*) from domain_event");
    }

    /** Waits until so many events are sealed and every follower has read them. */
    @Nullable
    Duration untilFollowed(long events, Duration atMost) throws InterruptedException {
        var start = System.nanoTime();
        while (System.nanoTime() - start < atMost.toNanos()) {
            try {
                if (followed() >= events) {
                    return Duration.ofNanos(System.nanoTime() - start);
                }
            } catch (SQLException e) {
                // the database is not there yet
            }
            Thread.sleep(50);
        }
        return null;
    }

    /** The position that the ledger and every follower have reached. */
    private long followed() throws SQLException {
        return number("""
                select least(
                    (select last_position from ledger_head),
                    (select min(coalesce((convert_from(token, 'UTF8')::json ->> 'position')::bigint, 0)) from token_entry
                        where processor_name in ('policies', 'mails')))
                """);
    }

    /** How many segments of the follower each node has claimed. */
    Map<String, Long> segmentsByOwner(String follower) throws SQLException {
        return rows(
                        "select owner from token_entry where owner is not null and processor_name = '" + follower + "'",
                        row -> row.getString(1))
                .stream()
                .collect(groupingBy(owner -> owner, counting()));
    }

    /** When the claim was renewed that has not been for the longest time. */
    Instant oldestClaim() throws SQLException {
        return rows(
                        "select min(claimed_at) from token_entry where processor_name in ('policies', 'mails')",
                        row -> Instant.parse(row.getString(1)))
                .getFirst();
    }

    /** Waits until no mail that is due waits any more, whatever has become of it. */
    boolean untilMailed(Duration atMost) throws InterruptedException, SQLException {
        var deadline = System.nanoTime() + atMost.toNanos();
        while (number("select count(*) from mail where state = 'WAITING' and due_at <= now()") > 0) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(50);
        }
        return true;
    }

    // What there is

    /** Once nothing happens any more. */
    History history(List<Call> calls, int interruptions, List<History.Recovery> recoveries)
            throws SQLException, IOException, InterruptedException {
        return new History(
                calls,
                feed(installation.nodes().getFirst().url()),
                rows(
                        "select event_identifier, aggregate_identifier, sequence_number from domain_event",
                        row -> new History.Stored(row.getString(1), row.getString(2), row.getLong(3))),
                rows(
                        "select position, event_identifier from ledger order by position, event_identifier",
                        row -> new History.Sealed(row.getLong(1), row.getString(2))),
                tables(),
                rows(
                        "select invitation_id, email from invitation",
                        row -> new History.Address(row.getString(1), row.getString(2))),
                mails(),
                interruptions,
                recoveries);
    }

    private List<Event> feed(URI service) throws IOException, InterruptedException {
        var events = new ArrayList<Event>();
        var after = "";
        while (true) {
            var page = HTTP.send(
                    HttpRequest.newBuilder(service.resolve("/api/v1/events?limit=1000" + after))
                            .header("Authorization", "Bearer " + installation.auditor())
                            .build(),
                    BodyHandlers.ofString());
            if (page.statusCode() != 200) {
                // As far as it goes: the checker compares it with the ledger.
                return events;
            }
            var found = JSON.readTree(page.body());
            if (found.isEmpty()) {
                return events;
            }
            for (JsonNode event : found) {
                events.add(Event.parse(event.toString()));
                after = "&after=" + event.get("cursor").asString();
            }
        }
    }

    private Tables tables() throws SQLException {
        var tables = new Tables();
        rows(
                "select customer_id, identifier, name, kind, state from customer",
                row -> tables.customers().put(row.getString(1), columns(row)));
        rows("""
                select membership_id, customer_id, person_id, active_person, group_name, invitation_id, former_membership_id,
                    ended_because
                from customer_user
                """, row -> tables.users().put(row.getString(1), columns(row)));
        rows("""
                select invitation_id, customer_id, group_name, state, invited_by, resends, delivery, cancelled_because,
                    membership_id
                from invitation
                """, row -> tables.invitations().put(row.getString(1), columns(row)));
        return tables;
    }

    private static Tables.Row columns(ResultSet row) throws SQLException {
        var columns = new Tables.Row();
        for (var column = 2; column <= row.getMetaData().getColumnCount(); column++) {
            columns.put(row.getMetaData().getColumnName(column), row.getString(column));
        }
        return columns;
    }

    private List<History.Mail> mails() {
        return installation.mailServer.messages().stream()
                .map(message -> new History.Mail(first(MESSAGE_ID, message), first(TO, message)))
                .toList();
    }

    private static String first(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        if (!found.find()) {
            throw new IllegalArgumentException("no " + pattern + " in " + text);
        }
        return found.group(1);
    }

    // SQL

    private interface Read<T> {
        T of(ResultSet row) throws SQLException;
    }

    private long number(String query) throws SQLException {
        return rows(query, row -> row.getLong(1)).getFirst();
    }

    /** Not by the ways of the services, which may be cut. */
    private <T> List<T> rows(String query, Read<T> read) throws SQLException {
        try (var connection = installation.database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var found = new ArrayList<T>();
            while (rows.next()) {
                found.add(read.of(rows));
            }
            return found;
        }
    }
}
