package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.util.List;
import java.util.regex.Pattern;
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

    @Test
    void leadsToNoOtherHost() {
        try (var window = Browser.window(service).open("/sign-in")) {
            var page = window.page();
            page.evaluate(
                    "const page = document.querySelector('[data-here]'); page.removeAttribute('data-here'); page.value = '//evil.example/'");
            choose(page, "Deutsch");

            assertThat(page)
                    .hasURL(service.base()
                            .resolve("/sign-in?continue=%2Faccount")
                            .toString());
        }
    }
}
