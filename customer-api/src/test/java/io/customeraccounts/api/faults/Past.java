package io.customeraccounts.api.faults;

import io.customeraccounts.api.faults.Tables.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What must be kept of what was so from when to when. Ids are those of the things, with the position of the beginning. */
final class Past {

    private static final Duration PAYMENT_TERM = Duration.ofDays(30);
    private static final String NOT_OVER = "-1";

    /** More than there are levels in the tree in which stretches hang. */
    private static final int LEVELS = 40;

    private final Tables tables = new Tables();
    private final Stretches customers = new Stretches("past_customer");
    private final Stretches users = new Stretches("past_user");
    private final Stretches invitations = new Stretches("past_invitation");
    private final Stretches projects = new Stretches("past_project");
    private final Stretches grants = new Stretches("past_grant");
    private final Stretches locations = new Stretches("past_location");
    private final Stretches generalData = new Stretches("past_general_data");
    private final Stretches addresses = new Stretches("past_billing_address");
    private final Stretches methods = new Stretches("past_payment_method");
    private final Groups groups = new Groups();

    private Past() {}

    /** The tables, with the names of the database. */
    static Tables after(List<Event> events) {
        var fold = new Past();
        for (var event : events) {
            fold.groups.apply(event);
            fold.apply(event);
            fold.ofGeneralData(event);
        }
        return fold.tables;
    }

    private void apply(Event event) {
        if (event.type().startsWith("project.")) {
            ofProject(event);
        } else if (event.type().startsWith("invitation-") || event.type().equals("user-invited")) {
            ofInvitation(event);
        } else {
            ofCustomer(event);
        }
    }

    private void ofCustomer(Event event) {
        var customer = event.customer();
        switch (event.type()) {
            case "opened" -> {
                var confirmBy = Memories.storedOrNull(event, "confirmBy");
                customers.begin(
                        customer,
                        new Row()
                                .with("identifier", event.text("identifier"))
                                .with("name", event.text("name"))
                                .with("kind", event.text("kind"))
                                .with("state", confirmBy == null ? "ACTIVE" : "PENDING_CONFIRMATION")
                                .with("confirm_by", confirmBy)
                                .with("payment_due_by", confirmBy == null ? dueBy(event) : null),
                        event);
            }
            case "managed-customer-created" ->
                customers.begin(
                        customer,
                        new Row()
                                .with("identifier", event.text("identifier"))
                                .with("name", event.text("name"))
                                .with("kind", "CUSTOMER")
                                .with("state", "NO_ADMIN")
                                .with("confirm_by", null)
                                .with("payment_due_by", dueBy(event)),
                        event);
            case "kind-changed" -> customers.change(customer, "kind", event.text("to"), event);
            case "confirmed" -> {
                customers.change(
                        customer, new Row().with("state", "ACTIVE").with("payment_due_by", dueBy(event)), event);
            }
            case "expired" -> customers.change(customer, "state", "EXPIRED", event);
            case "closed" -> customers.change(customer, "state", "CLOSED", event);
            case "renamed" -> customers.change(customer, "name", event.text("name"), event);
            case "payment-method-enabled", "card-payment-added", "sepa-mandate-added" -> {
                if (customers.now(customer, "payment_due_by") != null) {
                    customers.change(customer, "payment_due_by", null, event);
                }
            }
            case "user-joined" -> {
                var partner = event.textIn("throughPartner", "partnerId");
                users.begin(
                        event.text("membershipId"),
                        new Row()
                                .with("customer_id", customer)
                                .with("person_id", event.text("personId"))
                                .with("invitation_id", event.textOrNull("invitationId"))
                                .with("group_name", event.text("group"))
                                .with("ends_at", null)
                                .with("partner_id", partner)
                                .with("partner_membership_id", event.textIn("throughPartner", "membershipId"))
                                .with("partner_since", partner == null ? null : String.valueOf(event.position())),
                        event);
                if (partner == null && groups.isAdmin(event.text("group"))) {
                    becomes("NO_ADMIN", "ACTIVE", event);
                }
            }
            case "group-changed" -> {
                users.change(event.text("membershipId"), "group_name", event.text("to"), event);
                if (event.isSet("leavesNoAdmin")) {
                    becomes("ACTIVE", "NO_ADMIN", event);
                } else if (groups.isAdmin(event.text("to"))) {
                    becomes("NO_ADMIN", "ACTIVE", event);
                }
            }
            case "membership-end-set" ->
                users.change(event.text("membershipId"), "ends_at", Memories.storedOrNull(event, "endsAt"), event);
            case "user-removed" -> {
                users.end(event.text("membershipId"), Memories.endOf(event.text("cause")), event);
                if (event.isSet("leavesNoAdmin")) {
                    becomes("ACTIVE", "NO_ADMIN", event);
                }
            }
            default -> {}
        }
    }

    private static @Nullable String dueBy(Event event) {
        return Memories.stored(event.time().plus(PAYMENT_TERM));
    }

    private void becomes(String from, String to, Event event) {
        if (from.equals(customers.now(event.customer(), "state"))) {
            customers.change(event.customer(), "state", to, event);
        }
    }

    private void ofInvitation(Event event) {
        switch (event.type()) {
            case "user-invited" ->
                invitations.begin(
                        event.text("invitationId"),
                        new Row()
                                .with("customer_id", event.customer())
                                .with("group_name", event.text("group"))
                                .with("expires_at", Memories.storedOrNull(event, "expiresAt")),
                        event);
            case "invitation-amended" -> {
                if (event.textOrNull("group") != null) {
                    invitations.change(event.text("invitationId"), "group_name", event.text("group"), event);
                }
            }
            case "invitation-resent" ->
                invitations.change(
                        event.text("invitationId"), "expires_at", Memories.storedOrNull(event, "expiresAt"), event);
            case "invitation-accepted" -> invitations.end(event.text("invitationId"), "ACCEPTED", event);
            case "invitation-declined" -> invitations.end(event.text("invitationId"), "DECLINED", event);
            case "invitation-cancelled" -> invitations.end(event.text("invitationId"), "CANCELLED", event);
            case "invitation-expired" -> invitations.end(event.text("invitationId"), "EXPIRED", event);
            default -> {}
        }
    }

    private void ofProject(Event event) {
        var project = event.text("projectId");
        switch (event.type()) {
            case "project.created" -> {
                projects.begin(
                        project,
                        new Row()
                                .with("customer_id", event.customer())
                                .with("identifier", event.text("identifier"))
                                .with("name", event.text("name"))
                                .with("state", "ACTIVE")
                                .with("payment_method_id", event.text("paymentMethodId"))
                                .with("billing_address_id", event.text("billingAddressId")),
                        event);
                var chosen = List.copyOf(event.list("locations"));
                for (var place = 0; place < chosen.size(); place++) {
                    comes(event, String.valueOf(chosen.get(place)), place);
                }
            }
            case "project.payment-changed" ->
                projects.change(
                        project,
                        new Row()
                                .with("payment_method_id", event.text("paymentMethodId"))
                                .with("billing_address_id", event.text("billingAddressId")),
                        event);
            case "project.location-added" -> comes(event, event.text("location"), 0);
            case "project.location-removed" -> locations.end(project + " " + event.text("location"), "REMOVED", event);
            case "project.renamed" -> projects.change(project, "name", event.text("name"), event);
            case "project.marked-for-deletion" -> {
                projects.change(project, "state", "MARKED_FOR_DELETION", event);
                grants.endAll("project_id", project, "PROJECT_DELETED", event);
            }
            case "project.deleted" -> projects.change(project, "state", "DELETED", event);
            case "project.user-assigned" ->
                grants.begin(
                        event.text("grantId"),
                        new Row()
                                .with("customer_id", event.customer())
                                .with("project_id", project)
                                .with("membership_id", event.text("membershipId"))
                                .with("role", event.text("role"))
                                .with("ends_at", Memories.storedOrNull(event, "endsAt")),
                        event);
            case "project.role-changed" -> grants.change(event.text("grantId"), "role", event.text("to"), event);
            case "project.access-end-set" ->
                grants.change(event.text("grantId"), "ends_at", Memories.storedOrNull(event, "endsAt"), event);
            case "project.user-unassigned" -> grants.end(event.text("grantId"), "UNASSIGNED", event);
            case "project.access-revoked" -> grants.end(event.text("grantId"), event.text("cause"), event);
            default -> {}
        }
    }

    private void comes(Event event, String location, int place) {
        locations.begin(
                event.text("projectId") + " " + location, new Row().with("place", String.valueOf(place)), event);
    }

    /** What is personal is at the position that stands here, if it has been set and not been taken away. */
    private void ofGeneralData(Event event) {
        var customer = event.customer();
        var here = String.valueOf(event.position());
        switch (event.type()) {
            case "opened", "managed-customer-created" ->
                generalData.begin(
                        customer,
                        new Row()
                                .with("company_address_position", null)
                                .with("cost_centre_position", null)
                                .with("default_payment_method_id", null)
                                .with("default_billing_address_id", null),
                        event);
            case "company-address-set" -> generalData.change(customer, "company_address_position", here, event);
            case "cost-centre-set" -> generalData.change(customer, "cost_centre_position", here, event);
            case "payment-defaults-set" ->
                generalData.change(
                        customer,
                        new Row()
                                .with("default_payment_method_id", event.textOrNull("paymentMethodId"))
                                .with("default_billing_address_id", event.textOrNull("billingAddressId")),
                        event);
            case "billing-address-added" ->
                addresses.begin(
                        event.text("billingAddressId"),
                        new Row().with("customer_id", customer).with("address_position", here),
                        event);
            case "billing-address-changed" ->
                addresses.change(event.text("billingAddressId"), "address_position", here, event);
            case "billing-address-removed" -> {
                addresses.end(event.text("billingAddressId"), "REMOVED", event);
                noDefaultAnyMore("default_billing_address_id", event.text("billingAddressId"), event);
            }
            case "invoice-payment-requested" -> method(event, "INVOICE", "REQUESTED");
            case "card-payment-added" -> method(event, "CARD", "ACTIVE");
            case "sepa-mandate-added" -> method(event, "SEPA_MANDATE", "ACTIVE");
            case "payment-method-enabled" -> methods.change(event.text("paymentMethodId"), "state", "ACTIVE", event);
            case "payment-method-expired" -> methods.change(event.text("paymentMethodId"), "state", "EXPIRED", event);
            case "payment-method-removed" -> {
                methods.end(event.text("paymentMethodId"), "REMOVED", event);
                noDefaultAnyMore("default_payment_method_id", event.text("paymentMethodId"), event);
            }
            default -> {}
        }
    }

    private void method(Event event, String kind, String state) {
        methods.begin(
                event.text("paymentMethodId"),
                new Row()
                        .with("customer_id", event.customer())
                        .with("kind", kind)
                        .with("state", state)
                        .with("brand", event.textOrNull("brand"))
                        .with("expires_at", Memories.storedOrNull(event, "expiresAt"))
                        .with("added_position", String.valueOf(event.position())),
                event);
    }

    private void noDefaultAnyMore(String column, String id, Event event) {
        if (id.equals(generalData.now(event.customer(), column))) {
            generalData.change(event.customer(), column, null, event);
        }
    }

    /** One table. */
    private final class Stretches {

        private final Map<String, Row> all;
        private final Map<String, Row> open = new HashMap<>();

        Stretches(String table) {
            all = tables.table(table);
        }

        void begin(String id, Row values, Event event) {
            begin(id, values, event, event.time());
        }

        private void begin(String id, Row values, Event event, Instant at) {
            var row = new Row();
            row.putAll(values);
            row.with("from_at", Memories.stored(at))
                    .with("to_position", null)
                    .with("to_at", null)
                    .with("ended_because", null)
                    .put("node", NOT_OVER);
            open.put(id, row);
            all.put(id + " " + event.position(), row);
        }

        /** What stands in the last stretch, if that is not over. */
        @Nullable
        String now(String id, String column) {
            var row = open.get(id);
            return row == null ? null : row.get(column);
        }

        void change(String id, String column, @Nullable String value, Event event) {
            change(id, new Row().with(column, value), event);
        }

        void change(String id, Row values, Event event) {
            var before = open.get(id);
            if (before != null) {
                var at = end(id, null, event);
                var after = new Row();
                after.putAll(before);
                after.putAll(values);
                begin(id, after, event, at);
            }
        }

        void endAll(String column, String value, String because, Event event) {
            List.copyOf(open.keySet()).stream()
                    .filter(id -> value.equals(now(id, column)))
                    .forEach(id -> end(id, because, event));
        }

        /** @return when it was over, which is never before it began */
        Instant end(String id, @Nullable String because, Event event) {
            var row = open.remove(id);
            if (row == null) {
                return event.time();
            }
            var from = Instant.parse(Objects.requireNonNull(row.get("from_at")));
            var to = event.time().isAfter(from) ? event.time() : from;
            row.with("to_position", String.valueOf(event.position()))
                    .with("to_at", Memories.stored(to))
                    .with("ended_because", because)
                    .put("node", String.valueOf(roundest(from.getEpochSecond(), to.getEpochSecond())));
            return to;
        }
    }

    /** The number from one to the other that most often can be halved. */
    private static long roundest(long from, long to) {
        for (var level = LEVELS; ; level--) {
            var number = (to >> level) << level;
            if (number >= from) {
                return number;
            }
        }
    }
}
