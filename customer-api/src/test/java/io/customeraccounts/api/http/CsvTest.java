package io.customeraccounts.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import org.apache.commons.csv.CSVFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;

class CsvTest {

    private static String file(Object... values) throws IOException {
        var response = new MockHttpServletResponse();
        try (var csv = Csv.to(response, "test.csv", "first", "second")) {
            csv.row(values);
        }
        assertThat(response.getContentType()).isEqualTo("text/csv;charset=UTF-8");
        assertThat(response.getHeader("Content-Disposition")).isEqualTo("attachment; filename=\"test.csv\"");
        return response.getContentAsString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"})
    void nothingBeginsLikeAFormula(String name) throws IOException {
        try (var read = CSVFormat.RFC4180.parse(new StringReader(file(name, "x")))) {
            var row = read.getRecords().get(1);

            assertThat(row.get(0)).isEqualTo("'" + name);
            assertThat(row.get(1)).isEqualTo("x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Anna", "O'Neill", "a, b", "say \"so\"", "two\nlines", "Ömer 李雷", "1-1"})
    void everythingElseIsReadAsItWasWritten(String name) throws IOException {
        try (var read = CSVFormat.RFC4180.parse(new StringReader(file(name, null)))) {
            var row = read.getRecords().get(1);

            assertThat(row.get(0)).isEqualTo(name);
            assertThat(row.get(1)).isEmpty();
        }
    }

    @Test
    void beginsWithTheNamesOfTheColumns() throws IOException {
        assertThat(file(1, true)).isEqualTo("first,second\r\n1,true\r\n");
    }
}
