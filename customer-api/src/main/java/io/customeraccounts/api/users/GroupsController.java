package io.customeraccounts.api.users;

import static io.customeraccounts.api.problems.ProblemType.GROUP_EXISTS;
import static io.customeraccounts.api.problems.ProblemType.NOT_PERMITTED;
import static io.customeraccounts.api.problems.ProblemType.REASON_REQUIRED;
import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.http.PageJson;
import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Permissions;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.Group;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Permission;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The groups of this installation; open to whoever is signed in, as they belong to no customer. */
@Tag(name = "Users")
@RestController
class GroupsController {

    private final Groups groups;
    private final Permissions permissions;
    private final CommandTransaction commands;

    GroupsController(Groups groups, Permissions permissions, CommandTransaction commands) {
        this.groups = groups;
        this.permissions = permissions;
        this.commands = commands;
    }

    @Schema(name = "Group", description = "What a user may do: a role, not a set of people.")
    record GroupJson(
            @Schema(example = "CUSTOMER_ADMIN") String name,

            @Schema(description = "Whose users may have it.")
            CustomerKind kind,

            List<Permission> permissions,

            @Schema(description = "Whether it comes with the product and can be neither changed nor deleted.")
            boolean shipped) {

        static GroupJson of(Group group) {
            return new GroupJson(
                    group.name().value(),
                    group.kind(),
                    group.permissions().stream().sorted().toList(),
                    group.shipped());
        }
    }

    @Parameter(
            in = QUERY,
            name = "kind",
            description = "Only those of this kind of customer.",
            schema = @Schema(implementation = CustomerKind.class))
    @Operation(summary = "List groups", description = "What a user may be allowed to do.")
    @GetMapping(path = "/api/v1/groups", produces = MediaType.APPLICATION_JSON_VALUE)
    Answer<PageJson<GroupJson>> list(Caller caller, Query query) {
        var kinds = query.find("kind", CustomerKind.class).map(List::of).orElse(List.of(CustomerKind.values()));
        return Answer.ok(new PageJson<>(
                kinds.stream()
                        .flatMap(kind -> groups.of(kind).stream())
                        .map(GroupJson::of)
                        .toList(),
                null));
    }

    @Operation(
            summary = "Add a group",
            description =
                    "For users of such customers in the whole installation, at once on every node. It never changes. Needs the header Reason.")
    @MayAnswer({NOT_PERMITTED, GROUP_EXISTS, REASON_REQUIRED})
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(
            path = "/api/v1/operations/groups",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Answer<GroupJson> add(Caller caller, Write write, Body<AddGroupRequest> body) {
        var operator = permissions.requireOperator(caller);
        var command = body.read().command(operator);
        // Not looked up: what is found is kept, and nothing is committed yet.
        var group = new Group(command.group(), command.kind(), command.permissions(), false);
        return commands.send(write, command, () -> Answer.created(URI.create("/api/v1/groups"), GroupJson.of(group)));
    }
}
