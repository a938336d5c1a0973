package io.customeraccounts.api.problems;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * Answers what Tomcat itself refuses, such as a request line that is none: without this, as an HTML page. Public because
 * Tomcat makes it by its name.
 */
public final class ProblemReportValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        var status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        // That it does not know a transfer coding or a version of HTTP is no failure of the service, but Tomcat says
        // 5xx.
        var type = status == HttpServletResponse.SC_NOT_IMPLEMENTED
                        || status == HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED
                ? ProblemType.MALFORMED_REQUEST
                : ContainerErrors.typeOf(status);
        var texts = ProblemTexts.in(java.util.Locale.ENGLISH);
        var body = """
                {"type":"%s","title":"%s","status":%d,"detail":"%s","code":"%s"}""".formatted(
                        type.page(),
                        texts.title(type),
                        type.status(),
                        (texts.what(type) + " " + texts.remedy(type)).replace("\"", "\\\""),
                        type.code());
        try {
            response.setStatus(type.status());
            response.setContentType(Problems.MEDIA_TYPE);
            response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            // the connection is gone, or something has been written already
        }
    }
}
