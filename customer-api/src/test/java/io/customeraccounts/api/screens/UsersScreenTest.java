package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
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
            var row = page.locator("#invitation-list tbody tr");
            assertThat(row).containsText("Pending");
            assertThat(row).containsText("until");
            assertThat(row.locator("time")).isVisible();
            assertThat(row).containsText("Anna Admin");
            assertThat(row).containsText(Pattern.compile("again in \\d+ s"));
            assertThat(button(page, "Send the invitation of Ida Ivy again")).isDisabled();

            button(page, "Cancel the invitation of Ida Ivy").click();

            assertThat(page.locator("#invitation-list")).containsText("Nobody is invited.");
        }
        company.invite("Ida Ivy", TestService.address("Ida Ivy"), "CUSTOMER_ADMIN")
                .expect(201);
        try (var window = Browser.window(service, options -> options.setJavaScriptEnabled(false))
                .as(company.admin())
                .open(users)) {
            var page = window.page();
            assertThat(page.locator("#invitation-list")).containsText(Pattern.compile("again from \\d\\d:\\d\\d"));
            button(page, "Send the invitation of Ida Ivy again").click();
            assertThat(page.locator("#main .failed")).isVisible();
            assertThat(page.locator("#invitation-list")).containsText("Ida Ivy");
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

            page.getByLabel("Last day of Ben Beech").fill("2099-01-01");
            company.admin().patch(ben.path(), "{\"group\":\"CUSTOMER_ADMIN\"}").expect(200);
            button(page, "Save the changes to Ben Beech").click();
            page.locator(".stale a").click();
            assertThat(page.locator(".stale")).hasCount(0);
            assertThat(page.getByLabel("Group of Ben Beech")).hasValue("CUSTOMER_ADMIN");
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
        var ben = company.employee("Ben Beech");
        var invited = TestService.address("Ida Ivy");
        company.invite("Ida Ivy", invited, "CUSTOMER_EMPLOYEE").expect(201);
        try (var window = admin().open(users)) {
            var page = window.page();
            page.locator("#invite-name").focus();
            paste(
                    page,
                    "Dora Dune <" + email + ">\nno address\n\"Dune, Dora\" " + email + "\nBen;"
                            + ben.person().email().toUpperCase(Locale.ROOT) + "\nIda, " + invited);

            assertThat(page.locator("tbody tr")).hasCount(5);
            assertThat(page.locator("tbody .wrong")).hasCount(4);
            assertThat(page.locator("tbody tr").nth(3)).containsText("Already a user");
            assertThat(page.locator("tbody tr").nth(4)).containsText("Already invited");
            window.isAccessible();
            button(page, "Invite one person").click();

            assertThat(page.locator("tbody tr")).hasCount(1);
            assertThat(page.locator("tbody tr")).containsText("Invited");
            window.isAccessible();
        }
    }

    @Test
    void makesOnePastedPersonWithTheirAddressAPreviewToo() {
        var email = TestService.address("Dora Dune");
        try (var window = admin().open(users)) {
            var page = window.page();
            page.locator("#invite-name").focus();
            paste(page, "Dora Dune <" + email + ">");

            assertThat(page.locator("tbody tr")).hasCount(1);
            button(page, "Invite one person").click();
            assertThat(page.locator("tbody tr")).containsText("Invited");

            // A name alone is a name.
            window.open(users);
            page.locator("#invite-name").focus();
            paste(page, "Dora Dune");
            assertThat(page.locator("h1")).hasText("Users");
        }
    }

    private static void paste(Page page, String text) {
        page.evaluate("""
                text => {
                    const data = new DataTransfer();
                    data.setData("text", text);
                    document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
                }""", text);
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
    void showsAndTellsWhatAnotherAdminDoesByOneStream() {
        var ben = company.employee("Ben Beech");
        var bea = company.admin("Bea Birch").person();
        try (var window = admin()) {
            var page = window.page();
            var streams = new AtomicInteger();
            page.onRequest(request -> {
                if (request.url().contains("/changes?")) {
                    streams.incrementAndGet();
                }
            });
            window.open(users);
            bea.patch(ben.path(), "{\"group\":\"CUSTOMER_ADMIN\"}").expect(200);

            assertThat(page.getByLabel("Group of Ben Beech")).hasValue("CUSTOMER_ADMIN");
            assertThat(page.locator("#announcer")).hasText("Somebody else has changed what is shown here.");
            assertThat(page.locator("#announcer")).hasAttribute("aria-live", "polite");

            // What comes into the middle of the page goes on with it.
            page.locator("#user-list thead a").first().click();
            assertThat(page).hasURL(Pattern.compile("sort="));
            bea.patch(ben.path(), "{\"group\":\"CUSTOMER_EMPLOYEE\"}").expect(200);
            assertThat(page.getByLabel("Group of Ben Beech")).hasValue("CUSTOMER_EMPLOYEE");
            Assertions.assertThat(streams).hasValue(1);
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
