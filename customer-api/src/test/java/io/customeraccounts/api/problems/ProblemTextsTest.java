package io.customeraccounts.api.problems;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.values.InvalidValue;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTextsTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)}");

    @ParameterizedTest
    @ValueSource(strings = {"problems.properties", "problems_de.properties"})
    void everyTextIsThereAndNoneIsLeftOver(String file) throws IOException {
        var expected = new TreeSet<String>();
        for (var type : ProblemType.values()) {
            expected.addAll(Set.of(type.code() + ".title", type.code() + ".what", type.code() + ".do"));
        }
        Arrays.stream(InvalidValue.Reason.values()).forEach(reason -> expected.add("error." + reason.code()));
        fieldErrorCodesInTheCode().forEach(code -> expected.add("error." + code));

        var optional = Arrays.stream(ProblemType.values())
                .map(type -> type.code() + ".detail")
                .toList();
        var found = new TreeSet<>(load(file).stringPropertyNames());
        found.removeAll(optional);
        found.removeIf(key -> key.startsWith("page."));

        assertThat(found).isEqualTo(expected);
    }

    @Test
    void bothLanguagesHaveTheSameTextsWithTheSamePlaceholders() throws IOException {
        var english = load("problems.properties");
        var german = load("problems_de.properties");

        assertThat(german.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (var key : english.stringPropertyNames()) {
            assertThat(placeholders(german.getProperty(key)))
                    .describedAs(key)
                    .isEqualTo(placeholders(english.getProperty(key)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void pagesHaveNothingToFillIn(ProblemType type) {
        for (var language : ProblemTexts.LANGUAGES) {
            var texts = ProblemTexts.in(language);
            assertThat(texts.title(type) + texts.what(type) + texts.remedy(type))
                    .doesNotContain("{", "}");
        }
    }

    @Test
    void fillsInWhatTheCaseHasToSay() {
        var problem = Problem.of(ProblemType.BODY_TOO_LARGE).with("limit", 1024);

        assertThat(ProblemTexts.in(Locale.ENGLISH).detail(problem))
                .isEqualTo("The body may have at most 1024 bytes here. Send less at a time.");
        assertThat(ProblemTexts.in(Locale.GERMAN).detail(problem))
                .isEqualTo("Der Inhalt darf hier höchstens 1024 Byte haben. Senden Sie weniger auf einmal.");
    }

    @Test
    void speaksInGeneralIfTheCaseDoesNotSayEnough() {
        assertThat(ProblemTexts.in(Locale.ENGLISH).detail(Problem.of(ProblemType.BODY_TOO_LARGE)))
                .isEqualTo("The body of the request is larger than this address accepts. Send less at a time.");
    }

    @Test
    void takesWhatIsFilledInForNothingButText() {
        var problem = Problem.of(ProblemType.METHOD_NOT_ALLOWED).with("method", "$1\\");

        assertThat(ProblemTexts.in(Locale.ENGLISH).detail(problem)).contains("$1\\");
    }

    /** Every code that is given to a field error as a literal, wherever in the code. */
    private static Set<String> fieldErrorCodesInTheCode() throws IOException {
        var code = Pattern.compile(
                "(?:FieldError\\.(?:at|parameter|header)\\([^;]*?,|NotThis\\(|TextRefused\\(parser,)\\s*\"([a-z-]+)\"");
        var conditional = Pattern.compile("\\? \"(too-[a-z]+)\" : \"(too-[a-z]+)\"");
        var codes = new HashSet<String>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                var source = Files.readString(file);
                code.matcher(source).results().forEach(match -> codes.add(match.group(1)));
                conditional.matcher(source).results().forEach(match -> {
                    codes.add(match.group(1));
                    codes.add(match.group(2));
                });
            }
        }
        return codes;
    }

    private static Set<String> placeholders(String text) {
        var names = new TreeSet<String>();
        PLACEHOLDER.matcher(text).results().forEach(match -> names.add(match.group(1)));
        return names;
    }

    private static Properties load(String file) throws IOException {
        var properties = new Properties();
        try (var stream = ProblemTextsTest.class.getResourceAsStream("/messages/" + file)) {
            properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        }
        return properties;
    }
}
