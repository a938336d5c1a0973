package io.customeraccounts.domain.policies;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Remembers what is to be done at which time. There is one entry at most for each kind and subject. */
public interface DueSheet {

    /** What is to be done. */
    enum Kind {
        /** The subject is an invitation. */
        EXPIRE_INVITATION,
        /** The subject is a membership. */
        EXPIRE_MEMBERSHIP,
        /** The subject is a customer. */
        EXPIRE_CUSTOMER,
        /** The subject is an invitation. */
        ERASE_INVITATION,
        /** The subject is a person. */
        ERASE_PERSON,
        /** The subject is a customer. */
        ERASE_CUSTOMER,
        /** The subject is a payment method. */
        EXPIRE_PAYMENT_METHOD,
        /** The subject is a customer. */
        REMIND_OF_PAYMENT,
        /** The subject is a customer. */
        RESTRICT_CUSTOMER,
        /** The subject is a grant. */
        END_ACCESS,
        /** The subject is a project. */
        CONFIRM_PROJECT_DELETION,
        /** The subject is an accepted invitation. */
        GRANT_PLANNED_ACCESS
    }

    /**
     * @param projectId where the subject belongs to, if that is a project
     * @param at to the microsecond; what is finer is cut off
     * @param cause the id of the event by which it is due
     */
    record Due(
            Kind kind,
            UUID subjectId,
            CustomerId customerId,
            @Nullable ProjectId projectId,
            Instant at,
            String cause) {

        public Due(Kind kind, UUID subjectId, CustomerId customerId, Instant at, String cause) {
            this(kind, subjectId, customerId, null, at, cause);
        }
    }

    /** Notes it, in the transaction that is active, and forgets what was noted for the subject before. */
    void put(Due due);

    /** Forgets it, if it is there. */
    void remove(Kind kind, UUID subjectId);

    /**
     * Hands out what is due, the longest due first. Nobody else gets it within the next minute, on any node; who does not
     * come to the end leaves it, and it is handed out again.
     */
    List<Due> claim(Kind kind, Instant now, int limit);

    /** Forgets it, unless it has been noted anew with another time. */
    void done(Due due);
}
