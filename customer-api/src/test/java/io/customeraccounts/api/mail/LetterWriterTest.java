package io.customeraccounts.api.mail;

import static io.customeraccounts.api.mail.Fixtures.ACME;
import static io.customeraccounts.api.mail.Fixtures.ADA;
import static io.customeraccounts.api.mail.Fixtures.ANNAS;
import static io.customeraccounts.api.mail.Fixtures.NOON;
import static io.customeraccounts.api.mail.Fixtures.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.mail.MailContent.Recipient;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.domain.values.Secret;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LetterWriterTest {

    private static final Secret SECRET = new Secret("s3cr3t_-");
    private static final KeyId ANNAS_KEY = KeyId.of(ANNAS);
    private static final KeyId ADAS_KEY = new KeyId(ADA.value());

    private final Fixtures.Vault vault = new Fixtures.Vault();
    private final Map<PersonId, Language> languages = new HashMap<>();
    private final LetterWriter writer =
            new LetterWriter(vault, "https://accounts.example/", person -> Optional.ofNullable(languages.get(person)));

    @Test
    void saysWhoInvitesToWhatAsWhatAndUntilWhen() {
        var letter = write(invitation(anna(Language.EN), "Acme", "Ada Byron", false));

        assertThat(letter.to().original()).isEqualTo("anna@example.com");
        assertThat(letter.subject()).isEqualTo("Invitation to “Acme”");
        assertThat(letter.text()).isEqualTo("""
                Hello Anna Berg,

                “Ada Byron” has invited you to the customer account “Acme”, as Customer Employee.

                The invitation is open until 1 March 2026, 12:00 UTC. Opening the link changes nothing: you become a user only when you accept.

                If you did not expect this mail, you need not do anything.

                See the invitation:
                https://accounts.example/invitation/s3cr3t_-

                This mail was sent automatically by Customer Accounts.
                """);
        assertThat(letter.html())
                .contains("<a href=\"https://accounts.example/invitation/s3cr3t_-\">See the invitation</a>")
                .contains("“Ada Byron” has invited you to the customer account “Acme”, as Customer Employee.")
                .contains("lang=\"en\"");
    }

    @Test
    void writesGermanToWhoeverReadsGerman() {
        var letter = write(invitation(anna(Language.DE), "Acme", "Ada Byron", true));

        assertThat(letter.subject()).isEqualTo("Einladung zu „Acme“");
        assertThat(letter.text())
                .startsWith("Guten Tag Anna Berg,\n\n„Ada Byron“ hat Sie zum Kundenkonto „Acme“ eingeladen")
                .contains("Dies ist ein neuer Link.")
                .contains("gilt bis 1. März 2026, 12:00 Uhr UTC.");
        assertThat(letter.html()).contains("lang=\"de\"");
    }

    @Test
    void writesInTheLanguageThatThePersonHasByNow() {
        var mail = new MailContent.RestrictionLifted(anna(Language.EN), "Acme");
        languages.put(new PersonId(ANNAS_KEY.value()), Language.DE);

        assertThat(write(mail).html()).contains("lang=\"de\"");
    }

    @Test
    void invitesWithoutNamingAnInviterWhoWasNoUserOrHasBeenErased() {
        var byClient = write(invitation(anna(Language.EN), "Acme", null, false));
        vault.destroy(ADAS_KEY);
        var byErased = write(invitation(anna(Language.EN), "Acme", "Ada Byron", false));

        assertThat(byClient.text()).contains("You have been invited to the customer account “Acme”");
        assertThat(byErased.text()).isEqualTo(byClient.text());
    }

    @Test
    void writesNothingToWhoeverHasBeenErased() {
        vault.destroy(ANNAS_KEY);

        assertThat(writer.write(invitation(anna(Language.EN), "Acme", null, false), SECRET))
                .isEmpty();
    }

    @Test
    void showsAGroupThatWasAddedLaterByItsOwnName() {
        var content = new MailContent.GroupChanged(
                anna(Language.EN), "Acme", Groups.CUSTOMER_ADMIN, new GroupName("SITE_{0}_MANAGER"));

        assertThat(write(content).text())
                .contains("you are SITE_{0}_MANAGER from now on. Before, you were Customer Admin");
    }

    @ParameterizedTest
    @MethodSource("everyMail")
    void writesEveryMailInEveryLanguageWithTheSameWordsInTextAndHtml(MailContent content) {
        var letter = write(content);

        assertThat(letter.subject()).isNotBlank().doesNotContainPattern("\\{\\d}");
        assertThat(letter.text()).contains("Anna Berg").doesNotContainPattern("\\{\\d}");
        var html = letter.html()
                .replaceAll("(?s)<head>.*</head>", "")
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", "");
        var text = letter.text();
        text.lines()
                .filter(line -> !line.endsWith(":"))
                .forEach(line -> assertThat(html).contains(line.replaceAll("\\s+", "")));
        if (content.secret() != null) {
            assertThat(text).containsPattern("https://accounts\\.example/[a-z]+/s3cr3t_-\n");
        }
    }

    @Test
    void aMailForEveryKindIsAmongThoseTried() {
        assertThat(everyMail().map(MailKind::of)).containsAll(EnumSet.allOf(MailKind.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script><a href='https://evil.example'>x</a>",
                "x\r\nBcc: everyone@evil.example\r\n\r\nhttps://evil.example",
                "\u202Emoc.live//:sptth\u202C https://evil.example/?a=b&c=d",
                "${T(java.lang.Runtime).getRuntime()} [[${link}]] [(${link})] #{greeting} @{/x} {0} '",
            })
    void keepsHostileNamesInert(String name) {
        var letter = write(new MailContent.Invitation(
                new Recipient(personal(ANNAS_KEY, "anna@example.com"), personal(ANNAS_KEY, name), Language.EN),
                ANNAS,
                name,
                personal(ADAS_KEY, name),
                Groups.CUSTOMER_EMPLOYEE,
                NOON,
                SECRET.hash(),
                false));

        assertThat(letter.subject()).doesNotContain("\r", "\n");
        assertThat(letter.text().lines().filter(line -> line.startsWith("Bcc"))).isEmpty();
        for (var words : new String[] {letter.subject(), letter.text(), letter.html()}) {
            assertThat(words).doesNotContain("evil.example", "https://evil", "\u202E");
        }
        assertThat(letter.html()).doesNotContain("<script", "<a href='");
        assertThat(letter.html().split("<a ")).as("only our own link").hasSize(2);
    }

    @Test
    void writesNamesOfTwoHundredCodePointsInFull() {
        var name = "𝔄".repeat(200);

        var letter = write(invitation(anna(Language.EN), name, name, false));

        assertThat(letter.subject()).contains(name);
        assertThat(letter.html()).contains(name);
    }

    private Letter write(MailContent content) {
        return writer.write(content, SECRET).orElseThrow();
    }

    private static Stream<MailContent> everyMail() {
        return Arrays.stream(Language.values()).flatMap(language -> {
            var to = anna(language);
            return Stream.of(
                    invitation(to, "Acme", "Ada Byron", false),
                    invitation(to, "Acme", null, true),
                    new MailContent.Confirmation(to, ACME, "Acme", NOON, SECRET.hash()),
                    new MailContent.CustomerExpiresSoon(to, ACME, "Acme", NOON),
                    new MailContent.InvitationExpiresSoon(
                            to, ANNAS, ADA, "Acme", personal(ADAS_KEY, "Ada Byron"), NOON),
                    new MailContent.InvitationLimitNeared(to, "Acme", 1040, 1050),
                    new MailContent.PaymentReminder(to, "Acme", NOON),
                    new MailContent.CustomerRestricted(to, "Acme"),
                    new MailContent.RestrictionLifted(to, "Acme"),
                    new MailContent.PaymentMethodEnabled(to, "Acme"),
                    new MailContent.PaymentMethodDeclined(to, "Acme"),
                    new MailContent.GroupChanged(to, "Acme", Groups.CUSTOMER_ADMIN, Groups.CUSTOMER_EMPLOYEE),
                    new MailContent.MembershipEndSet(to, "Acme", NOON),
                    new MailContent.MembershipEndSet(to, "Acme", null),
                    new MailContent.MembershipEndsSoon(to, ADA, "Acme", NOON),
                    new MailContent.UserRemoved(to, "Acme", RemovalCause.BY_ADMIN, 0),
                    new MailContent.UserRemoved(to, "Acme", RemovalCause.LEFT, 0),
                    new MailContent.UserRemoved(to, "Acme", RemovalCause.EXPIRED, 0),
                    new MailContent.UserRemoved(to, "Acme", RemovalCause.PARTNER_ACCESS_ENDED, 0),
                    new MailContent.PartnerUserAdded(to, "Acme", personal(ADAS_KEY, "Ada Byron"), "to help"),
                    new MailContent.OperatorActed(to, "Acme", "asked for by phone"),
                    new MailContent.UserRemoved(to, "Acme", RemovalCause.LEFT, 1),
                    new MailContent.UserRemoved(to, "Acme", RemovalCause.LEFT, 1040),
                    new MailContent.UserAssigned(to, "Acme", "Portal", ProjectRole.PROJECT_USER, null),
                    new MailContent.UserAssigned(to, "Acme", "Portal", ProjectRole.PROJECT_READER, NOON),
                    new MailContent.UserUnassigned(to, "Acme", "Portal"),
                    new MailContent.PasswordReset(to, SECRET.hash(), NOON),
                    new MailContent.AddressVerification(to, SECRET.hash(), NOON),
                    new MailContent.AddressAlreadyRegistered(to),
                    new MailContent.Checkpoint(to, 1040, "accounts.example\n1040\n"));
        });
    }

    private static MailContent invitation(Recipient to, String customer, String inviter, boolean again) {
        return new MailContent.Invitation(
                to,
                ANNAS,
                customer,
                inviter == null ? null : personal(ADAS_KEY, inviter),
                Groups.CUSTOMER_EMPLOYEE,
                NOON,
                SECRET.hash(),
                again);
    }

    private static Recipient anna(Language language) {
        return new Recipient(personal(ANNAS_KEY, "anna@example.com"), personal(ANNAS_KEY, "Anna Berg"), language);
    }

    private static Personal personal(KeyId key, String value) {
        return sealed(key.value(), value);
    }
}
