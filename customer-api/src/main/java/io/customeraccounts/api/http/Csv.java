package io.customeraccounts.api.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * A file for spreadsheets (RFC 4180, UTF-8), sent row by row. What a spreadsheet would take for a formula begins with an
 * apostrophe, so that no name that somebody has chosen is ever computed.
 */
public final class Csv implements AutoCloseable {

    public static final String MEDIA_TYPE = "text/csv";

    /** What a formula begins with, also in its full-width form, which some spreadsheets take for the same. */
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private final CSVPrinter printer;

    private Csv(CSVPrinter printer) {
        this.printer = printer;
    }

    /** @param fileName what a browser calls it */
    public static Csv to(HttpServletResponse response, String fileName, String... columns) throws IOException {
        response.setContentType(MEDIA_TYPE + ";charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName + "\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        var writer = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        return new Csv(CSVFormat.RFC4180.builder().setHeader(columns).get().print(writer));
    }

    /** Of as many values as there are columns; what is absent is empty. */
    public void row(@Nullable Object... values) {
        try {
            printer.printRecord(Arrays.stream(values).map(Csv::inert).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String inert(@Nullable Object value) {
        var text = value == null ? "" : value.toString();
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    @Override
    public void close() throws IOException {
        printer.close(true);
    }
}
