package io.customeraccounts.api.users;

import static io.customeraccounts.api.problems.ProblemType.ALREADY_A_USER;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_CLOSED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_PENDING_CONFIRMATION;
import static io.customeraccounts.api.problems.ProblemType.EMAIL_NOT_VERIFIED;
import static io.customeraccounts.api.problems.ProblemType.MEMBERSHIP_END_PAST;
import static io.customeraccounts.api.problems.ProblemType.REASON_REQUIRED;
import static io.customeraccounts.api.security.Question.ENTER_MANAGED_CUSTOMER;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.http.Times;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.customer.CustomerCommand.AddMyself;
import io.customeraccounts.domain.customer.CustomerRefusal.NotPermitted;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonProfile;
import io.customeraccounts.projections.users.Users;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Comparator;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lets a partner's user become a user of a customer that the partner manages. They leave it as everybody does. */
@Tag(name = "Managed customers")
@RestController
@RequestMapping(path = "/api/v1/customers/{customerId}", produces = MediaType.APPLICATION_JSON_VALUE)
class AddMyselfController {

    private final Permissions permissions;
    private final CommandTransaction commands;
    private final Users users;

    AddMyselfController(Permissions permissions, CommandTransaction commands, Users users) {
        this.permissions = permissions;
        this.commands = commands;
        this.users = users;
    }

    @Operation(
            summary = "Add yourself to a managed customer",
            description =
                    "Makes you a user of a customer that your partner manages, for 24 hours unless you choose otherwise and never longer than you are a user of the partner. Needs the header Reason; the customer's admins are told by mail. Leave the customer to remove yourself. The same again answers as the first time.")
    @MayAnswer({
        REASON_REQUIRED,
        ALREADY_A_USER,
        MEMBERSHIP_END_PAST,
        EMAIL_NOT_VERIFIED,
        CUSTOMER_PENDING_CONFIRMATION,
        CUSTOMER_CLOSED
    })
    @PostMapping(path = "/add-myself", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<UserJson> addMyself(
            Caller caller, @PathVariable CustomerId customerId, Write write, Body<AddMyselfRequest> body) {
        var actor = permissions.require(ENTER_MANAGED_CUSTOMER, caller, customerId);
        if (!(caller instanceof Caller.Person person) || !(actor instanceof Actor.PartnerUser)) {
            // A user of the partner itself is asked about the partner, which is not managed.
            throw new NotPermitted(ENTER_MANAGED_CUSTOMER.permission());
        }
        var fields = new Fields();
        var endsAt = fields.optional("/endsAt", body.read().endsAt(), Times::parse);
        fields.check();
        var email = address(person.profile());
        return commands.perform(write, sender -> {
            var membershipId = (MembershipId) Objects.requireNonNull(sender.send(
                    new AddMyself(customerId, actor, Ids.newMembership(), person.profile(), email, endsAt.orNull())));
            return () -> {
                var user =
                        users.find(customerId, membershipId).orElseThrow(() -> Problem.of(ProblemType.USER_NOT_FOUND));
                return Answer.ok(UserJson.of(user)).version(user.version());
            };
        });
    }

    /** A verified one. */
    private static EmailAddress address(PersonProfile person) {
        return person.verified().stream()
                .min(Comparator.comparing(EmailAddress::canonical))
                .orElseThrow(() -> Problem.of(ProblemType.EMAIL_NOT_VERIFIED));
    }
}
