package io.customeraccounts.api.faults;

import io.customeraccounts.api.faults.Tables.Row;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must be in the tables of what customers have: general data, projects and the access to them, groups, messages. What is
 * personal is not in the feed; that it has been set is told by the version.
 */
final class OwnedTables {

    private final Map<String, Row> generalData;
    private final Map<String, Row> addresses;
    private final Map<String, Row> methods;
    private final Map<String, Row> projects;
    private final Map<String, Row> locations;
    private final Map<String, Row> access;
    private final Map<String, Row> groups;
    private final Map<String, Row> messages;
    private final Map<String, Row> readings;

    OwnedTables(Tables tables) {
        generalData = tables.table("general_data");
        addresses = tables.table("billing_address");
        methods = tables.table("payment_method");
        projects = tables.table("project");
        locations = tables.table("project_location");
        access = tables.table("project_access");
        groups = tables.table("added_group");
        messages = tables.table("message");
        readings = tables.table("message_reading");
    }

    /** @return whether the event is about any of these */
    boolean apply(Event event) {
        return applyToGeneralData(event) || applyToProjects(event) || applyToAccess(event) || applyToTheRest(event);
    }

    private boolean applyToGeneralData(Event event) {
        switch (event.type()) {
            case "opened", "managed-customer-created" ->
                generalData.put(
                        event.customer(),
                        version(event)
                                .with("default_payment_method_id", null)
                                .with("default_billing_address_id", null));
            case "company-address-set", "cost-centre-set" -> changed(generalData, event.customer(), event);
            case "payment-defaults-set" ->
                changed(generalData, event.customer(), event)
                        .with("default_payment_method_id", event.textOrNull("paymentMethodId"))
                        .with("default_billing_address_id", event.textOrNull("billingAddressId"));
            case "billing-address-added" ->
                addresses.put(
                        event.text("billingAddressId"),
                        version(event)
                                .with("customer_id", event.customer())
                                .with("added_at", at(event))
                                .with("removed_at", null));
            case "billing-address-changed" -> changed(addresses, event.text("billingAddressId"), event);
            case "billing-address-removed" -> {
                changed(addresses, event.text("billingAddressId"), event).put("removed_at", at(event));
                noDefaultAnyMore("default_billing_address_id", event.text("billingAddressId"), event);
            }
            case "invoice-payment-requested" -> method(event, "INVOICE", "REQUESTED");
            case "card-payment-added" ->
                method(event, "CARD", "ACTIVE")
                        .with("brand", event.text("brand"))
                        .with("expires_at", Memories.storedOrNull(event, "expiresAt"));
            case "sepa-mandate-added" -> method(event, "SEPA_MANDATE", "ACTIVE");
            case "payment-method-enabled" ->
                changed(methods, event.text("paymentMethodId"), event).put("state", "ACTIVE");
            case "payment-method-expired" ->
                changed(methods, event.text("paymentMethodId"), event).put("state", "EXPIRED");
            case "payment-method-removed" -> {
                changed(methods, event.text("paymentMethodId"), event)
                        .with("state", "REMOVED")
                        .put("removed_at", at(event));
                noDefaultAnyMore("default_payment_method_id", event.text("paymentMethodId"), event);
            }
            default -> {
                return false;
            }
        }
        // The first two are about the customer as well.
        return !List.of("opened", "managed-customer-created").contains(event.type());
    }

    private Row method(Event event, String kind, String state) {
        var row = version(event)
                .with("customer_id", event.customer())
                .with("kind", kind)
                .with("state", state)
                .with("brand", null)
                .with("expires_at", null)
                .with("added_at", at(event))
                .with("removed_at", null);
        methods.put(event.text("paymentMethodId"), row);
        return row;
    }

    private void noDefaultAnyMore(String column, String removed, Event event) {
        var row = generalData.get(event.customer());
        if (row != null && removed.equals(row.get(column))) {
            changed(generalData, event.customer(), event).put(column, null);
        }
    }

    private boolean applyToProjects(Event event) {
        switch (event.type()) {
            case "project.created" -> {
                projects.put(
                        event.text("projectId"),
                        version(event)
                                .with("customer_id", event.customer())
                                .with("identifier", event.text("identifier"))
                                .with("name", event.text("name"))
                                .with("payment_method_id", event.text("paymentMethodId"))
                                .with("billing_address_id", event.text("billingAddressId"))
                                .with("state", "ACTIVE")
                                .with("marked_at", null)
                                .with("deleted_at", null));
                var chosen = List.copyOf(event.list("locations"));
                for (var index = 0; index < chosen.size(); index++) {
                    location(event, String.valueOf(chosen.get(index)), index - chosen.size());
                }
            }
            case "project.renamed" -> project(event).put("name", event.text("name"));
            case "project.payment-changed" ->
                project(event)
                        .with("payment_method_id", event.text("paymentMethodId"))
                        .put("billing_address_id", event.text("billingAddressId"));
            case "project.tags-set" -> project(event);
            case "project.location-added" -> {
                project(event);
                location(event, event.text("location"), event.sequence());
            }
            case "project.location-removed" -> {
                project(event);
                locations.remove(event.text("projectId") + " " + event.text("location"));
            }
            case "project.quota-set" -> {
                project(event);
                found(locations, event.text("projectId") + " " + event.text("location"), event)
                        .put("quota", event.textOrNull("quota"));
            }
            case "project.marked-for-deletion" -> {
                project(event).with("state", "MARKED_FOR_DELETION").put("marked_at", at(event));
                access.values().stream()
                        .filter(grant -> event.text("projectId").equals(grant.get("project_id"))
                                && grant.get("open_membership") != null)
                        .forEach(grant -> end(grant, "PROJECT_DELETED", event));
            }
            case "project.deleted" -> project(event).with("state", "DELETED").put("deleted_at", at(event));
            default -> {
                return false;
            }
        }
        return true;
    }

    private Row project(Event event) {
        return changed(projects, event.text("projectId"), event);
    }

    private void location(Event event, String location, long place) {
        locations.put(
                event.text("projectId") + " " + location,
                new Row().with("place", String.valueOf(place)).with("quota", null));
    }

    private boolean applyToAccess(Event event) {
        switch (event.type()) {
            case "project.user-assigned" ->
                access.put(
                        event.text("grantId"),
                        version(event)
                                .with("project_id", event.text("projectId"))
                                .with("customer_id", event.customer())
                                .with("membership_id", event.text("membershipId"))
                                .with("open_membership", event.text("membershipId"))
                                .with("role", event.text("role"))
                                .with("by_self", event.isSet("bySelf") ? "t" : "f")
                                .with("invitation_id", event.textOrNull("invitationId"))
                                .with("opened_event", event.id())
                                .with("ends_at", Memories.storedOrNull(event, "endsAt"))
                                .with("ended_at", null)
                                .with("ended_because", null)
                                .with("ended_event", null));
            case "project.role-changed" -> grant(event).put("role", event.text("to"));
            case "project.access-end-set" -> grant(event).put("ends_at", Memories.storedOrNull(event, "endsAt"));
            case "project.user-unassigned" -> end(grant(event), "UNASSIGNED", event);
            case "project.access-revoked" -> end(grant(event), event.text("cause"), event);
            default -> {
                return false;
            }
        }
        return true;
    }

    private Row grant(Event event) {
        return changed(access, event.text("grantId"), event);
    }

    private static void end(Row grant, String cause, Event event) {
        grant.with("open_membership", null)
                .with("ended_at", at(event))
                .with("ended_because", cause)
                .with("ended_event", event.id())
                .put("version", String.valueOf(event.sequence()));
    }

    private boolean applyToTheRest(Event event) {
        switch (event.type()) {
            case "group.added" ->
                groups.put(
                        event.text("group"),
                        new Row()
                                .with("kind", event.text("kind"))
                                .with("permissions", joined(event.list("permissions")))
                                .with("added_at", at(event)));
            case "message.sent" ->
                messages.put(
                        event.text("messageId"),
                        new Row()
                                .with("customer_id", event.customer())
                                .with("partner_id", event.text("partnerId"))
                                .with("kind", event.text("kind"))
                                .with("sent_at", at(event))
                                .with("read_at", null)
                                .with("readers", "0"));
            case "message.acknowledged" -> {
                var message = found(messages, event.text("messageId"), event);
                message.merge("readers", "1", (before, one) -> String.valueOf(Integer.parseInt(before) + 1));
                message.putIfAbsent("read_at", at(event));
                readings.put(
                        event.text("messageId") + " " + event.text("membershipId"),
                        new Row().with("read_at", at(event)));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static String joined(Collection<?> texts) {
        return String.join(",", texts.stream().map(String::valueOf).toList());
    }

    private static Row version(Event event) {
        return new Row().with("version", String.valueOf(event.sequence()));
    }

    private static Row changed(Map<String, Row> table, String id, Event event) {
        return found(table, id, event).with("version", String.valueOf(event.sequence()));
    }

    private static Row found(Map<String, Row> table, String id, Event event) {
        return ReadTables.found(table, id, event);
    }

    private static @Nullable String at(Event event) {
        return Memories.stored(event.time());
    }
}
