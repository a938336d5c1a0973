package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Person;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;

/** Behind the link of an invitation whatever has become of it: what has happened, and the one thing to do next. */
@Timeout(60)
class InvitationPagesTest {

    private final TestService service = TestService.shared(Databases.H2);
    private final Company company = Company.of(service);
    private final Person ida = service.person("Ida Ivy");

    private final List<String> former = new ArrayList<>();

    private record Invitation(String id, String link) {}

    private Invitation invite() {
        var id = company.invite("Ida Ivy", ida.email(), "CUSTOMER_EMPLOYEE")
                .expect(201)
                .text("/id");
        var secret = service.mailedSecret("invitation", ida.email(), former.toArray(String[]::new));
        former.add(secret);
        return new Invitation(id, "/invitation/" + secret);
    }

    private static void says(Browser.Window window, String title, String todo) {
        assertThat(window.page().locator("h1")).hasText(title);
        assertThat(window.page().locator("main")).containsText(todo);
        window.isAccessible();
        window.fits();
    }

    @Test
    void lookAtNothingButWhatHasBecomeOfIt() {
        try (var window = Browser.window(service, options -> options.setViewportSize(320, 640))) {
            var page = window.page();
            window.open("/invitation/" + "a".repeat(22));
            says(window, "No such invitation", "Use the link of the newest mail");

            var cancelled = invite();
            window.open(cancelled.link());
            assertThat(page.locator("main")).containsText("Anna Admin invites you");
            company.admin()
                    .delete(company.path() + "/invitations/" + cancelled.id())
                    .expect(204);
            page.reload();
            says(window, "The invitation was cancelled", "Ask for a new invitation.");

            // It ends by the clock: here the clock is told to have passed it.
            var expired = invite();
            var sql = new JdbcTemplate(service.bean(DataSource.class));
            var id = UUID.fromString(expired.id());
            var end = sql.queryForObject(
                    "select expires_at from invitation where invitation_id = ?", OffsetDateTime.class, id);
            sql.update(
                    "update invitation set expires_at = ? where invitation_id = ?",
                    OffsetDateTime.now(ZoneOffset.UTC).minusMinutes(1),
                    id);
            window.open(expired.link());
            says(window, "The invitation has expired", "Ask for a new invitation.");
            sql.update("update invitation set expires_at = ? where invitation_id = ?", end, id);
            page.reload();
            assertThat(page.locator("main")).containsText("Anna Admin invites you");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Decline"))
                    .click();
            says(window, "Declined", "You have declined the invitation");
            window.open(expired.link());
            says(window, "Already declined", "Ask for a new invitation.");
        }
    }

    @Test
    void leadWhoeverIsSignedInAsSomebodyElseToTheRightAccount() {
        var invitation = invite();
        try (var window =
                Browser.window(service).as(service.person("Mallory Moss")).open(invitation.link())) {
            var page = window.page();
            says(window, "This invitation is for another e-mail address", "Sign in with the account");
            Assertions.assertThat(page.content()).doesNotContain("ACME").doesNotContain("Anna Admin");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                    .last()
                    .click();
            assertThat(page).hasURL(Pattern.compile(invitation.link() + "$"));
            assertThat(page.locator("main")).containsText("Sign in to accept");

            window.as(ida).open(invitation.link());
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Accept"))
                    .click();
            assertThat(page.locator("h1")).hasText("Welcome");
            window.open(invitation.link());
            says(window, "Already accepted", "If it was you, sign in.");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("To your account"))
                    .click();
            assertThat(page.locator("#main")).containsText("ACME");
        }
    }
}
