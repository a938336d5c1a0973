package io.customeraccounts.api.mail;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.UserImpl;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** An SMTP server in this process, reachable from this machine only, that puts everything into the {@link Mailbox}. */
class EmbeddedMailServer {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMailServer.class);

    private static final String LOOPBACK = "127.0.0.1";
    private static final long START_WITHIN_MILLIS = 20_000;

    private final GreenMail server;

    /** @param port 0 for any that is free */
    EmbeddedMailServer(int port, Mailbox mailbox, Clock clock) {
        var setup = new ServerSetup(port, LOOPBACK, ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(START_WITHIN_MILLIS);
        server = new GreenMail(setup);
        var users = server.getUserManager();
        users.setMessageDeliveryHandler((message, to) -> new UserImpl(to.getEmail(), to.getEmail(), "", null) {
            @Override
            public void deliver(MovingMessage delivered) {
                try {
                    mailbox.add(to.getEmail(), delivered.getMessage(), clock.instant());
                } catch (MessagingException | IOException e) {
                    LOG.warn("the embedded mail server cannot read a mail", e);
                }
            }
        });
        server.start();
    }

    void stop() {
        server.stop();
    }

    /** How to reach it. */
    JavaMailSenderImpl settings() {
        var settings = new JavaMailSenderImpl();
        settings.setHost(LOOPBACK);
        settings.setPort(server.getSmtp().getPort());
        return settings;
    }
}
