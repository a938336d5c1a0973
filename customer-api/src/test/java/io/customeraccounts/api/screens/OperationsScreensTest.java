package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Waiting;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

@Timeout(90)
class OperationsScreensTest {

    /** A table that no other test rebuilds in the service that they share. */
    private static final String TABLE = "billing_address";

    private static final String OTHER_TABLE = "general_data";

    private final TestService service = TestService.shared(Databases.H2);
    private final JdbcClient sql = service.bean(JdbcClient.class);

    @AfterEach
    void leaveNothingParked() {
        heal();
        Waiting.until(() -> {
            var letters = service.operator()
                    .get("/api/v1/operations/dead-letters")
                    .expect(200)
                    .json()
                    .at("/items");
            letters.forEach(letter -> service.operator()
                    .post("/api/v1/operations/dead-letters/" + letter.at("/id").asString() + "/retry", null));
            return letters.isEmpty();
        });
    }

    private void heal() {
        sql.sql("alter table mail drop constraint if exists poison_of_a_page").update();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void tellHowFarEverybodyIsAndGoOnDoingSo() {
        var company = Company.of(service);
        var cloud = "Cloud " + TestService.unique();
        service.platform(cloud, "eu-" + TestService.unique());
        try (var window = Browser.window(service).as(service.operator()).open("/account")) {
            var page = window.page();
            page.locator("#settings summary").click();
            link(page, "Operations").click();
            assertThat(page.locator("#live")).containsText("mails");
            assertThat(page.locator("#live")).containsText(cloud);
            assertThat(page.locator("pre")).containsText("\n");
            window.isAccessible();
            var before = Long.parseLong(page.locator("#sealed").textContent());
            company.employee("Ben Beech");
            page.waitForCondition(() -> Long.parseLong(page.locator("#sealed").textContent()) > before);

            link(page, "Mails").click();
            assertThat(page.locator("#mail-list")).isVisible();
            window.isAccessible();
            page.locator("#state").selectOption("SENT");
            button(page, "Search").click();
            assertThat(page.locator("#mail-list tbody")).containsText("INVITATION");
            Assertions.assertThat(page.locator("#mail-list").textContent())
                    .doesNotContain("Beech", company.admin().email());
            window.isAccessible();
            page.navigate("/operations/mails?state=PARKED");
            assertThat(page.locator("#mail-list")).containsText("No mail is in this state.");
        }
    }

    /** Another node works on it, and never comes to an end. */
    private void isRebuiltElsewhere(String table) {
        sql.sql("""
                update rebuild set state = 'RUNNING', run = :run, started_at = current_timestamp, owner = 'elsewhere',
                    owned_until = :until, position = 0, compared = 0, live_rows = 0 where table_name = :table
                """)
                .param("run", UUID.randomUUID())
                .param("until", OffsetDateTime.parse("2099-01-01T00:00:00Z"))
                .param("table", table)
                .update();
    }

    @Test
    void seeARebuildAndADeadLetterComeWithoutAskingAgainAndAgain() {
        isRebuiltElsewhere(OTHER_TABLE);
        try (var window = Browser.window(service).as(service.operator()).open("/operations/rebuilds/" + OTHER_TABLE)) {
            var page = window.page();
            page.evaluate("window.sameDocument = true");
            var progress = page.locator("#rebuild progress");
            assertThat(progress).hasAttribute("value", "0");
            for (var percent : List.of("40", "70")) {
                sql.sql("update rebuild set live_rows = 10000000, compared = :rows where table_name = :table")
                        .param("rows", Integer.parseInt(percent) * 100_000 + 50_000)
                        .param("table", OTHER_TABLE)
                        .update();
                assertThat(progress).hasAttribute("value", percent);
            }
            button(page, "Cancel").click();
            assertThat(page.locator("#state")).hasText("cancelled");

            // What is open to be copied stays open, and what came meanwhile comes then.
            link(page, "Dead letters").click();
            assertThat(page.locator("#letter-list")).isVisible();
            page.evaluate("window.sameDocument = true");
            var one = Company.of(service);
            var other = Company.of(service);
            park(one, other);
            var letters = page.locator("#letter-list tbody tr");
            var before = letters.count();
            one.invite("Ben Beech", TestService.address("Ben Beech"), "CUSTOMER_EMPLOYEE")
                    .expect(201);
            assertThat(letters).hasCount(before + 1);
            assertThat(page.locator("#announcer")).hasText("What is shown here has changed.");
            letters.last().locator(".curl summary").click();
            other.invite("Cleo Cedar", TestService.address("Cleo Cedar"), "CUSTOMER_EMPLOYEE")
                    .expect(201);
            Waiting.until(() -> sql.sql("select count(*) from dead_letter")
                            .query(Integer.class)
                            .single()
                    > before + 1);
            page.waitForTimeout(2_000);
            assertThat(letters.last().locator(".curl[open]")).isVisible();
            assertThat(letters).hasCount(before + 1);
            page.keyboard().press("Escape");
            assertThat(letters).hasCount(before + 2);
            Assertions.assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
        }
    }

    /** Mails about invitations of these cannot be made until that is healed. */
    private void park(Company... companies) {
        var ids = Stream.of(companies).map(it -> "'" + it.id() + "'").collect(Collectors.joining(","));
        sql.sql("alter table mail add constraint poison_of_a_page check (kind <> 'INVITATION' or customer_id not in ("
                        + ids + "))")
                .update();
    }

    @Test
    void rebuildATableWithPausesAndTellWhatDiffered() {
        isRebuiltElsewhere(TABLE);
        try (var window = Browser.window(
                        service,
                        options -> options.setColorScheme(ColorScheme.DARK)
                                .setLocale("de-DE")
                                .setViewportSize(320, 640))
                .as(service.operator())
                .open("/operations/rebuilds")) {
            var page = window.page();
            assertThat(page.locator("h1")).hasText("Neuaufbau");
            assertThat(page.locator("#rebuild-list progress").first()).isVisible();
            window.isAccessible();
            window.fits();
            link(page, TABLE).click();
            assertThat(page.locator("#state")).hasText("läuft");
            window.isAccessible();
            window.fits();
            button(page, "Anhalten").click();
            assertThat(page.locator("#state")).hasText("angehalten");
            button(page, "Abbrechen").click();
            assertThat(page.locator("#state")).hasText("abgebrochen");
        }
        var company = Company.of(service).withPayment();
        sql.sql("update billing_address set address = 'Nowhere' where customer_id = :customer")
                .param("customer", UUID.fromString(company.id()))
                .update();
        try (var window = Browser.window(service, options -> options.setJavaScriptEnabled(false))
                .as(service.operator())
                .open("/operations/rebuilds/" + TABLE)) {
            var page = window.page();
            button(page, "Rebuild").click();
            assertThat(page.locator("#main .done")).hasText("The rebuild has started.");
            page.waitForCondition(() -> {
                page.reload();
                return page.locator("#state").textContent().equals("finished");
            });
            Assertions.assertThat(Long.parseLong(page.locator("#differences").textContent()))
                    .isPositive();
            assertThat(page.locator("#rebuild table")).containsText(TABLE);
            Assertions.assertThat(page.content()).doesNotContain("Nowhere");
        }
    }

    @Test
    void tryDeadLettersAgainAndDiscardThemWithAReason() {
        var company = Company.of(service);
        park(company);
        company.invite("Ben Beech", TestService.address("Ben Beech"), "CUSTOMER_EMPLOYEE")
                .expect(201);
        company.invite("Cleo Cedar", TestService.address("Cleo Cedar"), "CUSTOMER_EMPLOYEE")
                .expect(201);
        try (var window = Browser.window(service, options -> options.setViewportSize(320, 640))
                .as(service.operator())
                .open("/operations/dead-letters")) {
            var page = window.page();
            assertThat(page.locator("#letter-list")).containsText("customer.user-invited");
            Assertions.assertThat(page.content()).doesNotContain("Beech", "Cedar");
            window.isAccessible();
            window.fits();
            button(page, "Try customer.user-invited again").first().click();
            assertThat(page.locator("#main .done")).containsText("It has failed again.");

            link(page, "Discard customer.user-invited").first().click();
            assertThat(page.locator("h1")).hasText("Discard customer.user-invited?");
            window.isAccessible();
            window.fits();
            button(page, "Discard").click();
            assertThat(page.locator("#reason-wrong")).isVisible();
            page.locator("#reason").fill("The address is gone");
            button(page, "Discard").click();
            assertThat(page.locator("#main .done")).hasText("The event is left out.");
            assertThat(page.locator("#main")).containsText("Reason: The address is gone");
            window.isAccessible();

            heal();
            // The next one has moved up, and succeeds now; unless it has done so by itself meanwhile.
            page.waitForCondition(() -> {
                page.navigate("/operations/dead-letters");
                var again = button(page, "Try customer.user-invited again");
                if (again.count() > 0) {
                    again.first().click();
                }
                return page.locator("#letter-list .empty").count() > 0;
            });
            assertThat(page.locator("#letter-list")).containsText("There is none");
        }
    }

    @Test
    void areForOperatorsOnly() {
        try (var window =
                Browser.window(service).as(Company.of(service).admin()).open("/account")) {
            var page = window.page();
            assertThat(page.locator("a[href='/operations']")).hasCount(0);
            for (var path :
                    new String[] {"", "/systems", "/mails", "/rebuilds", "/rebuilds/customer", "/dead-letters"}) {
                Assertions.assertThat(page.navigate("/operations" + path).status())
                        .as(path)
                        .isEqualTo(403);
            }
        }
    }
}
