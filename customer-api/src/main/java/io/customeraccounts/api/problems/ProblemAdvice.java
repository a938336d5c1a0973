package io.customeraccounts.api.problems;

import io.customeraccounts.domain.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.UUID;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.util.StringUtils;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Answers every exception of a handler with a problem. What is nobody's fault but ours is logged once, with its trace. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final Problems problems;

    ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    void answer(Exception exception, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (gone(exception)) {
            return;
        }
        problems.write(request, response, problemOf(exception, request));
    }

    private Problem problemOf(Exception exception, HttpServletRequest request) {
        return switch (exception) {
            case Problem problem -> problem;
            case Refusal refusal -> problems.of(refusal);
            case HttpRequestMethodNotSupportedException it -> methodNotAllowed(it);
            case HttpMediaTypeNotSupportedException it -> unsupported(it, request);
            case HttpMediaTypeNotAcceptableException it -> Problem.of(ProblemType.NOT_ACCEPTABLE);
            case NoResourceFoundException it -> Problem.notFound();
            case MissingServletRequestParameterException it ->
                Problem.malformed(FieldError.parameter(it.getParameterName(), "missing"));
            case MethodArgumentTypeMismatchException it -> mismatch(it);
            case HttpMessageNotReadableException it -> Problem.of(ProblemType.MALFORMED_REQUEST);
            case AuthenticationException it -> Problem.of(ProblemType.NOT_AUTHENTICATED);
            case AccessDeniedException it -> Problem.of(ProblemType.NOT_PERMITTED);
            case ConcurrencyFailureException it -> Problem.of(ProblemType.CONCURRENT_CHANGE);
            case Exception it when Outage.isBehind(it) -> Outage.problem(it);
            case org.springframework.web.ErrorResponse it
            when it.getStatusCode().is4xxClientError() -> Problem.of(ProblemType.MALFORMED_REQUEST);
            // A query or form that is no percent-encoded UTF-8, or a form that is too large.
            case InvalidParameterException it -> Problem.of(ContainerErrors.typeOf(it.getErrorCode()));
            // A name of a header or parameter, or the value of a header, with control characters in it.
            case RequestRejectedException it -> Problem.of(ProblemType.MALFORMED_REQUEST);
            default -> unexpected(exception);
        };
    }

    private static Problem methodNotAllowed(HttpRequestMethodNotSupportedException exception) {
        var problem = Problem.of(ProblemType.METHOD_NOT_ALLOWED).with("method", exception.getMethod());
        var supported = exception.getSupportedMethods();
        return supported == null
                ? problem
                : problem.header(HttpHeaders.ALLOW, StringUtils.arrayToDelimitedString(supported, ", "));
    }

    private static Problem unsupported(HttpMediaTypeNotSupportedException exception, HttpServletRequest request) {
        var supported = exception.getSupportedMediaTypes().stream()
                .map(MediaType::toString)
                .distinct()
                .toList();
        var problem = Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE).with("supported", supported);
        var header = "PATCH".equals(request.getMethod()) ? HttpHeaders.ACCEPT_PATCH : HttpHeaders.ACCEPT;
        return supported.isEmpty() ? problem : problem.header(header, String.join(", ", supported));
    }

    /** An id that is no id names nothing, so the answer is that for an unknown id. */
    private static Problem mismatch(MethodArgumentTypeMismatchException exception) {
        return exception.getParameter().hasParameterAnnotation(PathVariable.class)
                ? Problem.notFound()
                : Problem.malformed(
                        FieldError.parameter(exception.getName(), "wrong-type").with("expected", "text"));
    }

    private static Problem unexpected(Exception exception) {
        var incident = UUID.randomUUID().toString();
        LOG.error("Incident {}", incident, withoutValues(exception));
        return Problem.of(ProblemType.INTERNAL_ERROR).with("incident", incident);
    }

    /** A database quotes in its messages the values that it refused, which may be personal: class and state stay. */
    private static Throwable withoutValues(Throwable exception) {
        var harmless = !(exception instanceof SQLException || exception instanceof DataAccessException);
        var cause = exception.getCause();
        if (harmless && cause == null) {
            return exception;
        }
        var state = exception instanceof SQLException sql ? ", SQL state " + sql.getSQLState() : "";
        var message = harmless ? exception.toString() : exception.getClass().getName() + state;
        var copy = new IllegalStateException(message, cause == null ? null : withoutValues(cause));
        copy.setStackTrace(exception.getStackTrace());
        return copy;
    }

    /** The caller has hung up: there is nobody to answer and nothing to log. */
    private static boolean gone(Exception exception) {
        return exception instanceof org.apache.catalina.connector.ClientAbortException
                || exception instanceof org.springframework.web.context.request.async.AsyncRequestNotUsableException;
    }
}
