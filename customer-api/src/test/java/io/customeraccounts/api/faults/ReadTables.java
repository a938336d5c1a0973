package io.customeraccounts.api.faults;

import io.customeraccounts.api.faults.Tables.Row;
import java.util.List;
import java.util.Map;

/** What must be in the tables of customers, users and invitations, and in the lists that are made of them. */
final class ReadTables {

    private final Tables tables = new Tables();
    private final Map<String, Row> customers = tables.table("customer");
    private final Map<String, Row> users = tables.table("customer_user");
    private final Map<String, Row> invitations = tables.table("invitation");

    private final OwnedTables owned = new OwnedTables(tables);
    private final Groups groups = new Groups();

    private ReadTables() {}

    /** The tables, with the names of the database. */
    static Tables after(List<Event> events) {
        var fold = new ReadTables();
        events.forEach(fold::apply);
        return fold.tables;
    }

    /** What the API shows of them to those who may see everything. Users whose membership has ended are in no list. */
    static Tables shownAfter(List<Event> events) {
        var tables = after(events);
        var shown = new Tables();
        tables.table("customer").forEach((id, row) -> {
            var customer = new Row();
            customer.putAll(row);
            customer.put("managedBy", customer.remove("managed_by"));
            shown.add("customers", id, customer);
        });
        tables.table("customer_user").forEach((id, row) -> {
            if (row.get("active_person") != null) {
                shown.add(
                        "users",
                        id,
                        new Row().with("customer", row.get("customer_id")).with("group", row.get("group_name")));
            }
        });
        tables.table("invitation")
                .forEach((id, row) -> shown.add(
                        "invitations",
                        id,
                        new Row()
                                .with("customer", row.get("customer_id"))
                                .with("group", row.get("group_name"))
                                .with("state", row.get("state"))
                                .with("delivery", row.get("delivery"))
                                .with("invitedBy", row.get("invited_by"))
                                .with("resends", row.get("resends"))
                                .with("membershipId", row.get("membership_id"))));
        return shown;
    }

    private void apply(Event event) {
        groups.apply(event);
        if (owned.apply(event)) {
            return;
        }
        switch (event.type()) {
            case "opened" ->
                customers.put(
                        event.customer(),
                        new Row()
                                .with("identifier", event.text("identifier"))
                                .with("name", event.text("name"))
                                .with("kind", event.text("kind"))
                                .with("managed_by", null)
                                .with(
                                        "state",
                                        event.textOrNull("confirmBy") == null ? "ACTIVE" : "PENDING_CONFIRMATION"));
            case "managed-customer-created" ->
                customers.put(
                        event.customer(),
                        new Row()
                                .with("identifier", event.text("identifier"))
                                .with("name", event.text("name"))
                                .with("kind", "CUSTOMER")
                                .with("managed_by", event.text("partnerId"))
                                .with("state", "NO_ADMIN"));
            case "managing-partner-changed" -> customer(event).put("managed_by", event.textOrNull("to"));
            case "kind-changed" -> customer(event).put("kind", event.text("to"));
            case "renamed" -> customer(event).put("name", event.text("name"));
            case "confirmed" -> customer(event).put("state", "ACTIVE");
            case "closed" -> {
                customer(event).put("state", "CLOSED");
                endWhatHangsOn("partner_id", event.customer());
            }
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
                                .with("membership_id", null)
                                .with("skipped_access", null));
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
            case "user-joined" -> {
                if (event.textIn("throughPartner", "partnerId") == null && groups.isAdmin(event.text("group"))) {
                    hasAdmin(event);
                }
                users.put(
                        event.text("membershipId"),
                        new Row()
                                .with("customer_id", event.customer())
                                .with("person_id", event.text("personId"))
                                .with("active_person", event.text("personId"))
                                .with("group_name", event.text("group"))
                                .with("invitation_id", event.textOrNull("invitationId"))
                                .with("former_membership_id", event.textOrNull("formerMembershipId"))
                                .with("partner_id", event.textIn("throughPartner", "partnerId"))
                                .with("partner_membership_id", event.textIn("throughPartner", "membershipId"))
                                .with("ended_because", null));
            }
            case "group-changed" -> {
                user(event).put("group_name", event.text("to"));
                noteAdmins(event);
                if (!event.isSet("leavesNoAdmin") && groups.isAdmin(event.text("to"))) {
                    hasAdmin(event);
                }
                if (groups.admits(event.text("from")) && !groups.admits(event.text("to"))) {
                    endWhatHangsOn("partner_membership_id", event.text("membershipId"));
                }
            }
            case "user-removed" -> {
                user(event).with("active_person", null).putIfAbsent("ended_because", event.text("cause"));
                noteAdmins(event);
                endWhatHangsOn("partner_membership_id", event.text("membershipId"));
            }
            case "planned-access-skipped" ->
                invitation(event)
                        .merge(
                                "skipped_access",
                                event.text("projectId") + " " + event.text("reason") + "\n",
                                (before, more) -> before + more);
            case "membership-end-set",
                    "confirmation-resent",
                    "acceptance-refused",
                    "invitation-limit-neared",
                    "payment-reminder-due",
                    "restricted",
                    "restriction-lifted",
                    "person-erased",
                    "people-searched",
                    "person-data-shown" -> {}
            default -> throw new IllegalArgumentException("what does this event do to the tables? " + event);
        }
    }

    private void noteAdmins(Event event) {
        if (event.isSet("leavesNoAdmin")) {
            customer(event).replace("state", "ACTIVE", "NO_ADMIN");
        }
    }

    private void hasAdmin(Event event) {
        customer(event).replace("state", "NO_ADMIN", "ACTIVE");
    }

    /** What partners' users have in managed customers ends with what they have in the partner. */
    private void endWhatHangsOn(String column, String id) {
        users.values().stream()
                .filter(user -> id.equals(user.get(column)) && user.get("active_person") != null)
                .forEach(user -> user.with("active_person", null).put("ended_because", "PARTNER_ACCESS_ENDED"));
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
    static Row found(Map<String, Row> table, String id, Event event) {
        return table.computeIfAbsent(id, unknown -> new Row().with("unknown before", event.toString()));
    }
}
