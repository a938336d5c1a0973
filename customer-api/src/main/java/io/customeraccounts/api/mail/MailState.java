package io.customeraccounts.api.mail;

/** What has become of a mail. All but {@link #WAITING} are final. */
public enum MailState {
    /** To be sent, now or when it is due. */
    WAITING,
    /** The mail server has it. */
    SENT,
    /** The mail server refuses it, or could not be reached for a day. */
    PARKED,
    /** It had become pointless before it could be sent: what it told about has ended, or its recipient was erased. */
    DROPPED
}
