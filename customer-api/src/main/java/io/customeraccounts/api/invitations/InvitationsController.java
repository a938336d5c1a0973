package io.customeraccounts.api.invitations;

import static io.customeraccounts.api.problems.ProblemType.ALREADY_A_USER;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_CLOSED;
import static io.customeraccounts.api.problems.ProblemType.CUSTOMER_PENDING_CONFIRMATION;
import static io.customeraccounts.api.problems.ProblemType.FORMER_MEMBERSHIP_UNKNOWN;
import static io.customeraccounts.api.problems.ProblemType.GROUP_NOT_AVAILABLE;
import static io.customeraccounts.api.problems.ProblemType.INVITATION_ACCEPTED;
import static io.customeraccounts.api.problems.ProblemType.INVITATION_CANCELLED;
import static io.customeraccounts.api.problems.ProblemType.INVITATION_DECLINED;
import static io.customeraccounts.api.problems.ProblemType.INVITATION_EXPIRED;
import static io.customeraccounts.api.problems.ProblemType.INVITATION_LIMIT;
import static io.customeraccounts.api.problems.ProblemType.INVITATION_NOT_FOUND;
import static io.customeraccounts.api.problems.ProblemType.INVITATION_PENDING;
import static io.customeraccounts.api.problems.ProblemType.LIFETIME_OUT_OF_RANGE;
import static io.customeraccounts.api.problems.ProblemType.RESEND_LIMIT;
import static io.customeraccounts.api.problems.ProblemType.TOO_MANY_REQUESTS;
import static io.customeraccounts.api.security.Question.EDIT_PROJECTS;
import static io.customeraccounts.api.security.Question.INVITE;
import static io.customeraccounts.api.security.Question.LIST_INVITATIONS;
import static io.customeraccounts.api.security.Question.MANAGE_ADMINS;
import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.http.LargeBody;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.http.Paging;
import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.mail.SecretHandover;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.api.security.RateLimits;
import io.customeraccounts.api.security.RateLimits.Limit;
import io.customeraccounts.api.security.Rights;
import io.customeraccounts.domain.Refusal;
import io.customeraccounts.domain.customer.CustomerCommand.AmendInvitation;
import io.customeraccounts.domain.customer.CustomerCommand.CancelInvitation;
import io.customeraccounts.domain.customer.CustomerCommand.InviteUser;
import io.customeraccounts.domain.customer.CustomerCommand.ResendInvitation;
import io.customeraccounts.domain.customer.CustomerRefusal.VersionMismatch;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.InvitationState;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.PlannedAccess;
import io.customeraccounts.projections.invitations.InvitationRow;
import io.customeraccounts.projections.invitations.Invitations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The invitations of a customer, for those who invite. */
@Tag(name = "Invitations")
@RestController
@RequestMapping(path = "/api/v1/customers/{customerId}/invitations", produces = MediaType.APPLICATION_JSON_VALUE)
class InvitationsController {

    private static final int MAX_LINES = 100;

    private final Permissions permissions;
    private final CommandTransaction commands;
    private final Invitations invitations;
    private final SecretHandover handover;
    private final Groups groups;
    private final RateLimits limits;
    private final BulkInvitation bulk;
    private final Planning planning;

    InvitationsController(
            Permissions permissions,
            CommandTransaction commands,
            Invitations invitations,
            SecretHandover handover,
            Groups groups,
            RateLimits limits,
            BulkInvitation bulk,
            Planning planning) {
        this.permissions = permissions;
        this.commands = commands;
        this.invitations = invitations;
        this.handover = handover;
        this.groups = groups;
        this.limits = limits;
        this.bulk = bulk;
        this.planning = planning;
    }

    @Parameter(
            in = QUERY,
            name = "state",
            description = "Only those in this state, as the clock sees it.",
            schema = @Schema(implementation = InvitationState.class))
    @Operation(summary = "List invitations", description = "The newest first.")
    @GetMapping
    Answer<PageJson<InvitationJson>> list(
            Caller caller, @PathVariable CustomerId customerId, Query query, Paging paging) {
        permissions.require(LIST_INVITATIONS, caller, customerId);
        var state = query.find("state", InvitationState.class).orElse(null);
        return PageJson.of(paging, request -> invitations.page(customerId, state, request), InvitationJson::of);
    }

    @Operation(
            summary = "Invite somebody",
            description =
                    "Sends a mail with a link. The person becomes a user only by accepting. Whether the address has an account elsewhere makes no difference to the answer.")
    @MayAnswer({
        ALREADY_A_USER,
        INVITATION_PENDING,
        INVITATION_LIMIT,
        GROUP_NOT_AVAILABLE,
        LIFETIME_OUT_OF_RANGE,
        FORMER_MEMBERSHIP_UNKNOWN,
        CUSTOMER_PENDING_CONFIRMATION,
        CUSTOMER_CLOSED,
        TOO_MANY_REQUESTS
    })
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<InvitationJson> invite(
            Caller caller, @PathVariable CustomerId customerId, Write write, Body<InviteUserRequest> body) {
        var rights = permissions.of(caller, customerId);
        rights.require(INVITE);
        count(caller);
        return invite(caller, rights, customerId, write, body.read(), new Fields());
    }

    private Answer<InvitationJson> invite(
            Caller caller,
            Rights rights,
            CustomerId customerId,
            Write write,
            InviteUserRequest request,
            Fields fields) {
        var checked = request.check(fields);
        var planned = plan(rights, customerId, request.plannedAccess(), fields);
        fields.check();
        requireForGroup(rights, checked.group().orNull());
        var invitationId = Ids.newInvitation();
        var secret = Ids.newSecret();
        var language = checked.language().orNull();
        return commands.perform(write, sender -> {
            sender.send(new InviteUser(
                    customerId,
                    rights.require(INVITE),
                    invitationId,
                    checked.fullName().get(),
                    checked.email().get(),
                    checked.group().orNull(),
                    checked.lifetime().orNull(),
                    handover.keep(secret),
                    language == null ? languageOf(caller) : language,
                    planned == null ? List.of() : planned.get(),
                    checked.formerMembershipId().orNull()));
            return () -> {
                var row = existing(customerId, invitationId);
                return Answer.created(location(row), InvitationJson.of(row)).version(row.version());
            };
        });
    }

    /** Whoever promises access to projects must be allowed to give it. */
    private @Nullable Supplier<List<PlannedAccess>> plan(
            Rights rights,
            CustomerId customerId,
            @Nullable List<@Nullable PlannedAccessRequest> request,
            Fields fields) {
        if (request == null) {
            return null;
        }
        rights.require(EDIT_PROJECTS);
        return planning.read(customerId, request, fields);
    }

    private static Language languageOf(Caller caller) {
        return switch (caller) {
            case Caller.Person person -> person.profile().language();
            case Caller.Client client -> Language.EN;
            case Caller.ConnectedSystem system -> Language.EN;
        };
    }

    private static URI location(InvitationRow row) {
        return URI.create("/api/v1/customers/" + row.customerId() + "/invitations/" + row.id());
    }

    @Operation(
            summary = "Invite many",
            description =
                    "Each line is decided by itself: some may succeed while others do not (207). With an idempotency key, a request that broke off goes on where it ended.")
    @MayAnswer({TOO_MANY_REQUESTS})
    @LargeBody
    @PostMapping(path = "/bulk", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer<BulkInviteJson> inviteMany(
            Caller caller, @PathVariable CustomerId customerId, Write write, Body<BulkInviteRequest> body) {
        var rights = permissions.of(caller, customerId);
        rights.require(INVITE);
        count(caller);
        return bulk.perform(write, lines(body.read()), (line, part) -> {
            var fields = new Fields("/invitations/" + line.number());
            return invite(caller, rights, customerId, part, line.request(), fields);
        });
    }

    private static List<BulkInvitation.Line> lines(BulkInviteRequest request) {
        var requests = request.invitations();
        if (requests == null || requests.isEmpty()) {
            throw Problem.malformed(FieldError.at("/invitations", "missing"));
        }
        if (requests.size() > MAX_LINES) {
            throw Problem.malformed(FieldError.at("/invitations", "too-many").with("limit", MAX_LINES));
        }
        var lines = new ArrayList<BulkInvitation.Line>();
        for (var line : requests) {
            if (line == null) {
                throw Problem.malformed(FieldError.at("/invitations/" + lines.size(), "missing"));
            }
            lines.add(new BulkInvitation.Line(lines.size(), line));
        }
        return lines;
    }

    @Operation(summary = "Show an invitation")
    @MayAnswer({INVITATION_NOT_FOUND})
    @GetMapping("/{invitationId}")
    Answer<InvitationJson> show(
            Caller caller, @PathVariable CustomerId customerId, @PathVariable InvitationId invitationId) {
        permissions.require(LIST_INVITATIONS, caller, customerId);
        return shown(customerId, invitationId);
    }

    @Operation(
            summary = "Amend an invitation",
            description =
                    "Changes the name, the group or the planned access to projects while the invitation is pending.")
    @MayAnswer({
        INVITATION_NOT_FOUND,
        GROUP_NOT_AVAILABLE,
        INVITATION_ACCEPTED,
        INVITATION_DECLINED,
        INVITATION_CANCELLED,
        INVITATION_EXPIRED,
        CUSTOMER_CLOSED
    })
    @PatchMapping(path = "/{invitationId}", consumes = "application/merge-patch+json")
    Answer<InvitationJson> amend(
            Caller caller,
            @PathVariable CustomerId customerId,
            @PathVariable InvitationId invitationId,
            Write write,
            Body<AmendInvitationRequest> body) {
        var rights = permissions.of(caller, customerId);
        var actor = rights.require(INVITE);
        existing(customerId, invitationId);
        var request = body.read();
        var fields = new Fields();
        var fullName = fields.patched("/fullName", request.fullName(), FullName::new);
        var group = fields.patched("/group", request.group(), GroupName::new);
        var planned = plan(rights, customerId, request.plannedAccess(), fields);
        fields.check();
        requireForGroup(rights, group.orNull());
        return commands.send(
                write,
                new AmendInvitation(
                        customerId,
                        actor,
                        invitationId,
                        fullName.orNull(),
                        group.orNull(),
                        planned == null ? null : planned.get(),
                        write.expectedVersion()),
                () -> shown(customerId, invitationId),
                currentIfChanged(customerId, invitationId));
    }

    @Operation(
            summary = "Send an invitation again",
            description =
                    "With a new link and a new expiry; the links of earlier mails are dead at once. At most once a minute and five times a day.")
    @MayAnswer({
        INVITATION_NOT_FOUND,
        RESEND_LIMIT,
        INVITATION_ACCEPTED,
        INVITATION_DECLINED,
        INVITATION_CANCELLED,
        INVITATION_EXPIRED,
        CUSTOMER_CLOSED,
        TOO_MANY_REQUESTS
    })
    @PostMapping("/{invitationId}/resend")
    Answer<InvitationJson> resend(
            Caller caller, @PathVariable CustomerId customerId, @PathVariable InvitationId invitationId, Write write) {
        var rights = permissions.of(caller, customerId);
        var actor = rights.require(INVITE);
        requireForGroup(rights, existing(customerId, invitationId).group());
        count(caller);
        var secret = Ids.newSecret();
        return commands.performIfUnchanged(
                write,
                sender -> {
                    sender.send(new ResendInvitation(customerId, actor, invitationId, handover.keep(secret)));
                    return () -> shown(customerId, invitationId);
                },
                () -> existing(customerId, invitationId).version(),
                currentIfChanged(customerId, invitationId));
    }

    @Operation(
            summary = "Cancel an invitation",
            description = "If it is being accepted at the same moment, exactly one of the two succeeds.")
    @MayAnswer({
        INVITATION_NOT_FOUND,
        INVITATION_ACCEPTED,
        INVITATION_DECLINED,
        INVITATION_CANCELLED,
        INVITATION_EXPIRED,
        CUSTOMER_CLOSED
    })
    @DeleteMapping("/{invitationId}")
    Answer<Void> cancel(
            Caller caller, @PathVariable CustomerId customerId, @PathVariable InvitationId invitationId, Write write) {
        var actor = permissions.require(INVITE, caller, customerId);
        existing(customerId, invitationId);
        return commands.performIfUnchanged(
                write,
                sender -> {
                    sender.send(new CancelInvitation(customerId, actor, invitationId));
                    return Answer::noContent;
                },
                () -> existing(customerId, invitationId).version(),
                currentIfChanged(customerId, invitationId));
    }

    /** Whoever brings somebody into a group that manages users decides who decides. */
    private void requireForGroup(Rights rights, @Nullable GroupName group) {
        if (group != null
                && groups.find(group)
                        .filter(it -> it.allows(Permission.MANAGE_USERS))
                        .isPresent()) {
            rights.require(MANAGE_ADMINS);
        }
    }

    private void count(Caller caller) {
        limits.count(Limit.INVITATION_BY_CALLER, caller.actor().asText());
    }

    private Answer<InvitationJson> shown(CustomerId customerId, InvitationId invitationId) {
        var row = existing(customerId, invitationId);
        return Answer.ok(InvitationJson.of(row)).version(row.version());
    }

    private InvitationRow existing(CustomerId customerId, InvitationId invitationId) {
        return invitations
                .find(customerId, invitationId)
                .orElseThrow(() -> Problem.of(ProblemType.INVITATION_NOT_FOUND));
    }

    private Function<Refusal, Map<String, ?>> currentIfChanged(CustomerId customerId, InvitationId invitationId) {
        return refusal -> refusal instanceof VersionMismatch
                ? Map.of("current", InvitationJson.of(existing(customerId, invitationId)))
                : Map.of();
    }
}
