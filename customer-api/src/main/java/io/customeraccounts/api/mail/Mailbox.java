package io.customeraccounts.api.mail;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the embedded mail server has received: the last thousand mails, until the process ends. */
class Mailbox {

    static final int CAPACITY = 1_000;

    /** Several times the longest mail of ours; anything else here is somebody's experiment. */
    private static final int MOST_CHARACTERS = 50_000;

    private static final Pattern LINK = Pattern.compile("https?://\\S+");

    /** @param links in the order of the text */
    record Received(
            long id, String to, String subject, Instant receivedAt, String text, String html, List<String> links) {}

    private final Deque<Received> newestFirst = new ArrayDeque<>();
    private long lastId;

    synchronized void add(String to, MimeMessage message, Instant receivedAt) throws MessagingException, IOException {
        var subject = message.getSubject();
        var text = part(message, "text/plain");
        newestFirst.addFirst(new Received(
                ++lastId,
                to,
                subject == null ? "" : subject,
                receivedAt,
                text,
                part(message, "text/html"),
                LINK.matcher(text).results().map(MatchResult::group).toList()));
        if (newestFirst.size() > CAPACITY) {
            newestFirst.removeLast();
        }
    }

    /** @param to the address, in any case of letters; absent for all */
    synchronized List<Received> received(@Nullable String to) {
        return newestFirst.stream()
                .filter(mail -> to == null || mail.to().equalsIgnoreCase(to))
                .toList();
    }

    synchronized Optional<Received> find(long id) {
        return newestFirst.stream().filter(mail -> mail.id() == id).findFirst();
    }

    private static String part(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type)) {
            var text = String.valueOf(part.getContent());
            return text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
        }
        if (part.getContent() instanceof Multipart parts) {
            for (var i = 0; i < parts.getCount(); i++) {
                BodyPart inner = parts.getBodyPart(i);
                var found = part(inner, type);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return "";
    }
}
