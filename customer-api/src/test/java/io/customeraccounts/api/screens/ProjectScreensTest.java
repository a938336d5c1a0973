package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProjectScreensTest {

    private final TestService service = TestService.shared(Databases.H2);
    private final Company company = Company.of(service);
    private final String here = "/customers/" + company.id();

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void leadFromNothingToAProjectWithAUser() {
        var ben = company.employee("Ben Beech");
        try (var window = Browser.window(service).as(company.admin()).open(here + "/projects")) {
            var page = window.page();
            assertThat(page.locator("#project-list")).containsText("There is no project yet.");
            window.isAccessible();
            link(page, "New project").click();
            assertThat(page.locator("h1")).hasText("New project");
            link(page, "General data").last().click();

            assertThat(page.locator("h1")).hasText("General data");
            page.getByText("Add a billing address").click();
            page.locator("#billing-lines").fill("ACME GmbH\nMain Street 1");
            page.locator("#billing-city").fill("Berlin");
            page.locator("#billing-country").fill("Germany".substring(0, 2));
            button(page, "Add").first().click();
            assertThat(page.locator("#billing-country-wrong")).isVisible();
            assertThat(page.locator("#billing-lines")).hasValue("ACME GmbH\nMain Street 1");
            window.isAccessible();
            page.locator("#billing-country").fill("DE");
            button(page, "Add").first().click();
            assertThat(page.locator("#main .done")).hasText("Saved.");

            page.getByText("Add a card").click();
            page.locator("#token").fill("4111 1111 1111 1111");
            page.locator("#last-digits").fill("1111");
            page.locator("#expiry-month").fill("2099-12");
            page.locator("form[action$='/card'] button").click();
            assertThat(page.locator("#main .failed")).isVisible();
            Assertions.assertThat(page.content()).doesNotContain("4111 1111 1111 1111");
            page.locator("#token").fill("pm_of_a_test");
            page.locator("#last-digits").fill("1111");
            page.locator("#expiry-month").fill("2099-12");
            page.locator("form[action$='/card'] button").click();
            assertThat(page.locator("#main")).containsText("Card (VISA …1111, 2099-12)");
            window.isAccessible();

            window.open(here + "/projects/new");
            page.locator("#name").fill("Customer portal");
            page.locator("#identifier").fill("Not an identifier");
            button(page, "Create project").click();
            assertThat(page.locator("#identifier-wrong")).isVisible();
            window.isAccessible();
            page.locator("#identifier").fill("portal");
            button(page, "Create project").click();

            assertThat(page.locator("h1")).hasText("Customer portal");
            page.locator("#who").fill("nobody-like-that");
            page.keyboard().press("Enter");
            assertThat(page.locator("#who-wrong")).containsText("No user of the account is like that.");
            page.waitForLoadState(); // only then do the scripts hear what is typed
            page.locator("#who").fill("ben.beech");
            assertThat(page.locator("#matches option")).hasCount(1);
            page.getByLabel("Role", new Page.GetByLabelOptions().setExact(true)).selectOption("PROJECT_READER");
            page.locator("#who").press("Enter");
            assertThat(page.getByLabel("Role of Ben Beech")).hasValue("PROJECT_READER");
            assertThat(page.locator("#who")).isFocused();
            window.isAccessible();

            page.getByLabel("Role of Ben Beech").selectOption("PROJECT_ADMIN");
            button(page, "Save the changes to Ben Beech").click();
            assertThat(page.locator("#main .done")).hasText("Saved.");
            page.locator("#project-users details summary").first().click();
            assertThat(page.locator("#project-users details").first()).containsText("assigned by an admin");

            button(page, "Take the access of Ben Beech away").click();
            assertThat(page.locator("#main .done")).hasText("The access has ended.");
            assertThat(page.locator("#project-users"))
                    .not()
                    .containsText(ben.person().email());
        }
    }

    @Test
    void deleteOnlyByTheTypedIdentifier() {
        var project = company.project("portal");
        try (var window =
                Browser.window(service).as(company.admin()).open(here + "/projects/" + project.id() + "/delete")) {
            var page = window.page();
            page.locator("#confirmation").fill("porta");
            button(page, "Delete project").click();
            assertThat(page.locator("#confirmation-wrong")).isVisible();
            window.isAccessible();

            page.locator("#confirmation").fill("portal");
            button(page, "Delete project").click();
            assertThat(page.locator("#main .done")).containsText("The project is being deleted.");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void offerBothValuesOfAStaleSave(boolean javaScript) {
        var bea = company.admin("Bea Birch").person();
        var project = company.project("portal");
        var card = bea.post(company.path() + "/payment-methods/card", """
                        {"token":"pm_hers_1","brand":"VISA","lastDigits":"4242","expiryMonth":"2099-12"}""")
                .expect(201)
                .text("/id");
        try (var window = Browser.window(
                        service,
                        options -> options.setJavaScriptEnabled(javaScript).setViewportSize(320, 640))
                .as(company.admin())
                .open(here + "/projects/" + project.id())) {
            var page = window.page();
            page.locator("#name").fill("Mine");
            bea.patch(project.path(), "{\"name\":\"Hers\"}").expect(200);
            page.locator("#change > button").click();
            assertThat(page.locator(".stale")).containsText("Bea Birch");
            assertThat(page.locator(".stale")).containsText("(just now)");
            assertThat(page.locator(".stale")).containsText("Now it is: Hers, Card (");
            assertThat(page.locator("#name")).hasValue("Mine");
            if (javaScript) {
                window.isAccessible();
                window.fits();
            }
            link(page, "Keep what is there now").click();
            assertThat(page.locator(".stale")).hasCount(0);
            assertThat(page.locator("#name")).hasValue("Hers");

            // What only the other one has changed stays changed, whichever value is taken.
            page.locator("#name").fill("Mine");
            bea.patch(project.path(), "{\"paymentMethodId\":\"%s\"}".formatted(card))
                    .expect(200);
            page.locator("#change > button").click();
            assertThat(page.locator(".stale")).containsText("Bea Birch");
            assertThat(page.locator(".stale")).containsText("Now it is: Hers, Card (VISA …4242, 2099-12), ");
            assertThat(page.locator("#paymentMethodId")).hasValue(card);
            button(page, "Save mine").click();
            assertThat(page.locator("#main .done")).hasText("Saved.");
            var saved = bea.get(project.path()).expect(200);
            Assertions.assertThat(saved.text("/name")).isEqualTo("Mine");
            Assertions.assertThat(saved.text("/paymentMethodId")).isEqualTo(card);
        }
    }

    @Test
    void offerBothValuesOfAStaleRole() {
        var ben = company.employee("Ben Beech");
        var bea = company.admin("Bea Birch").person();
        var project = company.project("portal");
        var grant = project.assign(ben, "PROJECT_USER").expect(201).text("/grantId");
        try (var window = Browser.window(service, options -> options.setJavaScriptEnabled(false))
                .as(company.admin())
                .open(here + "/projects/" + project.id())) {
            var page = window.page();
            page.getByLabel("Last day of Ben Beech").fill("2099-12-31");
            bea.patch(project.path() + "/users/" + grant, "{\"role\":\"PROJECT_ADMIN\"}")
                    .expect(200);
            button(page, "Save the changes to Ben Beech").click();
            assertThat(page.locator(".stale"))
                    .containsText("Bea Birch changed it to: Project Admin, last day –. (just now)");
            button(page, "Save mine: Project User, last day 2099-12-31").click();
            assertThat(page.locator("#main .done")).hasText("Saved.");
            assertThat(page.getByLabel("Role of Ben Beech")).hasValue("PROJECT_USER");
        }
    }

    @Test
    void showEmployeesTheirsWithoutForms() {
        var ben = company.employee("Ben Beech");
        var project = company.project("portal");
        company.project("secret");
        project.assign(ben, "PROJECT_USER").expect(201);
        try (var window = Browser.window(service).as(ben.person()).open(here + "/projects")) {
            var page = window.page();
            assertThat(page.locator("#project-list tbody tr")).hasCount(1);
            link(page, "Project portal").click();

            assertThat(page.locator("#project-users")).containsText("Ben Beech");
            assertThat(page.locator("#main form")).hasCount(0);
            assertThat(link(page, "General data")).hasCount(0);
            window.isAccessible();

            window.open(here + "/general-data");
            assertThat(page.locator("#main form")).hasCount(0);
        }
    }

    @Test
    void showWhatOthersDoWhileOneWrites() {
        var ben = company.employee("Ben Beech");
        var project = company.project("portal");
        try (var window = Browser.window(service).as(company.admin()).open(here + "/projects/" + project.id())) {
            var page = window.page();
            page.locator("#who").fill("half a na");
            project.assign(ben, "PROJECT_USER").expect(201);

            assertThat(page.locator("#project-users")).containsText("Ben Beech");
            assertThat(page.locator("#who")).hasValue("half a na");
        }
    }

    @Test
    void tellWhatHasHappenedAndFromWhatItFollows() {
        var ben = company.employee("Ben Beech");
        var project = company.project("portal");
        project.assign(ben, "PROJECT_USER").expect(201);
        company.admin().delete(ben.path()).expect(204);
        try (var window = Browser.window(service).as(company.admin()).open(here + "/activity")) {
            var page = window.page();
            assertThat(page.locator("#activity-list")).containsText("Ben Beech");
            window.isAccessible();
            window.fits();
            company.admin().patch(company.path(), "{\"name\":\"Birch\"}").expect(200);
            assertThat(page.locator("#activity-list li").first()).containsText("Birch");

            page.locator("#activity-list li", new Page.LocatorOptions().setHasText("Ben Beech"))
                    .first()
                    .getByRole(AriaRole.LINK)
                    .click();
            assertThat(page.locator("#drawer h2")).containsText("Event");
            window.isAccessible();
            page.locator("#drawer a[href*='event=']").first().click();
            assertThat(page.locator("#main")).containsText("Show everything");
            window.open(here + "/activity?to=2020-01-01");
            assertThat(page.locator("#activity-list")).containsText("Nothing has happened");
        }
        try (var window = Browser.window(service)
                .as(company.employee("Cleo Cedar").person())
                .open(here + "/activity")) {
            assertThat(window.page().locator("#activity-list")).hasCount(0);
            assertThat(link(window.page(), "Activity")).hasCount(0);
        }
    }

    @Test
    void tellWhatEndsSoonAndWhyItIs() {
        var ben = company.employee("Ben Beech");
        var project = company.project("portal");
        var lastDay = LocalDate.now(ZoneOffset.UTC).plusDays(10);
        try (var window = Browser.window(service, options -> options.setViewportSize(320, 640))
                .as(company.admin())
                .open(here + "/projects/" + project.id())) {
            var page = window.page();
            page.locator("#who").fill(ben.person().email());
            page.locator("#last-day").fill(lastDay.toString());
            button(page, "Assign").click();
            assertThat(page.locator("#main .done")).isVisible();
            page.locator("#project-users details summary").first().click();
            link(page, "What has happened with this user").click();
            assertThat(page.locator("#activity-list")).containsText("Ben Beech");

            window.open(here + "/projects");
            var row = page.locator("table[aria-labelledby=expiring] tbody tr");
            assertThat(row).containsText("Ben Beech");
            assertThat(row).containsText(lastDay.toString());
            window.isAccessible();
            window.fits();
        }
        try (var window = Browser.window(service).as(ben.person()).open(here + "/projects")) {
            assertThat(window.page().locator("#project-list")).containsText("Project portal");
            assertThat(window.page().locator("#expiring")).hasCount(0);
        }
    }

    @Test
    void createAProjectWhereItIsWantedAndTellWhatIsAppliedThere() {
        var location = "east-" + TestService.unique();
        var cloud = service.platform("Cloud " + TestService.unique(), location);
        service.platform("Lab " + TestService.unique(), location);
        var ben = company.withPayment().employee("Ben Beech");
        try (var window = Browser.window(service, options -> options.setJavaScriptEnabled(false))
                .as(company.admin())
                .open(here + "/projects/new")) {
            var page = window.page();
            page.locator("#name").fill("Customer portal");
            page.getByLabel(location).check();
            button(page, "Create project").click();
            // What was chosen stays chosen while something else is corrected.
            assertThat(page.locator("#identifier-wrong")).isVisible();
            assertThat(page.getByLabel(location)).isChecked();
            page.locator("#identifier").fill("portal");
            button(page, "Create project").click();

            assertThat(page.locator("h1")).hasText("Customer portal");
            assertThat(page.locator("section[aria-labelledby=details]")).containsText(location);
            assertThat(page.locator("#project-users"))
                    .containsText("2 of 2 connected systems have applied all that ended here.");
            company.admin().delete(ben.path()).expect(204);
            page.reload();
            assertThat(page.locator("#project-users")).containsText("0 of 2 connected systems");
            assertThat(page.locator("#project-users")).containsText(cloud.name());
        }
    }

    @Test
    void tellAPersonTheirInvitationsAndAccounts() {
        var ida = service.person("Ida Ivy");
        company.invite("Ida Ivy", ida.email(), "CUSTOMER_EMPLOYEE").expect(201);
        try (var window = Browser.window(service).as(ida).open("/")) {
            var page = window.page();
            assertThat(page.locator("#main")).containsText("Anna Admin invites you to");
            window.isAccessible();
            button(page, "Accept").click();

            assertThat(page.locator("#main .done")).hasText("You are a user of the account now.");
            page.locator("#main table th a").click();
            assertThat(page).hasURL(Pattern.compile("/customers/" + company.id() + "/users$"));
            assertThat(page.locator("#user-list")).containsText("Ida Ivy");
        }
    }
}
