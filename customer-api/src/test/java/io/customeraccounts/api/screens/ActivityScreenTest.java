package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Media;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.ledger.Checkpoints;
import io.customeraccounts.projections.testing.Databases;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ActivityScreenTest {

    private final TestService service = TestService.shared(Databases.H2);
    private final Company company = Company.of(service);
    private final String activity = "/customers/" + company.id() + "/activity";

    private Browser.Window admin(boolean javaScript) {
        return Browser.window(service, options -> options.setJavaScriptEnabled(javaScript))
                .as(company.admin());
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator entry(Page page, String text) {
        return page.locator("#activity-list li", new Page.LocatorOptions().setHasText(text))
                .first()
                .getByRole(AriaRole.LINK);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void showsAnEventBesideTheListWithItsProof(boolean javaScript) throws Exception {
        company.employee("Ben Beech");
        try (var window = admin(javaScript).open(activity)) {
            var page = window.page();
            entry(page, "Ben Beech").click();

            var drawer = page.locator("#drawer");
            assertThat(drawer).containsText("customer.user-joined");
            assertThat(drawer).containsText(Pattern.compile("Sealed at position \\d+ of the ledger"));
            assertThat(page.locator("#activity-list")).isVisible();
            assertThat(page).hasURL(Pattern.compile("show=\\d+"));

            service.bean(Checkpoints.class).make();
            page.reload();
            assertThat(drawer).containsText("Included in the checkpoint of the first");
            assertThat(drawer).containsText("This service has just checked it");
            if (javaScript) {
                window.isAccessible();
                window.fits();
            }
            var download =
                    page.waitForDownload(() -> link(page, "Download the proof").click());
            Assertions.assertThat(download.suggestedFilename()).matches("event-\\d+\\.tlog-proof");
            Assertions.assertThat(Files.readString(download.path()))
                    .matches("(?s)c2sp\\.org/tlog-proof@v1\nindex \\d+\n.*\n\n[^\n]+\n\\d+\n[^\n]+\n.*\n— .*\n");

            link(page, "Close").click();
            assertThat(drawer).hasCount(0);
        }
    }

    @Test
    void isFilteredByTheAddressOfThePage() {
        var ben = company.employee("Ben Beech");
        var cleo = company.admin("Cleo Cedar");
        cleo.person().patch(ben.path(), "{\"group\":\"CUSTOMER_ADMIN\"}").expect(200);
        try (var window = admin(true).open(activity)) {
            var page = window.page();
            page.getByLabel("Kind").selectOption("customer.group-changed");
            page.locator("#filter button").click();
            assertThat(page).hasURL(Pattern.compile("event=customer.group-changed"));
            assertThat(page.locator("#activity-list li")).hasCount(1);
            assertThat(page.locator("#activity-list")).containsText("Cleo Cedar");

            entry(page, "Cleo Cedar").click();
            link(page, "person:" + cleo.person().personId()).click();
            assertThat(page).hasURL(Pattern.compile("actor=person"));
            assertThat(page.locator("#activity-list li").first()).containsText("Cleo Cedar");
            assertThat(page.locator("#activity-list")).not().containsText("Anna Admin");

            window.open(activity + "?subject=" + ben.membershipId());
            assertThat(page.locator("#activity-list")).containsText("Ben Beech");
            assertThat(page.locator("#activity-list")).not().containsText("Cleo Cedar joined");
            var all = page.locator("#activity-list li").count();

            entry(page, "Cleo Cedar").click();
            page.locator("#drawer a[href*='cause=']").first().click();
            assertThat(page).hasURL(Pattern.compile("cause="));
            assertThat(page.locator("#activity-list li")).not().hasCount(all);
            assertThat(page.locator("#activity-list")).containsText("Cleo Cedar");

            page.locator("#cause").fill("no id");
            page.locator("#filter button").click();
            assertThat(page.locator("#cause-wrong")).isVisible();
            page.locator("#cause").fill("");
            page.locator("#actor").fill("nobody");
            page.locator("#filter button").click();
            assertThat(page.locator("#actor-wrong")).containsText("An actor is expected");
            window.isAccessible();
            window.fits();
        }
    }

    @Test
    void growsWhileOneLooksWithWhatIsLikeTheFilter() {
        try (var window = admin(true).open(activity + "?event=customer.renamed")) {
            var page = window.page();
            assertThat(page.locator("#activity-list li")).hasCount(0);

            company.employee("Ben Beech");
            company.admin().patch(company.path(), "{\"name\":\"Birch\"}").expect(200);

            assertThat(page.locator("#activity-list li")).hasCount(1);
            assertThat(page.locator("#activity-list")).containsText("Birch");
        }
    }

    /** The two zones never have the same day. */
    @ParameterizedTest
    @ValueSource(strings = {"Pacific/Kiritimati", "Etc/GMT+12"})
    void isByDayInTheZoneOfWhoeverLooks(String zone) {
        company.admin().patch(company.path(), "{\"name\":\"Birch\"}").expect(200);
        try (var window =
                Browser.window(service, options -> options.setTimezoneId(zone)).as(company.admin())) {
            window.page().context().clearCookies(new BrowserContext.ClearCookiesOptions().setName("zone"));
            var before = LocalDate.now(ZoneId.of(zone)).toString();
            window.open(activity);

            var day = window.page().locator("#activity-list h2 time").first();
            assertThat(window.page().locator("[data-zone='" + zone + "']")).isVisible();
            Assertions.assertThat(day.textContent())
                    .isIn(before, LocalDate.now(ZoneId.of(zone)).toString());

            window.open(activity + "?from=" + before);
            assertThat(window.page().locator("#activity-list")).containsText("Birch");
            window.open(activity + "?to=" + LocalDate.parse(before).minusDays(1));
            assertThat(window.page().locator("#activity-list")).containsText("Nothing has happened");
        }
    }

    @Test
    void isOnPaperTheListAndWhatItIsAListOf() {
        company.employee("Ben Beech");
        try (var window = admin(true).open(activity + "?event=customer.user-joined&from=2020-01-01")) {
            var page = window.page();
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

            assertThat(page.locator(".printed")).containsText("ACME");
            assertThat(page.locator(".printed")).containsText("Activity from 2020-01-01 to …, times in Europe/Berlin");
            assertThat(page.locator(".printed")).containsText("customer.user-joined");
            assertThat(page.locator("#activity-list")).containsText("Ben Beech");
            for (var control : page.locator("button, input, select, nav, header, summary, .skip, .pages")
                    .all()) {
                assertThat(control).not().isVisible();
            }
            Assertions.assertThat(page.pdf()).isNotEmpty();
        }
    }
}
