package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IntegrationsScreenTest {

    private final TestService service = TestService.shared(Databases.H2);
    private final Company company = Company.of(service);
    private final String integrations = "/customers/" + company.id() + "/integrations";

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void showsTheSecretOfAProgramOnceAndRevokesIt() {
        String clientId;
        String secret;
        try (var window = Browser.window(service, options -> options.setViewportSize(320, 640))
                .as(company.admin())
                .open("/customers/" + company.id() + "/users")) {
            var page = window.page();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Integrations"))
                    .click();
            assertThat(page.locator("#main")).containsText("No program is let in.");
            assertThat(page.locator("#main")).containsText("No connected system serves a location");
            assertThat(page.locator("#main")).containsText("/api/v1/events?customer=" + company.id());
            window.isAccessible();
            window.fits();
            page.waitForLoadState();

            page.locator("details summary:text('Let a program in')").click();
            page.locator("#days").fill("999");
            button(page, "Let in").click();
            assertThat(page.locator("#client-name-wrong")).isVisible();
            window.isAccessible();
            page.locator("#client-name").fill("Payroll");
            button(page, "Let in").click();
            assertThat(page.locator("#scopes-wrong")).isVisible();
            assertThat(page.locator("#client-name")).hasValue("Payroll");
            page.getByLabel("read users and invitations").check();
            button(page, "Let in").click();
            assertThat(page.locator("#days-wrong")).isVisible();
            assertThat(page.getByLabel("read users and invitations")).isChecked();
            page.locator("#days").fill("30");
            button(page, "Let in").click();

            assertThat(page.locator("#client-secret")).isVisible();
            clientId = page.locator("#client-id").textContent();
            secret = page.locator("#client-secret").textContent();
            assertThat(page).hasURL(integrations);
            window.isAccessible();
            window.fits();
            page.reload();
            assertThat(page.locator("#main")).containsText(clientId);
            Assertions.assertThat(page.content()).doesNotContain(secret);
        }
        Assertions.assertThat(company.admin()
                        .get(company.path() + "/clients/" + clientId)
                        .text("/scopes/0"))
                .isEqualTo("users:read");
        try (var window = Browser.window(
                        service,
                        options -> options.setJavaScriptEnabled(false)
                                .setColorScheme(ColorScheme.DARK)
                                .setLocale("de-DE"))
                .as(company.admin())
                .open(integrations)) {
            var page = window.page();
            assertThat(page.locator("h1")).hasText("Verbindungen");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Payroll widerrufen"))
                    .click();
            assertThat(page.locator("h1")).hasText("Payroll widerrufen?");
            button(page, "Widerrufen").click();
            assertThat(page.locator("#main .done")).hasText("Das Programm ist nicht mehr zugelassen.");
            assertThat(page.locator("#main table")).containsText("widerrufen");
        }
        Assertions.assertThat(company.admin()
                        .get(company.path() + "/clients/" + clientId)
                        .text("/revokedAt"))
                .isNotEmpty();
    }

    @Test
    void isForThoseWhoMayLetProgramsInOrReadTheHistory() {
        var ben = company.employee("Ben Beech");
        try (var window = Browser.window(service).as(ben.person()).open("/customers/" + company.id() + "/users")) {
            var page = window.page();
            assertThat(page.locator("#sections")).not().containsText("Integrations");
            Assertions.assertThat(page.navigate(integrations).status()).isEqualTo(403);
        }
        try (var window =
                Browser.window(service).as(service.auditor()).open("/customers/" + company.id() + "/integrations")) {
            var page = window.page();
            assertThat(page.locator("#main")).containsText("/api/v1/events?customer=" + company.id());
            assertThat(page.locator("#main form")).hasCount(0);
        }
    }
}
