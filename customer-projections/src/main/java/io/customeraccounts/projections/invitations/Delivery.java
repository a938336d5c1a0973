package io.customeraccounts.projections.invitations;

/** What is known about the last mail of an invitation. */
public enum Delivery {
    /** Given to the mail server, or on its way there. */
    SENT,
    /** Could not be delivered. The invitation stays pending and can be resent. */
    FAILED
}
