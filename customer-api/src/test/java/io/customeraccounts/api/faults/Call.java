package io.customeraccounts.api.faults;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request as its client saw it. Calls with the same key are one request, sent again.
 *
 * @param sent just before it was sent
 * @param ended when the client had its answer, or had given up
 */
record Call(String key, Command command, Instant sent, Instant ended, Outcome outcome) {

    /** What is asked for. Names and addresses are used for one thing only, so that its effect can be told from others. */
    sealed interface Command {

        record OpenCustomer(String name) implements Command {}

        record Rename(String customer, String name) implements Command {}

        /** @param planned the project that whoever accepts gets access to, absent if there is none */
        record Invite(
                String customer, String email, @Nullable String planned) implements Command {}

        record Accept(String invitation) implements Command {}

        record ChangeGroup(String membership, String group) implements Command {}

        record Remove(String membership) implements Command {}

        /** @param expiresAt of the card; no other card of the customer has the same */
        record AddCard(String customer, String expiresAt) implements Command {}

        record RemovePaymentMethod(String paymentMethod) implements Command {}

        record AddBillingAddress(String customer) implements Command {}

        /** To what it has never been before. */
        record SetCostCentre(String customer) implements Command {}

        record CreateManaged(String partner, String name) implements Command {}

        /** Asked for once for each customer. */
        record AddMyself(String customer) implements Command {}

        record Leave(String membership) implements Command {}

        record CreateProject(String customer, String identifier) implements Command {}

        /** Asked for once for each project and location. */
        record AddLocation(String project, String location) implements Command {}

        record RemoveLocation(String project, String location) implements Command {}

        record DeleteProject(String project) implements Command {}

        /** Asked for once for each project and membership, and never if it is planned. */
        record AssignUser(String project, String membership) implements Command {}

        record ChangeRole(String grant, String role) implements Command {}

        record UnassignUser(String grant) implements Command {}
    }

    sealed interface Outcome {

        /** 2xx. */
        record Ok(int status, String answer) implements Outcome {}

        /**
         * 4xx: this call changed nothing.
         *
         * @param code of the problem
         */
        record Fail(int status, String code, String answer) implements Outcome {

            /** Not a decision about the command: the same request may be carried out later, or is being carried out. */
            boolean isForNow() {
                return code.equals("concurrent-change") || code.equals("idempotency-key-in-use");
            }
        }

        /** No answer, or 5xx: it has been carried out or not, or will be. */
        record Unknown(String why) implements Outcome {}
    }
}
