package io.customeraccounts.domain.values;

/** Who must have read a message before it is hidden (rule: Partner customers). */
public enum MessageKind {
    /** Each user must: whoever has acknowledged it does not see it any more. */
    ALL_MUST_READ,
    /** One is enough: the first acknowledgement hides it for all. */
    SINGLE_READ_ONLY
}
