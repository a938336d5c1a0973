package io.customeraccounts.api.races;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.http.Ids;
import io.customeraccounts.api.mail.SecretHandover;
import io.customeraccounts.api.messaging.CommandClock;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Person;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.domain.customer.CustomerCommand.InviteUser;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Race;
import io.customeraccounts.projections.testing.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ParameterizedClass
@EnumSource(Databases.class)
class RacesTest {

    private static final Pattern LINK = Pattern.compile("/invitation/([A-Za-z0-9_-]+)");

    @Parameter
    Databases kind;

    private TestService service;
    private Company acme;

    @BeforeEach
    void open() {
        service = TestService.shared(kind);
        acme = Company.of(service);
    }

    @Test
    void makesOneMembershipOfFiftyAcceptsAtOnce() throws Exception {
        var ben = service.person("Ben Beech");
        var id = invite(ben.email());

        var replies = Race.between(times(50, () -> acceptById(ben, id)));

        assertThat(replies).allSatisfy(reply -> reply.expect(200));
        assertThat(replies)
                .extracting(Reply::body)
                .containsOnly(replies.getFirst().body());
        assertThat(users()).isEqualTo(2);
        assertThat(events("customer.user-joined")).isEqualTo(2);
        assertThat(events("customer.invitation-accepted")).isEqualTo(1);
    }

    @Test
    void letsOneOfSeveralPersonsAcceptByTheSameLink() throws Exception {
        var email = TestService.address("Shared Mailbox");
        invite(email);
        var secret = linkInMailTo(email, 1);
        var persons = IntStream.range(0, 10).mapToObj(i -> withAddress(email)).toList();

        var replies = Race.between(persons.stream()
                .<Callable<Reply>>map(person -> () -> insisting(
                        () -> person.post("/api/v1/invitations/accept", "{\"secret\":\"%s\"}".formatted(secret))))
                .toList());

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 200)
                .allSatisfy(reply -> reply.expectProblem(410, "invitation-accepted"));
        assertThat(users()).isEqualTo(2);
    }

    @Test
    void keepsAnAdminWhenTwoDemoteEachOther() throws Exception {
        var anna = acme.adminAsUser();
        var berta = acme.admin("Berta Birch");
        for (var round = 0; round < 10; round++) {
            var replies = Race.between(List.<Callable<Reply>>of(
                    () -> setGroup(anna.person(), berta, "CUSTOMER_EMPLOYEE"),
                    () -> setGroup(berta.person(), anna, "CUSTOMER_EMPLOYEE")));

            assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
            assertThat(replies)
                    .filteredOn(reply -> reply.status() != 200)
                    // the last admin, or by then none any more
                    .allSatisfy(reply -> assertThat(reply.text("/code")).isIn("last-admin", "not-permitted"));
            var annaWon = replies.getFirst().status() == 200;
            setGroup(annaWon ? anna.person() : berta.person(), annaWon ? berta : anna, "CUSTOMER_ADMIN")
                    .expect(200);
        }
    }

    @Test
    void letsEitherTheCancellingOrTheAcceptingWin() throws Exception {
        var lost = 0;
        for (var round = 0; round < 10; round++) {
            var ben = service.person("Ben Beech");
            var id = invite(ben.email());
            var invitation = acme.path() + "/invitations/" + id;
            var before = users();

            var replies = Race.between(List.<Callable<Reply>>of(
                    () -> acceptById(ben, id),
                    () -> insisting(() -> acme.admin().delete(invitation))));

            var accepting = replies.getFirst();
            var cancelling = replies.getLast();
            if (accepting.status() == 200) {
                cancelling.expectProblem(410, "invitation-accepted");
                assertThat(users()).isEqualTo(before + 1);
            } else {
                lost++;
                cancelling.expect(204);
                accepting.expectProblem(410, "invitation-cancelled");
                assertThat(users()).isEqualTo(before);
            }
        }
        assertThat(events("customer.invitation-cancelled")).isEqualTo(lost);
        assertThat(events("customer.invitation-accepted")).isEqualTo(10 - lost);
    }

    @Test
    void actsOnceForRequestsWithTheSameKey() throws Exception {
        for (var round = 0; round < 5; round++) {
            var key = TestService.unique();
            var body = """
                    {"fullName":"Ben Beech","email":"%s"}""".formatted(TestService.address("Ben Beech"));
            Callable<Reply> inviting =
                    () -> acme.admin().post(acme.path() + "/invitations", body, "Idempotency-Key", key);

            var replies = Race.between(times(10, inviting));

            var first = replies.stream()
                    .filter(reply -> reply.status() == 201)
                    .findFirst()
                    .orElseThrow();
            assertThat(replies).allSatisfy(reply -> {
                if (reply.status() == 201) {
                    assertThat(reply.body()).isEqualTo(first.body());
                } else {
                    reply.expectProblem(409, "idempotency-key-in-use");
                    assertThat(reply.header("Retry-After")).isNotEmpty();
                }
            });
            var later = inviting.call().expect(201);
            assertThat(later.body()).isEqualTo(first.body());
            assertThat(later.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(events("customer.user-invited")).isEqualTo(round + 1);
        }
    }

    @Test
    void opensOneCustomerForSignUpsOfTheSamePersonAtOnce() throws Exception {
        for (var round = 0; round < 5; round++) {
            var ben = service.person("Ben Beech");

            var replies = Race.between(
                    times(2, () -> insisting(() -> ben.post("/api/v1/sign-up", "{\"companyName\":\"Beech GmbH\"}"))));

            assertThat(replies).extracting(Reply::status).containsExactlyInAnyOrder(200, 201);
            assertThat(replies.getFirst().text("/customerId"))
                    .isEqualTo(replies.getLast().text("/customerId"));
            assertThat(ben.get("/api/v1/customers")
                            .expect(200)
                            .json()
                            .at("/items")
                            .size())
                    .isEqualTo(1);
        }
    }

    @Test
    void opensOneCustomerForRegistrationsOfTheSameAddressAtOnce() throws Exception {
        var name = TestService.unique() + " GmbH";
        var body = """
                {"fullName":"Ben Beech","email":"%s","password":"four words are fine","companyName":"%s"}""".formatted(TestService.address("Ben Beech"), name);

        var replies =
                Race.between(times(2, () -> insisting(() -> service.anonymous().post("/api/v1/registrations", body))));

        assertThat(replies).allSatisfy(reply -> reply.expect(202));
        assertThat(service.bean(JdbcClient.class)
                        .sql("select count(*) from customer where name = :name")
                        .param("name", name)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void resendsOnceOfManyResendsAtOnce() throws Exception {
        var email = TestService.address("Ben Beech");
        var id = inviteAMomentAgo(email);
        var first = linkInMailTo(email, 1);

        var replies = Race.between(times(
                10, () -> insisting(() -> acme.admin().post(acme.path() + "/invitations/" + id + "/resend", null))));

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 200)
                .allSatisfy(reply -> reply.expectProblem(429, "resend-limit"));
        assertThat(events("customer.invitation-resent")).isEqualTo(1);
        var second = linkInMailTo(email, 2);
        preview(first).expectProblem(404, "invitation-not-found");
        preview(second).expect(200);
    }

    /** So long ago that it may be sent again. */
    private String inviteAMomentAgo(String email) {
        var id = Ids.newInvitation();
        var transaction = new TransactionTemplate(service.bean(PlatformTransactionManager.class));
        CommandClock.at(
                Instant.now().minus(Duration.ofMinutes(2)),
                () -> transaction.executeWithoutResult(active -> service.bean(CommandGateway.class)
                        .sendAndWait(invitation(
                                id, email, service.bean(SecretHandover.class).keep(Ids.newSecret())))));
        return id.toString();
    }

    private InviteUser invitation(InvitationId id, String email, Secret.Hash secret) {
        return new InviteUser(
                CustomerId.parse(acme.id()),
                new Actor.Person(acme.admin().personId()),
                id,
                new FullName("Ben Beech"),
                EmailAddress.parse(email),
                null,
                null,
                secret,
                Language.EN);
    }

    private String invite(String email) {
        return acme.invite("Ben Beech", email, "CUSTOMER_EMPLOYEE").expect(201).text("/id");
    }

    private Reply preview(String secret) {
        return service.anonymous().post("/api/v1/invitations/preview", "{\"secret\":\"%s\"}".formatted(secret));
    }

    private static Reply acceptById(Person person, String invitationId) throws Exception {
        return insisting(() -> person.post("/api/v1/invitations/" + invitationId + "/accept", null));
    }

    private static Reply setGroup(Person by, Company.User of, String group) throws Exception {
        return insisting(() -> by.patch(of.path(), "{\"group\":\"%s\"}".formatted(group)));
    }

    /** As a client does that is told to come again: nothing was done, others were in between. */
    static Reply insisting(Callable<Reply> request) throws Exception {
        var reply = request.call();
        for (var again = 0; again < 20 && isToComeAgain(reply); again++) {
            reply = request.call();
        }
        return reply;
    }

    private static boolean isToComeAgain(Reply reply) {
        return reply.status() == 409 && reply.text("/code").equals("concurrent-change");
    }

    /** Somebody who has the address with another identity provider: here it has but one account. */
    private Person withAddress(String email) {
        var person = service.person("Somebody Else");
        service.bean(JdbcClient.class)
                .sql("update account set email = :email where email = :own")
                .param("email", email)
                .param("own", person.email())
                .update();
        return person;
    }

    private String linkInMailTo(String email, int mails) {
        var path = "/dev/mailbox/messages?to=" + email;
        Waiting.until(() -> service.anonymous().get(path).json().size() >= mails);
        return LINK.matcher(service.anonymous().get(path).body())
                .results()
                .map(MatchResult::group)
                .map(link -> link.substring(link.lastIndexOf('/') + 1))
                .findFirst()
                .orElseThrow();
    }

    private int users() {
        return acme.admin()
                .get(acme.path() + "/users")
                .expect(200)
                .json()
                .at("/items")
                .size();
    }

    private long events(String name) {
        return service.bean(JdbcClient.class)
                .sql("select count(*) from domain_event where aggregate_identifier = :customer and name = :name")
                .param("customer", CustomerId.parse(acme.id()).value())
                .param("name", name)
                .query(Long.class)
                .single();
    }

    private static List<Callable<Reply>> times(int number, Callable<Reply> runner) {
        return Collections.nCopies(number, runner);
    }
}
