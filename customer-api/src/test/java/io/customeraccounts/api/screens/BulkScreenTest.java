package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.io.IOException;
import java.nio.file.Files;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several users are changed at once, after seeing what comes of it, with a result for each. */
@Timeout(60)
class BulkScreenTest {

    private final TestService service = TestService.shared(Databases.H2);
    private final Company company = Company.of(service);
    private final String users = "/customers/" + company.id() + "/users";

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void check(boolean javaScript, Browser.Window window) {
        if (javaScript) {
            window.isAccessible();
            window.fits();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void changesGroupsAndLastDays(boolean javaScript) {
        var ben = company.employee("Ben Beech");
        var cleo = company.employee("Cleo Cedar");
        try (var window = Browser.window(
                        service,
                        options -> options.setJavaScriptEnabled(javaScript).setViewportSize(320, 640))
                .as(company.admin())
                .open(users)) {
            var page = window.page();
            page.getByLabel("Select Ben Beech").check();
            page.getByLabel("Select Cleo Cedar").check();
            page.getByLabel("Group of those selected").selectOption("CUSTOMER_ADMIN");
            check(javaScript, window);
            button(page, "Change the group").click();

            assertThat(page.locator("#main tbody tr")).hasCount(2);
            assertThat(page.locator("h1")).hasText("Change the group of several users?");
            check(javaScript, window);
            company.admin()
                    .patch(cleo.path(), "{\"endsAt\":\"2100-01-01T00:00:00Z\"}")
                    .expect(200);
            button(page, "Change 2 users").click();

            // One is not what was looked at any more, and that stops no other one.
            assertThat(page.locator("#main tbody tr", new Page.LocatorOptions().setHasText("Ben Beech")))
                    .containsText("Changed");
            assertThat(page.locator("#main tbody tr", new Page.LocatorOptions().setHasText("Cleo Cedar"))
                            .locator(".wrong"))
                    .isVisible();
            check(javaScript, window);
            Assertions.assertThat(company.admin().get(ben.path()).text("/group"))
                    .isEqualTo("CUSTOMER_ADMIN");
            Assertions.assertThat(company.admin().get(cleo.path()).text("/group"))
                    .isEqualTo("CUSTOMER_EMPLOYEE");

            window.open(users);
            page.getByLabel("Select Ben Beech").check();
            page.getByLabel("Last day of those selected").fill("2099-12-31");
            button(page, "Set the last day").click();
            assertThat(page.locator("#main")).containsText("until 2099-12-31");
            button(page, "Change one user").click();
            assertThat(page.locator("#main tbody")).containsText("Changed");
            Assertions.assertThat(company.admin().get(ben.path()).text("/endsAt"))
                    .isEqualTo("2100-01-01T00:00:00Z");
        }
    }

    @Test
    void removesAfterShowingWhatComesOfAllOfIt() {
        var ben = company.employee("Ben Beech");
        var cleo = company.employee("Cleo Cedar");
        var project = company.project("portal");
        project.assign(ben, "PROJECT_USER").expect(201);
        project.assign(cleo, "PROJECT_USER").expect(201);
        var anna = company.adminAsUser();
        try (var window = Browser.window(service).as(company.admin()).open(users)) {
            var page = window.page();
            button(page, "Remove those selected").click();
            assertThat(page.locator("#main")).containsText("Nobody is selected.");
            window.isAccessible();

            window.open(users);
            page.getByLabel("Select all that are shown").check();
            button(page, "Remove those selected").click();
            // Neither of the two alone would leave the project with nobody.
            assertThat(page.locator("#main .failed")).containsText("Project portal");
            assertThat(page.locator("#main tbody")).containsText("Access to one project ends at once.");
            window.isAccessible();
            button(page, "Remove 3 users").click();

            assertThat(page.locator("#main tbody .badge")).hasCount(2);
            assertThat(page.locator("#main tbody .wrong")).hasCount(1);
            company.admin().get(ben.path()).expect(404);
            company.admin().get(anna.path()).expect(200);
        }
    }

    @Test
    void keepsWhatIsSelectedWhileOthersChangeTheList() {
        company.employee("Ben Beech");
        try (var window = Browser.window(service).as(company.admin()).open(users)) {
            var page = window.page();
            page.getByLabel("Select Ben Beech").check();
            page.locator("h1").click(); // nothing has the focus
            company.employee("Cleo Cedar");

            assertThat(page.locator("#behind")).isVisible();
            assertThat(page.getByLabel("Select Ben Beech")).isChecked();

            // Without looking at what is selected, it would be gone.
            window.planted("list.querySelector(\"[form=bulk]:checked\") || ", "")
                    .open(users);
            page.getByLabel("Select Ben Beech").check();
            page.locator("h1").click(); // nothing has the focus
            company.employee("Dora Dune");
            assertThat(page.locator("#user-list")).containsText("Dora Dune");
            assertThat(page.getByLabel("Select Ben Beech")).not().isChecked();
        }
    }

    @Test
    void isAFileOfWhatTheFilterShowsInWhichNothingIsComputed() throws IOException {
        company.join(service.person("=HYPERLINK(1)", TestService.address("Mallory"), true), "CUSTOMER_EMPLOYEE");
        company.employee("Cleo Cedar");
        try (var window =
                Browser.window(service).as(company.admin()).open(users + "?in=CUSTOMER_EMPLOYEE&sort=-name")) {
            var page = window.page();
            var download = page.waitForDownload(() -> page.locator("#file").click());

            Assertions.assertThat(download.suggestedFilename()).isEqualTo("users.csv");
            Assertions.assertThat(Files.readAllLines(download.path()))
                    .hasSize(3)
                    .satisfies(lines -> {
                        Assertions.assertThat(lines.getFirst()).isEqualTo("fullName,email,group,joinedAt,endsAt");
                        Assertions.assertThat(String.join("\n", lines))
                                .contains("Cleo Cedar,")
                                .contains("'=HYPERLINK(1)")
                                .doesNotContain(company.admin().email());
                    });
        }
        try (var window = Browser.window(service)
                .as(company.employee("Dora Dune").person())
                .open(users + "/file")) {
            assertThat(window.page().locator("h1")).isVisible();
            Assertions.assertThat(window.page().content()).doesNotContain("Cleo Cedar");
        }
    }
}
