package io.customeraccounts.api.access;

import static io.customeraccounts.api.problems.ProblemType.NOT_PERMITTED;
import static io.swagger.v3.oas.annotations.enums.ParameterIn.QUERY;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Query;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.LazyCaller;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.access.Action;
import io.customeraccounts.projections.access.Subject;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Access")
@RestController
class AccessController {

    private final AccessQuestions questions;

    AccessController(AccessQuestions questions) {
        this.questions = questions;
    }

    @Parameter(
            in = QUERY,
            name = "personId",
            description = "Whose access is asked for, by whatever membership they have. Without any, your own.",
            schema = @Schema(type = "string", format = "uuid"))
    @Parameter(
            in = QUERY,
            name = "membershipId",
            description = "Instead of personId: the access of this membership and no other one.",
            schema = @Schema(type = "string", format = "uuid"))
    @Parameter(in = QUERY, name = "projectId", required = true, schema = @Schema(type = "string", format = "uuid"))
    @Parameter(
            in = QUERY,
            name = "action",
            required = true,
            description =
                    "Two questions that do not answer each other: to use it comes from a grant, to manage it from the group.",
            schema = @Schema(implementation = Action.class))
    @Operation(
            summary = "May somebody use or manage a project",
            description =
                    "Decided at this moment, and not to be kept: after a removal has been answered, no answer says that it is allowed. About others, only service clients, admins, auditors and operators are told the truth; for everyone else, and for what they may not know of, it is not allowed.")
    @MayAnswer(NOT_PERMITTED)
    @GetMapping(path = "/api/v1/access", produces = MediaType.APPLICATION_JSON_VALUE)
    Answer<AccessJson> decide(LazyCaller caller, Query query) {
        questions.requireToAsk(caller);
        var subject = subject(caller, query);
        var projectId = required(query, "projectId", ProjectId::parse);
        var action = query.find("action", Action.class).orElseThrow(() -> missing("action"));
        return Answer.ok(AccessJson.of(questions.decide(caller, subject, action, projectId)));
    }

    private static Subject subject(LazyCaller caller, Query query) {
        if (query.find("membershipId").isPresent()) {
            return new Subject.OfMembership(required(query, "membershipId", MembershipId::parse));
        }
        if (query.find("personId").isEmpty() && caller.get() instanceof Caller.Person person) {
            return new Subject.OfPerson(person.profile().personId());
        }
        return new Subject.OfPerson(required(query, "personId", PersonId::parse));
    }

    private static <T> T required(Query query, String name, Function<String, T> parse) {
        var text = query.find(name).orElseThrow(() -> missing(name));
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw Problem.malformed(FieldError.parameter(name, "not-an-id"));
        }
    }

    private static Problem missing(String name) {
        return Problem.malformed(FieldError.parameter(name, "missing"));
    }
}
