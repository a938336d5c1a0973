package io.customeraccounts.api.problems;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers what filters and the container refuse before a handler is reached. */
@Controller
class ContainerErrors implements ErrorController {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerErrors.class);

    private final Problems problems;

    ContainerErrors(Problems problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Problem problem) {
            problems.write(request, response, problem);
            return;
        }
        if (status >= 500 && !isPath(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI))) {
            problems.write(request, response, Problem.of(ProblemType.MALFORMED_REQUEST));
            return;
        }
        if (status >= 500 && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable cause) {
            LOG.error("Failed outside of a handler", cause);
        }
        problems.write(request, response, Problem.of(typeOf(status)));
    }

    /** The container leaves it to whoever reads the parameters of a path ({@code a;b}) to find out that they are none. */
    private static boolean isPath(@Nullable Object uri) {
        try {
            return uri == null || PathContainer.parsePath(uri.toString()) != null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    static ProblemType typeOf(int status) {
        return switch (status) {
            case 401 -> ProblemType.NOT_AUTHENTICATED;
            case 403 -> ProblemType.NOT_PERMITTED;
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 413 -> ProblemType.BODY_TOO_LARGE;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            case 429 -> ProblemType.TOO_MANY_REQUESTS;
            case 503 -> ProblemType.TEMPORARILY_UNAVAILABLE;
            default -> status < 500 ? ProblemType.MALFORMED_REQUEST : ProblemType.INTERNAL_ERROR;
        };
    }
}
