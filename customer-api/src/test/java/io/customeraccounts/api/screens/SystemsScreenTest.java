package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class SystemsScreenTest {

    private final TestService service = TestService.shared(Databases.H2);
    private final String name = "Cloud " + TestService.unique();
    private final String location = "eu-" + TestService.unique();

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private void comesIn(String clientId, String secret, int status) {
        service.systemToken(clientId, secret, "systems:report").expect(status);
    }

    @Test
    void connectsOneShowsItsSecretOnceAndChangesIt() {
        try (var window = Browser.window(service, options -> options.setViewportSize(320, 640))
                .as(service.operator())
                .open("/operations")) {
            var page = window.page();
            link(page, "Systems").click();
            assertThat(page.locator("h1")).hasText("Connected systems");
            page.waitForLoadState();
            page.getByText("Connect a system").click();
            window.isAccessible();
            window.fits();
            page.getByLabel("Locations that it serves").fill(location + "\nNot a place");
            button(page, "Connect").click();
            assertThat(page.locator("#name-wrong")).isVisible();
            assertThat(page.locator("#locations-wrong")).containsText("Line 2: ");
            assertThat(page.getByLabel("Locations that it serves")).hasValue(location + "\nNot a place");
            window.isAccessible();
            window.fits();
            page.getByLabel("Name of the system").fill(name);
            page.getByLabel("Locations that it serves").fill(location);
            button(page, "Connect").click();
            assertThat(page.locator("#reason-wrong")).isVisible();
            page.getByLabel("Reason").fill("Zweite Région");
            var curl = page.locator("#register .curl");
            curl.locator("summary").click();
            assertThat(curl).containsText("{\"name\":\"" + name + "\",\"locations\":[\"" + location + "\"]}");
            assertThat(curl).containsText("Reason: $REASON");
            page.keyboard().press("Escape");
            button(page, "Connect").click();

            assertThat(page.locator("#client-secret")).isVisible();
            var clientId = page.locator("#client-id").textContent();
            var secret = page.locator("#client-secret").textContent();
            comesIn(clientId, secret, 200);
            window.isAccessible();
            window.fits();
            page.reload();
            Assertions.assertThat(page.content()).doesNotContain(secret);
            assertThat(page.locator("#system-list")).containsText(location);

            link(page, name).click();
            assertThat(page.locator("h1")).hasText(name);
            assertThat(page.locator("#main")).containsText("Reason: Zweite Région");
            window.isAccessible();
            window.fits();
            page.getByLabel("Reason").last().fill("It was lost");
            button(page, "Replace the secret").click();
            assertThat(page.locator("#client-secret")).isVisible();
            comesIn(clientId, secret, 401);
            comesIn(clientId, page.locator("#client-secret").textContent(), 200);

            // Another operator is faster.
            var path = "/api/v1" + page.url().replaceFirst(".*(/operations/systems/[0-9a-f-]+).*", "$1");
            service.operator()
                    .send(
                            "PUT",
                            path,
                            "{\"name\":\"%s\",\"locations\":[\"%s\",\"global\"]}".formatted(name, location),
                            "Reason",
                            "a second place")
                    .expect(200);
            page.getByLabel("Name of the system").fill(name + " II");
            page.getByLabel("Reason").first().fill("A better name");
            button(page, "Save").click();
            assertThat(page.locator(".stale")).containsText(name + ", " + location + ", global");
            assertThat(page.getByLabel("Name of the system")).hasValue(name + " II");
            window.isAccessible();
            window.fits();
            button(page, "Save mine").click();
            assertThat(page.locator("#main .done")).hasText("Saved.");
            assertThat(page.locator("h1")).hasText(name + " II");
            var now = service.operator().get(path).expect(200);
            Assertions.assertThat(now.text("/changes/0/reason")).isEqualTo("A better name");
            Assertions.assertThat(now.json().at("/locations").toString()).isEqualTo("[\"" + location + "\"]");
        }
    }

    @Test
    void removesOneWithoutScripts() {
        var cloud = service.platform(name, location);
        try (var window = Browser.window(
                        service,
                        options -> options.setColorScheme(ColorScheme.DARK).setLocale("de-DE"))
                .as(service.operator())) {
            for (var path : List.of("", "/" + cloud.id(), "/" + cloud.id() + "/remove")) {
                window.open("/operations/systems" + path).isAccessible();
            }
        }
        try (var window = Browser.window(
                        service,
                        options -> options.setJavaScriptEnabled(false)
                                .setColorScheme(ColorScheme.DARK)
                                .setLocale("de-DE"))
                .as(service.operator())
                .open("/operations/systems")) {
            var page = window.page();
            assertThat(page.locator("h1")).hasText("Verbundene Systeme");
            assertThat(page.locator("#system-list")).containsText("alles bestätigt");
            link(page, name + " entfernen").click();
            assertThat(page.locator("h1")).hasText(name + " entfernen?");
            button(page, "Entfernen").click();
            assertThat(page.locator("#reason-wrong")).isVisible();
            page.getByLabel("Grund").fill("Außer Betrieb");
            button(page, "Entfernen").click();
            assertThat(page.locator("#main .done")).hasText("Das System ist entfernt.");
            assertThat(page.locator("#system-list")).not().containsText(name);
            comesIn(cloud.clientId(), cloud.clientSecret(), 401);

            link(page, name).click();
            assertThat(page.locator("#main")).containsText("Grund: Außer Betrieb");
            assertThat(page.locator("#main form")).hasCount(0);
            Assertions.assertThat(page.navigate("/operations/systems/" + cloud.id() + "/remove")
                            .status())
                    .isEqualTo(404);
        }
    }
}
