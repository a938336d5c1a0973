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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class AdministrationScreensTest {

    private final TestService service = TestService.shared(Databases.H2);
    private Company partner;

    @BeforeEach
    void open() {
        partner = Company.partner(service);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static String administration(Company company) {
        return "/customers/" + company.id() + "/administration";
    }

    /** A customer with an admin of its own and a project, that the partner manages. */
    private Company managed() {
        var acme = Company.of(service);
        service.operator()
                .post(
                        acme.path() + "/transfer",
                        "{\"partnerId\":\"%s\"}".formatted(partner.id()),
                        "Reason",
                        "a contract")
                .expect(200);
        return acme;
    }

    @Test
    void leadFromNoCustomerToOneThatThePartnerHasEnteredAndWrittenTo() {
        var identifier = "m-" + TestService.unique();
        try (var window = Browser.window(service, options -> options.setJavaScriptEnabled(false))
                .as(partner.admin())
                .open("/customers/" + partner.id() + "/users")) {
            var page = window.page();
            link(page, "Administration").click();
            assertThat(page.locator("#managed-list")).containsText("You manage no customer yet. Create the first one.");

            link(page, "New customer").click();
            button(page, "Create customer").click();
            assertThat(page.locator("#name-wrong")).isVisible();
            assertThat(page.locator("#identifier-wrong")).isVisible();
            page.getByLabel("Name of the customer").fill("Dune Ltd");
            page.getByLabel("Identifier").fill(identifier);
            button(page, "Create customer").click();
            assertThat(page.locator("#reason-wrong")).isVisible();
            assertThat(page.getByLabel("Name of the customer")).hasValue("Dune Ltd");
            page.getByLabel("Reason").fill("Vertrag für „Düne“");
            button(page, "Create customer").click();

            assertThat(page.locator("#main .done")).containsText("Add yourself to invite its first admin.");
            assertThat(page.locator("#main")).containsText("active, without an admin");
            link(page, "Add myself").click();
            button(page, "Add myself").click();
            assertThat(page.locator("#reason-wrong")).isVisible();
            page.getByLabel("Reason").fill("They asked for help");
            page.getByLabel("Last day").fill("2001-01-01");
            button(page, "Add myself").click();
            assertThat(page.locator("#main .failed")).isVisible();
            page.getByLabel("Last day").fill("");
            button(page, "Add myself").click();
            assertThat(page.locator("#main .done")).hasText("You are a user of this customer now.");
            assertThat(page).hasURL(Pattern.compile("/users\\?done"));
            assertThat(page.locator("#user-list")).containsText("Anna Admin");

            link(page, "Administration").click();
            assertThat(page.locator("#message-list")).containsText("No message has been sent yet.");
            button(page, "Send message").click();
            assertThat(page.locator("#text-wrong")).isVisible();
            page.locator("#text").fill("On Sunday the platform is updated.\nSave your work.");
            page.getByLabel("Reason").fill("Maintenance");
            button(page, "Send message").click();
            assertThat(page.locator("#main .done")).hasText("The message is sent.");
            assertThat(page.locator("#message-list")).containsText("nobody has read it");

            window.open("/account");
            assertThat(page.locator("#main")).containsText("Save your work.");
            button(page, "I have read it").click();
            assertThat(page.locator("#main .done")).hasText("The message is marked as read.");
            assertThat(page.locator("#main")).not().containsText("Save your work.");

            window.open(administration(partner) + "?search=dune");
            assertThat(page.locator("#managed-list tbody tr")).hasCount(1);
            link(page, "Dune Ltd").click();
            assertThat(page.locator("#message-list")).containsText("one user has read it");
        }
        var reasons = partner.admin()
                .get(partner.path() + "/managed-customers?search=" + identifier)
                .expect(200);
        var history = partner.admin()
                .get("/api/v1/customers/" + reasons.text("/items/0/id") + "/history")
                .expect(200);
        Assertions.assertThat(history.json().toString())
                .contains("Vertrag für „Düne“", "They asked for help", "Maintenance");
    }

    @Test
    void listCustomersInTheOrderAndTheStateOfTheAddress() {
        var beech = partner.manage("Beech", "c" + TestService.unique());
        var alder = partner.manage("Alder", "b" + TestService.unique());
        close(alder);
        try (var window = Browser.window(service).as(partner.admin()).open(administration(partner))) {
            var page = window.page();
            var rows = page.locator("#managed-list tbody th");
            assertThat(rows).hasText(new String[] {"Alder", "Beech"});
            page.locator("#by-opened").click();
            assertThat(rows).hasText(new String[] {"Beech", "Alder"});
            assertThat(page.locator("th[aria-sort=ascending]")).hasText("Opened");
            assertThat(page).hasURL(Pattern.compile("\\?sort=opened$"));
            page.locator("#by-opened").click();
            assertThat(rows).hasText(new String[] {"Alder", "Beech"});
            assertThat(page.locator("th[aria-sort=descending]")).hasText("Opened");
            page.locator("#by-identifier").click();
            assertThat(page.locator("th[aria-sort=ascending]")).hasText("Identifier");

            page.locator("#state").selectOption("CLOSED");
            button(page, "Search").click();
            assertThat(rows).hasText(new String[] {"Alder"});
            assertThat(page).hasURL(Pattern.compile("sort=identifier&search=&state=CLOSED$"));
            window.isAccessible();
            page.reload();
            assertThat(rows).hasText(new String[] {"Alder"});
            assertThat(page.locator("#state")).hasValue("CLOSED");
            page.locator("#state").selectOption("RESTRICTED");
            button(page, "Search").click();
            assertThat(page.locator("#managed-list")).containsText("No customer is like that.");
            link(page, "Show all customers").click();
            assertThat(rows).hasText(new String[] {"Alder", "Beech"});
            link(page, "Beech").click();
            assertThat(page).hasURL(Pattern.compile("/customers/" + beech.id() + "/administration"));
        }
    }

    private void close(Company customer) {
        var identifier = partner.admin().get(customer.path()).text("/identifier");
        service.operator()
                .post(customer.path() + "/close", "{\"confirmation\":\"%s\"}".formatted(identifier), "Reason", "over")
                .expect(200);
    }

    @Test
    void markAndLimitTheProjectsOfAManagedCustomer() {
        var acme = managed();
        try (var window = Browser.window(service, options -> options.setViewportSize(320, 640))
                .as(partner.admin())
                .open(administration(partner) + "/projects")) {
            var page = window.page();
            assertThat(page.locator("#main")).containsText("No managed customer has a project yet.");
            window.open(administration(acme));
            assertThat(page.locator("#main")).containsText("There is no project yet.");
            window.isAccessible();
            window.fits();
            var portal = acme.project("portal");
            window.open(administration(partner) + "/projects");
            window.isAccessible();
            window.fits();
            link(page, "Project portal").click();
            page.waitForLoadState();
            assertThat(page.locator("#tag-lines")).hasValue("");
            window.isAccessible();
            window.fits();

            page.locator("#tag-lines").fill("stage = live\n\ncost=17");
            page.locator("#tags-reason").fill("Stock-taking");
            button(page, "Save").first().click();
            assertThat(page.locator("#main .done")).hasText("Saved.");
            assertThat(page.locator("#tag-lines")).hasValue("cost = 17\nstage = live");

            page.waitForLoadState();
            page.locator("#tag-lines").fill("Stage = live");
            page.locator("#tags-reason").fill("Stock-taking");
            button(page, "Save").first().click();
            assertThat(page.locator("#main .failed, #tags-wrong").first()).isVisible();
            assertThat(page.locator("#tag-lines")).hasValue("Stage = live");
            window.isAccessible();

            page.locator("#quota-0").fill("many");
            page.locator("#quota-reason-0").fill("Growth");
            page.locator("#quota-reason-0").press("Enter");
            assertThat(page.locator("#quota-0-wrong")).isVisible();
            page.locator("#quota-0").fill("40");
            page.locator("#quota-reason-0").press("Enter");
            assertThat(page.locator("#quota-reason-0")).hasValue("");
            Assertions.assertThat(partner.admin().get(portal.path()).text("/quotas/0/quota"))
                    .isEqualTo("40");
            page.waitForLoadState();
            page.locator("#quota-0").fill("");
            page.locator("#quota-reason-0").fill("Not needed");
            page.locator("#quota-reason-0").press("Enter");
            assertThat(page.locator("#quota-reason-0")).hasValue("");
            Assertions.assertThat(partner.admin().get(portal.path()).json().at("/quotas"))
                    .isEmpty();
        }
    }

    @Test
    void findPeopleHandOutTheirDataAndEraseThem() throws IOException {
        var acme = managed();
        var name = "Ben " + TestService.unique();
        var ben = acme.employee(name);
        try (var window = Browser.window(
                        service,
                        options -> options.setColorScheme(ColorScheme.DARK).setViewportSize(320, 640))
                .as(partner.admin())
                .open(administration(partner))) {
            var page = window.page();
            assertThat(page.locator("#managed-list tbody tr")).hasCount(1);
            window.isAccessible();
            window.fits();
            var file = page.waitForDownload(() -> link(page, "Projects (CSV)").click());
            Assertions.assertThat(file.suggestedFilename()).isEqualTo("projects.csv");
            Assertions.assertThat(Files.readString(file.path())).startsWith("customerId,");
            file = page.waitForDownload(() -> link(page, "Quotas (JSON)").click());
            Assertions.assertThat(file.suggestedFilename()).isEqualTo("quotas.json");
            Assertions.assertThat(Files.readString(file.path())).startsWith("{\"items\":[");

            link(page, "Find people").click();
            assertThat(page.locator("h1")).hasText("People");
            page.waitForLoadState();
            page.locator("#search").fill("x");
            page.keyboard().press("Enter");
            assertThat(page.locator("#search-wrong")).isVisible();
            window.isAccessible();
            page.locator("#search").fill("nobody of that name");
            page.keyboard().press("Enter");
            assertThat(page.locator("#people-list")).containsText("Try another part");
            page.locator("#search").fill(name);
            page.keyboard().press("Enter");
            assertThat(page.locator("#people-list tbody tr")).hasCount(1);
            assertThat(page).hasURL(Pattern.compile("/people$"));
            window.isAccessible();
            window.fits();

            file = page.waitForDownload(
                    () -> button(page, "Download the data of " + name).click());
            Assertions.assertThat(file.suggestedFilename()).isEqualTo("person-data.json");
            Assertions.assertThat(Files.readString(file.path()))
                    .contains(ben.person().email());

            button(page, "Erase " + name).click();
            assertThat(page.locator("h1")).hasText("Erase " + name + "?");
            window.isAccessible();
            window.fits();
            page.locator("#confirmation").fill("Ben");
            page.locator("#reason").fill("They asked to be forgotten");
            button(page, "Erase for good").click();
            assertThat(page.locator("#confirmation-wrong")).hasText("This is not the name.");
            page.locator("#confirmation").fill(name);
            button(page, "Erase for good").click();
            assertThat(page.locator("#main .done")).hasText("The person is erased.");
        }
        acme.admin().get(ben.path()).expect(404);
    }

    @Test
    void areForEachGroupWhatItMayDo() {
        var acme = managed();
        var paul = partner.join("Paul Platform", "PLATFORM_OPERATOR").person();
        try (var window = Browser.window(service, options -> options.setLocale("de-DE"))
                .as(paul)
                .open(administration(partner))) {
            var page = window.page();
            assertThat(page.locator("h1")).hasText("Verwaltung");
            assertThat(link(page, "Neuer Kunde")).hasCount(0);
            assertThat(link(page, "Personen finden")).hasCount(0);
            assertThat(link(page, "Projekte (CSV)")).hasCount(0);
            assertThat(link(page, "Kontingente (CSV)")).hasCount(1);
            window.isAccessible();
            page.locator("#managed-list tbody a").first().click();
            assertThat(page.locator("#projects")).isVisible();
            assertThat(page.locator("#main form")).hasCount(0);
            window.isAccessible();

            for (var path : new String[] {
                administration(partner) + "/new",
                administration(partner) + "/people",
                administration(partner) + "/exports/projects.csv",
                administration(acme) + "/add-myself"
            }) {
                Assertions.assertThat(page.navigate(path).status()).as(path).isEqualTo(403);
            }
            Assertions.assertThat(page.navigate(administration(Company.partner(service)))
                            .status())
                    .isEqualTo(404);
        }
        try (var window = Browser.window(service).as(acme.admin()).open("/customers/" + acme.id() + "/users")) {
            assertThat(link(window.page(), "Administration")).hasCount(0);
            Assertions.assertThat(window.page().navigate(administration(acme)).status())
                    .isEqualTo(403);
            Assertions.assertThat(window.page()
                            .navigate(administration(Company.of(service, acme.admin())))
                            .status())
                    .isEqualTo(404);
        }
    }
}
