package io.customeraccounts.api.faults;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The read tables, as far as the feed says what must be in them: rows by their ids, each with its columns. */
record Tables(Map<String, Row> customers, Map<String, Row> users, Map<String, Row> invitations) {

    /** Columns by their names; the same names as in the database. */
    static final class Row extends TreeMap<String, @Nullable String> {

        Row with(String column, @Nullable String value) {
            put(column, value);
            return this;
        }
    }

    Tables() {
        this(new HashMap<>(), new HashMap<>(), new HashMap<>());
    }

    /** What must be in the tables after these events. */
    static Tables after(List<Event> events) {
        var tables = new Tables();
        events.forEach(tables::apply);
        return tables;
    }

    private void apply(Event event) {
        switch (event.type()) {
            case "opened" ->
                customers.put(
                        event.customer(),
                        new Row()
                                .with("identifier", event.text("identifier"))
                                .with("name", event.text("name"))
                                .with("kind", event.text("kind"))
                                .with(
                                        "state",
                                        event.textOrNull("confirmBy") == null ? "ACTIVE" : "PENDING_CONFIRMATION"));
            case "renamed" -> customer(event).put("name", event.text("name"));
            case "confirmed" -> customer(event).put("state", "ACTIVE");
            case "closed" -> customer(event).put("state", "CLOSED");
            case "expired" -> customer(event).put("state", "EXPIRED");
            case "user-invited" ->
                invitations.put(
                        event.text("invitationId"),
                        new Row()
                                .with("customer_id", event.customer())
                                .with("group_name", event.text("group"))
                                .with("state", "PENDING")
                                .with("invited_by", event.textOrNull("invitedBy"))
                                .with("resends", "0")
                                .with("delivery", "SENT")
                                .with("cancelled_because", null)
                                .with("membership_id", null));
            case "invitation-amended" -> {
                if (event.textOrNull("group") != null) {
                    invitation(event).put("group_name", event.text("group"));
                }
            }
            case "invitation-resent" -> {
                var invitation = invitation(event);
                invitation.put("delivery", "SENT");
                invitation.compute("resends", (column, before) -> String.valueOf(Integer.parseInt(before) + 1));
            }
            case "invitation-undelivered" -> invitation(event).put("delivery", "FAILED");
            case "invitation-accepted" ->
                invitation(event).with("state", "ACCEPTED").put("membership_id", event.text("membershipId"));
            case "invitation-declined" -> invitation(event).put("state", "DECLINED");
            case "invitation-expired" -> invitation(event).put("state", "EXPIRED");
            case "invitation-cancelled" ->
                invitation(event).with("state", "CANCELLED").put("cancelled_because", event.text("cause"));
            case "user-joined" ->
                users.put(
                        event.text("membershipId"),
                        new Row()
                                .with("customer_id", event.customer())
                                .with("person_id", event.text("personId"))
                                .with("active_person", event.text("personId"))
                                .with("group_name", event.text("group"))
                                .with("invitation_id", event.textOrNull("invitationId"))
                                .with("former_membership_id", event.textOrNull("formerMembershipId"))
                                .with("ended_because", null));
            case "group-changed" -> {
                user(event).put("group_name", event.text("to"));
                noteAdmins(event);
            }
            case "user-removed" -> {
                user(event).with("active_person", null).put("ended_because", event.text("cause"));
                noteAdmins(event);
            }
            case "membership-end-set", "confirmation-resent", "acceptance-refused", "invitation-limit-neared" -> {}
            default -> throw new IllegalArgumentException("what does this event do to the tables? " + event);
        }
    }

    private void noteAdmins(Event event) {
        if (event.isSet("leavesNoAdmin")) {
            customer(event).put("state", "NO_ADMIN");
        }
    }

    private Row customer(Event event) {
        return found(customers, event.customer(), event);
    }

    private Row user(Event event) {
        return found(users, event.text("membershipId"), event);
    }

    private Row invitation(Event event) {
        return found(invitations, event.text("invitationId"), event);
    }

    /** An event about something that never began is a fault of the log, to be objected to and not to be stumbled over. */
    private static Row found(Map<String, Row> table, String id, Event event) {
        return table.computeIfAbsent(id, unknown -> new Row().with("unknown before", event.toString()));
    }
}
