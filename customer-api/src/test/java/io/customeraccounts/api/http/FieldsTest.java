package io.customeraccounts.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.api.http.Fields.NotThis;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.problems.Problems;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class FieldsTest {

    private final Fields fields = new Fields("/invitations/3");

    @Test
    void givesTheValuesOfTextsThatAreSome() {
        var name = fields.required("/fullName", "Anna", FullName::new);
        var email = fields.optional("/email", null, EmailAddress::parse);
        fields.check();

        assertThat(name.get()).isEqualTo(new FullName("Anna"));
        assertThat(email.orNull()).isNull();
    }

    @Test
    void namesEverythingThatBreaksARuleAtOnce() {
        fields.required("/fullName", "", FullName::new);
        fields.required("/email", "no address", EmailAddress::parse);
        fields.optional("/lifetime", "soon", text -> {
            throw new NotThis("not-a-duration");
        });

        var problem = refusal();

        assertThat(problem.type()).isEqualTo(ProblemType.INVALID_VALUE);
        assertThat(rendered(problem))
                .contains("\"#/invitations/3/fullName\"", "\"name-blank\"")
                .contains("\"#/invitations/3/email\"")
                .contains("\"#/invitations/3/lifetime\"", "\"not-a-duration\"")
                .doesNotContain("no address", "soon");
    }

    @Test
    void asksForWhatIsMissingBeforeItJudgesTheRest() {
        fields.required("/fullName", null, FullName::new);
        fields.required("/email", "no address", EmailAddress::parse);

        var problem = refusal();

        assertThat(problem.type()).isEqualTo(ProblemType.MALFORMED_REQUEST);
        assertThat(rendered(problem)).contains("fullName", "missing").doesNotContain("email");
    }

    @Test
    void refusesToTakeAwayWhatMustStay() {
        fields.patched("/fullName", new Patched(null), FullName::new);

        assertThat(refusal().type()).isEqualTo(ProblemType.MALFORMED_REQUEST);
    }

    @Test
    void leavesAloneWhatAPatchDoesNotMention() {
        var name = fields.patched("/fullName", null, FullName::new);
        fields.check();

        assertThat(name.orNull()).isNull();
    }

    private Problem refusal() {
        var problem = new Problem[1];
        assertThatThrownBy(fields::check).isInstanceOfSatisfying(Problem.class, thrown -> problem[0] = thrown);
        return problem[0];
    }

    private static String rendered(Problem problem) {
        return new String(
                new Problems(Clock.systemUTC(), new JsonMapper())
                        .render(problem, Locale.ENGLISH)
                        .body(),
                StandardCharsets.UTF_8);
    }
}
