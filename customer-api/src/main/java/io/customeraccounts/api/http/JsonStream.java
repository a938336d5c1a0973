package io.customeraccounts.api.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** A list of any length as JSON, sent item by item. */
public final class JsonStream implements AutoCloseable {

    private final JsonGenerator out;

    private JsonStream(JsonGenerator out) {
        this.out = out;
    }

    public static JsonStream to(HttpServletResponse response, JsonMapper json) throws IOException {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        var out = json.createGenerator(response.getOutputStream());
        out.writeStartObject();
        out.writeArrayPropertyStart("items");
        return new JsonStream(out);
    }

    public void item(Object item) {
        out.writePOJO(item);
    }

    /** Without it the list is no JSON: whoever reads it notices that the end is missing. */
    public void end() {
        out.writeEndArray();
        out.writeEndObject();
    }

    @Override
    public void close() {
        out.close();
    }
}
