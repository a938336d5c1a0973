package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.options.AriaRole;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever a form does can be copied as a command that does it. Pages before the sign-in have none: what they send is a password
 * or the secret of a mail.
 */
@Timeout(120)
class CurlTest {

    /** Forms that are no call of the API, each with why. */
    private static final Map<String, String> WITHOUT = Map.of(
            "/sign-out", "ends what only browsers have",
            "/language", "says in what language this browser is shown pages",
            "/invitations/preview", "asks the API for nothing",
            "/users/bulk/preview", "changes nothing; what does has one for each user");

    private static final Path TEMPLATES = Path.of("src/main/resources/templates/screens");
    private static final Pattern FORM = Pattern.compile("(?s)<form\\b([^>]*\\bmethod=\"post\"[^>]*)>(.*?)</form>");

    private final TestService service = TestService.shared(Databases.H2);
    private final Company company = Company.of(service);
    private final String here = "/customers/" + company.id();

    /** What a shell makes of a command. */
    private record Call(String method, String path, List<String> headers, String body) {

        static Call of(String command) {
            try {
                var shell = new ProcessBuilder("sh", "-c", "curl() { printf '%s\\n' \"$@\"; }\n" + command);
                shell.environment().put("TOKEN", "t");
                var process = shell.redirectErrorStream(true).start();
                var words = new String(process.getInputStream().readAllBytes(), UTF_8)
                        .lines()
                        .toList();
                var call = new Call("GET", "", new ArrayList<>(), "");
                for (var i = 0; i < words.size(); i++) {
                    call = switch (words.get(i)) {
                        case "-X" -> new Call(words.get(++i), call.path, call.headers, call.body);
                        case "-d" -> new Call(call.method, call.path, call.headers, words.get(++i));
                        case "-H" -> {
                            call.headers.add(words.get(++i));
                            yield call;
                        }
                        default ->
                            new Call(
                                    call.method,
                                    words.get(i).replaceFirst("^https?://[^/]+", ""),
                                    call.headers,
                                    call.body);
                    };
                }
                return call;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void isThereForEveryFormOfEveryTemplate() throws IOException {
        var without = new TreeSet<String>();
        try (var files = Files.list(TEMPLATES)) {
            for (var file : files.filter(it -> it.toString().endsWith(".html")).toList()) {
                withoutCurl(Files.readString(file)).forEach(form -> without.add(file.getFileName() + ": " + form));
            }
        }

        Assertions.assertThat(without).isEmpty();
    }

    @Test
    void wouldBeMissed() {
        var form = "<form method=\"post\" th:action=\"@{/x}\"><button>Do</button></form>";
        Assertions.assertThat(withoutCurl(form)).hasSize(1);
        Assertions.assertThat(withoutCurl(form.replace("/x", "/sign-out"))).isEmpty();
        Assertions.assertThat(
                        withoutCurl(form.replace("<button>", "<p th:replace=\"~{screens/parts :: curl(null, c)}\">")))
                .isEmpty();
    }

    private static List<String> withoutCurl(String template) {
        return FORM.matcher(template)
                .results()
                .filter(form -> !form.group(2).contains("screens/parts :: curl(")
                        && WITHOUT.keySet().stream().noneMatch(form.group(1)::contains))
                .map(form -> form.group(1).strip())
                .filter(attributes -> {
                    var id = Pattern.compile("th:id=\"\\$\\{('[a-z-]+' \\+ [a-zA-Z.]+)}\"")
                            .matcher(attributes);
                    return !id.find() || !template.contains(".of(" + id.group(1) + ")");
                })
                .toList();
    }

    @Test
    void isAnOperationOfTheApiOnEveryPage() {
        var ben = company.employee("Ben Beech");
        var project = company.project("portal");
        project.assign(ben, "PROJECT_USER").expect(201);
        company.invite("Ida Ivy", TestService.address("Ida Ivy"), "CUSTOMER_EMPLOYEE")
                .expect(201);
        var calls = new TreeSet<String>();
        try (var window = Browser.window(service, options -> options.setViewportSize(320, 640))
                .as(company.admin())) {
            for (var path : List.of(
                    here + "/users",
                    here + "/users/" + ben.membershipId() + "/remove",
                    here + "/projects/new",
                    here + "/projects/" + project.id(),
                    here + "/projects/" + project.id() + "/delete",
                    here + "/general-data",
                    "/account")) {
                var page = window.open(path).page();
                page.locator("#main details").all().forEach(details -> details.evaluate("it => it.open = true"));
                window.isAccessible();
                window.fits();
                Assertions.assertThat(page.locator("#main form[method=post]").count())
                        .describedAs(path)
                        .isPositive();
                page.locator(".curl code").allTextContents().forEach(text -> {
                    Assertions.assertThat(text).contains("$TOKEN").doesNotContain("_csrf");
                    var call = Call.of(text);
                    calls.add(call.method() + " " + call.path());
                });
            }
        }
        Assertions.assertThat(calls)
                .hasSizeGreaterThan(20)
                .allSatisfy(call ->
                        Assertions.assertThat(exists(call)).describedAs(call).isTrue());
        Assertions.assertThat(exists("GET /api/v1/nothing")).isFalse();
        Assertions.assertThat(exists("DELETE /api/v1/groups")).isFalse();
    }

    private boolean exists(String call) {
        var method = call.substring(0, call.indexOf(' ')).toLowerCase(Locale.ROOT);
        var path = call.substring(call.indexOf(' ') + 1).replaceFirst("\\?.*", "");
        return service.anonymous().get("/openapi.json").expect(200).json().get("paths").properties().stream()
                .anyMatch(entry -> entry.getValue().has(method)
                        && Pattern.matches(entry.getKey().replaceAll("\\{[^}]*}", "[^/]+"), path));
    }

    @Test
    void doesWhatTheFormWouldWithWhatIsInIt() {
        var ben = company.employee("Ben Beech");
        var name = "O'Hara'; $(exit) `exit` \\ \"\u202ex";
        var email = TestService.address("Olga Hara");
        try (var window = Browser.window(
                        service, options -> options.setPermissions(List.of("clipboard-read", "clipboard-write")))
                .as(company.admin())
                .open(here + "/users")) {
            var page = window.page();
            page.locator("#invite-name").fill(name);
            page.locator("#invite-email").fill(email);
            page.locator("#invite-group").selectOption("CUSTOMER_ADMIN");
            page.locator("#invite .curl summary").click();
            page.locator("#invite .curl").getByRole(AriaRole.BUTTON).click();
            assertThat(page.locator("#announcer")).containsText("Copied.");
            var copied = page.evaluate("navigator.clipboard.readText()").toString();
            Assertions.assertThat(copied).doesNotContain("\u202e");
            var invite = Call.of(copied);
            Assertions.assertThat(invite.headers()).contains("Authorization: Bearer t");
            company.admin().send(invite.method(), invite.path(), invite.body()).expectProblem(422, "invalid-value");
            // A shell would make something else of what is not quoted.
            Assertions.assertThat(Call.of(copied.replace("'\\''", "'"))).isNotEqualTo(invite);
            var tame = Call.of(copied.replace("\\u202e", ""));
            Assertions.assertThat(company.admin()
                            .send(tame.method(), tame.path(), tame.body())
                            .expect(201)
                            .text("/fullName"))
                    .isEqualTo(name.replace("\u202e", ""));

            page.keyboard().press("Escape");
            page.getByLabel("Last day of Ben Beech").fill("2099-12-31");
            page.getByLabel("Group of Ben Beech").selectOption("CUSTOMER_ADMIN");
            page.locator("#user-" + ben.membershipId() + " .curl summary").click();
            var shown =
                    page.locator("#user-" + ben.membershipId() + " .curl code").first();
            assertThat(shown).containsText("2100-01-01");
            var save = Call.of(shown.textContent());
            Assertions.assertThat(save.headers()).anyMatch(header -> header.startsWith("If-Match: \""));
            company.admin()
                    .patch(save.path(), save.body(), "If-Match", ifMatch(save))
                    .expect(200);
            Assertions.assertThat(company.admin().get(ben.path()).text("/endsAt"))
                    .isEqualTo("2100-01-01T00:00:00Z");
        }
    }

    private static String ifMatch(Call call) {
        return call.headers().stream()
                .filter(header -> header.startsWith("If-Match: "))
                .findFirst()
                .orElseThrow()
                .substring("If-Match: ".length());
    }

    @Test
    void isToBeReadWithoutScripts() {
        var name = "O'Hara'; $(exit) `exit` \\ \"";
        company.admin()
                .patch(company.path(), "{\"name\":\"%s\"}".formatted(name.replaceAll("[\\\\\"]", "\\\\$0")))
                .expect(200);
        try (var window = Browser.window(service, options -> options.setJavaScriptEnabled(false))
                .as(company.admin())
                .open(here + "/general-data")) {
            var page = window.page();
            var company = page.locator("form[action$='/name'] .curl");
            company.locator("summary").click();
            assertThat(company.locator("code")).isVisible();
            var call = Call.of(company.locator("code").textContent());
            Assertions.assertThat(call.method()).isEqualTo("PATCH");
            Assertions.assertThat(call.body()).contains("\"O'Hara'; $(exit) `exit` \\\\ \\\"\"");
            this.company
                    .admin()
                    .patch(call.path(), call.body(), "If-Match", ifMatch(call))
                    .expect(200);
            assertThat(company.getByRole(AriaRole.BUTTON)).hasCount(0);
            Assertions.assertThat(
                            page.locator("form[action$='/card'] .curl code").textContent())
                    .contains("\"token\":null");
        }
    }
}
