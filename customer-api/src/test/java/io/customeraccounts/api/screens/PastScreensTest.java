package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The account as it was, and what has changed since. */
@Timeout(90)
class PastScreensTest {

    private final TestService service = TestService.shared(Databases.H2);
    private final Company company = Company.of(service);
    private final String here = "/customers/" + company.id();
    private Company.Project project;
    private Company.User ben;
    private Instant then;

    /** Ben may use the portal; afterwards he is removed, the customer has another name, and there is one project more. */
    private void live() {
        company.admin().patch(company.path(), "{\"name\":\"Alder\"}").expect(200);
        ben = company.employee("Ben Beech");
        project = company.project("portal");
        project.assign(ben, "PROJECT_READER").expect(201);
        company.invite("Ida Ivy", TestService.address("Ida Ivy"), "CUSTOMER_EMPLOYEE")
                .expect(201);
        company.admin()
                .send("PUT", company.path() + "/cost-centre", "{\"costCentre\":\"4711\"}")
                .expect(200);
        then = Instant.now().truncatedTo(ChronoUnit.MICROS);
        company.admin().post(company.path() + "/billing-addresses", """
                        {"lines":["Later Lane 1"],"city":"Bremen","country":"DE"}""").expect(201);
        company.admin().delete(ben.path()).expect(204);
        company.admin().patch(company.path(), "{\"name\":\"Birch\"}").expect(200);
        company.project("later");
        company.admin("Cleo Cedar");
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void isPast(Page page) {
        assertThat(page.locator(".as-of")).containsText("You see the account as of");
        assertThat(page.locator("#main form, #main button, #main input, #main select"))
                .hasCount(0);
        Assertions.assertThat(page.title()).contains("Alder").doesNotContain("Birch");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isTheWholeAccountWithNothingToChange(boolean javaScript) {
        live();
        try (var window = Browser.window(service, options -> options.setJavaScriptEnabled(javaScript))
                .as(company.admin())
                .open(here + "/as-of/users?at=" + then)) {
            var page = window.page();
            isPast(page);
            assertThat(page.locator("#main")).containsText("Ben Beech");
            assertThat(page.locator("#main")).containsText("Ida Ivy");
            assertThat(page.locator("#main")).not().containsText("Cleo Cedar");
            assertThat(page.locator("#main")).containsText("neither e-mail addresses");
            check(javaScript, window);

            link(page, "Projects").click();
            isPast(page);
            assertThat(page.locator("#main table")).not().containsText("later");
            check(javaScript, window);
            link(page, "Project portal").click();
            isPast(page);
            var users = page.locator("#main section[aria-labelledby=users]");
            assertThat(users).containsText("Ben Beech");
            assertThat(users).containsText("Project Reader");
            users.locator("summary").click();
            assertThat(users).containsText("Ended since");
            assertThat(page.locator("[aria-labelledby=managers] tbody")).containsText("Customer Admin");
            assertThat(page.locator("[aria-labelledby=details]")).containsText("global");
            assertThat(page.locator("[aria-labelledby=details]")).containsText("VISA …4242, 2099-12");
            assertThat(page.locator("[aria-labelledby=details]")).containsText("Main Street 1, Berlin, DE");
            check(javaScript, window);
            link(page, "Ben Beech").click();
            isPast(page);
            assertThat(page.locator("h1")).hasText("Ben Beech");
            assertThat(page.locator("[aria-labelledby=using] tbody")).containsText("Project portal");
            assertThat(page.locator("#main section[aria-labelledby=managing]")).containsText("None.");
            check(javaScript, window);

            link(page, "General data").click();
            isPast(page);
            assertThat(page.locator("#main")).containsText("Alder");
            assertThat(page.locator("[aria-labelledby=company]")).containsText("4711");
            assertThat(page.locator("[aria-labelledby=billing]")).containsText("Main Street 1, Berlin, DE");
            assertThat(page.locator("[aria-labelledby=payment]")).containsText("VISA …4242, 2099-12");
            assertThat(page.locator("#main")).not().containsText("Later Lane");
            check(javaScript, window);

            link(page, "Activity").click();
            assertThat(page.locator(".as-of")).isVisible();
            assertThat(page.locator("#activity-list")).containsText("Alder");
            assertThat(page.locator("#activity-list")).not().containsText("Birch");
            assertThat(page.locator("#main form[method=post]")).hasCount(0);
            check(javaScript, window);

            link(page, "Users").click();
            Assertions.assertThat(page.url()).contains("/as-of/users?at=");
            link(page, "Back to now").click();
            assertThat(page.locator(".as-of")).hasCount(0);
            assertThat(page.locator("#user-list")).containsText("Cleo Cedar");
            assertThat(page.locator("#user-list")).not().containsText("Ben Beech");

            window.open(here + "/as-of/projects/" + project.id() + "?at=" + then.minus(1, ChronoUnit.HOURS));
            assertThat(page.locator("#as-of-time-wrong")).isVisible();
        }
    }

    private static void check(boolean javaScript, Browser.Window window) {
        if (javaScript) {
            window.isAccessible();
            window.fits();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isOfATimeThatHasComeAndAtWhichTheAccountWasThere(boolean javaScript) {
        try (var window = Browser.window(service, options -> options.setJavaScriptEnabled(javaScript))
                .as(company.admin())
                .open(here + "/activity")) {
            var page = window.page();
            link(page, "The account as of a time").click();
            page.getByLabel("Time (in Europe/Berlin)").fill("2999-01-01T12:00:01");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show the account"))
                    .click();
            assertThat(page.locator("#as-of-time-wrong")).hasText("This time has not come yet.");
            assertThat(page.locator("#as-of-time")).hasValue("2999-01-01T12:00:01");
            check(javaScript, window);

            page.locator("#as-of-time").fill("2001-01-01T12:00:01");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show the account"))
                    .click();
            assertThat(page.locator("#as-of-time-wrong")).hasText("The account was not open yet.");

            window.open(here + "/as-of/users?at=yesterday");
            assertThat(page.locator("#as-of-time-wrong")).hasText("This is no date with a time.");

            window.open(here + "/activity?at=2999-01-01T12:00:00Z");
            assertThat(page.locator("#as-of-time-wrong")).hasText("This time has not come yet.");
        }
    }

    @Test
    void showsWhatIsDifferentWithTheEvents() throws Exception {
        live();
        try (var window = Browser.window(service).as(company.admin()).open(here + "/as-of/users?at=" + then)) {
            var page = window.page();
            link(page, "What has changed since").click();

            var row = page.locator("#main tbody tr", new Page.LocatorOptions().setHasText("Ben Beech"));
            assertThat(row.filter(new Locator.FilterOptions().setHasText("left"))
                            .first())
                    .containsText("Customer Employee");
            assertThat(row.filter(new Locator.FilterOptions().setHasText("lost access")))
                    .containsText("Project Reader");
            assertThat(page.locator("#main tbody tr", new Page.LocatorOptions().setHasText("Cleo Cedar")))
                    .containsText("joined");
            window.isAccessible();
            window.fits();
            var download =
                    page.waitForDownload(() -> link(page, "Download as CSV").click());
            Assertions.assertThat(Files.readString(download.path()))
                    .startsWith("change,membershipId")
                    .contains("LEFT," + ben.membershipId() + ",Ben Beech")
                    .contains("ACCESS_LOST");

            row.getByRole(AriaRole.LINK).first().click();
            assertThat(page.locator("h1")).containsText("Event");

            window.open(here + "/activity/difference?from=" + then.minusNanos(1000) + "&to=" + then);
            assertThat(page.locator("#main")).containsText("Nothing: the same");
            window.open(here + "/activity/difference?from=" + then + "&to=2001-01-01T12:00");
            assertThat(page.locator("#to-wrong")).hasText("This is before the first time.");
            page.locator("#from").fill("2999-01-01T12:00:01");
            page.locator("#main button").click();
            assertThat(page.locator("#from-wrong")).hasText("This time has not come yet.");
            window.isAccessible();
        }
    }

    @Test
    void isNotForWhoMayNotReadTheHistory() {
        live();
        var emil = company.employee("Emil Elm");
        try (var window = Browser.window(
                        service,
                        options -> options.setLocale("de-DE")
                                .setColorScheme(ColorScheme.DARK)
                                .setViewportSize(320, 640))
                .as(emil.person())) {
            for (var page :
                    new String[] {"/as-of/users?at=" + then, "/activity/difference?from=" + then, "/activity"}) {
                window.open(here + page);
                Assertions.assertThat(window.page().content()).doesNotContain("Ben Beech");
                assertThat(window.page().locator("h1")).isVisible();
            }
        }
        try (var window = Browser.window(
                        service,
                        options -> options.setLocale("de-DE")
                                .setColorScheme(ColorScheme.DARK)
                                .setViewportSize(320, 640))
                .as(company.admin())) {
            for (var page : new String[] {
                "/as-of/users?at=" + then,
                "/as-of/projects/" + project.id() + "?at=" + then,
                "/activity/difference?from=" + then,
                "/as-of",
                "/activity"
            }) {
                window.open(here + page);
                window.isAccessible();
                window.fits();
            }
            window.page().locator("#activity-list a").first().click();
            assertThat(window.page().locator("#drawer")).containsText(Pattern.compile("Versiegelt an Position \\d+"));
            window.isAccessible();
            window.fits();
        }
    }
}
