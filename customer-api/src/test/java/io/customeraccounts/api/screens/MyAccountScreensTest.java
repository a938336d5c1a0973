package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MyAccountScreensTest {

    private final TestService service = TestService.shared(Databases.H2);

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void showMessagesUntilTheyAreReadAndInvitationsUntilTheyAreAnswered() {
        var partner = Company.partner(service);
        var acme = Company.of(service);
        service.operator()
                .post(
                        acme.path() + "/transfer",
                        "{\"partnerId\":\"%s\"}".formatted(partner.id()),
                        "Reason",
                        "a contract")
                .expect(200);
        var ben = acme.employee("Ben Beech").person();
        var text = "Update on Sunday <b>" + TestService.unique() + "</b>";
        partner.admin()
                .post(
                        acme.path() + "/messages",
                        "{\"kind\":\"ALL_MUST_READ\",\"text\":\"%s\\nSave your work.\"}".formatted(text),
                        "Reason",
                        "Maintenance")
                .expect(201);
        var birch = Company.of(service);
        birch.invite("Ben Beech", ben.email(), "CUSTOMER_EMPLOYEE").expect(201);
        try (var window = Browser.window(service, options -> options.setViewportSize(320, 640))
                .as(ben)
                .open("/account")) {
            var page = window.page();
            assertThat(page.locator("#main")).containsText(text);
            assertThat(page.locator("#main")).containsText("Anna Admin invites you to");
            window.isAccessible();
            window.fits();
            button(page, "I have read it").click();
            assertThat(page.locator("#main .done")).hasText("The message is marked as read.");
            assertThat(page.locator("#main")).not().containsText(text);
            window.isAccessible();
            page.waitForLoadState();
            button(page, "Decline").click();
            assertThat(page.locator("#main .done")).hasText("The invitation is declined.");
        }
        try (var window = Browser.window(service, options -> options.setJavaScriptEnabled(false))
                .as(acme.admin())
                .open("/account")) {
            assertThat(window.page().locator("#main")).containsText(text);
        }
    }

    @Test
    void tellWhyOneIsAUserAndLetOneLeave() {
        var company = Company.of(service);
        var ben = company.employee("Ben Beech");
        company.project("portal").assign(ben, "PROJECT_READER").expect(201);
        try (var window = Browser.window(service, options -> options.setJavaScriptEnabled(false))
                .as(ben.person())
                .open("/account")) {
            var page = window.page();
            page.getByText("Why?").click();
            assertThat(page.locator("#main")).containsText("You accepted an invitation of");
            assertThat(page.locator("#main table")).containsText("Project portal");
            assertThat(page.locator("#main table")).containsText("Project Reader");
            assertThat(page.locator("#main table")).containsText("assigned by an admin");
            button(page, "Leave this account").click();
            assertThat(page.locator("#main .done")).hasText("You have left the account.");
            assertThat(page.locator("#main")).containsText("You belong to none yet.");
        }
        company.admin().get(ben.path()).expect(404);

        // The only admin stays, and is told why; of others' memberships nobody knows.
        try (var window = Browser.window(service, options -> options.setViewportSize(320, 640))
                .as(company.admin())
                .open("/account/memberships/" + company.adminAsUser().membershipId())) {
            var page = window.page();
            assertThat(page.locator("#main")).containsText("You opened the account");
            assertThat(page.locator("#main")).containsText("You are not assigned to any project.");
            window.isAccessible();
            window.fits();
            button(page, "Leave this account").click();
            assertThat(page.locator("#main .failed")).isVisible();
            window.isAccessible();
            Assertions.assertThat(page.navigate("/account/memberships/" + ben.membershipId())
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void endInEveryBrowserWithSigningOutInOne() {
        var company = Company.of(service);
        var users = "/customers/" + company.id() + "/users";
        try (var here = Browser.window(service).as(company.admin()).open("/account");
                var there = Browser.window(service).as(company.admin()).open(users)) {
            here.page().locator("#settings summary").click();
            button(here.page(), "Sign out").click();
            assertThat(here.page()).hasURL(Pattern.compile("/sign-in"));

            there.page().locator("#user-list thead a").first().click();
            assertThat(there.page()).hasURL(Pattern.compile("/sign-in\\?continue="));
            assertThat(there.page().locator("h1")).hasText("Sign in");
        }
    }

    @Test
    void tellWhereOnesDataAreHandThemOutAndEraseThem() throws IOException {
        var company = Company.of(service);
        var ben = company.employee("Ben Beech");
        try (var window = Browser.window(
                        service,
                        options -> options.setLocale("de-DE")
                                .setColorScheme(ColorScheme.DARK)
                                .setViewportSize(320, 640))
                .as(ben.person())
                .open("/account")) {
            var page = window.page();
            page.locator("a[href='/account/data']").click();
            assertThat(page.locator("h1")).hasText("Meine Daten");
            assertThat(page.locator("#main table")).containsText("customer_user");
            window.isAccessible();
            window.fits();
            var file = page.waitForDownload(
                    () -> page.getByText("Alles herunterladen").click());
            Assertions.assertThat(file.suggestedFilename()).isEqualTo("my-data.json");
            Assertions.assertThat(Files.readString(file.path()))
                    .contains(ben.person().email());

            page.locator("#confirmation").fill("somebody@else.example");
            button(page, "Mich endgültig löschen").click();
            assertThat(page.locator("#confirmation-wrong")).isVisible();
            window.isAccessible();
            page.locator("#confirmation").fill(ben.person().email());
            button(page, "Mich endgültig löschen").click();
            assertThat(page).hasURL(Pattern.compile("/sign-in"));
        }
        company.admin().get(ben.path()).expect(404);
    }
}
