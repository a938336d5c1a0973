package io.customeraccounts.api.users;

import static io.customeraccounts.api.problems.ProblemType.CARD_NUMBER_NOT_ALLOWED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_CLOSED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_PENDING_CONFIRMATION;
import static io.customeraccounts.api.problems.ProblemType.GROUP_NOT_AVAILABLE;
import static io.customeraccounts.api.problems.ProblemType.LAST_ADMIN;
import static io.customeraccounts.api.problems.ProblemType.MEMBERSHIP_END_PAST;
import static io.customeraccounts.api.problems.ProblemType.USER_NOT_FOUND;
import static io.customeraccounts.api.security.Question.LEAVE_CUSTOMER;
import static io.customeraccounts.api.security.Question.LIST_USERS;
import static io.customeraccounts.api.security.Question.LIST_USER_NAMES;
import static io.customeraccounts.api.security.Question.MANAGE_ADMINS;
import static io.customeraccounts.api.security.Question.MANAGE_USERS;
import static io.customeraccounts.api.security.Question.REMOVE_ADMIN;
import static io.customeraccounts.api.security.Question.REMOVE_USER;
import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.http.Paging;
import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.http.Times;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.api.security.Rights;
import io.customeraccounts.domain.Refusal;
import io.customeraccounts.domain.customer.CustomerCommand.ChangeGroup;
import io.customeraccounts.domain.customer.CustomerCommand.LeaveCustomer;
import io.customeraccounts.domain.customer.CustomerCommand.RemoveUser;
import io.customeraccounts.domain.customer.CustomerCommand.SetMembershipEnd;
import io.customeraccounts.domain.customer.CustomerRefusal.LastAdmin;
import io.customeraccounts.domain.customer.CustomerRefusal.NotPermitted;
import io.customeraccounts.domain.customer.CustomerRefusal.VersionMismatch;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.projections.users.UserFilter;
import io.customeraccounts.projections.users.UserOrder;
import io.customeraccounts.projections.users.UserRow;
import io.customeraccounts.projections.users.Users;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Users")
@RestController
@RequestMapping(path = "/api/v1/customers/{customerId}", produces = MediaType.APPLICATION_JSON_VALUE)
class UsersController {

    private final Permissions permissions;
    private final CommandTransaction commands;
    private final Users users;
    private final Groups groups;

    UsersController(Permissions permissions, CommandTransaction commands, Users users, Groups groups) {
        this.permissions = permissions;
        this.commands = commands;
        this.users = users;
        this.groups = groups;
    }

    @Parameter(
            in = QUERY,
            name = "search",
            description = "Part of the name or the address, without regard to case and accents.",
            example = "schmi")
    @Parameter(in = QUERY, name = "group", description = "Only those in this group.", example = "CUSTOMER_ADMIN")
    @Parameter(
            in = QUERY,
            name = "sort",
            description = "With a minus sign before it in descending order.",
            schema =
                    @Schema(
                            allowableValues = {
                                "name", "-name", "email", "-email", "group", "-group", "joined", "-joined"
                            },
                            defaultValue = "name"))
    @Operation(
            summary = "List users",
            description = "Active users. Employees get names only, and may neither search nor sort.")
    @MayAnswer(CARD_NUMBER_NOT_ALLOWED)
    @GetMapping("/users")
    Answer<PageJson<UserJson>> list(Caller caller, @PathVariable CustomerId customerId, Query query, Paging paging) {
        var rights = permissions.of(caller, customerId);
        rights.require(LIST_USER_NAMES);
        var search = query.text("search").orElse(null);
        var group = query.find("group").map(GroupName::new).orElse(null);
        if (!rights.allows(LIST_USERS)) {
            if (search != null || group != null || query.find("sort").isPresent()) {
                // A search finds addresses too, and an order tells what it orders by.
                rights.require(LIST_USERS);
            }
            return PageJson.of(
                    paging,
                    request -> users.page(customerId, UserFilter.NONE, UserOrder.NAME, false, request),
                    UserJson::nameOf);
        }
        var sort = query.sort(UserOrder.NAME);
        return PageJson.of(
                paging,
                request ->
                        users.page(customerId, new UserFilter(search, group), sort.order(), sort.descending(), request),
                UserJson::of);
    }

    @Operation(summary = "Show a user")
    @MayAnswer({USER_NOT_FOUND})
    @GetMapping("/users/{membershipId}")
    Answer<UserJson> show(Caller caller, @PathVariable CustomerId customerId, @PathVariable MembershipId membershipId) {
        var rights = permissions.of(caller, customerId);
        rights.require(LIST_USER_NAMES);
        var user = users.find(customerId, membershipId);
        if (user.filter(it -> isOwn(it, caller)).isEmpty()) {
            rights.require(LIST_USERS);
        }
        return user.map(UsersController::shown).orElseThrow(UsersController::unknown);
    }

    private static boolean isOwn(UserRow user, Caller caller) {
        return caller instanceof Caller.Person person
                && person.profile().personId().equals(user.personId());
    }

    @Parameter(
            in = QUERY,
            name = "previewVersion",
            description = "Of the preview that you have seen: refused if anything else would come of it by now.",
            schema = @Schema(implementation = String.class))
    @Operation(
            summary = "Change a user",
            description =
                    "The group, the end of the membership, or both at once. The same values again succeed and record nothing. The user is told by mail.")
    @MayAnswer({USER_NOT_FOUND, LAST_ADMIN, GROUP_NOT_AVAILABLE, MEMBERSHIP_END_PAST, CUSTOMER_CLOSED})
    @PatchMapping(path = "/users/{membershipId}", consumes = "application/merge-patch+json")
    Answer<UserJson> change(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable MembershipId membershipId,
            Query query,
            Write write,
            Body<ChangeUserRequest> body) {
        var rights = permissions.of(caller, customerId);
        var actor = rights.require(MANAGE_USERS);
        var user = existing(customerId, membershipId);
        requireForGroup(rights, user.group());
        var request = body.read();
        var fields = new Fields();
        var group = fields.patched("/group", request.group(), GroupName::new);
        var endsAt = request.endsAt() == null
                ? null
                : fields.optional("/endsAt", request.endsAt().value(), Times::parse);
        fields.check();
        if (group.orNull() != null) {
            requireForGroup(rights, group.get());
        }
        var expected = expected(write, caller, user);
        var previewVersion = query.previewVersion();
        if (previewVersion != null && group.orNull() == null) {
            throw Problem.malformed(FieldError.parameter("previewVersion", "no-version-here"));
        }
        return commands.perform(
                write,
                sender -> {
                    // The end first: who gives up the right to manage users may still set it.
                    if (endsAt != null) {
                        sender.send(new SetMembershipEnd(customerId, actor, membershipId, endsAt.orNull(), expected));
                    }
                    if (group.orNull() != null) {
                        // If the end has just been changed, so has the version, by ourselves.
                        var own = endsAt == null ? expected : null;
                        sender.send(new ChangeGroup(customerId, actor, membershipId, group.get(), own, previewVersion));
                    }
                    return () -> shown(existing(customerId, membershipId));
                },
                explain(customerId, membershipId));
    }

    @Parameter(
            in = QUERY,
            name = "keepInvitations",
            description = "Whether the pending invitations that the user sent stay valid.",
            schema = @Schema(implementation = Boolean.class, defaultValue = "false"))
    @Parameter(
            in = QUERY,
            name = "previewVersion",
            description = "Of the preview that you have seen: refused if anything else would come of it by now.",
            schema = @Schema(implementation = String.class))
    @Operation(
            summary = "Remove a user",
            description =
                    "Ends the membership and all access that it gave, at once. Pending invitations that the user sent are cancelled unless they are kept. Partners' users need the header Reason.")
    @MayAnswer({USER_NOT_FOUND, LAST_ADMIN, CUSTOMER_CLOSED})
    @DeleteMapping("/users/{membershipId}")
    Answer<Void> remove(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable MembershipId membershipId,
            Query query,
            Write write) {
        var rights = permissions.of(caller, customerId);
        var actor = rights.require(REMOVE_USER);
        var user = existing(customerId, membershipId);
        if (managesUsers(user.group())) {
            rights.require(REMOVE_ADMIN);
        }
        var keepInvitations = query.flag("keepInvitations");
        return commands.send(
                write,
                new RemoveUser(
                        customerId,
                        actor,
                        membershipId,
                        keepInvitations,
                        expected(write, caller, user),
                        query.previewVersion()),
                Answer::noContent,
                explain(customerId, membershipId));
    }

    @Operation(summary = "Leave a customer", description = "Ends your own membership, under the same rules as removal.")
    @MayAnswer({LAST_ADMIN, CUSTOMER_CLOSED, CUSTOMER_PENDING_CONFIRMATION})
    @PostMapping("/leave")
    Answer<Void> leave(Caller caller, @PathVariable CustomerId customerId, Write write) {
        permissions.require(LEAVE_CUSTOMER, caller, customerId);
        if (!(caller instanceof Caller.Person person)) {
            throw new NotPermitted(LEAVE_CUSTOMER.permission());
        }
        var membershipId = users.membershipOf(person.profile().personId(), customerId)
                .orElseThrow(UsersController::unknown)
                .membershipId();
        return commands.performIfUnchanged(
                write,
                sender -> {
                    sender.send(new LeaveCustomer(customerId, caller.actor()));
                    return Answer::noContent;
                },
                () -> existing(customerId, membershipId).version(),
                explain(customerId, membershipId));
    }

    /** Whoever changes who manages users decides who decides. */
    private void requireForGroup(Rights rights, GroupName group) {
        if (managesUsers(group)) {
            rights.require(MANAGE_ADMINS);
        }
    }

    private boolean managesUsers(GroupName group) {
        return groups.find(group)
                .filter(it -> it.allows(Permission.MANAGE_USERS))
                .isPresent();
    }

    /** What a client's scopes were judged by is what it acts on, if it does not insist on anything itself. */
    private static @Nullable Long expected(Write write, Caller caller, UserRow user) {
        var expected = write.expectedVersion();
        return expected == null && caller instanceof Caller.Client ? Long.valueOf(user.version()) : expected;
    }

    private static Answer<UserJson> shown(UserRow row) {
        return Answer.ok(UserJson.of(row)).version(row.version());
    }

    private UserRow existing(CustomerId customerId, MembershipId membershipId) {
        return users.find(customerId, membershipId).orElseThrow(UsersController::unknown);
    }

    private static Problem unknown() {
        return Problem.of(ProblemType.USER_NOT_FOUND);
    }

    private Function<Refusal, Map<String, ?>> explain(CustomerId customerId, MembershipId membershipId) {
        return refusal -> refusal instanceof VersionMismatch
                ? Map.of("current", UserJson.of(existing(customerId, membershipId)))
                : explain(customerId, refusal);
    }

    private Map<String, ?> explain(CustomerId customerId, Refusal refusal) {
        return refusal instanceof LastAdmin lastAdmin
                ? Map.of("candidates", named(customerId, lastAdmin.candidates()))
                : Map.of();
    }

    /** In the order of the candidates. */
    private List<UserJson> named(CustomerId customerId, List<MembershipId> candidates) {
        var byId = new LinkedHashMap<MembershipId, UserJson>();
        users.find(customerId, candidates).forEach(user -> byId.put(user.membershipId(), UserJson.of(user)));
        return candidates.stream().filter(byId::containsKey).map(byId::get).toList();
    }
}
