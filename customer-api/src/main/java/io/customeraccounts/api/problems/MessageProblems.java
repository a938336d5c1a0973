package io.customeraccounts.api.problems;

import io.customeraccounts.domain.messages.MessageRefusal;
import io.customeraccounts.domain.messages.MessageRefusal.CustomerIsClosed;
import io.customeraccounts.domain.messages.MessageRefusal.MessageNotFound;
import io.customeraccounts.domain.messages.MessageRefusal.NotPermitted;

/** What the refusals of messages are called outside; without a default branch, so that a new one stops the build here. */
final class MessageProblems {

    private MessageProblems() {}

    static Problem of(MessageRefusal refusal) {
        return switch (refusal) {
            case NotPermitted it ->
                Problem.of(ProblemType.NOT_PERMITTED)
                        .with("permission", it.missing().name());
            case MessageNotFound it -> Problem.of(ProblemType.MESSAGE_NOT_FOUND);
            case CustomerIsClosed it -> Problem.of(ProblemType.CUSTOMER_CLOSED);
        };
    }
}
