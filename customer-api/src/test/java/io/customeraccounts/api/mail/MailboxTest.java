package io.customeraccounts.api.mail;

import static io.customeraccounts.api.mail.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.Test;

class MailboxTest {

    private final Mailbox mailbox = new Mailbox();

    @Test
    void keepsTheLastThousandMails() throws Exception {
        for (var i = 1; i <= Mailbox.CAPACITY + 1; i++) {
            mailbox.add("anna@example.com", mail("mail " + i), NOON);
        }

        assertThat(mailbox.received(null)).hasSize(Mailbox.CAPACITY);
        assertThat(mailbox.received(null).getFirst().subject()).isEqualTo("mail 1001");
        assertThat(mailbox.find(1)).isEmpty();
        assertThat(mailbox.find(2)).isPresent();
    }

    @Test
    void keepsOnlyTheBeginningOfALongMail() throws Exception {
        var message = mail("long");
        message.setText("x".repeat(1_000_000));
        message.saveChanges();
        mailbox.add("anna@example.com", message, NOON);

        assertThat(mailbox.find(1).orElseThrow().text()).hasSize(50_000);
    }

    @Test
    void readsAMailWithoutTextOrSubject() throws Exception {
        var message = new MimeMessage((Session) null);
        message.setContent("<p>Hello</p>", "text/html");
        message.saveChanges();
        mailbox.add("anna@example.com", message, NOON);

        var mail = mailbox.find(1).orElseThrow();
        assertThat(mail.subject()).isEmpty();
        assertThat(mail.text()).isEmpty();
        assertThat(mail.html()).isEqualTo("<p>Hello</p>");
        assertThat(mail.links()).isEmpty();
    }

    private static MimeMessage mail(String subject) throws Exception {
        var message = new MimeMessage((Session) null);
        message.setSubject(subject);
        message.setText("http://accounts.example/a\nand http://accounts.example/b");
        message.saveChanges();
        return message;
    }
}
