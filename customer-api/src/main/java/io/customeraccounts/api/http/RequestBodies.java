package io.customeraccounts.api.http;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/** Reads the body of a request once, never more than its handler accepts, and keeps it for whoever asks next. */
@Component
public class RequestBodies {

    private static final String BODY = RequestBodies.class.getName();

    private final RequestLimits limits;

    RequestBodies(RequestLimits limits) {
        this.limits = limits;
    }

    /** @throws Problem if the body is too large, breaks off, or is not sent in time */
    public byte[] read(HttpServletRequest request) {
        if (request.getAttribute(BODY) instanceof byte[] body) {
            return body;
        }
        var limit = limit(request);
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        try {
            var body = request.getInputStream().readNBytes(limit + 1);
            if (body.length > limit) {
                throw tooLarge(limit);
            }
            request.setAttribute(BODY, body);
            return body;
        } catch (IOException brokenOff) {
            throw Problem.of(ProblemType.MALFORMED_REQUEST);
        }
    }

    private int limit(HttpServletRequest request) {
        var large =
                request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod handler
                        && handler.hasMethodAnnotation(LargeBody.class);
        return Math.toIntExact((large ? limits.maxLargeBody() : limits.maxBody()).toBytes());
    }

    private static Problem tooLarge(int limit) {
        return Problem.of(ProblemType.BODY_TOO_LARGE).with("limit", limit);
    }
}
