package io.customeraccounts.api.mail;

/** What a mail is about. The names are stored. */
public enum MailKind {
    INVITATION(MailContent.Invitation.class),
    CONFIRMATION(MailContent.Confirmation.class),
    CUSTOMER_EXPIRES_SOON(MailContent.CustomerExpiresSoon.class),
    INVITATION_EXPIRES_SOON(MailContent.InvitationExpiresSoon.class),
    INVITATION_LIMIT_NEARED(MailContent.InvitationLimitNeared.class),
    PAYMENT_REMINDER(MailContent.PaymentReminder.class),
    CUSTOMER_RESTRICTED(MailContent.CustomerRestricted.class),
    RESTRICTION_LIFTED(MailContent.RestrictionLifted.class),
    PAYMENT_METHOD_ENABLED(MailContent.PaymentMethodEnabled.class),
    PAYMENT_METHOD_DECLINED(MailContent.PaymentMethodDeclined.class),
    GROUP_CHANGED(MailContent.GroupChanged.class),
    MEMBERSHIP_END_SET(MailContent.MembershipEndSet.class),
    MEMBERSHIP_ENDS_SOON(MailContent.MembershipEndsSoon.class),
    PARTNER_USER_ADDED(MailContent.PartnerUserAdded.class),
    OPERATOR_ACTED(MailContent.OperatorActed.class),
    USER_REMOVED(MailContent.UserRemoved.class),
    USER_ASSIGNED(MailContent.UserAssigned.class),
    USER_UNASSIGNED(MailContent.UserUnassigned.class),
    PASSWORD_RESET(MailContent.PasswordReset.class),
    ADDRESS_VERIFICATION(MailContent.AddressVerification.class),
    ADDRESS_ALREADY_REGISTERED(MailContent.AddressAlreadyRegistered.class),
    CHECKPOINT(MailContent.Checkpoint.class);

    private final Class<? extends MailContent> type;

    MailKind(Class<? extends MailContent> type) {
        this.type = type;
    }

    Class<? extends MailContent> type() {
        return type;
    }

    static MailKind of(MailContent content) {
        return switch (content) {
            case MailContent.Invitation mail -> INVITATION;
            case MailContent.Confirmation mail -> CONFIRMATION;
            case MailContent.CustomerExpiresSoon mail -> CUSTOMER_EXPIRES_SOON;
            case MailContent.InvitationExpiresSoon mail -> INVITATION_EXPIRES_SOON;
            case MailContent.InvitationLimitNeared mail -> INVITATION_LIMIT_NEARED;
            case MailContent.PaymentReminder mail -> PAYMENT_REMINDER;
            case MailContent.CustomerRestricted mail -> CUSTOMER_RESTRICTED;
            case MailContent.RestrictionLifted mail -> RESTRICTION_LIFTED;
            case MailContent.PaymentMethodEnabled mail -> PAYMENT_METHOD_ENABLED;
            case MailContent.PaymentMethodDeclined mail -> PAYMENT_METHOD_DECLINED;
            case MailContent.GroupChanged mail -> GROUP_CHANGED;
            case MailContent.MembershipEndSet mail -> MEMBERSHIP_END_SET;
            case MailContent.MembershipEndsSoon mail -> MEMBERSHIP_ENDS_SOON;
            case MailContent.PartnerUserAdded mail -> PARTNER_USER_ADDED;
            case MailContent.OperatorActed mail -> OPERATOR_ACTED;
            case MailContent.UserRemoved mail -> USER_REMOVED;
            case MailContent.UserAssigned mail -> USER_ASSIGNED;
            case MailContent.UserUnassigned mail -> USER_UNASSIGNED;
            case MailContent.PasswordReset mail -> PASSWORD_RESET;
            case MailContent.AddressVerification mail -> ADDRESS_VERIFICATION;
            case MailContent.AddressAlreadyRegistered mail -> ADDRESS_ALREADY_REGISTERED;
            case MailContent.Checkpoint mail -> CHECKPOINT;
        };
    }
}
