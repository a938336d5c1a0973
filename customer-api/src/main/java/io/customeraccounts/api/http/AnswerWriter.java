package io.customeraccounts.api.http;

import io.customeraccounts.api.problems.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.databind.json.JsonMapper;

/** Sends an {@link Answer}; 304 instead of 200 to whoever has it already. */
@Component
public class AnswerWriter implements HandlerMethodReturnValueHandler {

    private final JsonMapper json;
    private final Problems problems;

    AnswerWriter(JsonMapper json, Problems problems) {
        this.json = json;
        this.problems = problems;
    }

    @Override
    public boolean supportsReturnType(MethodParameter returnType) {
        return Answer.class.isAssignableFrom(returnType.getParameterType());
    }

    @Override
    public void handleReturnValue(
            @Nullable Object value, MethodParameter returnType, ModelAndViewContainer model, NativeWebRequest request)
            throws IOException {
        model.setRequestHandled(true);
        write(
                (Answer<?>) Objects.requireNonNull(value),
                Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)),
                Objects.requireNonNull(request.getNativeResponse(HttpServletResponse.class)));
    }

    public void write(Answer<?> answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
        var rendered = answer.render(json, problems, Problems.language(request));
        rendered.headers().forEach(response::setHeader);
        var reading = "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
        if (reading
                && rendered.status() == HttpServletResponse.SC_OK
                && EntityTags.isKnown(request, rendered.headers().get(HttpHeaders.ETAG))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setStatus(rendered.status());
        if (rendered.status() != HttpServletResponse.SC_NO_CONTENT) {
            response.setContentLength(rendered.body().length);
            // Nothing leaves before the request is over, or who repeats it at once would find it still running.
            response.setBufferSize(Math.max(response.getBufferSize(), rendered.body().length + 1));
        }
        if (!"HEAD".equals(request.getMethod())) {
            response.getOutputStream().write(rendered.body());
        }
    }
}
