package io.customeraccounts.domain.messages;

import io.customeraccounts.domain.Refusal;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.Permission;

/** Why a message refuses a command. */
public abstract sealed class MessageRefusal extends Refusal {

    private MessageRefusal(String message) {
        super(message);
    }

    /** The acting person is no user of a partner that manages the customer, or their group there lacks the permission. */
    public static final class NotPermitted extends MessageRefusal {
        private final Permission missing;

        public NotPermitted(Permission missing) {
            super("missing permission " + missing);
            this.missing = missing;
        }

        public Permission missing() {
            return missing;
        }
    }

    /** There is no such message for the acting person: it is for another customer, or they are no user of it. */
    public static final class MessageNotFound extends MessageRefusal {
        public MessageNotFound() {
            super("no such message");
        }
    }

    /** The customer cannot be used any more, so that nobody would see it. */
    public static final class CustomerIsClosed extends MessageRefusal {
        public CustomerIsClosed(CustomerId id) {
            super("customer " + id + " is closed");
        }
    }
}
