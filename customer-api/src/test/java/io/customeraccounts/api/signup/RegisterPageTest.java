package io.customeraccounts.api.signup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RegisterPageTest {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final TestService service = TestService.shared(Databases.H2);

    @Test
    void registersWhoFillsItIn() {
        var email = TestService.address("Eve Elm");

        register(Map.of("email", email)).expect(202);

        assertThat(service.mailedSecret("confirm", email)).isNotBlank();
    }

    @Test
    void showsAgainWhatWasTypedBesideWhatIsWrong() {
        var page = register(Map.of("email", "eve at elm", "companyName", "Elm & Ash"));

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.body())
                .contains("eve at elm", "Elm &amp; Ash")
                .containsPattern("id=\"email-wrong\">[^<]{10,}</p>")
                .doesNotContain("four words are fine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fullName", "email", "companyName", "password"})
    void takesNoCardNumberAndDoesNotShowItAgain(String field, CapturedOutput log) {
        for (var number : new String[] {"5105105105105100", "5105 1051 0510 5100", "5105-1051-0510-5100"}) {
            var page = register(Map.of(field, field.equals("email") ? number + "@elm.example" : number));

            assertThat(page.status()).as(number).isEqualTo(422);
            assertThat(page.body())
                    .as(number)
                    .contains("This looks like the number of a payment card.")
                    .doesNotContain("5105");
        }
        assertThat(log.getAll()).doesNotContain("5105105105105100", "5105 1051", "5105-1051");
    }

    private Reply register(Map<String, String> changes) {
        var page = service.anonymous().get("/register").expect(200);
        var token = TOKEN.matcher(page.body());
        assertThat(token.find()).isTrue();
        var fields = new HashMap<>(Map.of(
                "_csrf", token.group(1),
                "fullName", "Eve Elm",
                "email", TestService.address("Eve Elm"),
                "companyName", "Elm",
                "password", "four words are fine"));
        fields.putAll(changes);
        return service.anonymous()
                .post(
                        "/register",
                        fields.entrySet().stream()
                                .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), UTF_8))
                                .collect(joining("&")),
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "Accept-Language",
                        "en",
                        "Cookie",
                        page.header("Set-Cookie").replaceAll(";.*", ""));
    }
}
