package io.customeraccounts.api.mail;

import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.domain.values.Secret;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * Puts a mail into words: sentences from {@code messages/mail*.properties}, set in {@code templates/mail/letter.*}. Every
 * name is made {@link Inert}, and every link starts with the installation's own address.
 */
class LetterWriter {

    private final PersonalDataVault vault;
    private final String baseUrl;
    private final Function<PersonId, Optional<Language>> languages;
    private final ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
    private final SpringTemplateEngine templates = new SpringTemplateEngine();

    /**
     * @param baseUrl where people reach this installation, with or without a slash at its end
     * @param languages of persons as they are now: a mail may have been thought of long before it is written
     */
    LetterWriter(PersonalDataVault vault, String baseUrl, Function<PersonId, Optional<Language>> languages) {
        this.vault = vault;
        this.languages = languages;
        this.baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
        messages.setBasename("messages/mail");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        messages.setAlwaysUseMessageFormat(true);
        templates.addTemplateResolver(resolver("*.txt", TemplateMode.TEXT));
        templates.addTemplateResolver(resolver("*.html", TemplateMode.HTML));
    }

    private static ClassLoaderTemplateResolver resolver(String pattern, TemplateMode mode) {
        var resolver = new ClassLoaderTemplateResolver(LetterWriter.class.getClassLoader());
        resolver.setPrefix("templates/mail/");
        resolver.setResolvablePatterns(Set.of(pattern));
        resolver.setTemplateMode(mode);
        resolver.setCharacterEncoding("UTF-8");
        return resolver;
    }

    /**
     * The mail in the language of its recipient.
     *
     * @param secret for the link; absent if the mail carries none
     * @return nothing if the recipient has been erased
     */
    Optional<Letter> write(MailContent content, @Nullable Secret secret) {
        var to = content.to();
        var named = content.named();
        var opened = vault.openAll(
                named == null ? List.of(to.email(), to.fullName()) : List.of(to.email(), to.fullName(), named));
        if (!(opened.get(0) instanceof Personal.Known email) || !(opened.get(1) instanceof Personal.Known fullName)) {
            return Optional.empty();
        }
        // Under the key of a person or, before there is one, of an invitation, which names no person.
        var chosen = content instanceof MailContent.Invitation
                ? Optional.<Language>empty()
                : languages.apply(new PersonId(email.key().value()));
        var words = new Words(
                Locale.of(chosen.orElse(to.language()).name()),
                secret == null ? "" : secret.value(),
                named != null && opened.get(2) instanceof Personal.Known known ? known.value() : null);
        var sentences = words.of(content);
        var context = new Context(words.locale);
        context.setVariable("language", words.locale.toLanguageTag());
        context.setVariable("subject", sentences.subject());
        context.setVariable("greeting", words.say("greeting", Inert.name(fullName.value())));
        context.setVariable(
                "paragraphs",
                sentences.text().lines().filter(line -> !line.isEmpty()).toList());
        context.setVariable("link", sentences.link());
        context.setVariable("action", sentences.action());
        context.setVariable("closing", words.say("closing"));
        return Optional.of(new Letter(
                EmailAddress.parse(email.value()),
                sentences.subject(),
                templates.process("letter.txt", context),
                templates.process("letter.html", context),
                file(content)));
    }

    private static Letter.@Nullable File file(MailContent content) {
        return content instanceof MailContent.Checkpoint mail
                ? new Letter.File("checkpoint-" + mail.size() + ".txt", mail.note())
                : null;
    }

    private record Sentences(
            String subject,
            String text,
            @Nullable String link,
            @Nullable String action) {}

    /** One mail's words. Arguments in the order of the placeholders; the name of the customer first. */
    private final class Words {
        private final Locale locale;
        private final String secret;
        private final @Nullable String named;

        /** @param named the name of the person whom the mail is about; absent if there is none, or none any more */
        Words(Locale locale, String secret, @Nullable String named) {
            this.locale = locale;
            this.secret = secret;
            this.named = named;
        }

        Sentences of(MailContent content) {
            return switch (content) {
                case MailContent.Invitation mail -> invitation(mail);
                case MailContent.Confirmation mail ->
                    leadingTo("/confirm/" + secret, "confirmation", customer(mail.customer()), time(mail.confirmBy()));
                case MailContent.CustomerExpiresSoon mail ->
                    leadingTo("/", "customer-expires-soon", customer(mail.customer()), time(mail.confirmBy()));
                case MailContent.InvitationExpiresSoon mail ->
                    leadingTo(
                            "/",
                            "invitation-expires-soon",
                            customer(mail.customer()),
                            named == null ? say("erased") : Inert.name(named),
                            time(mail.expiresAt()));
                case MailContent.InvitationLimitNeared mail ->
                    leadingTo(
                            "/",
                            "invitation-limit-neared",
                            customer(mail.customer()),
                            String.valueOf(mail.pending()),
                            String.valueOf(mail.limit()));
                case MailContent.PaymentReminder mail ->
                    leadingTo("/", "payment-reminder", customer(mail.customer()), time(mail.dueBy()));
                case MailContent.CustomerRestricted mail ->
                    leadingTo("/", "customer-restricted", customer(mail.customer()));
                case MailContent.RestrictionLifted mail -> telling("restriction-lifted", customer(mail.customer()));
                case MailContent.PaymentMethodEnabled mail ->
                    telling("payment-method-enabled", customer(mail.customer()));
                case MailContent.PaymentMethodDeclined mail ->
                    telling("payment-method-declined", customer(mail.customer()));
                case MailContent.GroupChanged mail ->
                    telling("group-changed", customer(mail.customer()), group(mail.former()), group(mail.group()));
                case MailContent.MembershipEndSet mail ->
                    mail.endsAt() == null
                            ? telling("membership-end-lifted", customer(mail.customer()))
                            : telling("membership-end-set", customer(mail.customer()), time(mail.endsAt()));
                case MailContent.MembershipEndsSoon mail ->
                    telling("membership-ends-soon", customer(mail.customer()), time(mail.endsAt()));
                case MailContent.PartnerUserAdded mail ->
                    telling(
                            "partner-user-added",
                            customer(mail.customer()),
                            named == null ? say("erased") : Inert.name(named),
                            Inert.name(mail.reason()));
                case MailContent.OperatorActed mail ->
                    telling("operator-acted", customer(mail.customer()), Inert.name(mail.reason()));
                case MailContent.UserRemoved mail ->
                    withProjects(
                            mail.projects(),
                            switch (mail.cause()) {
                                case BY_ADMIN -> telling("user-removed-by-admin", customer(mail.customer()));
                                case LEFT -> telling("user-removed-left", customer(mail.customer()));
                                case EXPIRED -> telling("user-removed-expired", customer(mail.customer()));
                                case PERSON_ERASED ->
                                    throw new IllegalArgumentException("nobody knows where to write to them");
                                case PARTNER_ACCESS_ENDED ->
                                    telling("user-removed-with-partner", customer(mail.customer()));
                            });
                case MailContent.UserAssigned mail ->
                    mail.endsAt() == null
                            ? telling(
                                    "user-assigned",
                                    customer(mail.customer()),
                                    Inert.name(mail.project()),
                                    role(mail.role()))
                            : telling(
                                    "user-assigned-until",
                                    customer(mail.customer()),
                                    Inert.name(mail.project()),
                                    role(mail.role()),
                                    time(mail.endsAt()));
                case MailContent.UserUnassigned mail ->
                    telling("user-unassigned", customer(mail.customer()), Inert.name(mail.project()));
                case MailContent.PasswordReset mail ->
                    leadingTo("/reset/" + secret, "password-reset", time(mail.validUntil()));
                case MailContent.AddressVerification mail ->
                    leadingTo("/verify/" + secret, "address-verification", time(mail.validUntil()));
                case MailContent.AddressAlreadyRegistered mail -> leadingTo("/", "address-already-registered");
                case MailContent.Checkpoint mail -> telling("checkpoint", baseUrl, String.valueOf(mail.size()));
            };
        }

        private Sentences invitation(MailContent.Invitation mail) {
            var customer = customer(mail.customer());
            var group = group(mail.group());
            var offer = named == null
                    ? say("invitation.by-other", customer, group)
                    : say("invitation.by-user", customer, group, Inert.name(named));
            var sentences = leadingTo("/invitation/" + secret, "invitation", customer, time(mail.expiresAt()));
            var text = new ArrayList<>(List.of(offer, sentences.text()));
            if (mail.again()) {
                text.add(1, say("invitation.again"));
            }
            return new Sentences(sentences.subject(), String.join("\n", text), sentences.link(), sentences.action());
        }

        private Sentences withProjects(int projects, Sentences removal) {
            if (projects == 0) {
                return removal;
            }
            var ended = projects == 1
                    ? say("user-removed.one-project")
                    : say("user-removed.projects", String.valueOf(projects));
            return new Sentences(removal.subject(), removal.text() + "\n" + ended, removal.link(), removal.action());
        }

        private String role(ProjectRole role) {
            return say("role." + role);
        }

        private Sentences telling(String key, Object... arguments) {
            return new Sentences(say(key + ".subject", arguments), say(key + ".text", arguments), null, null);
        }

        private Sentences leadingTo(String path, String key, Object... arguments) {
            return new Sentences(
                    say(key + ".subject", arguments),
                    say(key + ".text", arguments),
                    baseUrl + path,
                    say(key + ".action"));
        }

        String say(String key, Object... arguments) {
            return messages.getMessage(key, arguments, locale);
        }

        private String customer(String name) {
            return Inert.name(name);
        }

        /** Groups are data: one that was added later is shown by its own name. */
        private String group(GroupName group) {
            var shipped = messages.getMessage("group." + group.value(), null, null, locale);
            return shipped == null ? Inert.name(group.value()) : shipped;
        }

        /** To the minute, rounded down: what is promised until then holds until then. */
        private String time(Instant instant) {
            return DateTimeFormatter.ofPattern(say("time"), locale).format(instant.atOffset(ZoneOffset.UTC));
        }
    }
}
