package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UsersScreenTest {

    private final TestService service = TestService.shared(Databases.H2);
    private final Company company = Company.of(service);
    private final String users = "/customers/" + company.id() + "/users";

    private Browser.Window admin() {
        return Browser.window(service).as(company.admin());
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    @Test
    void invitesWithTheKeyboardAndIsReadyForTheNext() {
        try (var window = admin().open(users)) {
            var page = window.page();
            var email = TestService.address("Ben Beech");
            page.getByLabel("Full name").fill("Ben Beech");
            page.getByLabel("E-mail address").fill(email);
            page.keyboard().press("Enter");

            assertThat(page.locator("#invitation-list")).containsText(email);
            assertThat(page.locator("#invite-name")).isFocused();
            assertThat(page.locator("#invite-name")).hasValue("");
            assertThat(page.locator("#announcer")).hasText("The invitation is on its way.");
            assertThat(page).hasURL(Pattern.compile("/users$"));

            page.keyboard().type("Cleo Cedar");
            page.keyboard().press("Tab");
            page.keyboard().type("no address");
            page.keyboard().press("Enter");

            assertThat(page.locator("#invite-email-wrong")).isVisible();
            assertThat(page.locator("#invite-email")).isFocused();
            assertThat(page.locator("#invite-name")).hasValue("Cleo Cedar");
            window.isAccessible();
        }
    }

    @Test
    void showsTheWaitBeforeAMailGoesOutAgainAndCancelsByOneClick() {
        company.invite("Ida Ivy", TestService.address("Ida Ivy"), "CUSTOMER_ADMIN")
                .expect(201);
        try (var window = admin().open(users)) {
            var page = window.page();
            assertThat(page.locator("#invitation-list")).containsText(Pattern.compile("again in \\d+ s"));
            assertThat(button(page, "Send the invitation of Ida Ivy again")).isDisabled();

            button(page, "Cancel the invitation of Ida Ivy").click();

            assertThat(page.locator("#invitation-list")).containsText("Nobody is invited.");
        }
    }

    @Test
    void savesAGroupByTheDiscWhichIsActiveOnlyThen() {
        var ben = company.employee("Ben Beech");
        try (var window = admin().open(users)) {
            var page = window.page();
            var disc = button(page, "Save the changes to Ben Beech");
            assertThat(disc).isDisabled();
            Assertions.assertThat(disc.boundingBox().y)
                    .describedAs("as high as the trash")
                    .isEqualTo(page.locator("#remove-" + ben.membershipId()).boundingBox().y);

            page.getByLabel("Group of Ben Beech").selectOption("CUSTOMER_ADMIN");
            assertThat(disc).isEnabled();
            disc.click();

            assertThat(page.locator("#main .done")).hasText("Saved.");
            assertThat(button(page, "Save the changes to Ben Beech")).isDisabled();
            assertThat(page.getByLabel("Group of Ben Beech")).hasValue("CUSTOMER_ADMIN");
        }
        Assertions.assertThat(company.admin().get(ben.path()).text("/group")).isEqualTo("CUSTOMER_ADMIN");
    }

    @Test
    void showsWhatAnotherAdminDidInsteadOfAStaleSave() {
        var ben = company.employee("Ben Beech");
        try (var window = Browser.window(service, options -> options.setJavaScriptEnabled(false))
                .as(company.admin())
                .open(users)) {
            var page = window.page();
            page.getByLabel("Last day of Ben Beech").fill("2099-12-31");
            company.admin().patch(ben.path(), "{\"group\":\"CUSTOMER_ADMIN\"}").expect(200);

            button(page, "Save the changes to Ben Beech").click();

            assertThat(page.locator(".stale"))
                    .containsText("Anna Admin changed it to: Customer Admin, last day –. (just now)");
            button(page, "Save mine: Customer Employee, last day 2099-12-31").click();
            assertThat(page.locator("#main .done")).hasText("Saved.");
        }
        Assertions.assertThat(company.admin().get(ben.path()).text("/endsAt")).isEqualTo("2100-01-01T00:00:00Z");
    }

    @Test
    void removesAfterShowingWhatComesOfIt() {
        var ben = company.employee("Ben Beech");
        company.project(TestService.unique()).assign(ben, "PROJECT_USER").expect(201);
        try (var window = admin().open(users)) {
            var page = window.page();
            page.locator("#remove-" + ben.membershipId()).click();

            assertThat(page.locator("#main h1")).hasText("Remove Ben Beech?");
            assertThat(page.locator("#main")).containsText("Access to one project ends at once.");
            window.isAccessible();
            button(page, "Remove").click();

            assertThat(page.locator("#main .done")).hasText("The user is removed. All access has ended.");
            assertThat(page.locator("#user-list")).not().containsText("Ben Beech");
        }
        company.admin().get(ben.path()).expect(404);
    }

    @Test
    void tellsWhyTheLastAdminStays() {
        company.employee("Ben Beech");
        var anna = company.adminAsUser();
        try (var window = admin().open(users)) {
            var page = window.page();
            page.locator("#remove-" + anna.membershipId()).click();
            page.locator("#confirm").click();

            assertThat(page.locator("#main .failed")).isVisible();
            assertThat(page.locator("#main")).containsText("Ben Beech");
        }
    }

    @Test
    void makesPastedLinesAPreviewWithAResultForEach() {
        var email = TestService.address("Dora Dune");
        try (var window = admin().open(users)) {
            var page = window.page();
            page.locator("#invite-name").focus();
            page.evaluate("""
                    text => {
                        const data = new DataTransfer();
                        data.setData("text", text);
                        document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
                    }""", "Dora Dune <" + email + ">\nno address\n\"Dune, Dora\" " + email);

            assertThat(page.locator("tbody tr")).hasCount(3);
            assertThat(page.locator("tbody .wrong")).hasCount(2);
            window.isAccessible();
            button(page, "Invite one person").click();

            assertThat(page.locator("tbody tr")).hasCount(1);
            assertThat(page.locator("tbody tr")).containsText("Invited");
            window.isAccessible();
        }
    }

    @Test
    void findsAndSortsOnTheServer() {
        company.employee("Ben Beech");
        var cleo = company.employee("Cleo Cedar");
        try (var window = admin().open(users)) {
            var page = window.page();
            page.keyboard().press("/");
            page.keyboard().type(cleo.person().email());
            page.keyboard().press("Enter");

            assertThat(page.locator("#user-list tbody tr")).hasCount(1);
            assertThat(page).hasURL(Pattern.compile("search=cleo.cedar"));

            window.open(users + "?sort=-name");
            assertThat(page.locator("#user-list tbody tr").first()).containsText("Cleo Cedar");
        }
    }

    @Test
    void showsWithinASecondWhatAnotherAdminDoes() {
        var ben = company.employee("Ben Beech");
        try (var window = admin().open(users)) {
            var page = window.page();
            company.admin().patch(ben.path(), "{\"group\":\"CUSTOMER_ADMIN\"}").expect(200);

            assertThat(page.getByLabel("Group of Ben Beech")).hasValue("CUSTOMER_ADMIN");
        }
    }

    @Test
    void isForEverybodyWhatTheyMayDo() {
        var ben = company.employee("Ben Beech");
        var foreign = Company.of(service);
        try (var window = Browser.window(service).as(ben.person()).open(users)) {
            var page = window.page();
            assertThat(page.locator("#user-list")).containsText("Anna Admin");
            assertThat(page.locator("#main form")).hasCount(0);
            Assertions.assertThat(page.content()).doesNotContain(company.admin().email());
            window.isAccessible();

            window.open("/customers/" + foreign.id() + "/users");
            Assertions.assertThat(page.content()).doesNotContain("ACME</");
            assertThat(page.locator("h1")).isVisible();
        }
    }

    @Test
    void isGermanDarkAndNarrow() {
        company.employee("Ben Beech");
        company.invite("Ida Ivy", TestService.address("Ida Ivy"), "CUSTOMER_ADMIN")
                .expect(201);
        try (var window = Browser.window(
                        service,
                        options -> options.setLocale("de-DE")
                                .setColorScheme(ColorScheme.DARK)
                                .setViewportSize(320, 640))
                .as(company.admin())
                .open(users)) {
            assertThat(window.page().locator("h1")).hasText("Benutzer");
            window.isAccessible();
            window.fits();
        }
    }
}
