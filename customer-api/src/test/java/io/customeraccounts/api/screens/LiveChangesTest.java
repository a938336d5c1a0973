package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What another admin does comes into the open page without anything jumping (Layout Instability API). */
@Timeout(60)
class LiveChangesTest {

    /** Every shift, whether or not somebody has just pressed a key: nobody has. */
    private static final String NOTE_SHIFTS = """
            window.shifts = [];
            new PerformanceObserver(list => list.getEntries().forEach(it => window.shifts.push(
                it.value.toFixed(4) + " " + it.sources.map(source => source.node && source.node.nodeName + " " + source.node.textContent.trim().slice(0, 20) + " "
                    + [source.previousRect.x, source.previousRect.y, source.currentRect.x, source.currentRect.y].join()).join(", "))))
                .observe({type: "layout-shift", buffered: true});
            """;

    private final TestService service = TestService.shared(Databases.H2);
    private final Company company = Company.of(service);
    private final String here = "/customers/" + company.id();

    /** As much is good by the common measure of browsers, Cumulative Layout Shift: a frame may come late on a busy machine. */
    private static final double GOOD = 0.1;

    /** Nothing, but for what a late frame lets be seen. */
    private static void isStill(Page page) {
        var shifts = shifts(page);
        Assertions.assertThat(sum(shifts)).describedAs(shifts.toString()).isLessThan(GOOD);
    }

    private static double sum(List<?> shifts) {
        return shifts.stream()
                .mapToDouble(it -> Double.parseDouble(it.toString().split(" ", 2)[0]))
                .sum();
    }

    private static List<?> shifts(Page page) {
        // What has been painted is noted a frame later.
        page.evaluate(
                "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 300))))");
        return (List<?>) page.evaluate("window.shifts");
    }

    private static void startsAnew(Page page) {
        page.waitForLoadState();
        page.evaluate("new Promise(done => setTimeout(done, 100))");
        page.evaluate("window.shifts.length = 0");
    }

    @Test
    void shiftNothing() {
        var ben = company.employee("Ben Beech");
        company.employee("Emil Elm");
        company.invite("Ida Ivy", TestService.address("Ida Ivy"), "CUSTOMER_EMPLOYEE")
                .expect(201);
        var cleo = company.admin("Cleo Cedar").person();
        var project = company.project("portal");
        try (var window = Browser.window(service).as(company.admin())) {
            var page = window.page();
            page.addInitScript(NOTE_SHIFTS);
            window.open(here + "/users");
            startsAnew(page);

            cleo.patch(ben.path(), "{\"group\":\"CUSTOMER_ADMIN\"}").expect(200);
            assertThat(page.getByLabel("Group of Ben Beech")).hasValue("CUSTOMER_ADMIN");
            company.invite("Dora Dune", TestService.address("Dora Dune"), "CUSTOMER_EMPLOYEE")
                    .expect(201);
            assertThat(page.locator("#invitation-list")).containsText("Dora Dune");
            company.employee("Adam Ash");
            assertThat(page.locator("#user-list")).containsText("Adam Ash");
            cleo.delete(ben.path()).expect(204);
            assertThat(page.locator("#user-list")).not().containsText("Ben Beech");
            isStill(page);

            window.open(here + "/activity");
            startsAnew(page);
            cleo.patch(company.path(), "{\"name\":\"Birch\"}").expect(200);
            assertThat(page.locator("#activity-list li").first()).containsText("Birch");
            isStill(page);

            window.open(here + "/projects/" + project.id());
            startsAnew(page);
            project.assign(company.employee("Finn Fir"), "PROJECT_USER").expect(201);
            assertThat(page.locator("#project-users")).containsText("Finn Fir");
            isStill(page);

            // A planted jump is one.
            startsAnew(page);
            page.evaluate("document.querySelector('h1').style.marginBottom = '400px'");
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> sum(shifts(page)) > GOOD);
        }
    }
}
