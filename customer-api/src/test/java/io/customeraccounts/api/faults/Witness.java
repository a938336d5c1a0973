package io.customeraccounts.api.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Duration untilFollowed(long events, Duration atMost) throws InterruptedException, SQLException {
        var start = System.nanoTime();
        return until(() -> hasFollowed(events), atMost) ? Duration.ofNanos(System.nanoTime() - start) : null;
    }

    private boolean hasFollowed(long events) {
        try {
            return followed() >= events;
        } catch (SQLException e) {
            // The database is not there yet.
            return false;
        }
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    private static boolean until(Condition condition, Duration atMost) throws InterruptedException, SQLException {
        var deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(50);
        }
        return true;
    }

    /** The position that the ledger and every follower have reached. */
    private long followed() throws SQLException {
        return number("""
            select least(
                (select last_position from ledger_head),
                (select min(coalesce((convert_from(token, 'UTF8')::json ->> 'position')::bigint, 0)) from token_entry
                    where processor_name in ('policies', 'mails', 'history')))
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
        return until(
                () -> number("select count(*) from mail where state = 'WAITING' and due_at <= now()") == 0, atMost);
    }

    /** Waits until the policies have done what is due and have ended what is to be ended, and nothing follows from it. */
    boolean untilSettled(Duration atMost) throws InterruptedException, SQLException {
        return until(() -> number("""
            select (select count(*) from due where due_at <= now())
                 + (select count(*) from open_grant where because_of is not null)
                 + (select count(*) from partner_access where because_of is not null)
            """) == 0 && followed() >= events(), atMost);
    }

    /**
     * How far the last rebuild of a table has come.
     *
     * @param run another one for each rebuild
     */
    record Rebuild(String run, String state, long position, long differences) {}

    Rebuild rebuild(String table) throws SQLException {
        return rows(
                        "select run, state, position, differences from rebuild where table_name = '" + table + "'",
                        row -> new Rebuild(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)))
                .getFirst();
    }

    boolean untilRebuilt(String table, Duration atMost) throws InterruptedException, SQLException {
        return until(() -> !rebuild(table).state().equals("RUNNING"), atMost)
                && rebuild(table).state().equals("FINISHED");
    }

    // What there is

    /** Once nothing happens any more. */
    History history(List<Call> calls, int interruptions, List<History.Recovery> recoveries)
            throws SQLException, IOException, InterruptedException {
        var feed = feed();
        return new History(
                calls,
                feed,
                rows(
                        "select event_identifier, aggregate_identifier, sequence_number from domain_event",
                        row -> new History.Stored(row.getString(1), row.getString(2), row.getLong(3))),
                rows(
                        "select position, event_identifier from ledger order by position, event_identifier",
                        row -> new History.Sealed(row.getLong(1), row.getString(2))),
                tables(),
                shown(feed),
                rows(
                        "select invitation_id, email from invitation",
                        row -> new History.Address(row.getString(1), row.getString(2))),
                mails(),
                rows("select mail_id, state from mail", row -> new History.Note(row.getString(1), row.getString(2))),
                checkpoints(),
                interruptions,
                recoveries);
    }

    private List<Event> feed() throws IOException, InterruptedException {
        var events = new ArrayList<Event>();
        var after = "";
        while (true) {
            // As far as it goes: the checker compares it with the ledger.
            var page = get("/api/v1/events?limit=1000" + after).orElse(null);
            if (page == null || page.isEmpty()) {
                return events;
            }
            for (JsonNode event : page) {
                events.add(Event.parse(event.toString()));
                after = "&after=" + event.get("cursor").asString();
            }
        }
    }

    /** As they lie in the database: what a fold can tell, read and compared by names. */
    private Tables tables() throws SQLException {
        var tables = new Tables();
        table(tables, "customer", "customer_id", "identifier, name, kind, managed_by, state");
        table(tables, "customer_user", "membership_id", """
            customer_id, person_id, active_person, group_name, invitation_id, former_membership_id, partner_id,
            partner_membership_id, ended_because
            """);
        table(tables, "invitation", "invitation_id", """
            customer_id, group_name, state, invited_by, resends, delivery, cancelled_because, membership_id,
            skipped_access
            """);
        table(tables, "general_data", "customer_id", """
            default_payment_method_id, default_billing_address_id, version
            """);
        table(tables, "billing_address", "billing_address_id", "customer_id, added_at, removed_at, version");
        table(tables, "payment_method", "payment_method_id", """
            customer_id, kind, state, brand, expires_at, added_at, removed_at, version
            """);
        table(tables, "project", "project_id", """
            customer_id, identifier, name, payment_method_id, billing_address_id, state, marked_at, deleted_at,
            version
            """);
        table(tables, "project_location", "project_id || ' ' || location", "place, quota");
        table(tables, "project_access", "grant_id", """
            project_id, customer_id, membership_id, open_membership, role, by_self, invitation_id, opened_event,
            ends_at, ended_at, ended_because, ended_event, version
            """);
        table(tables, "added_group", "name", "kind, permissions, added_at");
        table(tables, "message", "message_id", "customer_id, partner_id, kind, sent_at, read_at, readers");
        table(tables, "message_reading", "message_id || ' ' || membership_id", "read_at");
        table(tables, "partner_access", "membership_id", "customer_id, partner_id, partner_membership_id, because_of");
        table(tables, "partner_access_end", "subject_id", "ended_at, because_of");
        table(tables, "open_grant", "grant_id", "project_id, customer_id, membership_id");
        table(tables, "access_end", "subject_id", "cause, because_of");
        table(tables, "mail_project", "project_id", "customer_id, name");
        table(tables, "mail_grant", "grant_id", "customer_id, project_id, membership_id");
        table(tables, "due", "kind || ' ' || subject_id", "customer_id, due_at, cause");
        table(tables, "person_customer", "person_id || ' ' || customer_id", "customer_id");
        table(tables, "mail_customer", "customer_id", "name, confirm_by, opener");
        table(tables, "mail_user", "membership_id", "customer_id, manages_users, ends_at");
        table(tables, "mail_invitation", "invitation_id", "customer_id, group_name, invited_by, expires_at");
        table(tables, "mail", "mail_id", "customer_id, due_at");
        places(tables);
        past(tables);
        ofInvited(tables);
        return tables;
    }

    private void places(Tables tables) throws SQLException {
        table(tables, "project_place", "project_id || ' ' || location", "customer_id, since, present");
        table(tables, "customer_place", "customer_id || ' ' || location", "customer_id");
        // The position is looked up later, at some time or other.
        table(
                tables,
                "revocation",
                "revocation r left join ledger l on l.event_identifier = r.event_id",
                "r.event_id || ' ' || r.location",
                """
                r.customer_id, r.scope_id, r.membership_id, r.happened_at,
                case r.position when 9223372036854775807 then l.position else r.position end as position
                """);
    }

    private void past(Tables tables) throws SQLException {
        past(tables, "past_customer", "customer_id", "identifier, name, kind, state, confirm_by, payment_due_by");
        past(tables, "past_user", "membership_id", """
            customer_id, person_id, invitation_id, group_name, ends_at, partner_id, partner_membership_id,
            partner_since
            """);
        past(tables, "past_invitation", "invitation_id", "customer_id, group_name, expires_at");
        past(tables, "past_project", "project_id", """
            customer_id, identifier, name, state, payment_method_id, billing_address_id
            """);
        past(tables, "past_location", "project_id || ' ' || location", "place");
        past(tables, "past_general_data", "customer_id", """
            company_address_position, cost_centre_position, default_payment_method_id, default_billing_address_id
            """);
        past(tables, "past_billing_address", "billing_address_id", "customer_id, address_position");
        past(tables, "past_payment_method", "payment_method_id", """
            customer_id, kind, state, brand, expires_at, added_position
            """);
        past(tables, "past_grant", "grant_id", "customer_id, project_id, membership_id, role, ends_at");
    }

    private void past(Tables tables, String name, String id, String columns) throws SQLException {
        table(
                tables,
                name,
                id + " || ' ' || from_position",
                "from_at, to_position, to_at, ended_because, node, " + columns);
    }

    private void ofInvited(Tables tables) throws SQLException {
        table(tables, "planned_access", "invitation_id", "planned, membership_id");
        table(tables, "plan", "invitation", "invitation_id", "planned_access");
        table(
                tables,
                "person",
                "customer_user u join person p on p.person_id = u.person_id where u.invitation_id is not null",
                "u.membership_id",
                "p.subject");
    }

    private void table(Tables tables, String name, String id, String columns) throws SQLException {
        table(tables, name, name, id, columns);
    }

    private void table(Tables tables, String name, String from, String id, String columns) throws SQLException {
        rows("select " + id + ", " + columns + " from " + from, row -> {
            tables.add(name, row.getString(1), columns(row));
            return name;
        });
    }

    private static Tables.Row columns(ResultSet row) throws SQLException {
        var columns = new Tables.Row();
        for (var column = 2; column <= row.getMetaData().getColumnCount(); column++) {
            columns.put(
                    row.getMetaData().getColumnName(column),
                    row.getMetaData().getColumnType(column) == Types.TIMESTAMP
                            ? time(row.getObject(column, OffsetDateTime.class))
                            : row.getString(column));
        }
        return columns;
    }

    private static @Nullable String time(@Nullable OffsetDateTime time) {
        return time == null ? null : Memories.stored(time.toInstant());
    }

    /** What the API shows of every customer, list by list and page by page. */
    private Tables shown(List<Event> feed) throws IOException, InterruptedException {
        var shown = new Tables();
        var customers = feed.stream().map(Event::customer).distinct().toList();
        for (var customer : customers) {
            var path = "/api/v1/customers/" + customer;
            var answer = get(path);
            if (answer.isPresent()) {
                shown.add(
                        "customers",
                        customer,
                        fields(answer.get(), "identifier", "name", "kind", "state", "managedBy"));
            }
            for (var user : list(path + "/users?limit=7")) {
                shown.add(
                        "users",
                        user.get("membershipId").asString(),
                        fields(user, "group").with("customer", customer));
            }
            for (var invitation : list(path + "/invitations?limit=7")) {
                var columns = fields(
                        invitation, "email", "group", "state", "delivery", "invitedBy", "resends", "membershipId");
                shown.add("invitations", invitation.get("id").asString(), columns.with("customer", customer));
            }
        }
        return shown;
    }

    private List<JsonNode> list(String path) throws IOException, InterruptedException {
        var items = new ArrayList<JsonNode>();
        var cursor = "";
        while (true) {
            var page = get(path + cursor).orElse(null);
            if (page == null) {
                // As far as it goes: the checker misses the rest.
                return items;
            }
            page.get("items").forEach(items::add);
            if (!page.hasNonNull("next")) {
                return items;
            }
            cursor = "&cursor=" + page.get("next").asString();
        }
    }

    private static Tables.Row fields(JsonNode json, String... names) {
        var row = new Tables.Row();
        for (var name : names) {
            row.put(name, json.hasNonNull(name) ? json.get(name).asString() : null);
        }
        return row;
    }

    private Optional<JsonNode> get(String path) throws IOException, InterruptedException {
        var answer = HTTP.send(
                HttpRequest.newBuilder(installation.nodes().getFirst().url().resolve(path))
                        .header("Authorization", "Bearer " + installation.auditor())
                        .build(),
                BodyHandlers.ofString());
        return answer.statusCode() == 200 ? Optional.of(JSON.readTree(answer.body())) : Optional.empty();
    }

    /** A sender that is killed before the first line of its mail leaves an empty one, which is not the mail. */
    List<History.Mail> mails() {
        return installation.mailServer.messages().stream()
                .filter(message -> !message.isBlank())
                .map(message -> new History.Mail(first(MESSAGE_ID, message), first(TO, message)))
                .toList();
    }

    List<String> checkpoints() {
        return installation.checkpointServer.checkpoints();
    }

    /** Waits until nobody is to be told of a new checkpoint: of the last position, posted, and noted as that. */
    boolean untilPosted(Duration atMost) throws InterruptedException, SQLException {
        return until(() -> number("""
            select count(*) from checkpoint_receiver
            where note like '%' || chr(10) || (select last_position from ledger_head) || chr(10) || '%'
            """) == 1, atMost);
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
