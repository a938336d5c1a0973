package io.customeraccounts.api.screens;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.problems.Problems;
import io.customeraccounts.domain.customer.CustomerRefusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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

    /** To the page that shows what was done; asked for anew, so that reloading it does nothing again. */
    static @Nullable String seeOther(HttpServletResponse response, String url) {
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader(HttpHeaders.LOCATION, url);
        return null;
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
