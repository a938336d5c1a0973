package io.customeraccounts.api.mail;

import static io.customeraccounts.api.mail.Fixtures.ACME;
import static io.customeraccounts.api.mail.Fixtures.ADA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.customeraccounts.api.CustomerAccounts;
import io.customeraccounts.domain.customer.CustomerCommand.OpenCustomer;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerName;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.PersonProfile;
import io.customeraccounts.domain.values.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where the mails of the whole service go, with and without a mail server in the configuration. */
class MailServerChoiceTest {

    @Nested
    @TestInstance(PER_CLASS)
    class WithoutAMailServer {

        private Service service;

        @BeforeAll
        void start(@TempDir Path data) {
            service = new Service(data);
        }

        @AfterAll
        void stop() {
            service.close();
        }

        @Test
        void showsMailsToScripts() throws Exception {
            service.queue("anna@example.com", new Secret("s3cr3t"));
            service.queue("ben@example.com", new Secret("other"));
            await().until(() -> service.messages("?to=Anna@Example.com").size() == 1
                    && service.messages("?to=ben@example.com").size() == 1);

            var mail = service.messages("?to=Anna@Example.com").get(0);

            assertThat(mail.get("to").asString()).isEqualTo("anna@example.com");
            assertThat(mail.get("subject").asString()).isEqualTo("Choose a new password");
            assertThat(mail.get("text").asString()).startsWith("Hello Anna Berg,");
            assertThat(mail.get("links").get(0).asString()).isEqualTo("http://accounts.example:8080/reset/s3cr3t");
            assertThat(Instant.parse(mail.get("receivedAt").asString()))
                    .isCloseTo(Instant.now(), within(Duration.ofMinutes(2)));
        }

        @Test
        void showsMailsToPeopleWithoutRunningWhatIsInThem() throws Exception {
            var mailbox = service.bean(Mailbox.class);
            mailbox.add("<b>x@y</b>", evil(), Instant.EPOCH);
            var id = mailbox.received("<b>x@y</b>").getFirst().id();

            var list = service.get("/dev/mailbox");
            assertThat(list.statusCode()).isEqualTo(200);
            assertThat(list.body())
                    .contains("href=\"/dev/mailbox/" + id + "\"", "&lt;b&gt;x@y&lt;/b&gt;")
                    .doesNotContain("<script", "<b>x");
            assertThat(list.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
            assertThat(service.get("/dev/mailbox/" + id).body())
                    .contains("<iframe sandbox", "&lt;script&gt;alert(1)&lt;/script&gt;")
                    .doesNotContain("<script");
            assertThat(service.get("/dev/mailbox/1000000").statusCode()).isEqualTo(404);
        }

        @Test
        void opensItsSmtpPortOnThisMachineOnly() throws Exception {
            var port = service.bean(EmbeddedMailServer.class).settings().getPort();

            new Socket(InetAddress.getLoopbackAddress(), port).close();
            var others = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .toList();
            for (var other : others) {
                assertThatIOException().isThrownBy(() -> {
                    try (var socket = new Socket()) {
                        socket.connect(new InetSocketAddress(other, port), 1000);
                    }
                });
            }
        }

        @Test
        void mailsWhatFollowsFromACommand() throws Exception {
            var secret = new Secret("c0nf1rm");
            var ada = new PersonId(ADA.value());
            var email = EmailAddress.parse("ada@acme.example");
            service.bean(TransactionTemplate.class).executeWithoutResult(transaction -> {
                var hash = service.bean(SecretHandover.class).keep(secret);
                service.bean(CommandGateway.class)
                        .sendAndWait(new OpenCustomer(
                                ACME,
                                new Actor.Person(ada),
                                ADA,
                                new PersonProfile(ada, new FullName("Ada Byron"), Set.of(), Set.of(email), Language.DE),
                                email,
                                new CustomerName("Acme"),
                                null,
                                true,
                                hash));
            });

            await().until(() -> service.messages("?to=ada@acme.example").size() == 1);
            var mail = service.messages("?to=ada@acme.example").get(0);
            assertThat(mail.get("subject").asString()).isEqualTo("Bitte bestätigen Sie „Acme“");
            assertThat(mail.get("links").get(0).asString()).isEqualTo("http://accounts.example:8080/confirm/c0nf1rm");
        }
    }

    @Nested
    @TestInstance(PER_CLASS)
    class WithAMailServer {

        private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        private Service service;

        @BeforeAll
        void start(@TempDir Path data) {
            server.start();
            service = new Service(
                    data,
                    "spring.mail.host=127.0.0.1",
                    "spring.mail.port=" + server.getSmtp().getPort(),
                    "customer-accounts.mail.from=Acme <accounts@acme.example>");
        }

        @AfterAll
        void stop() {
            service.close();
            server.stop();
        }

        @Test
        void sendsMailsThereAndHasNoMailbox() throws Exception {
            service.queue("anna@example.com", new Secret("s3cr3t"));

            await().until(() -> server.getReceivedMessages().length == 1);
            assertThat(server.getReceivedMessages()[0].getFrom()[0]).hasToString("Acme <accounts@acme.example>");
            assertThat(service.application.getBeansOfType(EmbeddedMailServer.class))
                    .isEmpty();
            for (var path : List.of("/dev/mailbox", "/dev/mailbox/", "/dev/mailbox/1", "/dev/mailbox/messages")) {
                assertThat(service.get(path).statusCode()).as(path).isEqualTo(404);
            }
        }

        @Test
        void tellsOperatorsHowManyMailsWait() {
            service.bean(MailQueue.class)
                    .add(
                            "waiting",
                            ACME,
                            new MailContent.AddressAlreadyRegistered(new MailContent.Recipient(
                                    Fixtures.sealed(UUID.randomUUID(), ""),
                                    Fixtures.sealed(UUID.randomUUID(), ""),
                                    Language.EN)),
                            Instant.now().plus(Duration.ofHours(1)));
            service.bean(JdbcClient.class)
                    .sql("update mail set due_at = :due where mail_id = 'waiting'")
                    .param("due", OffsetDateTime.now(ZoneOffset.UTC).minusSeconds(90))
                    .update();

            assertThat(service.application
                            .getBean("mailsHealthIndicator", HealthIndicator.class)
                            .health()
                            .getDetails())
                    .containsEntry("waiting", 1L)
                    .containsEntry("parked", 0L)
                    .containsKey("oldestWaiting");
            var meters = service.bean(MeterRegistry.class);
            assertThat(meters.get("customer.accounts.mails.waiting").gauge().value())
                    .isEqualTo(1);
            assertThat(meters.get("customer.accounts.mails.parked").gauge().value())
                    .isZero();
            assertThat(meters.get("customer.accounts.mails.oldest").timeGauge().value(TimeUnit.SECONDS))
                    .isGreaterThanOrEqualTo(90);
        }
    }

    private static MimeMessage evil() throws Exception {
        var message = new MimeMessage((Session) null);
        message.setSubject("<script>alert(1)</script>");
        message.setContent("<script>alert(1)</script>", "text/html");
        message.saveChanges();
        return message;
    }

    /** The whole service, on a database in memory. */
    private static final class Service implements AutoCloseable {

        private final HttpClient http = HttpClient.newHttpClient();
        private final ConfigurableApplicationContext application;

        Service(Path data, String... settings) {
            var usual = Stream.of(
                    "server.port=0",
                    "server.address=127.0.0.1",
                    "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID()
                            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
                    "customer-accounts.data-directory=" + data,
                    "customer-accounts.base-url=http://accounts.example:8080");
            application = new SpringApplicationBuilder(CustomerAccounts.class)
                    .run(Stream.concat(usual, Stream.of(settings))
                            .map(setting -> "--" + setting)
                            .toArray(String[]::new));
        }

        <T> T bean(Class<T> type) {
            return application.getBean(type);
        }

        void queue(String to, Secret secret) {
            var mail = new AccountMail.PasswordReset(
                    EmailAddress.parse(to),
                    new FullName("Anna Berg"),
                    Language.EN,
                    secret,
                    Instant.now().plus(Duration.ofHours(1)));
            bean(TransactionTemplate.class)
                    .executeWithoutResult(transaction -> bean(MailOutbox.class).queue(mail));
        }

        JsonNode messages(String query) throws Exception {
            return JsonMapper.shared()
                    .readTree(get("/dev/mailbox/messages" + query).body());
        }

        HttpResponse<String> get(String path) throws Exception {
            var port = application.getEnvironment().getProperty("local.server.port");
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        @Override
        public void close() {
            application.close();
            http.close();
        }
    }
}
