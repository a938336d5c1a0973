package io.customeraccounts.api.faults;

import io.customeraccounts.api.faults.Tables.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the followers must remember: the policies, of what is due and who is a user where, and the mails, of whom to write
 * to, with the mails that they must have put into the queue.
 */
final class Memories {

    private static final Duration INVITATIONS_ARE_KEPT = Duration.ofDays(90);
    private static final Duration UNCONFIRMED_ARE_KEPT = Duration.ofHours(1);
    private static final Duration FIRST_PAYMENT_REMINDER = Duration.ofDays(23);
    private static final Duration PAYMENT_TERM = Duration.ofDays(30);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);

    private final Tables tables = new Tables();
    private final Map<String, Row> due = tables.table("due");
    private final Map<String, Row> personCustomers = tables.table("person_customer");
    private final Map<String, Row> mailCustomers = tables.table("mail_customer");
    private final Map<String, Row> mailUsers = tables.table("mail_user");
    private final Map<String, Row> mailInvitations = tables.table("mail_invitation");

    private final Map<String, Row> partnerAccess = tables.table("partner_access");
    private final Map<String, Row> partnerAccessEnds = tables.table("partner_access_end");
    private final Map<String, Row> openGrants = tables.table("open_grant");
    private final Map<String, Row> accessEnds = tables.table("access_end");
    private final Map<String, Row> mailProjects = tables.table("mail_project");
    private final Map<String, Row> mailGrants = tables.table("mail_grant");
    private final Groups groups = new Groups();

    private Memories() {}

    /** The tables, with the names of the database. Ids of two parts are joined with a blank. */
    static Tables after(List<Event> events) {
        var fold = new Memories();
        for (var event : events) {
            fold.groups.apply(event);
            fold.policies(event);
            fold.accessPolicies(event);
            fold.operatorMails(event);
            fold.mails(event);
            fold.projectMails(event);
        }
        return fold.tables;
    }

    // Policies

    private void policies(Event event) {
        switch (event.type()) {
            case "opened" -> {
                if (event.textOrNull("confirmBy") != null) {
                    due("EXPIRE_CUSTOMER", event.customer(), instant(event, "confirmBy"), event);
                } else {
                    paymentDue(event);
                }
            }
            case "confirmed" -> {
                settled("EXPIRE_CUSTOMER", event.customer());
                paymentDue(event);
            }
            case "managed-customer-created" -> paymentDue(event);
            case "payment-method-enabled", "card-payment-added", "sepa-mandate-added", "closed" -> {
                settled("REMIND_OF_PAYMENT", event.customer());
                settled("RESTRICT_CUSTOMER", event.customer());
                if (event.type().equals("card-payment-added")) {
                    due("EXPIRE_PAYMENT_METHOD", event.text("paymentMethodId"), instant(event, "expiresAt"), event);
                }
            }
            case "payment-method-removed", "payment-method-expired" ->
                settled("EXPIRE_PAYMENT_METHOD", event.text("paymentMethodId"));
            case "payment-reminder-due" -> {
                if (event.isSet("last")) {
                    settled("REMIND_OF_PAYMENT", event.customer());
                } else {
                    due(
                            "REMIND_OF_PAYMENT",
                            event.customer(),
                            instant(event, "paymentDueBy").minus(DAY),
                            event);
                }
            }
            case "restricted" -> settled("RESTRICT_CUSTOMER", event.customer());
            case "expired" -> {
                settled("EXPIRE_CUSTOMER", event.customer());
                personCustomers.values().removeIf(row -> event.customer().equals(row.get("customer_id")));
                due("ERASE_CUSTOMER", event.customer(), event.time().plus(UNCONFIRMED_ARE_KEPT), event);
                due("ERASE_PERSON", event.text("openedBy"), event.time().plus(UNCONFIRMED_ARE_KEPT), event);
            }
            case "user-invited", "invitation-resent" ->
                due("EXPIRE_INVITATION", event.text("invitationId"), instant(event, "expiresAt"), event);
            case "invitation-accepted", "invitation-declined", "invitation-cancelled", "invitation-expired" -> {
                var invitation = event.text("invitationId");
                settled("EXPIRE_INVITATION", invitation);
                due("ERASE_INVITATION", invitation, event.time().plus(INVITATIONS_ARE_KEPT), event);
            }
            case "user-joined" ->
                personCustomers.put(
                        event.text("personId") + " " + event.customer(),
                        new Row().with("customer_id", event.customer()));
            case "membership-end-set" -> {
                if (event.textOrNull("endsAt") == null) {
                    settled("EXPIRE_MEMBERSHIP", event.text("membershipId"));
                } else {
                    due("EXPIRE_MEMBERSHIP", event.text("membershipId"), instant(event, "endsAt"), event);
                }
            }
            case "user-removed" -> settled("EXPIRE_MEMBERSHIP", event.text("membershipId"));
            default -> {}
        }
    }

    private void accessPolicies(Event event) {
        switch (event.type()) {
            case "user-joined" -> {
                var partner = event.textIn("throughPartner", "partnerId");
                var through = event.textIn("throughPartner", "membershipId");
                if (partner != null && through != null) {
                    partnerAccess.put(
                            event.text("membershipId"),
                            new Row()
                                    .with("customer_id", event.customer())
                                    .with("partner_id", partner)
                                    .with("partner_membership_id", through)
                                    .with("because_of", null));
                    partnerAccessEnds.computeIfAbsent(partner, it -> noEnd());
                    partnerAccessEnds.computeIfAbsent(through, it -> noEnd());
                }
            }
            case "user-removed" -> {
                partnerAccess.remove(event.text("membershipId"));
                partnerAccessEnded("partner_membership_id", event.text("membershipId"), event);
                accessEnds.putIfAbsent(
                        event.text("membershipId"),
                        new Row().with("cause", endOf(event.text("cause"))).with("because_of", event.id()));
            }
            case "group-changed" -> {
                if (groups.admits(event.text("from")) && !groups.admits(event.text("to"))) {
                    partnerAccessEnded("partner_membership_id", event.text("membershipId"), event);
                }
            }
            case "closed" -> {
                partnerAccessEnded("partner_id", event.customer(), event);
                accessEnds.putIfAbsent(
                        event.customer(),
                        new Row().with("cause", "CUSTOMER_CLOSED").with("because_of", event.id()));
            }
            case "project.user-assigned" -> {
                openGrants.put(
                        event.text("grantId"),
                        new Row()
                                .with("project_id", event.text("projectId"))
                                .with("customer_id", event.customer())
                                .with("membership_id", event.text("membershipId")));
                accessEndsAt(event);
            }
            case "project.access-end-set" -> accessEndsAt(event);
            case "project.user-unassigned", "project.access-revoked" -> {
                openGrants.remove(event.text("grantId"));
                settled("END_ACCESS", event.text("grantId"));
            }
            case "project.marked-for-deletion" -> {
                openGrants.values().removeIf(row -> event.text("projectId").equals(row.get("project_id")));
                due("CONFIRM_PROJECT_DELETION", event.text("projectId"), event.time(), event);
            }
            case "project.deleted" -> settled("CONFIRM_PROJECT_DELETION", event.text("projectId"));
            default -> {}
        }
    }

    /** What the end of a membership is to the access that ends with it. */
    static String endOf(String cause) {
        return switch (cause) {
            case "BY_ADMIN", "PARTNER_ACCESS_ENDED" -> "USER_REMOVED";
            case "LEFT" -> "USER_LEFT";
            case "EXPIRED" -> "MEMBERSHIP_EXPIRED";
            default -> cause;
        };
    }

    private void accessEndsAt(Event event) {
        if (event.textOrNull("endsAt") == null) {
            settled("END_ACCESS", event.text("grantId"));
        } else {
            due("END_ACCESS", event.text("grantId"), instant(event, "endsAt"), event);
        }
    }

    private static Row noEnd() {
        return new Row().with("ended_at", null).with("because_of", null);
    }

    private void partnerAccessEnded(String column, String id, Event event) {
        partnerAccessEnds.put(
                id, new Row().with("ended_at", stored(event.time())).with("because_of", event.id()));
        partnerAccess.values().stream()
                .filter(row -> id.equals(row.get(column)))
                .forEach(row -> row.putIfAbsent("because_of", event.id()));
    }

    private void paymentDue(Event event) {
        due("REMIND_OF_PAYMENT", event.customer(), event.time().plus(FIRST_PAYMENT_REMINDER), event);
        due("RESTRICT_CUSTOMER", event.customer(), event.time().plus(PAYMENT_TERM), event);
    }

    private void due(String kind, String subject, Instant at, Event event) {
        due.put(
                kind + " " + subject,
                new Row()
                        .with("customer_id", event.customer())
                        .with("due_at", stored(at))
                        .with("cause", event.id()));
    }

    private void settled(String kind, String subject) {
        due.remove(kind + " " + subject);
    }

    // Mails

    private void mails(Event event) {
        var customer = event.customer();
        switch (event.type()) {
            case "opened" ->
                mailCustomers.put(
                        customer,
                        new Row()
                                .with("name", event.text("name"))
                                .with("confirm_by", storedOrNull(event, "confirmBy"))
                                .with("opener", null));
            case "managed-customer-created" ->
                mailCustomers.put(
                        customer,
                        new Row()
                                .with("name", event.text("name"))
                                .with("confirm_by", null)
                                .with("opener", null));
            case "payment-reminder-due", "restricted", "restriction-lifted", "payment-method-enabled" ->
                mailAdmins(event, event.id() + "-");
            case "payment-method-removed" -> {
                if (event.isByOperator()) {
                    mailAdmins(event, event.id() + "-");
                }
            }
            case "renamed" -> change(mailCustomers, customer, "name", event.text("name"));
            case "confirmed" -> change(mailCustomers, customer, "confirm_by", null);
            case "confirmation-resent" -> {
                var row = mailCustomers.get(customer);
                if (row != null && row.get("confirm_by") != null && row.get("opener") != null) {
                    mail(event, "", event.time());
                }
            }
            case "closed", "expired" -> {
                mailCustomers.remove(customer);
                mailUsers.values().removeIf(row -> customer.equals(row.get("customer_id")));
                mailInvitations.values().removeIf(row -> customer.equals(row.get("customer_id")));
            }
            case "user-invited" -> {
                mailInvitations.put(
                        event.text("invitationId"),
                        new Row()
                                .with("customer_id", customer)
                                .with("group_name", event.text("group"))
                                .with("invited_by", event.textOrNull("invitedBy"))
                                .with("expires_at", storedOrNull(event, "expiresAt")));
                mailInvitation(event);
            }
            case "invitation-amended" -> {
                if (event.textOrNull("group") != null) {
                    change(mailInvitations, event.text("invitationId"), "group_name", event.text("group"));
                }
            }
            case "invitation-resent" -> {
                change(mailInvitations, event.text("invitationId"), "expires_at", storedOrNull(event, "expiresAt"));
                mailInvitation(event);
            }
            case "invitation-accepted", "invitation-declined", "invitation-cancelled", "invitation-expired" ->
                mailInvitations.remove(event.text("invitationId"));
            case "invitation-limit-neared" -> mailAdmins(event, event.id() + "-");
            case "user-joined" -> {
                if (event.textIn("throughPartner", "partnerId") != null) {
                    mailAdmins(event, event.id() + "-");
                }
                mailUsers.put(
                        event.text("membershipId"),
                        new Row()
                                .with("customer_id", customer)
                                .with("manages_users", managesUsers(event.text("group")))
                                .with("ends_at", null));
                mailOpener(event);
            }
            case "group-changed" -> {
                change(mailUsers, event.text("membershipId"), "manages_users", managesUsers(event.text("to")));
                mailUser(event, null);
            }
            case "membership-end-set" -> {
                change(mailUsers, event.text("membershipId"), "ends_at", storedOrNull(event, "endsAt"));
                mailUser(
                        event,
                        event.textOrNull("endsAt") == null
                                ? null
                                : instant(event, "endsAt").minus(WEEK));
            }
            case "user-removed" -> {
                mailUser(event, null);
                mailUsers.remove(event.text("membershipId"));
            }
            default -> {}
        }
    }

    /** One for each command of an operator, unless what it did has a mail of its own. */
    private void operatorMails(Event event) {
        if (event.isByOperator()
                && !List.of("payment-method-enabled", "payment-method-removed").contains(event.type())) {
            mailAdmins(event, event.cause() + "-operator-");
        }
    }

    /** @param id what the mails' ids begin with; one that there is already stays */
    private void mailAdmins(Event event, String id) {
        if (mailCustomers.containsKey(event.customer())) {
            mailUsers.forEach((membership, row) -> {
                if (event.customer().equals(row.get("customer_id")) && isAdmin(row, event.time())) {
                    tables.table("mail")
                            .putIfAbsent(
                                    id + membership,
                                    new Row()
                                            .with("customer_id", event.customer())
                                            .with("due_at", stored(event.time())));
                }
            });
        }
    }

    private void projectMails(Event event) {
        switch (event.type()) {
            case "project.created" ->
                mailProjects.put(
                        event.text("projectId"),
                        new Row().with("customer_id", event.customer()).with("name", event.text("name")));
            case "project.renamed" -> change(mailProjects, event.text("projectId"), "name", event.text("name"));
            case "project.marked-for-deletion" -> {
                mailProjects.remove(event.text("projectId"));
                mailGrants.values().removeIf(row -> event.text("projectId").equals(row.get("project_id")));
            }
            case "project.user-assigned" -> {
                if (mailUsers.containsKey(event.text("membershipId"))) {
                    mailGrants.put(
                            event.text("grantId"),
                            new Row()
                                    .with("customer_id", event.customer())
                                    .with("project_id", event.text("projectId"))
                                    .with("membership_id", event.text("membershipId")));
                    if (!event.isSet("bySelf")) {
                        mailAboutProject(event);
                    }
                }
            }
            case "project.user-unassigned", "project.access-revoked" -> {
                var told = event.type().equals("project.user-unassigned")
                        || "ACCESS_EXPIRED".equals(event.textOrNull("cause"));
                if (mailGrants.remove(event.text("grantId")) != null && told) {
                    mailAboutProject(event);
                }
            }
            case "closed", "expired" -> {
                mailProjects.values().removeIf(row -> event.customer().equals(row.get("customer_id")));
                mailGrants.values().removeIf(row -> event.customer().equals(row.get("customer_id")));
            }
            case "user-removed" ->
                mailGrants.values().removeIf(row -> event.text("membershipId").equals(row.get("membership_id")));
            default -> {}
        }
    }

    private void mailAboutProject(Event event) {
        if (mailProjects.containsKey(event.text("projectId"))) {
            mailUser(event, null);
        }
    }

    private void mailInvitation(Event event) {
        var invitation = mailInvitations.get(event.text("invitationId"));
        if (invitation == null || !mailCustomers.containsKey(event.customer())) {
            return;
        }
        mail(event, "", event.time());
        var inviter = invitation.get("invited_by");
        if (inviter != null && mailUsers.containsKey(inviter)) {
            warn(event, instant(event, "expiresAt").minus(DAY));
        }
    }

    private void mailOpener(Event event) {
        var customer = mailCustomers.get(event.customer());
        if (customer == null || customer.get("confirm_by") == null || customer.get("opener") != null) {
            return;
        }
        customer.put("opener", event.text("membershipId"));
        mail(event, "", event.time());
        warn(
                event,
                Instant.parse(Objects.requireNonNull(customer.get("confirm_by")))
                        .minus(DAY));
    }

    private void mailUser(Event event, @Nullable Instant warnAt) {
        if (mailUsers.containsKey(event.text("membershipId")) && mailCustomers.containsKey(event.customer())) {
            mail(event, "", event.time());
            if (warnAt != null) {
                warn(event, warnAt);
            }
        }
    }

    private void warn(Event event, Instant at) {
        if (at.isAfter(event.time())) {
            mail(event, "-warning", at);
        }
    }

    private void mail(Event event, String suffix, Instant dueAt) {
        tables.table("mail")
                .put(
                        event.id() + suffix,
                        new Row().with("customer_id", event.customer()).with("due_at", stored(dueAt)));
    }

    private static boolean isAdmin(Row user, Instant at) {
        var endsAt = user.get("ends_at");
        return "t".equals(user.get("manages_users"))
                && (endsAt == null || Instant.parse(endsAt).isAfter(at));
    }

    private String managesUsers(String group) {
        return groups.isAdmin(group) ? "t" : "f";
    }

    private static void change(Map<String, Row> table, String id, String column, @Nullable String value) {
        var row = table.get(id);
        if (row != null) {
            row.put(column, value);
        }
    }

    private static Instant instant(Event event, String field) {
        return Instant.parse(event.text(field));
    }

    static @Nullable String storedOrNull(Event event, String field) {
        return event.textOrNull(field) == null ? null : stored(instant(event, field));
    }

    /** As precise as databases keep it. */
    static String stored(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).toString();
    }
}
