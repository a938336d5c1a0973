package io.customeraccounts.api.problems;

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
        var type = ContainerErrors.typeOf(status);
        var texts = ProblemTexts.in(java.util.Locale.ENGLISH);
        var body = """
                {"type":"%s","title":"%s","status":%d,"detail":"%s","code":"%s"}""".formatted(
                        type.page(),
                        texts.title(type),
                        status,
                        (texts.what(type) + " " + texts.remedy(type)).replace("\"", "\\\""),
                        type.code());
        try {
            response.setContentType(Problems.MEDIA_TYPE);
            response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            // the connection is gone, or something has been written already
        }
    }
}
