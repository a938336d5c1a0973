package io.customeraccounts.api.invitations;

import io.customeraccounts.api.http.Answer;
import io.customeraccounts.api.messaging.CommandTransaction;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.problems.Problems;
import io.customeraccounts.domain.Refusal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Invites line by line. Repeating the request after it broke off goes on where it ended: each line has its own place
 * under the request's idempotency key.
 */
@Component
class BulkInvitation {

    /** Concern the whole request, and are no answer to a line. */
    private static final Set<ProblemType> WHOLE =
            EnumSet.of(ProblemType.IDEMPOTENCY_KEY_REUSED, ProblemType.IDEMPOTENCY_KEY_IN_USE);

    private final CommandTransaction commands;
    private final Problems problems;
    private final JsonMapper json;

    BulkInvitation(CommandTransaction commands, Problems problems, JsonMapper json) {
        this.commands = commands;
        this.problems = problems;
        this.json = json;
    }

    record Line(int number, InviteUserRequest request) {}

    Answer<BulkInviteJson> perform(
            Write write, List<Line> lines, BiFunction<Line, Write, Answer<InvitationJson>> invite) {
        var results = new ArrayList<BulkInviteJson.Line>();
        for (var line : lines) {
            results.add(result(line.number(), answer(line, write.part(line.number()), invite), write));
        }
        var allInvited = results.stream().allMatch(result -> result.problem() == null);
        return commands.perform(
                write,
                sender -> () ->
                        Answer.of(allInvited ? HttpStatus.OK : HttpStatus.MULTI_STATUS, new BulkInviteJson(results)));
    }

    private BulkInviteJson.Line result(int line, Answer<InvitationJson> answer, Write write) {
        var rendered = answer.render(json, problems, write.language());
        var body = json.readTree(rendered.body());
        return rendered.status() == HttpStatus.CREATED.value()
                ? new BulkInviteJson.Line(line, rendered.status(), body, null)
                : new BulkInviteJson.Line(line, rendered.status(), null, body);
    }

    private Answer<InvitationJson> answer(
            Line line, Write write, BiFunction<Line, Write, Answer<InvitationJson>> invite) {
        try {
            return invite.apply(line, write);
        } catch (Problem problem) {
            if (WHOLE.contains(problem.type())) {
                throw problem;
            }
            return Answer.problem(problem);
        } catch (Refusal refusal) {
            return Answer.problem(problems.of(refusal));
        }
    }
}
