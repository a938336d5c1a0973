package io.customeraccounts.api.screens;

import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.problems.Problems;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.Question;
import io.customeraccounts.domain.values.CardNumbers;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.InvalidValue;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Invites many at once: lines, a preview of what they mean, and what became of each. */
@Controller
@RequestMapping("/customers/{customerId}/invitations")
class ManyScreen extends Screen {

    /** As many as the API takes at once. */
    private static final int MAX = 100;

    /** {@code Name <mail>}, {@code Name; mail}, {@code Name, mail} or {@code Name mail}; the name may be in quotes. */
    private static final Pattern LINE = Pattern.compile("\"?(.*?)\"?[\\s<;,]+<?([^\\s<>;,]+@[^\\s<>;,]*)>?[\\s;,]*");

    private final MessageSource texts;

    ManyScreen(Api api, Frames frames, MessageSource texts) {
        super(api, frames);
        this.texts = texts;
    }

    /** @param wrong absent if the line can be tried */
    record Line(
            int number,
            String fullName,
            String email,
            @Nullable String wrong) {

        private Line wrongBy(ProblemType type) {
            return new Line(
                    number, fullName, email, Problems.words(type, language()).title());
        }
    }

    record Results(List<Result> results) {}

    record Result(int line, int status, Shown.@Nullable Problem problem) {}

    @PostMapping("/preview")
    String preview(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String lines,
            @RequestParam(defaultValue = "") String group,
            Model model) {
        frames.around(caller, customerId, "users", model).require(Question.INVITE);
        var read = withThoseAlreadyThere(customerId, read(lines));
        model.addAttribute("read", read);
        model.addAttribute("lines", CardNumbers.looksLikeCardNumber(lines) ? "" : lines);
        model.addAttribute("group", group);
        model.addAttribute(
                "ready", read.stream().filter(line -> line.wrong() == null).count());
        model.addAttribute(
                "wanted",
                read.stream()
                        .filter(line -> line.wrong() == null)
                        .map(line -> Map.of("fullName", line.fullName(), "email", line.email(), "group", group))
                        .toList());
        model.addAttribute("once", UUID.randomUUID().toString());
        return "screens/many";
    }

    /** Who is a user, or invited, is said before the invitations go out: this much a user may know anyway. */
    private List<Line> withThoseAlreadyThere(CustomerId customerId, List<Line> read) {
        var invited = api
                .get(
                        Shown.Invitations.class,
                        "/api/v1/customers/{customer}/invitations?state=PENDING&limit=200",
                        customerId)
                .items()
                .stream()
                .map(invitation -> canonical(invitation.email()))
                .toList();
        return read.stream()
                .map(line -> line.wrong() == null ? withWhatIsThere(customerId, line, invited) : line)
                .toList();
    }

    private Line withWhatIsThere(CustomerId customerId, Line line, List<String> invited) {
        var email = canonical(line.email());
        var user = api
                .get(
                        Shown.Users.class,
                        "/api/v1/customers/{customer}/users?search={email}&limit=10",
                        customerId,
                        line.email())
                .items()
                .stream()
                .anyMatch(it -> canonical(it.email()).equals(email));
        if (user) {
            return line.wrongBy(ProblemType.ALREADY_A_USER);
        }
        return invited.contains(email) ? line.wrongBy(ProblemType.INVITATION_PENDING) : line;
    }

    private static String canonical(@Nullable String email) {
        return email == null ? "" : EmailAddress.parse(email).canonical();
    }

    private List<Line> read(String lines) {
        var read = new ArrayList<Line>();
        var addresses = new HashSet<String>();
        for (var text : lines.split("\\R", -1)) {
            if (text.isBlank()) {
                continue;
            }
            var matcher = LINE.matcher(text.strip());
            var fullName = matcher.matches() ? matcher.group(1).strip() : text.strip();
            var email = matcher.matches() ? matcher.group(2) : "";
            var wrong = read.size() >= MAX ? text("error.too-many", MAX, 0) : wrong(fullName, email, addresses);
            var secret = CardNumbers.looksLikeCardNumber(text);
            read.add(new Line(
                    read.size() + 1,
                    secret ? "" : fullName,
                    secret ? "" : email,
                    secret ? text("error.card-number", 0, 0) : wrong));
        }
        return read;
    }

    private @Nullable String wrong(String fullName, String email, Set<String> addresses) {
        try {
            var _ = new FullName(fullName);
            return addresses.add(EmailAddress.parse(email).canonical())
                    ? null
                    : Objects.requireNonNull(texts.getMessage("many.twice", null, language()));
        } catch (InvalidValue e) {
            return text(
                    "error." + e.reason().code(),
                    e.limit().orElse(0),
                    e.position().orElse(0) + 1);
        }
    }

    private String text(String key, int limit, int position) {
        return Objects.requireNonNull(texts.getMessage(key, null, key, language()))
                .replace("{limit}", Integer.toString(limit))
                .replace("{position}", Integer.toString(position));
    }

    private static Locale language() {
        return LocaleContextHolder.getLocale();
    }

    @PostMapping("/many")
    String invite(
            Caller.Person caller,
            @PathVariable CustomerId customerId,
            @RequestParam(defaultValue = "") String group,
            @RequestParam(defaultValue = "") String once,
            Model model,
            HttpServletRequest request) {
        var fullName = values("fullName", request);
        var email = values("email", request);
        var wanted = new ArrayList<Map<String, String>>();
        for (var i = 0; i < Math.min(fullName.size(), email.size()); i++) {
            wanted.add(Map.of("fullName", fullName.get(i), "email", email.get(i), "group", group));
        }
        var reply = api.postOnce(
                once, Map.of("invitations", wanted), "/api/v1/customers/{customer}/invitations/bulk", customerId);
        var refused = reply.refused();
        if (refused != null) {
            throw refused;
        }
        frames.around(caller, customerId, "users", model);
        var outcomes = reply.read(Results.class).results().stream()
                .map(result -> new Outcome(
                        fullName.get(result.line()),
                        email.get(result.line()),
                        result.problem() == null ? null : result.problem().said()))
                .toList();
        return outcomes(outcomes, "many.done.title", "many.invited", model);
    }
}
