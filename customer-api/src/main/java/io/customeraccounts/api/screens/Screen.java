package io.customeraccounts.api.screens;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.problems.Problems;
import io.customeraccounts.domain.customer.CustomerRefusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/** What all pages have in common: what is refused is said on a page, and what is done is followed by a page. */
abstract class Screen {

    private static final String PROBLEM = "screens/problem";

    final Api api;
    final Frames frames;

    Screen(Api api, Frames frames) {
        this.api = api;
        this.frames = frames;
    }

    /** What else goes wrong is for the advice that answers programs too. */
    @ExceptionHandler
    ModelAndView refused(Api.Refused refused, HttpServletResponse response) {
        var problem = refused.problem();
        return page(refused.status(), text(problem.title()), problem.said(), response);
    }

    @ExceptionHandler
    ModelAndView problem(Problem problem, HttpServletRequest request, HttpServletResponse response) {
        problem.headers().forEach(response::setHeader);
        return page(problem, request, response);
    }

    @ExceptionHandler
    ModelAndView notPermitted(
            CustomerRefusal.NotPermitted refusal, HttpServletRequest request, HttpServletResponse response) {
        return page(Problem.of(ProblemType.NOT_PERMITTED), request, response);
    }

    /** An id that is no id names nothing. */
    @ExceptionHandler
    ModelAndView noId(
            MethodArgumentTypeMismatchException mismatch, HttpServletRequest request, HttpServletResponse response) {
        return page(Problem.notFound(), request, response);
    }

    private static ModelAndView page(Problem problem, HttpServletRequest request, HttpServletResponse response) {
        var words = Problems.words(problem.type(), Problems.language(request));
        return page(problem.type().status(), words.title(), words.happened() + " " + words.todo(), response);
    }

    private static ModelAndView page(int status, String title, String detail, HttpServletResponse response) {
        response.setStatus(status);
        var page = new ModelAndView(PROBLEM);
        page.addObject("title", title);
        page.addObject("detail", detail);
        return page;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Not by an argument of the handler: Spring would take a single value with a comma for two. */
    static List<String> values(String name, HttpServletRequest request) {
        var values = request.getParameterValues(name);
        return values == null ? List.of() : List.of(values);
    }

    /** What became of one of several; {@code wrong} is absent if it is done. */
    record Outcome(
            @Nullable String fullName,
            @Nullable String email,
            @Nullable String wrong) {}

    /** Shows what became of each. */
    static String outcomes(List<Outcome> outcomes, String title, String good, Model model) {
        model.addAttribute("outcomes", outcomes);
        model.addAttribute("titleText", title);
        model.addAttribute("goodText", good);
        return "screens/many-done";
    }

    /** To the page that shows what was done; asked for anew, so that reloading it does nothing again. */
    static @Nullable String seeOther(HttpServletResponse response, String url) {
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader(HttpHeaders.LOCATION, url);
        return null;
    }

    /** What somebody has made of a thing meanwhile. */
    record Meanwhile(@Nullable String who, String sentence, Instant time, long minutesAgo) {}

    /**
     * If the save was based on something stale: says who has changed it meanwhile and when, as far as the history tells that to
     * the one who looks.
     *
     * @param changes the events that may have changed it
     * @param path of the history, its latest first
     */
    void showMeanwhile(
            Api.Refused refused, Set<String> changes, Clock clock, Model model, String path, Object... values) {
        if (!refused.problem().code().equals("version-mismatch")) {
            return;
        }
        model.addAttribute("stale", true);
        try {
            api.get(Shown.History.class, path + "?limit=50", values).items().stream()
                    .filter(entry -> changes.contains(entry.event()))
                    .findFirst()
                    .ifPresent(entry -> model.addAttribute(
                            "meanwhile",
                            new Meanwhile(
                                    entry.actorName(),
                                    entry.sentence(),
                                    entry.time(),
                                    Duration.between(entry.time(), clock.instant())
                                            .toMinutes())));
        } catch (Api.Refused notTold) {
            // That somebody has changed it can be said all the same.
        }
    }

    /**
     * Ends a form: what is done is followed by the page that shows it, and what is refused by the form again, with what was
     * wrong in it.
     */
    static @Nullable String after(
            Api.@Nullable Refused refused,
            String done,
            Supplier<String> again,
            HttpServletResponse response,
            Model model) {
        if (refused == null) {
            return seeOther(response, done);
        }
        wrong(refused, response, model);
        return again.get();
    }

    /** What a row of a list asks for: of what can be chosen in it, only what is another than before. */
    static Map<String, @Nullable Object> changed(
            String name, String value, String before, String lastDay, String lastDayBefore) {
        var wanted = new HashMap<String, @Nullable Object>();
        if (!value.equals(before)) {
            wanted.put(name, value);
        }
        if (!lastDay.equals(lastDayBefore)) {
            wanted.put("endsAt", endOf(lastDay));
        }
        return wanted;
    }

    /** Until the end of the day, in UTC; what is no day is for the API to refuse. */
    static @Nullable String endOf(String lastDay) {
        if (lastDay.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(lastDay)
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .toString();
        } catch (DateTimeParseException noDay) {
            return lastDay;
        }
    }

    /** Shows the form again, with what was wrong in it. */
    static void wrong(Api.Refused refused, HttpServletResponse response, Model model) {
        response.setStatus(refused.status());
        // What the form was sent to is no page to come back to.
        response.setHeader("HX-Push-Url", "false");
        model.addAttribute("problem", refused.problem());
        model.addAttribute("errors", refused.problem().byField());
    }
}
