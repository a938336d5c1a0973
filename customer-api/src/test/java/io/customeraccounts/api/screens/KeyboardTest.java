package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each page is for can be done without a mouse, and one always sees where one is. */
@Timeout(120)
class KeyboardTest {

    /** What has the focus, or why it is not seen. */
    private static final String FOCUS = """
            () => {
                const at = document.activeElement;
                if (!at || at === document.body) {
                    return "lost";
                }
                const box = at.getBoundingClientRect();
                const style = getComputedStyle(at);
                if (at.id !== "main" && (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2)) {
                    return "not seen: " + at.outerHTML.slice(0, 200);
                }
                return box.bottom <= 0 || box.top >= innerHeight ? "out of sight: " + at.outerHTML.slice(0, 200) : "";
            }""";

    private final TestService service = TestService.shared(Databases.H2);

    /** At the latest when what has been opened has come to rest. */
    private static void isSeen(Page page) {
        await().pollInSameThread()
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> Assertions.assertThat(page.evaluate(FOCUS))
                        .describedAs(page.url())
                        .isEqualTo(""));
    }

    private static void press(Page page, String key) {
        // Keys mean something once the scripts of the page are there.
        page.waitForLoadState();
        page.keyboard().press(key);
        isSeen(page);
    }

    /** Writes where the focus is, in place of what is there. */
    private static void write(Page page, String text) {
        page.keyboard().press("Control+A");
        page.keyboard().type(text);
        isSeen(page);
    }

    private static boolean hasFocus(Locator locator) {
        return Boolean.TRUE.equals(locator.evaluate("it => it === document.activeElement"));
    }

    /** As far as the Tab key must be pressed, every stop of which is seen; at the end of the page it goes on at its start. */
    private static void tabTo(Page page, Locator there) {
        assertThat(there).isVisible();
        var ends = 0;
        for (var stops = 0; stops < 80 && !hasFocus(there); stops++) {
            page.keyboard().press("Tab");
            if ("lost".equals(page.evaluate(FOCUS))) {
                ends++;
            } else {
                isSeen(page);
            }
        }
        assertThat(there).isFocused();
        Assertions.assertThat(ends).describedAs("ends of the page").isLessThanOrEqualTo(1);
    }

    private static void follow(Page page, Locator there) {
        tabTo(page, there);
        page.keyboard().press("Enter");
    }

    private static Locator button(Page page, String name) {
        return page.locator("#main")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** What all pages have in common. */
    private static void opensTheListOfKeys(Page page) {
        page.waitForLoadState();
        page.keyboard().press("?");
        assertThat(page.locator("#keys")).isVisible();
        isSeen(page);
        page.keyboard().press("Escape");
        assertThat(page.locator("#keys")).isHidden();
    }

    /** After what has come in place of it. */
    private static void isThere(Page page, Locator shown) {
        assertThat(shown).isVisible();
        page.waitForLoadState();
        page.waitForCondition(() -> "".equals(page.evaluate(FOCUS)));
    }

    @Test
    void findsACustomerAddsOneselfAndWritesToItsUsers() {
        var partner = Company.partner(service);
        partner.manage("Beech", "b" + TestService.unique());
        partner.manage("Alder", "a" + TestService.unique());
        try (var window =
                Browser.window(service).as(partner.admin()).open("/customers/" + partner.id() + "/administration")) {
            var page = window.page();
            press(page, "Tab");
            assertThat(page.locator("a.skip")).isFocused();
            opensTheListOfKeys(page);
            press(page, "j");
            press(page, "j");
            assertThat(page.locator("#managed-list tbody tr").nth(1)).isFocused();
            press(page, "k");
            press(page, "/");
            assertThat(page.locator("#search")).isFocused();
            write(page, "beech");
            page.keyboard().press("Enter");
            assertThat(page.locator("#managed-list tbody tr")).hasCount(1);
            page.waitForCondition(() -> "".equals(page.evaluate(FOCUS)));
            assertThat(page.locator("#search")).isFocused();
            tabTo(page, page.locator("#by-opened"));
            page.keyboard().press("Enter");
            assertThat(page.locator("th[aria-sort=ascending]")).hasText("Opened");
            page.waitForCondition(() -> hasFocus(page.locator("#by-opened")));
            press(page, "j");
            page.keyboard().press("Enter");
            assertThat(page.locator("#message-list")).isVisible();

            follow(page, link(page, "Add myself"));
            isThere(page, button(page, "Add myself"));
            follow(page, button(page, "Add myself"));
            isThere(page, page.locator("#reason-wrong"));
            assertThat(page.locator("#reason")).isFocused();
            write(page, "They asked for help");
            page.keyboard().press("Enter");
            isThere(page, page.locator("#user-list"));
            assertThat(page.locator("#main .done")).hasText("You are a user of this customer now.");

            follow(page, link(page, "Administration"));
            assertThat(page.locator("#message-list")).isVisible();
            press(page, "n");
            tabTo(page, page.locator("#text"));
            write(page, "On Sunday the platform is updated.");
            tabTo(page, page.getByLabel("Reason"));
            write(page, "Maintenance");
            page.keyboard().press("Enter");
            isThere(page, page.locator("#main .done"));
            assertThat(page.locator("#message-list")).containsText("On Sunday");
        }
    }

    @Test
    void rebuildsATableAndConnectsASystem() {
        try (var window = Browser.window(service).as(service.operator()).open("/operations")) {
            var page = window.page();
            opensTheListOfKeys(page);
            press(page, "j");
            var row = page.evaluate("document.activeElement.textContent");
            // What changes all the time takes the focus from nobody.
            var before = page.locator("#sealed").textContent();
            Company.of(service);
            assertThat(page.locator("#sealed")).not().hasText(before);
            isSeen(page);
            Assertions.assertThat(page.evaluate("document.activeElement.querySelector('th').textContent"))
                    .isEqualTo(String.valueOf(row).strip().split("\\s+", 2)[0]);

            follow(page, link(page, "Rebuilds"));
            assertThat(page.locator("#rebuild-list")).isVisible();
            press(page, "j");
            page.keyboard().press("Enter");
            assertThat(page.locator("#rebuild")).isVisible();
            follow(page, button(page, "Rebuild"));
            assertThat(page.locator("#main .done")).isVisible();

            follow(page, link(page, "Systems"));
            assertThat(page.locator("#system-list")).isVisible();
            press(page, "n");
            assertThat(page.locator("#name")).isFocused();
            var name = "Cloud " + TestService.unique();
            write(page, name);
            press(page, "Tab");
            write(page, "eu-" + TestService.unique());
            press(page, "Tab");
            write(page, "A new place");
            page.keyboard().press("Enter");
            isThere(page, page.locator("#client-secret"));
            assertThat(page.locator("#system-list")).containsText(name);
        }
    }

    @Test
    void letsAProgramInAndRevokesIt() {
        var company = Company.of(service);
        try (var window =
                Browser.window(service).as(company.admin()).open("/customers/" + company.id() + "/integrations")) {
            var page = window.page();
            opensTheListOfKeys(page);
            press(page, "n");
            assertThat(page.locator("#client-name")).isFocused();
            page.keyboard().press("Enter");
            isThere(page, page.locator("#client-name-wrong"));
            assertThat(page.locator("#client-name")).isFocused();
            write(page, "Payroll");
            press(page, "Tab");
            press(page, "Space");
            tabTo(page, page.locator("#days"));
            page.keyboard().press("Enter");
            isThere(page, page.locator("#client-secret"));
            press(page, "j");
            follow(page, link(page, "Revoke Payroll"));
            isThere(page, page.locator("#confirm"));
            assertThat(page.locator("#confirm")).isFocused();
            page.keyboard().press("Enter");
            isThere(page, page.locator("#main .done"));
            assertThat(page.locator("#main table")).containsText("revoked");
        }
    }

    @Test
    void acceptsAnInvitationAndAsksWhyOneIsAUser() {
        var company = Company.of(service);
        var ben = service.person("Ben Beech");
        company.invite("Ben Beech", ben.email(), "CUSTOMER_EMPLOYEE").expect(201);
        try (var window = Browser.window(service).as(ben).open("/account")) {
            var page = window.page();
            opensTheListOfKeys(page);
            follow(page, button(page, "Accept"));
            isThere(page, page.locator("#main .done"));
            press(page, "j");
            page.keyboard().press("Tab");
            follow(page, page.locator("#main").getByText("Why?"));
            isThere(page, page.locator("h1:text('You and')"));
            follow(page, button(page, "Leave this account"));
            isThere(page, page.locator("#main .done"));
        }
    }

    @Test
    void readsWhatHasHappenedAndSeesTheAccountAsItWas() {
        var company = Company.of(service);
        company.employee("Ben Beech");
        var then = Instant.now();
        company.admin().patch(company.path(), "{\"name\":\"Birch\"}").expect(200);
        try (var window =
                Browser.window(service).as(company.admin()).open("/customers/" + company.id() + "/activity")) {
            var page = window.page();
            opensTheListOfKeys(page);
            press(page, "/");
            assertThat(page.locator("#from")).isFocused();
            tabTo(page, page.locator("#event"));
            press(page, "Tab");
            press(page, "j");
            press(page, "j");
            press(page, "k");
            assertThat(page.locator("#activity-list li").first()).isFocused();
            page.keyboard().press("Enter");
            isThere(page, page.locator("#drawer"));
            assertThat(page.locator("#drawer a.icon-button")).isFocused();
            page.keyboard().press("Escape");
            assertThat(page.locator("#drawer")).hasCount(0);
            page.waitForCondition(() -> "".equals(page.evaluate(FOCUS)));
            assertThat(page.locator("#activity-list li").first().locator("a")).isFocused();

            follow(page, link(page, "The account as of a time"));
            isThere(page, page.locator("#as-of-time"));
            assertThat(page.locator("#as-of-time")).isFocused();
            // As somebody types it into the parts of such a field.
            page.keyboard().type("01012001");
            page.keyboard().press("Tab");
            page.keyboard().type("120000a");
            page.keyboard().press("Enter");
            isThere(page, page.locator("#main .wrong"));
            page.locator("#as-of-time")
                    .fill(then.atZone(ZoneId.of("Europe/Berlin"))
                            .toLocalDateTime()
                            .withNano(0)
                            .plusSeconds(1)
                            .toString());
            page.keyboard().press("Enter");
            assertThat(page).hasURL(Pattern.compile("as-of|at="));
            follow(page, link(page, "Back to now"));
            assertThat(page.locator(".as-of")).hasCount(0);
        }
    }
}
