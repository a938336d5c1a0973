package io.customeraccounts.domain;

/**
 * The business says no to a command. Nothing has happened then. Each aggregate's refusals are below a sealed class of its
 * own, beside the aggregate. Messages are for logs and name ids only.
 */
public abstract class Refusal extends RuntimeException {

    /** Without a stack trace: a refusal is an ordinary answer, and its class says where it comes from. */
    protected Refusal(String message) {
        super(message, null, false, false);
    }
}
