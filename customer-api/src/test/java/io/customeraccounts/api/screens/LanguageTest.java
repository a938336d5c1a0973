package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Person;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The language that is chosen stands before that of the browser, on every page. */
@Timeout(60)
class LanguageTest {

    private final TestService service = TestService.shared(Databases.H2);

    private static void choose(Page page, String language) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(language).setExact(true))
                .click();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isKeptFromBeforeTheSignInToEveryPage(boolean javaScript) {
        var company = Company.of(service);
        try (var window = Browser.window(service, options -> options.setJavaScriptEnabled(javaScript))
                .open("/sign-in?continue=/customers/" + company.id() + "/users")) {
            var page = window.page();
            assertThat(page.locator("h1")).hasText("Sign in");
            choose(page, "Deutsch");

            assertThat(page.locator("h1")).hasText("Anmelden");
            assertThat(page.locator("html")).hasAttribute("lang", "de");
            assertThat(page).hasURL(Pattern.compile("continue=/customers/"));
            if (javaScript) {
                window.isAccessible();
            }
            window.as(company.admin()).open("/customers/" + company.id() + "/users");
            assertThat(page.locator("h1")).hasText("Benutzer");
            page.locator("#invite-name").fill("Ben Beech");
            page.locator("#invite-email").fill("no address");
            page.keyboard().press("Enter");
            // What the API says is in that language, too.
            assertThat(page.locator("#invite-email-wrong")).containsText("E-Mail");

            window.open("/customers/" + company.id() + "/users");
            if (javaScript) {
                page.locator("#user-list thead a").nth(2).click();
                assertThat(page).hasURL(Pattern.compile("sort=group"));
                page.waitForLoadState();
            }
            page.locator("#settings summary").click();
            choose(page, "English");

            assertThat(page.locator("h1")).hasText("Users");
            assertThat(page).hasURL(Pattern.compile("/users" + (javaScript ? "\\?.*sort=group" : "$")));
        }
    }

    @Test
    void isThatOfTheBrowserUnlessChosen() {
        try (var window = Browser.window(service, options -> options.setLocale("de-DE"))) {
            assertThat(window.open("/sign-in").page().locator("h1")).hasText("Anmelden");
            window.page()
                    .context()
                    .addCookies(List.of(
                            new Cookie("language", "tlh").setUrl(service.base().toString())));
            assertThat(window.open("/sign-in").page().locator("h1")).hasText("Anmelden");
            choose(window.page(), "English");
            assertThat(window.page().locator("h1")).hasText("Sign in");
            assertThat(window.open("/register").page().locator("html")).hasAttribute("lang", "en");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isThePersonsInEveryBrowserAndInTheirMails(boolean javaScript) {
        var company = Company.of(service);
        var ben = company.employee("Ben Beech");
        var users = "/customers/" + company.id() + "/users";
        try (var window = Browser.window(service, options -> options.setJavaScriptEnabled(javaScript))
                        .as(ben.person())
                        .open("/account");
                var other = Browser.window(service).as(ben.person()).open(users)) {
            var page = window.page();
            assertThat(other.page().locator("h1")).hasText("Users");
            page.locator("#language-of-mine").selectOption("de");
            page.locator("#language > button").click();

            assertThat(page.locator("html")).hasAttribute("lang", "de");
            assertThat(page.locator("#main .done")).hasText("Gespeichert.");
            assertThat(page.locator("#language-of-mine")).hasValue("de");
            if (javaScript) {
                window.isAccessible();
            }
            // Whatever was chosen in that browser before.
            other.page()
                    .context()
                    .addCookies(List.of(
                            new Cookie("language", "en").setUrl(service.base().toString())));
            assertThat(other.open(users).page().locator("h1")).hasText("Benutzer");
            company.admin().patch(ben.path(), "{\"group\":\"CUSTOMER_ADMIN\"}").expect(200);
            isMailed("Ihre Gruppe in", ben.person());
            service.anonymous()
                    .post(
                            "/api/v1/password-resets",
                            "{\"email\":\"%s\"}".formatted(ben.person().email()))
                    .expect(202);
            isMailed("Neues Passwort wählen", ben.person());

            // The menu is for all of them, too.
            other.page().locator("#settings summary").click();
            choose(other.page(), "English");
            assertThat(other.page().locator("h1")).hasText("Users");
            assertThat(window.open("/account").page().locator("h1")).hasText("My account");
            Assertions.assertThat(ben.person().get("/api/v1/me").expect(200).text("/language"))
                    .isEqualTo("en");
        }
    }

    private void isMailed(String subject, Person person) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> service.anonymous()
                        .get("/dev/mailbox/messages?to=" + URLEncoder.encode(person.email(), StandardCharsets.UTF_8))
                        .expect(200)
                        .body()
                        .contains(subject));
    }

    @Test
    void isOneThatThereIs() {
        var ben = service.person("Ben Beech");
        ben.send("PUT", "/api/v1/me/language", "{\"language\":\"tlh\"}").expectProblem(422, "invalid-value");
        ben.send("PUT", "/api/v1/me/language", "{}").expectProblem(400, "malformed-request");
        Assertions.assertThat(ben.send("PUT", "/api/v1/me/language", "{\"language\":\"de\"}")
                        .expect(200)
                        .text("/language"))
                .isEqualTo("de");
        Assertions.assertThat(ben.get("/api/v1/me").expect(200).text("/language"))
                .isEqualTo("de");
    }

    @Test
    void leadsToNoOtherHost() {
        try (var window =
                Browser.window(service).as(service.person("Ben Beech")).open("/account")) {
            var page = window.page();
            page.evaluate(
                    "const page = document.querySelector('[data-here]'); page.removeAttribute('data-here'); page.value = '//evil.example/'");
            page.locator("#settings summary").click();
            choose(page, "Deutsch");

            assertThat(page).hasURL(service.base().resolve("/account").toString());
            assertThat(page.locator("h1")).hasText("Mein Konto");
        }
    }
}
