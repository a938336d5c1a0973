package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    /** Where Ida's row is in the window, in each frame from now on: what nobody sees counts for the browser's own measure, too. */
    private static final String NOTE_TOPS = """
            window.tops = [];
            (function note() {
                const row = [...document.querySelectorAll("#user-list tbody tr")].find(it => it.textContent.includes("Ida Beech"));
                if (row) {
                    window.tops.push(row.getBoundingClientRect().top);
                }
                requestAnimationFrame(note);
            })()
            """;

    private final TestService service = TestService.shared(Databases.H2);
    private final Company company = Company.of(service);
    private final String here = "/customers/" + company.id();

    private static void isStill(Page page) {
        Assertions.assertThat(shifts(page)).isEmpty();
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

    private Browser.Window window(ReducedMotion motion, int height) {
        var window = Browser.window(
                service, options -> options.setReducedMotion(motion).setViewportSize(1280, height));
        window.page().addInitScript(NOTE_SHIFTS);
        return window.as(company.admin());
    }

    @ParameterizedTest
    @EnumSource(ReducedMotion.class)
    void shiftNothing(ReducedMotion motion) {
        var ben = company.employee("Ben Beech");
        company.employee("Emil Elm");
        company.invite("Ida Ivy", TestService.address("Ida Ivy"), "CUSTOMER_EMPLOYEE")
                .expect(201);
        var cleo = company.admin("Cleo Cedar").person();
        var project = company.project("portal");
        try (var window = window(motion, 900)) {
            var page = window.page();
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
            page.evaluate("document.querySelector('h1').style.marginBottom = '400px'");
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> sum(shifts(page)) > 0);

            // And so is what others push aside, if nothing is done about it.
            window.planted("moving.push(part.animate([from, to], {duration: 250, easing: \"ease-out\"}));", "")
                    .open(here + "/users");
            startsAnew(page);
            company.invite("Adele Alm", TestService.address("Adele Alm"), "CUSTOMER_EMPLOYEE")
                    .expect(201);
            assertThat(page.locator("#invitation-list")).containsText("Adele Alm");
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> sum(shifts(page)) > 0);
        }
    }

    @ParameterizedTest
    @EnumSource(ReducedMotion.class)
    void leaveWhatIsReadWhereItIs(ReducedMotion motion) {
        var names = List.of("Ben", "Cleo", "Dora", "Emil", "Finn", "Gina", "Hugo", "Ida", "Jan", "Kai", "Lea", "Max");
        names.forEach(name -> company.employee(name + " Beech"));
        try (var window = window(motion, 500)) {
            var page = window.page();
            window.open(here + "/users");
            scrollToIda(page);
            startsAnew(page);
            var before = top(page);
            page.evaluate(NOTE_TOPS);

            company.employee("Aaron Ash");
            company.invite("Dora Dune", TestService.address("Dora Dune"), "CUSTOMER_EMPLOYEE")
                    .expect(201);
            assertThat(page.locator("#user-list")).containsText("Aaron Ash");
            assertThat(page.locator("#invitation-list")).containsText("Dora Dune");
            shifts(page);
            Assertions.assertThat((List<?>) page.evaluate("window.tops"))
                    .isNotEmpty()
                    .allSatisfy(it ->
                            Assertions.assertThat(((Number) it).doubleValue()).isCloseTo(before, Offset.offset(1.0)));

            // Without the scripts' care, everything is pushed down.
            window.planted("scrollBy(", "void (").open(here + "/users");
            scrollToIda(page);
            var pushed = top(page);
            company.employee("Adam Ash");
            assertThat(page.locator("#user-list")).containsText("Adam Ash");
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> top(page) > pushed + 20);
        }
    }

    private static void scrollToIda(Page page) {
        page.evaluate("document.querySelector('#user-list tbody tr:nth-child(9)').scrollIntoView({block: 'center'})");
    }

    /** Of Ida's row, in the window. */
    private static double top(Page page) {
        return ((Number) page.locator("#user-list tbody tr", new Page.LocatorOptions().setHasText("Ida Beech"))
                        .evaluate("row => row.getBoundingClientRect().top"))
                .doubleValue();
    }
}
