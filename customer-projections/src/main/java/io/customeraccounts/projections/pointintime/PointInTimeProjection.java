package io.customeraccounts.projections.pointintime;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.atOrNull;

import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.AcceptanceRefused;
import io.customeraccounts.domain.events.CustomerEvent.BillingAddressAdded;
import io.customeraccounts.domain.events.CustomerEvent.BillingAddressChanged;
import io.customeraccounts.domain.events.CustomerEvent.BillingAddressRemoved;
import io.customeraccounts.domain.events.CustomerEvent.CardPaymentAdded;
import io.customeraccounts.domain.events.CustomerEvent.CompanyAddressSet;
import io.customeraccounts.domain.events.CustomerEvent.ConfirmationResent;
import io.customeraccounts.domain.events.CustomerEvent.CostCentreSet;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerConfirmed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerExpired;
import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRenamed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRestricted;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAccepted;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAmended;
import io.customeraccounts.domain.events.CustomerEvent.InvitationCancelled;
import io.customeraccounts.domain.events.CustomerEvent.InvitationDeclined;
import io.customeraccounts.domain.events.CustomerEvent.InvitationExpired;
import io.customeraccounts.domain.events.CustomerEvent.InvitationLimitNeared;
import io.customeraccounts.domain.events.CustomerEvent.InvitationResent;
import io.customeraccounts.domain.events.CustomerEvent.InvitationUndelivered;
import io.customeraccounts.domain.events.CustomerEvent.InvoicePaymentRequested;
import io.customeraccounts.domain.events.CustomerEvent.KindChanged;
import io.customeraccounts.domain.events.CustomerEvent.ManagedCustomerCreated;
import io.customeraccounts.domain.events.CustomerEvent.ManagingPartnerChanged;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.PaymentDefaultsSet;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodEnabled;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodExpired;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodRemoved;
import io.customeraccounts.domain.events.CustomerEvent.PaymentReminderDue;
import io.customeraccounts.domain.events.CustomerEvent.PeopleSearched;
import io.customeraccounts.domain.events.CustomerEvent.PersonDataShown;
import io.customeraccounts.domain.events.CustomerEvent.PersonErased;
import io.customeraccounts.domain.events.CustomerEvent.PlannedAccessSkipped;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.events.CustomerEvent.RestrictionLifted;
import io.customeraccounts.domain.events.CustomerEvent.SepaMandateAdded;
import io.customeraccounts.domain.events.CustomerEvent.UserInvited;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.InstallationEvent;
import io.customeraccounts.domain.events.MessageEvent;
import io.customeraccounts.domain.events.ProjectEvent;
import io.customeraccounts.domain.events.ProjectEvent.AccessEndSet;
import io.customeraccounts.domain.events.ProjectEvent.LocationAdded;
import io.customeraccounts.domain.events.ProjectEvent.LocationRemoved;
import io.customeraccounts.domain.events.ProjectEvent.ProjectAccessRevoked;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.ProjectDeleted;
import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.events.ProjectEvent.ProjectPaymentChanged;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRenamed;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRoleChanged;
import io.customeraccounts.domain.events.ProjectEvent.ProjectTagsSet;
import io.customeraccounts.domain.events.ProjectEvent.QuotaSet;
import io.customeraccounts.domain.events.ProjectEvent.UserAssigned;
import io.customeraccounts.domain.events.ProjectEvent.UserUnassigned;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.PaymentTerm;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.projections.access.AccessEnd;
import io.customeraccounts.projections.customers.CustomerState;
import io.customeraccounts.projections.projects.ProjectState;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps the tables of what was so from when to when, after the events. */
@ProcessingGroup("history")
class PointInTimeProjection {

    static final String ACCEPTED = "ACCEPTED";

    private static final String TIME = "timestamp with time zone";

    private final Groups groups;
    private final PastTable customers;
    private final PastTable users;
    private final PastTable invitations;
    private final PastTable projects;
    private final PastTable grants;

    PointInTimeProjection(JdbcClient sql, Groups groups) {
        this.groups = groups;
        customers = new PastTable(
                sql,
                "past_customer",
                "customer_id",
                Map.of(
                        "identifier", "varchar",
                        "name", "varchar",
                        "kind", "varchar",
                        "state", "varchar",
                        "confirm_by", TIME,
                        "payment_due_by", TIME));
        users = new PastTable(
                sql,
                "past_user",
                "membership_id",
                Map.of(
                        "customer_id", "uuid",
                        "person_id", "uuid",
                        "invitation_id", "uuid",
                        "group_name", "varchar",
                        "ends_at", TIME,
                        "partner_id", "uuid",
                        "partner_membership_id", "uuid",
                        "partner_since", "bigint"));
        invitations = new PastTable(
                sql,
                "past_invitation",
                "invitation_id",
                Map.of("customer_id", "uuid", "group_name", "varchar", "expires_at", TIME));
        projects = new PastTable(
                sql,
                "past_project",
                "project_id",
                Map.of(
                        "customer_id", "uuid",
                        "identifier", "varchar",
                        "name", "varchar",
                        "state", "varchar",
                        "payment_method_id", "uuid",
                        "billing_address_id", "uuid"));
        grants = new PastTable(
                sql,
                "past_grant",
                "grant_id",
                Map.of(
                        "customer_id", "uuid",
                        "project_id", "uuid",
                        "membership_id", "uuid",
                        "role", "varchar",
                        "ends_at", TIME));
    }

    @EventHandler
    void on(DomainEvent event, EventMessage<?> message, TrackingToken token) {
        var moment = Moment.of(message, token);
        switch (event) {
            case CustomerEvent it -> happened(it, moment);
            case ProjectEvent it -> happened(it, moment);
            case MessageEvent _ -> {}
            case InstallationEvent _ -> {}
        }
    }

    private void happened(CustomerEvent event, Moment moment) {
        var customer = event.customerId().value();
        switch (event) {
            case CustomerOpened it -> opened(it, moment);
            case ManagedCustomerCreated it -> created(it, moment);
            case KindChanged it -> customers.change(customer, "kind", it.to().name(), moment);
            case CustomerConfirmed it ->
                customers.change(
                        customer,
                        Map.of(
                                "state",
                                CustomerState.ACTIVE.name(),
                                "payment_due_by",
                                at(PaymentTerm.dueBy(moment.at()))),
                        "true",
                        moment);
            case CustomerExpired it -> customers.change(customer, "state", CustomerState.EXPIRED.name(), moment);
            case CustomerRenamed it -> customers.change(customer, "name", it.name(), moment);
            case CustomerClosed it -> customers.change(customer, "state", CustomerState.CLOSED.name(), moment);
            case UserInvited it ->
                invitations.begin(
                        it.invitationId().value(),
                        Map.of(
                                "customer_id",
                                customer,
                                "group_name",
                                it.group().value(),
                                "expires_at",
                                at(it.expiresAt())),
                        moment);
            case InvitationAmended it -> {
                if (it.group() != null) {
                    invitations.change(
                            it.invitationId().value(), "group_name", it.group().value(), moment);
                }
            }
            case InvitationResent it ->
                invitations.change(it.invitationId().value(), "expires_at", at(it.expiresAt()), moment);
            case InvitationAccepted it -> invitations.end(it.invitationId().value(), ACCEPTED, moment);
            case InvitationDeclined it -> invitations.end(it.invitationId().value(), "DECLINED", moment);
            case InvitationCancelled it -> invitations.end(it.invitationId().value(), "CANCELLED", moment);
            case InvitationExpired it -> invitations.end(it.invitationId().value(), "EXPIRED", moment);
            case UserJoined it -> joined(it, moment);
            case GroupChanged it -> {
                users.change(it.membershipId().value(), "group_name", it.to().value(), moment);
                if (it.leavesNoAdmin()) {
                    hasNoAdmin(it.customerId(), moment);
                } else if (isAdmin(it.to())) {
                    hasAdmin(it.customerId(), moment);
                }
            }
            case MembershipEndSet it ->
                users.change(it.membershipId().value(), "ends_at", atOrNull(it.endsAt()), moment);
            case UserRemoved it -> {
                users.end(it.membershipId().value(), ended(it.cause()).name(), moment);
                if (it.leavesNoAdmin()) {
                    hasNoAdmin(it.customerId(), moment);
                }
            }
            case PaymentMethodEnabled it -> hasPaymentMethod(customer, moment);
            case CardPaymentAdded it -> hasPaymentMethod(customer, moment);
            case SepaMandateAdded it -> hasPaymentMethod(customer, moment);
            // That a customer is restricted follows from the clock and when payment details are due.
            case CustomerRestricted it -> {}
            case RestrictionLifted it -> {}
            case ConfirmationResent it -> {}
            case InvitationUndelivered it -> {}
            case AcceptanceRefused it -> {}
            case PlannedAccessSkipped it -> {}
            case InvitationLimitNeared it -> {}
            // Kept by PastGeneralDataProjection.
            case CompanyAddressSet it -> {}
            case CostCentreSet it -> {}
            case PaymentDefaultsSet it -> {}
            case BillingAddressAdded it -> {}
            case BillingAddressChanged it -> {}
            case BillingAddressRemoved it -> {}
            case InvoicePaymentRequested it -> {}
            case PaymentMethodExpired it -> {}
            case PaymentMethodRemoved it -> {}
            // Nothing that is kept.
            case PaymentReminderDue it -> {}
            case ManagingPartnerChanged it -> {}
            case PersonErased it -> {}
            case PeopleSearched it -> {}
            case PersonDataShown it -> {}
        }
    }

    private void opened(CustomerOpened event, Moment moment) {
        var confirmBy = event.confirmBy();
        var values = new HashMap<String, @Nullable Object>();
        values.put("identifier", event.identifier());
        values.put("name", event.name());
        values.put("kind", event.kind().name());
        values.put("state", (confirmBy == null ? CustomerState.ACTIVE : CustomerState.PENDING_CONFIRMATION).name());
        values.put("confirm_by", atOrNull(confirmBy));
        values.put("payment_due_by", confirmBy == null ? at(PaymentTerm.dueBy(moment.at())) : null);
        customers.begin(event.customerId().value(), values, moment);
    }

    private void created(ManagedCustomerCreated event, Moment moment) {
        var values = new HashMap<String, @Nullable Object>();
        values.put("identifier", event.identifier());
        values.put("name", event.name());
        values.put("kind", CustomerKind.CUSTOMER.name());
        values.put("state", CustomerState.NO_ADMIN.name());
        values.put("confirm_by", null);
        values.put("payment_due_by", at(PaymentTerm.dueBy(moment.at())));
        customers.begin(event.customerId().value(), values, moment);
    }

    private void joined(UserJoined event, Moment moment) {
        var values = new HashMap<String, @Nullable Object>();
        values.put("customer_id", event.customerId().value());
        values.put("person_id", event.personId().value());
        values.put(
                "invitation_id",
                event.invitationId() == null ? null : event.invitationId().value());
        values.put("group_name", event.group().value());
        var through = event.throughPartner();
        if (through != null) {
            values.put("partner_id", through.partnerId().value());
            values.put("partner_membership_id", through.membershipId().value());
            values.put("partner_since", moment.position());
        }
        users.begin(event.membershipId().value(), values, moment);
        // Partners' users are not the customer's own.
        if (through == null && isAdmin(event.group())) {
            hasAdmin(event.customerId(), moment);
        }
    }

    private boolean isAdmin(GroupName name) {
        return groups.find(name)
                .filter(group -> group.allows(Permission.MANAGE_USERS))
                .isPresent();
    }

    private void hasNoAdmin(CustomerId id, Moment moment) {
        customers.change(id.value(), Map.of("state", CustomerState.NO_ADMIN.name()), "state = 'ACTIVE'", moment);
    }

    private void hasAdmin(CustomerId id, Moment moment) {
        customers.change(id.value(), Map.of("state", CustomerState.ACTIVE.name()), "state = 'NO_ADMIN'", moment);
    }

    private void hasPaymentMethod(UUID customer, Moment moment) {
        customers.change(
                customer, Collections.singletonMap("payment_due_by", null), "payment_due_by is not null", moment);
    }

    private static AccessEnd ended(RemovalCause cause) {
        return switch (cause) {
            case BY_ADMIN, PARTNER_ACCESS_ENDED -> AccessEnd.USER_REMOVED;
            case LEFT -> AccessEnd.USER_LEFT;
            case EXPIRED -> AccessEnd.MEMBERSHIP_EXPIRED;
            case PERSON_ERASED -> AccessEnd.PERSON_ERASED;
        };
    }

    private void happened(ProjectEvent event, Moment moment) {
        var project = event.projectId().value();
        switch (event) {
            case ProjectCreated it ->
                projects.begin(
                        project,
                        Map.of(
                                "customer_id",
                                it.customerId().value(),
                                "identifier",
                                it.identifier(),
                                "name",
                                it.name(),
                                "state",
                                ProjectState.ACTIVE.name(),
                                "payment_method_id",
                                it.paymentMethodId().value(),
                                "billing_address_id",
                                it.billingAddressId().value()),
                        moment);
            case ProjectRenamed it -> projects.change(project, "name", it.name(), moment);
            case UserAssigned it -> assigned(it, moment);
            case ProjectRoleChanged it ->
                grants.change(it.grantId().value(), "role", it.to().name(), moment);
            case AccessEndSet it -> grants.change(it.grantId().value(), "ends_at", atOrNull(it.endsAt()), moment);
            case UserUnassigned it -> grants.end(it.grantId().value(), AccessEnd.UNASSIGNED.name(), moment);
            case ProjectAccessRevoked it ->
                grants.end(it.grantId().value(), AccessEnd.of(it.cause()).name(), moment);
            case ProjectMarkedForDeletion it -> {
                projects.change(project, "state", ProjectState.MARKED_FOR_DELETION.name(), moment);
                grants.endAll("project_id", project, AccessEnd.PROJECT_DELETED.name(), moment);
            }
            case ProjectDeleted it -> projects.change(project, "state", ProjectState.DELETED.name(), moment);
            case ProjectPaymentChanged it ->
                projects.change(
                        project,
                        Map.of(
                                "payment_method_id",
                                it.paymentMethodId().value(),
                                "billing_address_id",
                                it.billingAddressId().value()),
                        "true",
                        moment);
            // Kept by PastLocationProjection.
            case LocationAdded it -> {}
            case LocationRemoved it -> {}
            case ProjectTagsSet it -> {}
            case QuotaSet it -> {}
        }
    }

    private void assigned(UserAssigned event, Moment moment) {
        var values = new HashMap<String, @Nullable Object>();
        values.put("customer_id", event.customerId().value());
        values.put("project_id", event.projectId().value());
        values.put("membership_id", event.membershipId().value());
        values.put("role", event.role().name());
        values.put("ends_at", atOrNull(event.endsAt()));
        grants.begin(event.grantId().value(), values, moment);
    }
}
