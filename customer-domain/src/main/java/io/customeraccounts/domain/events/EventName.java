package io.customeraccounts.domain.events;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The name under which each event is stored; frozen for ever, whatever happens to the class. */
public final class EventName {

    private static final Map<Class<? extends DomainEvent>, String> NAMES = new HashMap<>();
    private static final Map<String, Class<? extends DomainEvent>> TYPES = new HashMap<>();

    static {
        name("customer.opened", CustomerEvent.CustomerOpened.class);
        name("customer.confirmation-resent", CustomerEvent.ConfirmationResent.class);
        name("customer.confirmed", CustomerEvent.CustomerConfirmed.class);
        name("customer.expired", CustomerEvent.CustomerExpired.class);
        name("customer.renamed", CustomerEvent.CustomerRenamed.class);
        name("customer.closed", CustomerEvent.CustomerClosed.class);
        name("customer.user-invited", CustomerEvent.UserInvited.class);
        name("customer.invitation-amended", CustomerEvent.InvitationAmended.class);
        name("customer.invitation-resent", CustomerEvent.InvitationResent.class);
        name("customer.invitation-undelivered", CustomerEvent.InvitationUndelivered.class);
        name("customer.acceptance-refused", CustomerEvent.AcceptanceRefused.class);
        name("customer.invitation-accepted", CustomerEvent.InvitationAccepted.class);
        name("customer.planned-access-skipped", CustomerEvent.PlannedAccessSkipped.class);
        name("customer.invitation-declined", CustomerEvent.InvitationDeclined.class);
        name("customer.invitation-cancelled", CustomerEvent.InvitationCancelled.class);
        name("customer.invitation-expired", CustomerEvent.InvitationExpired.class);
        name("customer.invitation-limit-neared", CustomerEvent.InvitationLimitNeared.class);
        name("customer.user-joined", CustomerEvent.UserJoined.class);
        name("customer.group-changed", CustomerEvent.GroupChanged.class);
        name("customer.membership-end-set", CustomerEvent.MembershipEndSet.class);
        name("customer.user-removed", CustomerEvent.UserRemoved.class);
        name("customer.person-erased", CustomerEvent.PersonErased.class);
        name("customer.people-searched", CustomerEvent.PeopleSearched.class);
        name("customer.person-data-shown", CustomerEvent.PersonDataShown.class);
        name("customer.company-address-set", CustomerEvent.CompanyAddressSet.class);
        name("customer.cost-centre-set", CustomerEvent.CostCentreSet.class);
        name("customer.payment-defaults-set", CustomerEvent.PaymentDefaultsSet.class);
        name("customer.billing-address-added", CustomerEvent.BillingAddressAdded.class);
        name("customer.billing-address-changed", CustomerEvent.BillingAddressChanged.class);
        name("customer.billing-address-removed", CustomerEvent.BillingAddressRemoved.class);
        name("customer.invoice-payment-requested", CustomerEvent.InvoicePaymentRequested.class);
        name("customer.payment-method-enabled", CustomerEvent.PaymentMethodEnabled.class);
        name("customer.card-payment-added", CustomerEvent.CardPaymentAdded.class);
        name("customer.sepa-mandate-added", CustomerEvent.SepaMandateAdded.class);
        name("customer.payment-method-expired", CustomerEvent.PaymentMethodExpired.class);
        name("customer.payment-method-removed", CustomerEvent.PaymentMethodRemoved.class);
        name("customer.payment-reminder-due", CustomerEvent.PaymentReminderDue.class);
        name("customer.restricted", CustomerEvent.CustomerRestricted.class);
        name("customer.restriction-lifted", CustomerEvent.RestrictionLifted.class);
        name("customer.managed-customer-created", CustomerEvent.ManagedCustomerCreated.class);
        name("customer.managing-partner-changed", CustomerEvent.ManagingPartnerChanged.class);
        name("customer.kind-changed", CustomerEvent.KindChanged.class);
        name("group.added", InstallationEvent.GroupAdded.class);
        name("project.created", ProjectEvent.ProjectCreated.class);
        name("project.renamed", ProjectEvent.ProjectRenamed.class);
        name("project.payment-changed", ProjectEvent.ProjectPaymentChanged.class);
        name("project.location-added", ProjectEvent.LocationAdded.class);
        name("project.location-removed", ProjectEvent.LocationRemoved.class);
        name("project.tags-set", ProjectEvent.ProjectTagsSet.class);
        name("project.quota-set", ProjectEvent.QuotaSet.class);
        name("project.user-assigned", ProjectEvent.UserAssigned.class);
        name("project.role-changed", ProjectEvent.ProjectRoleChanged.class);
        name("project.access-end-set", ProjectEvent.AccessEndSet.class);
        name("project.user-unassigned", ProjectEvent.UserUnassigned.class);
        name("project.access-revoked", ProjectEvent.ProjectAccessRevoked.class);
        name("project.marked-for-deletion", ProjectEvent.ProjectMarkedForDeletion.class);
        name("project.deleted", ProjectEvent.ProjectDeleted.class);
        name("message.sent", MessageEvent.MessageSent.class);
        name("message.acknowledged", MessageEvent.MessageAcknowledged.class);
    }

    private EventName() {}

    /** @throws IllegalArgumentException if the class has no name, which a test excludes for every event */
    public static String of(Class<?> type) {
        var name = NAMES.get(type);
        if (name == null) {
            throw new IllegalArgumentException("no event name for " + type.getName());
        }
        return name;
    }

    /** The type of a stored name; empty if no event has it. */
    public static Optional<Class<? extends DomainEvent>> type(String name) {
        return Optional.ofNullable(TYPES.get(name));
    }

    /** Every event there is, by its name. */
    public static Map<String, Class<? extends DomainEvent>> all() {
        return Map.copyOf(TYPES);
    }

    private static void name(String name, Class<? extends DomainEvent> type) {
        NAMES.put(type, name);
        TYPES.put(name, type);
    }
}
