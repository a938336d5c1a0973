package io.customeraccounts.api.mail;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code customer-accounts.mail.*}. The mail server itself is {@code spring.mail.*}.
 *
 * @param from the sender of all mails, such as {@code Acme Accounts <accounts@acme.example>}; unless set, no-reply at the host of
 *     {@code customer-accounts.base-url}
 * @param parallelism how many mails a node sends at the same time
 * @param embeddedPort the port of the embedded mail server, on this machine only; 0 for any that is free
 */
@ConfigurationProperties("customer-accounts.mail")
record MailProperties(
        @Nullable String from,
        @DefaultValue("16") int parallelism,
        @DefaultValue("0") int embeddedPort) {}
