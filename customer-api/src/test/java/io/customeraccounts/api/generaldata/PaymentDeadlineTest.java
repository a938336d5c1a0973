package io.customeraccounts.api.generaldata;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.api.messaging.MovableClock;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Person;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.policies.TimeDrivenPolicy;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Waiting;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The thirty days for payment details from the first to the last, with mails as they arrive at a mail server, and with the
 * service started anew between the days on which something is due.
 */
@ParameterizedClass
@EnumSource(Databases.class)
class PaymentDeadlineTest {

    private static final Duration MOMENT = Duration.ofMinutes(1);
    private static final String CARD = """
            {"token":"pm_1NxYzA2eZvKYlo2C","brand":"VISA","lastDigits":"1111","expiryMonth":"2098-02"}""";

    private final GreenMail mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @Parameter
    Databases kind;

    private HikariDataSource database;
    private TestService service;
    private Person anna;
    private Person berta;
    private Company acme;
    private Company.User emil;
    private int ends;

    @BeforeEach
    void open() {
        mails.start();
        MovableClock.moveTo(Instant.now());
        database = kind.laidOut();
        start();
        acme = Company.of(service);
        anna = acme.admin();
        berta = acme.admin("Berta Birch").person();
        emil = acme.employee("Emil Elm");
    }

    @AfterEach
    void close() {
        service.close();
        database.close();
        mails.stop();
    }

    @Test
    void isRemindedOfTwiceRestrictsAndIsLiftedAndEachAdminHearsOfEachOnce() {
        var opened = Instant.parse(anna.get(acme.path()).expect(200).text("/openedAt"));
        var dueBy = Instant.parse(anna.get(acme.path()).expect(200).text("/paymentDueBy"));
        assertThat(dueBy).isEqualTo(opened.plus(Duration.ofDays(30)));

        moveTo(opened.plus(Duration.ofDays(23)).minus(MOMENT));
        everythingIsMailed();
        assertThat(aboutPaying()).isEmpty();
        moveTo(opened.plus(Duration.ofDays(23)));
        arrives("needs payment details", 2);

        restartAt(opened.plus(Duration.ofDays(29)).minus(MOMENT));
        everythingIsMailed();
        assertThat(aboutPaying()).hasSize(2);
        moveTo(opened.plus(Duration.ofDays(29)));
        arrives("needs payment details", 4);

        moveTo(dueBy.minus(MOMENT));
        assertThat(anna.get(acme.path()).expect(200).text("/state")).isEqualTo("ACTIVE");
        everythingIsMailed();
        assertThat(aboutPaying()).hasSize(4);
        restartAt(dueBy);
        arrives("is restricted", 2);
        isRestricted();

        moveTo(dueBy.plus(Duration.ofDays(3)));
        isRestricted();
        anna.post(acme.path() + "/payment-methods/card", CARD).expect(201);
        assertThat(anna.get(acme.path()).expect(200).text("/state")).isEqualTo("ACTIVE");
        arrives("is not restricted any more", 2);

        restartAt(dueBy.plus(Duration.ofDays(60)));
        acme.withPayment().create("apollo").expect(201);
        everythingIsMailed();
        assertThat(aboutPaying()).hasSize(8);
        for (var admin : List.of(anna, berta)) {
            assertThat(subjectsTo(admin)).hasSize(4);
            assertThat(subjectsTo(admin).subList(0, 2)).allMatch(subject -> subject.contains("needs payment details"));
            assertThat(subjectsTo(admin).get(2)).contains("is restricted");
            assertThat(subjectsTo(admin).get(3)).contains("is not restricted any more");
        }
    }

    private void isRestricted() {
        var customer = anna.get(acme.path()).expect(200);
        assertThat(customer.text("/state")).isEqualTo("RESTRICTED");
        acme.invite("Nina New", TestService.address("Nina New"), "CUSTOMER_EMPLOYEE")
                .expectProblem(409, "customer-restricted");
        acme.create("apollo").expectProblem(409, "customer-restricted");
        // What there is keeps working.
        anna.patch(acme.path(), "{\"name\":\"ACME %s\"}".formatted(TestService.unique()), "If-Match", customer.etag())
                .expect(200);
        anna.get(acme.path() + "/users").expect(200);
    }

    /** The service is away when something becomes due. */
    private void restartAt(Instant instant) {
        service.close();
        MovableClock.moveTo(instant);
        start();
        moveTo(instant);
    }

    private void moveTo(Instant instant) {
        MovableClock.moveTo(instant);
        anna = service.again(anna);
        acme = new Company(service, anna, acme.id(), acme.path());
    }

    private void start() {
        var same = new HikariDataSource();
        same.setJdbcUrl(database.getJdbcUrl());
        same.setUsername(database.getUsername());
        same.setPassword(database.getPassword());
        same.setMaximumPoolSize(Databases.CONNECTIONS);
        service = TestService.on(
                same,
                MovableClock.class,
                "--customer-accounts.key-encryption-key=QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=",
                "--customer-accounts.policies.interval=100ms",
                "--spring.mail.host=127.0.0.1",
                "--spring.mail.port=" + mails.getSmtp().getPort());
    }

    private void arrives(String what, int times) {
        Waiting.until(
                () -> aboutPaying().stream().filter(it -> it.contains(what)).count() >= times);
        everythingIsMailed();
        assertThat(aboutPaying()).filteredOn(it -> it.contains(what)).hasSize(times);
    }

    /**
     * Whatever is due now has been done and mailed: the policies have acted, and a mail about what happened after that has
     * arrived. The customer's events are mailed in their order.
     */
    private void everythingIsMailed() {
        var now = service.bean(Clock.class).instant();
        service.context().getBeansOfType(TimeDrivenPolicy.class).values().forEach(it -> it.act(now));
        var end = "2%03d-01-01T00:00:00Z".formatted(100 + ++ends);
        anna.patch(emil.path(), "{\"endsAt\":\"%s\"}".formatted(end)).expect(200);
        Waiting.until(() -> subjectsTo(emil.person()).size() == ends
                && service.bean(JdbcClient.class)
                                .sql("select count(*) from mail where state = 'WAITING' and due_at <= :now")
                                .param("now", now.plus(MOMENT).atOffset(ZoneOffset.UTC))
                                .query(Long.class)
                                .single()
                        == 0);
    }

    private List<String> aboutPaying() {
        return subjects(mail -> isAboutPaying(mail) && !isTo(mail, emil.person()));
    }

    private List<String> subjectsTo(Person person) {
        return subjects(mail ->
                isTo(mail, person) && (isAboutPaying(mail) || subject(mail).contains("end date")));
    }

    /** In the order in which they arrived. */
    private List<String> subjects(Predicate<MimeMessage> which) {
        return Arrays.stream(mails.getReceivedMessages())
                .filter(which)
                .map(PaymentDeadlineTest::subject)
                .toList();
    }

    private static boolean isAboutPaying(MimeMessage mail) {
        return subject(mail).contains("payment") || subject(mail).contains("restricted");
    }

    private static String subject(MimeMessage mail) {
        try {
            return mail.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isTo(MimeMessage mail, Person person) {
        try {
            return mail.getRecipients(RecipientType.TO)[0].toString().contains(person.email());
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
