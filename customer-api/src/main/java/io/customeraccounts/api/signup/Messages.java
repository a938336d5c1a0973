package io.customeraccounts.api.signup;

import io.customeraccounts.api.problems.Problem;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.ui.Model;

/** Pages that only say something: {@code <code>.title} and {@code <code>.text} in {@code messages/signup.properties}. */
final class Messages {

    private Messages() {}

    static String show(String code, int status, Model model, HttpServletResponse response) {
        response.setStatus(status);
        model.addAttribute("code", code);
        return "signup/message";
    }

    static String tooMany(Problem problem, Model model, HttpServletResponse response) {
        problem.headers().forEach(response::setHeader);
        return show("too-many", problem.type().status(), model, response);
    }
}
