package io.customeraccounts.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.problems.Problems;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class StrictJsonTest {

    record Line(@Nullable String name) {}

    record Shape(
            @Nullable String name,
            @Nullable Boolean flag,
            @Nullable Integer number,
            @Nullable Patched patch,
            @Nullable List<@Nullable Line> lines) {}

    @Test
    void readsWhatItIsMeantToRead() {
        var shape = read("""
                {"name":"Zo\\u00eb \\ud83d\\ude00 𝒳","flag":true,"number":7,"lines":[{"name":"a"}]}""");

        assertThat(shape.name()).isEqualTo("Zoë 😀 𝒳");
        assertThat(shape.flag()).isTrue();
        assertThat(shape.number()).isEqualTo(7);
        assertThat(shape.lines()).containsExactly(new Line("a"));
    }

    @Test
    void knowsAFieldOfAPatchThatIsAbsentFromOneThatIsTakenAway() {
        assertThat(read("{}").patch()).isNull();
        assertThat(read("{\"patch\":null}").patch()).isEqualTo(new Patched(null));
        assertThat(read("{\"patch\":\"x\"}").patch()).isEqualTo(new Patched("x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":                     | #             | json-malformed",
                "{\"name\":\"a\"} x             | #             | json-malformed",
                "{\"name\":\"a\"}{}             | #             | json-malformed",
                "{name:\"a\"}                   | #             | json-malformed",
                "{'name':'a'}                   | #             | json-malformed",
                "{\"name\":\"a\",}              | #             | json-malformed",
                "{\"name\":NaN}                 | #             | json-malformed",
                "/* note */ {}                  | #             | json-malformed",
                "{\"name\":\"a\tb\"}            | #/name        | json-malformed",
                "null                           | #             | json-expected",
                "\"text\"                       | #             | wrong-type",
                "[]                             | #             | wrong-type",
                "7                              | #             | wrong-type",
                "{\"name\":7}                   | #/name        | wrong-type",
                "{\"name\":true}                | #/name        | wrong-type",
                "{\"name\":{}}                  | #/name        | wrong-type",
                "{\"name\":[\"a\"]}             | #/name        | wrong-type",
                "{\"name\":1e999999999}         | #/name        | wrong-type",
                "{\"flag\":\"true\"}            | #/flag        | wrong-type",
                "{\"flag\":1}                   | #/flag        | wrong-type",
                "{\"number\":\"7\"}             | #/number      | wrong-type",
                "{\"number\":7.0}               | #/number      | wrong-type",
                "{\"number\":true}              | #/number      | wrong-type",
                "{\"number\":1e999999999}       | #/number      | wrong-type",
                "{\"number\":9999999999}        | #/number      | wrong-type",
                "{\"patch\":1}                  | #/patch       | wrong-type",
                "{\"lines\":{}}                 | #/lines       | wrong-type",
                "{\"lines\":[{\"name\":7}]}     | #/lines/0/name | wrong-type",
                "{\"lines\":[{},{\"x\":7}]}     | #/lines/1/x   | unknown-field",
                "{\"Name\":\"a\"}               | #/Name        | unknown-field",
                "{\"__proto__\":{}}             | #             | unknown-field",
                "{\"name\":\"a\",\"name\":\"b\"} | #            | duplicate-name",
                "{\"name\":\"a\\u0000b\"}       | #/name        | character-not-allowed",
                "{\"patch\":\"a\\u0000b\"}      | #/patch       | character-not-allowed",
                "{\"name\":\"\\ud83d\"}         | #/name        | character-not-allowed",
                "{\"name\":\"\\ude00\\ud83d\"}  | #/name        | character-not-allowed",
            })
    void pointsToWhatIsMalformed(String json, String pointer, String code) {
        assertThat(refusal(json.strip().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Refusal(ProblemType.MALFORMED_REQUEST, pointer, code));
    }

    record Refusal(ProblemType type, String pointer, String code) {}

    @ParameterizedTest
    @ValueSource(strings = {"4111 1111 1111 1111", "call 4111-1111-1111-1111 now", "4111111111111111"})
    void refusesCardNumbersInAnyText(String text) {
        assertThat(refusal(json(text)))
                .isEqualTo(new Refusal(ProblemType.CARD_NUMBER_NOT_ALLOWED, "#/name", "card-number"));
    }

    @Test
    void neverRepeatsWhatWasGiven() {
        for (var json : List.of(
                "{\"name\":\"4111 1111 1111 1111\"}",
                "{\"4111111111111111\":1}",
                "{\"<script>\":1}",
                "{\"name\":\"" + "a".repeat(30_000) + "4111111111111111\"}")) {
            assertThat(rendered(problem(json.getBytes(StandardCharsets.UTF_8))))
                    .doesNotContain("4111", "script", "aaa");
        }
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertThat(refusal(new byte[] {'{', '"', (byte) 0xc3, '"', '}'}).code()).isEqualTo("character-not-allowed");
        // half a surrogate pair, encoded as if it were a character
        assertThat(refusal(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'})
                        .code())
                .isEqualTo("character-not-allowed");
        assertThat(refusal("{}".getBytes(StandardCharsets.UTF_16LE)).code()).isEqualTo("json-malformed");
    }

    @Test
    void refusesAnEmptyBody() {
        assertThat(refusal(new byte[0]).code()).isEqualTo("body-missing");
    }

    @Test
    void refusesWhatIsNestedDeeplyOrLongAndDoesSoFast() {
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
            assertThat(refusal("[".repeat(200_000).getBytes(StandardCharsets.UTF_8))
                            .type())
                    .isEqualTo(ProblemType.MALFORMED_REQUEST);
            assertThat(refusal(("{\"lines\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8))
                            .code())
                    .isIn("too-deep", "wrong-type");
            assertThat(refusal(("{\"x\":" + "{\"x\":".repeat(30_000)).getBytes(StandardCharsets.UTF_8))
                            .type())
                    .isEqualTo(ProblemType.MALFORMED_REQUEST);
            assertThat(refusal(json("a".repeat(200_000))).code()).isEqualTo("too-long");
            assertThat(refusal(("{\"name\":" + "9".repeat(200_000) + "}").getBytes(StandardCharsets.UTF_8))
                            .code())
                    .isIn("too-long", "wrong-type");
            assertThat(refusal(("{\"" + "n".repeat(200_000) + "\":1}").getBytes(StandardCharsets.UTF_8))
                            .code())
                    .isEqualTo("too-long");
        });
    }

    private static byte[] json(String name) {
        return ("{\"name\":\"" + name + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private static Shape read(String json) {
        return StrictJson.read(json.getBytes(StandardCharsets.UTF_8), Shape.class);
    }

    private static Problem problem(byte[] json) {
        var problem = new Problem[1];
        assertThatThrownBy(() -> StrictJson.read(json, Shape.class))
                .isInstanceOfSatisfying(Problem.class, thrown -> problem[0] = thrown);
        return problem[0];
    }

    private static Refusal refusal(byte[] json) {
        var problem = problem(json);
        var body = new JsonMapper().readValue(rendered(problem), Map.class);
        var error = (Map<?, ?>) ((List<?>) body.get("errors")).getFirst();
        return new Refusal(problem.type(), (String) error.get("pointer"), (String) error.get("code"));
    }

    private static String rendered(Problem problem) {
        var problems = new Problems(Clock.systemUTC(), new JsonMapper());
        return new String(problems.render(problem, Locale.ENGLISH).body(), StandardCharsets.UTF_8);
    }
}
