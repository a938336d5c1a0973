package io.customeraccounts.api.access;

import static io.customeraccounts.api.problems.ProblemType.NOT_PERMITTED;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.customeraccounts.api.access.Evaluation.ActionJson;
import io.customeraccounts.api.access.Evaluation.BatchJson;
import io.customeraccounts.api.access.Evaluation.OptionsJson;
import io.customeraccounts.api.access.Evaluation.RequestJson;
import io.customeraccounts.api.access.Evaluation.ResourceJson;
import io.customeraccounts.api.access.Evaluation.SearchJson;
import io.customeraccounts.api.access.Evaluation.SubjectJson;
import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.http.Body;
import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.security.LazyCaller;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.access.Action;
import io.customeraccounts.projections.access.ProjectUser;
import io.customeraccounts.projections.access.Subject;
import io.customeraccounts.projections.paging.MalformedCursor;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The OpenID AuthZEN Authorization API 1.0, for gateways that speak it. A subject, resource or action of a kind that is not
 * known here, and an id that is none, is one for which nothing is allowed; only what lacks a required member is refused.
 */
@Tag(name = "Access")
@RestController
@RequestMapping(
        path = AuthZenController.PATH,
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
class AuthZenController {

    static final String PATH = "/access/v1";

    private static final int MOST_EVALUATIONS = 100;
    private static final String PERSON = "person";
    private static final String MEMBERSHIP = "membership";
    private static final String PROJECT = "project";

    private final AccessQuestions questions;

    AuthZenController(AccessQuestions questions) {
        this.questions = questions;
    }

    @Operation(
            summary = "Evaluate one access (AuthZEN)",
            description =
                    "Access Evaluation API of the OpenID AuthZEN Authorization API 1.0: may a person or membership use or manage a project now.")
    @MayAnswer(NOT_PERMITTED)
    @PostMapping("/evaluation")
    Answer<DecisionJson> evaluation(LazyCaller caller, Body<RequestJson> body) {
        questions.requireToAsk(caller);
        return Answer.ok(decide(caller, body.read(), ""));
    }

    private DecisionJson decide(LazyCaller caller, RequestJson request, String pointer) {
        refuseIfIncomplete(pointer, request.subject(), request.action(), request.resource());
        return subject(request.subject())
                .flatMap(subject -> action(request.action())
                        .flatMap(action -> project(request.resource())
                                .map(project -> DecisionJson.of(questions.decide(caller, subject, action, project)))))
                .orElse(DecisionJson.DENIED);
    }

    /** With one of these members; the other is null. */
    @Schema(name = "AuthZenDecisions", description = "One decision, or those of evaluations in their order.")
    record DecisionsJson(
            @Nullable Boolean decision,
            DecisionJson.@Nullable ContextJson context,
            @Nullable List<DecisionJson> evaluations) {}

    /** How far a batch is evaluated. */
    private enum Semantic {
        EXECUTE_ALL,
        DENY_ON_FIRST_DENY,
        PERMIT_ON_FIRST_PERMIT;

        boolean endsWith(boolean decision) {
            return switch (this) {
                case EXECUTE_ALL -> false;
                case DENY_ON_FIRST_DENY -> !decision;
                case PERMIT_ON_FIRST_PERMIT -> decision;
            };
        }
    }

    @Operation(
            summary = "Evaluate several accesses (AuthZEN)",
            description =
                    "Access Evaluations API: up to 100 evaluations in their order, each at its own moment. With evaluations_semantic deny_on_first_deny or permit_on_first_permit the answer ends with the first of these.")
    @MayAnswer(NOT_PERMITTED)
    @PostMapping("/evaluations")
    Answer<DecisionsJson> evaluations(LazyCaller caller, Body<BatchJson> body) {
        questions.requireToAsk(caller);
        var batch = body.read();
        var semantic = semantic(batch.options());
        var requests = batch.evaluations();
        if (requests == null || requests.isEmpty()) {
            var one = decide(caller, batch.defaults(), "");
            return Answer.ok(new DecisionsJson(one.decision(), one.context(), null));
        }
        if (requests.size() > MOST_EVALUATIONS) {
            throw Problem.malformed(FieldError.at("/evaluations", "too-many").with("limit", MOST_EVALUATIONS));
        }
        var decisions = new ArrayList<DecisionJson>();
        for (var index = 0; index < requests.size(); index++) {
            var request = requests.get(index);
            var decision = decide(
                    caller, request == null ? batch.defaults() : request.or(batch.defaults()), "/evaluations/" + index);
            decisions.add(decision);
            if (semantic.endsWith(decision.decision())) {
                break;
            }
        }
        return Answer.ok(new DecisionsJson(null, null, decisions));
    }

    private static Semantic semantic(@Nullable OptionsJson options) {
        var wish = options == null ? null : options.semantic();
        if (wish == null) {
            return Semantic.EXECUTE_ALL;
        }
        return Arrays.stream(Semantic.values())
                .filter(semantic -> name(semantic).equals(wish))
                .findFirst()
                .orElseThrow(() -> Problem.malformed(FieldError.at("/options/evaluations_semantic", "not-a-choice")
                        .with("choices", names(Semantic.values()))));
    }

    /** @param nextToken empty on the last page, as the specification asks */
    @Schema(name = "AuthZenPageInfo")
    record NextJson(
            @JsonProperty("next_token") String nextToken,
            @Schema(example = "1") int count) {}

    @Schema(name = "AuthZenSubjects")
    record SubjectsJson(NextJson page, List<SubjectJson> results) {}

    @Operation(
            summary = "Who may use or manage a project (AuthZEN)",
            description = "Subject Search API: persons, or memberships if the type of the subject says so.")
    @MayAnswer(NOT_PERMITTED)
    @PostMapping("/search/subject")
    Answer<SubjectsJson> subjects(LazyCaller caller, Body<SearchJson> body) {
        questions.requireToAsk(caller);
        var search = body.read();
        var type = type(search.subject());
        refuseIfIncomplete("", new SubjectJson(type, ""), search.action(), search.resource());
        if (type == null) {
            throw missing("/subject/type");
        }
        var page = pageOf(
                search,
                request -> project(search.resource())
                        .filter(project -> type.equals(PERSON) || type.equals(MEMBERSHIP))
                        .flatMap(project -> action(search.action())
                                .map(action -> questions.users(caller, action, project, request))));
        return Answer.ok(new SubjectsJson(
                next(page),
                page.items().stream().map(user -> subject(type, user)).toList()));
    }

    private static @Nullable String type(@Nullable SubjectJson subject) {
        return subject == null ? null : subject.type();
    }

    private static SubjectJson subject(String type, ProjectUser user) {
        return new SubjectJson(
                type,
                type.equals(PERSON)
                        ? user.personId().toString()
                        : user.membershipId().toString());
    }

    @Schema(name = "AuthZenResources")
    record ResourcesJson(NextJson page, List<ResourceJson> results) {}

    @Operation(
            summary = "Which projects somebody may use or manage (AuthZEN)",
            description =
                    "Resource Search API. A service client finds projects of its own customer; admins ask by membership.")
    @MayAnswer(NOT_PERMITTED)
    @PostMapping("/search/resource")
    Answer<ResourcesJson> resources(LazyCaller caller, Body<SearchJson> body) {
        questions.requireToAsk(caller);
        var search = body.read();
        var type = search.resource() == null ? null : search.resource().type();
        if (type == null) {
            throw missing("/resource/type");
        }
        refuseIfIncomplete("", search.subject(), search.action(), new ResourceJson(type, ""));
        var page = pageOf(
                search,
                request -> subject(search.subject())
                        .filter(subject -> type.equals(PROJECT))
                        .flatMap(subject -> action(search.action())
                                .map(action -> questions.projects(caller, subject, action, request))));
        return Answer.ok(new ResourcesJson(
                next(page),
                page.items().stream()
                        .map(project -> new ResourceJson(PROJECT, project.toString()))
                        .toList()));
    }

    @Schema(name = "AuthZenActions")
    record ActionsJson(NextJson page, List<ActionJson> results) {}

    @Operation(
            summary = "What somebody may do with a project (AuthZEN)",
            description = "Action Search API: use, manage, both or neither.")
    @MayAnswer(NOT_PERMITTED)
    @PostMapping("/search/action")
    Answer<ActionsJson> actions(LazyCaller caller, Body<SearchJson> body) {
        questions.requireToAsk(caller);
        var search = body.read();
        refuseIfIncomplete("", search.subject(), new ActionJson(""), search.resource());
        var actions = Arrays.stream(Action.values())
                .filter(action -> subject(search.subject())
                        .flatMap(subject -> project(search.resource())
                                .map(project -> questions.decide(caller, subject, action, project)))
                        .filter(told -> told.decision().allowed())
                        .isPresent())
                .map(action -> new ActionJson(name(action)))
                .toList();
        return Answer.ok(new ActionsJson(new NextJson("", actions.size()), actions));
    }

    private static <T> Page<T> pageOf(SearchJson search, Function<PageRequest, Optional<Page<T>>> found) {
        var wish = search.page();
        var limit = wish == null || wish.limit() == null ? PageRequest.DEFAULT_LIMIT : wish.limit();
        if (limit < 1 || limit > PageRequest.MAX_LIMIT) {
            throw Problem.malformed(
                    FieldError.at("/page/limit", "not-a-number").with("min", 1).with("max", PageRequest.MAX_LIMIT));
        }
        try {
            return found.apply(new PageRequest(wish == null ? null : wish.token(), limit))
                    .orElseGet(() -> new Page<>(List.of(), null));
        } catch (MalformedCursor e) {
            throw Problem.malformed(FieldError.at("/page/token", "cursor-unknown"));
        }
    }

    private static NextJson next(Page<?> page) {
        return new NextJson(page.next() == null ? "" : page.next(), page.items().size());
    }

    private static void refuseIfIncomplete(
            String pointer,
            @Nullable SubjectJson subject,
            @Nullable ActionJson action,
            @Nullable ResourceJson resource) {
        var missing = new ArrayList<FieldError>();
        if (subject == null) {
            missing.add(FieldError.at(pointer + "/subject", "missing"));
        } else if (subject.type() == null) {
            missing.add(FieldError.at(pointer + "/subject/type", "missing"));
        } else if (subject.id() == null) {
            missing.add(FieldError.at(pointer + "/subject/id", "missing"));
        }
        if (action == null) {
            missing.add(FieldError.at(pointer + "/action", "missing"));
        } else if (action.name() == null) {
            missing.add(FieldError.at(pointer + "/action/name", "missing"));
        }
        if (resource == null) {
            missing.add(FieldError.at(pointer + "/resource", "missing"));
        } else if (resource.type() == null) {
            missing.add(FieldError.at(pointer + "/resource/type", "missing"));
        } else if (resource.id() == null) {
            missing.add(FieldError.at(pointer + "/resource/id", "missing"));
        }
        if (!missing.isEmpty()) {
            throw Problem.malformed(missing.toArray(FieldError[]::new));
        }
    }

    private static Problem missing(String pointer) {
        return Problem.malformed(FieldError.at(pointer, "missing"));
    }

    private static Optional<Subject> subject(@Nullable SubjectJson subject) {
        if (subject == null || subject.type() == null) {
            return Optional.empty();
        }
        return switch (subject.type()) {
            case PERSON -> parsed(subject.id(), PersonId::parse).map(Subject.OfPerson::new);
            case MEMBERSHIP -> parsed(subject.id(), MembershipId::parse).map(Subject.OfMembership::new);
            default -> Optional.empty();
        };
    }

    private static Optional<ProjectId> project(@Nullable ResourceJson resource) {
        return resource != null && PROJECT.equals(resource.type())
                ? parsed(resource.id(), ProjectId::parse)
                : Optional.empty();
    }

    private static <T> Optional<T> parsed(@Nullable String id, Function<String, T> parse) {
        try {
            return id == null ? Optional.empty() : Optional.of(parse.apply(id));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static Optional<Action> action(@Nullable ActionJson action) {
        return Arrays.stream(Action.values())
                .filter(it -> action != null && name(it).equals(action.name()))
                .findFirst();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(AuthZenController::name).toList();
    }
}
