package io.customeraccounts.api.mail;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import jakarta.mail.util.StreamProvider;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.eclipse.angus.mail.util.MailStreamProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Hands letters to the mail server, no step of which waits for ever. A connection is used for several, one after the
 * other, as long as there are some.
 *
 * <p>Not by {@code JavaMailSender.send}, which also fails when the server has the mail and only the farewell went wrong, so
 * that the mail would be sent again.
 */
class Smtp {

    /** Unless {@code spring.mail.properties} says otherwise; in milliseconds. */
    private static final String CONNECT_TIMEOUT = "10000";

    private static final String ANSWER_TIMEOUT = "20000";

    /** Mail servers do not take any number of letters from one connection; 20 is the least that is usual. */
    private static final int LETTERS_PER_CONNECTION = 20;

    /** The answer of a mail server: its code and, if it sends one, the enhanced code of RFC 3463. */
    private static final Pattern ANSWER = Pattern.compile("^\\d{3}[ -](\\d\\.\\d{1,3}\\.\\d{1,3})");

    /** About our own credentials and not about the mail (RFC 4954 section 6): can be put right while the mail waits. */
    private static final Set<Integer> ABOUT_AUTHENTICATION = Set.of(530, 534, 535, 538);

    static {
        // Otherwise it is looked for on the whole class path, several times for each mail.
        System.setProperty(StreamProvider.class.getName(), MailStreamProvider.class.getName());
    }

    private final JavaMailSenderImpl settings;
    private final InternetAddress from;
    private final Session session;
    private final Session sessionForUtf8;

    /** Those that nobody uses, the last used first. */
    private final Deque<Connection> free = new ConcurrentLinkedDeque<>();

    /** @param letters that it was used for */
    private record Connection(Transport transport, int letters) {}

    /**
     * @param settings the server, and how to sign in there
     * @param from the sender of every mail, such as {@code Customer Accounts <no-reply@example.com>}
     */
    Smtp(JavaMailSenderImpl settings, String from) {
        this.settings = settings;
        this.from = parse(from);
        session = settings.getSession();
        limitWaiting(session.getProperties());
        var properties = new Properties();
        properties.putAll(session.getProperties());
        properties.setProperty("mail.mime.allowutf8", "true");
        sessionForUtf8 = Session.getInstance(properties);
    }

    private static InternetAddress parse(String from) {
        try {
            var address = new InternetAddress(from, true);
            address.setPersonal(address.getPersonal(), "UTF-8");
            if (address.getAddress().chars().anyMatch(c -> c > 0x7F)) {
                throw new IllegalArgumentException("customer-accounts.mail.from must be an address in ASCII");
            }
            return address;
        } catch (MessagingException | UnsupportedEncodingException e) {
            throw new IllegalArgumentException("customer-accounts.mail.from is no e-mail address", e);
        }
    }

    /**
     * A server that does not take what is written to it is left to {@link MailDelivery}: a time-out of its own would start
     * two threads for each mail.
     */
    private static void limitWaiting(Properties properties) {
        for (var protocol : List.of("smtp", "smtps")) {
            properties.putIfAbsent("mail." + protocol + ".connectiontimeout", CONNECT_TIMEOUT);
            properties.putIfAbsent("mail." + protocol + ".timeout", ANSWER_TIMEOUT);
            properties.putIfAbsent("mail." + protocol + ".quitwait", "false");
        }
    }

    /**
     * Returns as soon as the server has taken the letter over.
     *
     * @param mailId the same for every attempt, so that a repetition can be recognised by its {@code Message-ID}
     */
    void send(Letter letter, String mailId, Instant date) throws NotAccepted {
        var address = letter.to().forSending();
        var needsUtf8 = address.chars().anyMatch(c -> c > 0x7F);
        try {
            if (needsUtf8) {
                sendAsUtf8(message(sessionForUtf8, letter, mailId, date));
            } else {
                send(message(session, letter, mailId, date));
            }
        } catch (MessagingException e) {
            throw notAccepted(e);
        }
    }

    private void send(MimeMessage message) throws MessagingException {
        var connection = free();
        try {
            connection.transport().sendMessage(message, message.getAllRecipients());
        } catch (MessagingException | RuntimeException e) {
            // Nobody knows what the server would take for an answer to what.
            closeQuietly(connection.transport());
            throw e;
        }
        if (connection.letters() + 1 < LETTERS_PER_CONNECTION) {
            free.push(new Connection(connection.transport(), connection.letters() + 1));
        } else {
            closeQuietly(connection.transport());
        }
    }

    /** One that the server still answers on, or a new one. */
    private Connection free() throws MessagingException {
        for (var connection = free.poll(); connection != null; connection = free.poll()) {
            if (connection.transport().isConnected()) {
                return connection;
            }
            closeQuietly(connection.transport());
        }
        return new Connection(connect(session), 0);
    }

    private void sendAsUtf8(MimeMessage message) throws MessagingException, NotAccepted {
        var transport = connect(sessionForUtf8);
        try {
            if (transport instanceof SMTPTransport smtp && !smtp.supportsExtension("SMTPUTF8")) {
                throw new NotAccepted("the mail server does not know SMTPUTF8", true);
            }
            transport.sendMessage(message, message.getAllRecipients());
        } finally {
            closeQuietly(transport);
        }
    }

    private Transport connect(Session used) throws MessagingException {
        var transport = used.getTransport();
        try {
            transport.connect(settings.getHost(), settings.getPort(), settings.getUsername(), settings.getPassword());
            return transport;
        } catch (MessagingException | RuntimeException e) {
            closeQuietly(transport);
            throw e;
        }
    }

    /** Closes connections that nobody uses: there is nothing to send for now. */
    void rest() {
        for (var connection = free.poll(); connection != null; connection = free.poll()) {
            closeQuietly(connection.transport());
        }
    }

    private MimeMessage message(Session used, Letter letter, String mailId, Instant date) throws MessagingException {
        var host = from.getAddress().substring(from.getAddress().indexOf('@') + 1);
        var message = new MimeMessage(used) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + mailId + "@" + host + ">");
            }
        };
        message.setFrom(from);
        message.setRecipient(
                Message.RecipientType.TO, new InternetAddress(letter.to().forSending(), false));
        message.setSubject(letter.subject(), "UTF-8");
        message.setSentDate(Date.from(date));
        // RFC 3834: nobody's absence note is to answer.
        message.setHeader("Auto-Submitted", "auto-generated");
        var words = new MimeMultipart("alternative", part(letter.text(), "plain"), part(letter.html(), "html"));
        var file = letter.file();
        if (file == null) {
            message.setContent(words);
        } else {
            var body = new MimeBodyPart();
            body.setContent(words);
            message.setContent(new MimeMultipart("mixed", body, part(file)));
        }
        message.saveChanges();
        return message;
    }

    private static MimeBodyPart part(String content, String subtype) throws MessagingException {
        var part = new MimeBodyPart();
        part.setText(content, StandardCharsets.UTF_8.name(), subtype);
        return part;
    }

    /** Not as text, in which line ends are changed on the way. */
    private static MimeBodyPart part(Letter.File file) throws MessagingException {
        var part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(
                new ByteArrayDataSource(file.content().getBytes(StandardCharsets.UTF_8), "application/octet-stream")));
        part.setFileName(file.name());
        return part;
    }

    private static void closeQuietly(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            // What became of the letter is known by now.
        }
    }

    private static NotAccepted notAccepted(MessagingException failure) {
        for (Exception e = failure; e instanceof MessagingException step; e = step.getNextException()) {
            var code = answerCode(step);
            if (code >= 400) {
                var permanent = code >= 500 && !ABOUT_AUTHENTICATION.contains(code);
                return new NotAccepted(code + enhancedCode(step.getMessage()), permanent);
            }
        }
        var cause = failure.getNextException();
        return new NotAccepted(
                failure.getClass().getSimpleName()
                        + (cause == null ? "" : ": " + cause.getClass().getSimpleName()),
                false);
    }

    private static int answerCode(MessagingException e) {
        return switch (e) {
            case SMTPAddressFailedException address -> address.getReturnCode();
            case SMTPSenderFailedException sender -> sender.getReturnCode();
            case SMTPSendFailedException send -> send.getReturnCode();
            default -> -1;
        };
    }

    private static String enhancedCode(@Nullable String answer) {
        var matcher = ANSWER.matcher(answer == null ? "" : answer);
        return matcher.find() ? " " + matcher.group(1) : "";
    }

    /** The mail server did not take a letter; the message says why and carries no personal data. */
    static final class NotAccepted extends Exception {
        private final boolean permanent;

        NotAccepted(String message, boolean permanent) {
            super(message);
            this.permanent = permanent;
        }

        /** Whether the same letter will never be accepted. */
        boolean permanent() {
            return permanent;
        }
    }
}
