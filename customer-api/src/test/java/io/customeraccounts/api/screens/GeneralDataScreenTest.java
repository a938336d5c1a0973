package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GeneralDataScreenTest {

    private final TestService service = TestService.shared(Databases.H2);
    private final Company company = Company.of(service);
    private final String here = "/customers/" + company.id();

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void offersBothValuesOfAStaleSave(boolean javaScript) {
        try (var window = Browser.window(service, options -> options.setJavaScriptEnabled(javaScript))
                .as(company.admin())
                .open(here + "/general-data")) {
            var page = window.page();
            page.locator("#name").fill("Mine");
            var bea = company.admin("Bea Birch").person();
            bea.patch(company.path(), "{\"name\":\"Hers\"}").expect(200);
            page.locator("#save-name > button").click();

            assertThat(page.locator(".stale")).containsText("Bea Birch");
            assertThat(page.locator(".stale")).containsText("(just now)");
            assertThat(page.locator(".stale")).containsText("Now it is: Hers");
            assertThat(page.locator("#name")).hasValue("Mine");
            if (javaScript) {
                window.isAccessible();
            }
            button(page, "Save mine").click();
            assertThat(page.locator("#main .done")).hasText("Saved.");
            Assertions.assertThat(company.admin().get(company.path()).text("/name"))
                    .isEqualTo("Mine");

            page.locator("#cost-centre").fill("4711");
            bea.send("PUT", company.path() + "/cost-centre", "{\"costCentre\":\"0815\"}")
                    .expect(200);
            page.locator("#save-cost-centre > button").click();
            assertThat(page.locator(".stale")).containsText("Now it is: 0815");
            page.locator(".stale a").click();
            assertThat(page.locator(".stale")).hasCount(0);
            assertThat(page.locator("#cost-centre")).hasValue("0815");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void correctsABillingAddressInPlace(boolean javaScript) {
        company.withPayment();
        var path = company.path() + "/billing-addresses";
        var id = company.admin().get(path).text("/items/0/id");
        try (var window = Browser.window(service, options -> options.setJavaScriptEnabled(javaScript))
                .as(company.admin())
                .open(here + "/general-data")) {
            var page = window.page();
            page.locator("#edit-" + id).click();
            page.locator("#edit-city").fill("");
            page.locator("#save-change-billing-address > button").click();
            assertThat(page.locator("#edit-city-wrong")).isVisible();
            if (javaScript) {
                window.isAccessible();
            }
            company.admin()
                    .send(
                            "PUT",
                            path + "/" + id,
                            "{\"lines\":[\"Side Street 2\"],\"city\":\"Hamburg\",\"country\":\"DE\"}")
                    .expect(200);
            page.locator("#edit-city").fill("Bremen");
            page.locator("#save-change-billing-address > button").click();
            assertThat(page.locator(".stale")).containsText("Side Street 2, Hamburg, DE");
            button(page, "Save mine").click();

            assertThat(page.locator("#main .done")).hasText("Saved.");
            Assertions.assertThat(company.admin().get(path + "/" + id).text("/address/city"))
                    .isEqualTo("Bremen");
        }
    }

    @Test
    void saysUntilWhenAPaymentMethodIsDue() {
        try (var window = Browser.window(service).as(company.admin()).open(here + "/general-data")) {
            assertThat(window.page().locator(".notice")).containsText("A payment method is due by");
            assertThat(window.page().locator(".notice time")).isVisible();
            company.withPayment();
            window.open(here + "/general-data");
            assertThat(window.page().locator(".notice")).hasCount(0);
        }
    }

    @Test
    void saysHowManySystemsHaveAppliedWhatEnded() {
        var location = "west-" + TestService.unique();
        service.platform("Cloud " + TestService.unique(), location);
        var ben = company.withPayment().employee("Ben Beech");
        var project = company.project("portal");
        company.admin()
                .send("PUT", project.path() + "/locations/" + location, "{}")
                .expect(200);
        project.assign(ben, "PROJECT_USER").expect(201);
        try (var window = Browser.window(service).as(company.admin()).open(here + "/general-data")) {
            var line = window.page().locator("#systems");
            assertThat(line).hasText("1 of 1 connected systems have applied all that ended here.");
            company.admin().delete(ben.path()).expect(204);
            window.open(here + "/general-data");
            assertThat(line).hasText("0 of 1 connected systems have applied all that ended here.");
        }
    }

    @Test
    void leadsToTheOtherAccountsAndOnlyToWhatOneMaySee() {
        var other = Company.of(service);
        var ben = other.employee("Ben Beech").person();
        company.join(ben, "CUSTOMER_ADMIN");
        try (var window = Browser.window(service).as(ben).open(here + "/users")) {
            var page = window.page();
            assertThat(page.locator("#sections li"))
                    .hasText(new String[] {"Users", "Projects", "General data", "Activity", "Integrations"});
            page.locator("#switcher summary").click();
            assertThat(page.locator("#switcher li")).hasCount(2);
            assertThat(page.locator("#switcher [aria-current]")).hasCount(1);
            window.isAccessible();
            page.locator("#switcher a:not([aria-current])").click();

            assertThat(page).hasURL(Pattern.compile("/customers/" + other.id() + "/users$"));
            assertThat(page.locator("#sections li")).hasText(new String[] {"Users", "Projects"});
        }
    }
}
