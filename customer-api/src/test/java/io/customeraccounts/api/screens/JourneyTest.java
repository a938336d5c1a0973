package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From nothing to a removed user: an admin in one window, an invited person in the other, and the mails between them. */
@Timeout(90)
class JourneyTest {

    private static final String PASSWORD = "four words are fine";

    /** Where pictures of pages are put; those in the README are copies. */
    private static final Path PICTURES = Path.of("target", "screens");

    private final TestService service = TestService.shared(Databases.H2);

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void signIn(Page page, String email) {
        page.getByLabel("E-mail address").fill(email);
        page.getByLabel("Password").fill(PASSWORD);
        page.getByLabel("Password").press("Enter");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leadsFromSigningUpToARemovedUser(boolean javaScript) {
        var annasAddress = TestService.address("Anna Alder");
        var bensAddress = TestService.address("Ben Beech");
        var company = "Alder " + TestService.unique();
        try (var hers = Browser.window(service, options -> options.setJavaScriptEnabled(javaScript));
                var his = Browser.window(service, options -> options.setJavaScriptEnabled(javaScript))) {
            var anna = hers.open("/").page();
            link(anna, "Open a customer account").click();
            anna.getByLabel("Full name").fill("Anna Alder");
            anna.getByLabel("E-mail address").fill(annasAddress);
            anna.getByLabel("Company or department").fill(company);
            anna.getByLabel("Password").fill(PASSWORD);
            check(javaScript, hers);
            button(anna, "Open account").click();
            assertThat(anna.locator("h1")).hasText("Answer our mail");
            hers.open("/confirm/" + service.mailedSecret("confirm", annasAddress));
            check(javaScript, hers);
            button(anna, "Confirm account").click();
            link(anna, "Sign in").click();
            check(javaScript, hers);
            signIn(anna, annasAddress);
            assertThat(anna.locator("h1")).hasText("My account");
            check(javaScript, hers);
            anna.locator("#main table th a").click();

            anna.getByLabel("Full name").fill("Ben Beech");
            anna.locator("#invite-email").fill(bensAddress);
            anna.keyboard().press("Enter");
            assertThat(anna.locator("#invitation-list")).containsText(bensAddress);
            assertThat(anna.locator("#user-list")).not().containsText("Ben Beech");

            var ben = his.open("/invitation/" + service.mailedSecret("invitation", bensAddress))
                    .page();
            assertThat(ben.locator("main")).containsText("Anna Alder invites you to become a user of " + company);
            assertThat(ben.locator("main")).containsText("Customer Employee");
            check(javaScript, his);
            link(ben, "Register to accept").click();
            ben.getByLabel("Full name").fill("Ben Beech");
            ben.getByLabel("Password").fill(PASSWORD);
            check(javaScript, his);
            button(ben, "Make account").click();
            if (ben.url().contains("/invitation/")
                    && ben.getByText("You are signed in as").count() == 0) {
                link(ben, "Sign in to accept").click();
                signIn(ben, bensAddress);
            }
            button(ben, "Accept").click();
            assertThat(ben.locator("h1")).hasText("Welcome");
            check(javaScript, his);
            link(ben, "To your account").click();
            assertThat(ben.locator("#user-list")).containsText("Anna Alder");

            if (!javaScript) {
                anna.reload();
            }
            assertThat(anna.locator("#user-list")).containsText("Ben Beech");
            assertThat(anna.locator("#invitation-list")).not().containsText(bensAddress);

            anna.locator("#user-list tr", new Page.LocatorOptions().setHasText("Ben Beech"))
                    .getByRole(AriaRole.LINK)
                    .click();
            button(anna, "Remove").click();
            assertThat(anna.locator("#user-list")).not().containsText("Ben Beech");

            // The open page notices by itself.
            if (!javaScript) {
                ben.reload();
            }
            assertThat(ben.locator("h1")).not().hasText("Users");
            check(javaScript, his);
            Assertions.assertThat(ben.content()).doesNotContain(company);

            anna.locator("#settings summary").click();
            button(anna, "Sign out").click();
            assertThat(anna).hasURL(Pattern.compile("/sign-in$"));
            hers.open("/account");
            assertThat(anna).hasURL(Pattern.compile("/sign-in\\?"));
            // Whoever made the link: on to no other host.
            hers.open("/sign-in?continue=//evil.example/");
            signIn(anna, annasAddress);
            assertThat(anna).hasURL(service.base().resolve("/account").toString());
        }
    }

    /** Without scripts nothing can look into the page. */
    private static void check(boolean javaScript, Browser.Window window) {
        if (javaScript) {
            window.isAccessible();
            window.fits();
        }
    }

    @Test
    void isInertWhateverPeopleAreCalled() {
        var company = Company.of(service);
        var names = new String[] {
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "=HYPERLINK(\\\"http://evil.example\\\")",
            "${7*7} [[${7*7}]] #{a}",
            "x".repeat(200)
        };
        for (var name : names) {
            company.invite(name, TestService.address("Mallory"), "CUSTOMER_EMPLOYEE")
                    .expect(201);
        }
        var mallory = service.person("<b>Mallory</b><script>alert(2)</script>", TestService.address("Mallory"), true);
        company.join(mallory, "CUSTOMER_ADMIN");
        try (var window = Browser.window(service, options -> options.setViewportSize(320, 640))
                .as(mallory)
                .open("/customers/" + company.id() + "/users")) {
            var page = window.page();
            page.onDialog(dialog -> {
                throw new AssertionError("a name was run: " + dialog.message());
            });
            assertThat(page.locator("#invitation-list")).containsText("<script>alert(1)</script>");
            assertThat(page.locator("#user-list")).containsText("<b>Mallory</b>");
            assertThat(page.locator("#invitation-list")).containsText("${7*7} [[${7*7}]] #{a}");
            Assertions.assertThat(page.locator("main script, main img").count()).isZero();
            window.fits();
            window.isAccessible();
            company.invite("<i>live</i>", TestService.address("Mallory"), "CUSTOMER_EMPLOYEE")
                    .expect(201);
            assertThat(page.locator("#invitation-list")).containsText("<i>live</i>");
            Assertions.assertThat(page.locator("main i").count()).isZero();
        }
    }

    @Test
    void isPossibleWithTheKeyboardAlone() {
        var company = Company.of(service);
        var ben = company.employee("Ben Beech");
        try (var window = Browser.window(service).as(company.admin()).open("/customers/" + company.id() + "/users")) {
            var page = window.page();
            page.keyboard().press("Tab");
            assertThat(page.locator(".skip")).isFocused();
            page.keyboard().press("?");
            assertThat(page.locator("#keys")).isVisible();
            window.isAccessible();
            page.keyboard().press("Escape");
            page.keyboard().press("n");
            assertThat(page.locator("#invite-name")).isFocused();
            page.locator("h1").click();
            page.keyboard().press("j");
            page.keyboard().press("j");
            assertThat(page.locator("#user-" + ben.membershipId())).isFocused();
            page.keyboard().press("Tab");
            assertThat(page.getByLabel("Select Ben Beech")).isFocused();
            page.keyboard().press("Tab");
            assertThat(page.getByLabel("Group of Ben Beech")).isFocused();
            page.keyboard().press("ArrowUp");
            for (var i = 0; i < 5 && !focused(page).startsWith("disc-"); i++) {
                page.keyboard().press("Tab");
            }
            page.keyboard().press("Enter");
            assertThat(page.locator("#main .done")).hasText("Saved.");
            assertThat(page.locator("#disc-" + ben.membershipId())).isFocused();
            for (var i = 0; i < 5 && !focused(page).startsWith("remove-"); i++) {
                page.keyboard().press("Tab");
            }
            page.keyboard().press("Enter");
            assertThat(page.locator("h1")).hasText("Remove Ben Beech?");
            assertThat(page.locator("#confirm")).isFocused();
            page.keyboard().press("Enter");
            assertThat(page.locator("#main .done")).hasText("The user is removed. All access has ended.");
        }
        company.admin().get(ben.path()).expect(404);
    }

    private static String focused(Page page) {
        return String.valueOf(page.evaluate("document.activeElement.id"));
    }

    /** First page, styles, scripts and icons; nothing else is asked for. */
    @Test
    void isLight() {
        var company = Company.of(service);
        try (var window = Browser.window(service).as(company.admin())) {
            var bytes = new long[1];
            window.page().onResponse(response -> {
                if (!response.url().contains("/changes")) {
                    bytes[0] += response.body().length;
                }
            });
            window.open("/customers/" + company.id() + "/users");
            window.page().waitForLoadState(LoadState.NETWORKIDLE, new Page.WaitForLoadStateOptions().setTimeout(2_000));
            Assertions.assertThat(bytes[0]).isBetween(10_000L, 200_000L);
        }
    }

    @Test
    void isPictured() {
        var company = Company.of(service, service.person("Anna Alder"));
        company.admin().patch(company.path(), "{\"name\":\"Alder GmbH\"}").expect(200);
        company.employee("Ben Beech");
        company.admin("Cleo Cedar");
        company.invite("Dora Dune", TestService.address("Dora Dune"), "CUSTOMER_EMPLOYEE")
                .expect(201);
        var project = company.project("portal");
        project.assign(company.employee("Emil Elm"), "PROJECT_ADMIN").expect(201);
        for (var scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
            var suffix = scheme == ColorScheme.LIGHT ? "" : "-dark";
            try (var window = Browser.window(
                            service, options -> options.setColorScheme(scheme).setViewportSize(1100, 720))
                    .as(company.admin())) {
                for (var page : new String[] {"users", "projects", "general-data", "projects/" + project.id()}) {
                    window.open("/customers/" + company.id() + "/" + page);
                    window.isAccessible();
                    window.fits();
                    window.page()
                            .screenshot(new Page.ScreenshotOptions()
                                    .setPath(PICTURES.resolve(page.replaceFirst("/.*", "-one") + suffix + ".png")));
                }
            }
        }
    }
}
