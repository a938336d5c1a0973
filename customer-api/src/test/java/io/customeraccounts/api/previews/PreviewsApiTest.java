package io.customeraccounts.api.previews;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

@ParameterizedClass
@EnumSource(Databases.class)
class PreviewsApiTest {

    @Parameter
    Databases kind;

    private Company acme;
    private Company.User ben;

    @BeforeEach
    void open() {
        acme = Company.of(TestService.shared(kind));
        ben = acme.admin("Ben Beech");
    }

    @Test
    void saysWhatARemovalLeadsToAndRefusesItWhenThatHasChanged() {
        invitedByBen();
        var seen = acme.admin().get(ben.path() + "/removal-preview").expect(200);
        assertThat(seen.json().at("/cancelledInvitations").size()).isEqualTo(1);
        assertThat(seen.text("/mails/0/kind")).isEqualTo("USER_REMOVED");
        assertThat(seen.text("/mails/0/membershipId")).isEqualTo(ben.membershipId());
        assertThat(seen.json().at("/ending").size()).isZero();

        invitedByBen();
        acme.admin()
                .delete(ben.path() + "?previewVersion=" + seen.text("/version"))
                .expectProblem(412, "version-mismatch");

        var again = acme.admin().get(ben.path() + "/removal-preview").expect(200);
        assertThat(again.json().at("/cancelledInvitations").size()).isEqualTo(2);
        acme.admin()
                .delete(ben.path() + "?previewVersion=" + again.text("/version"))
                .expect(204);
        acme.admin().get(ben.path() + "/removal-preview").expectProblem(404, "user-not-found");
    }

    @Test
    void saysWhichAccessEndsWithAUserAndWithAProject() {
        var portal = acme.project("portal");
        var shop = acme.project("shop");
        assign(portal, ben);
        assign(shop, ben);
        assign(shop, acme.adminAsUser());

        var removal = acme.admin().get(ben.path() + "/removal-preview").expect(200);
        assertThat(removal.json()
                        .at("/ending")
                        .valueStream()
                        .map(it -> it.at("/projectId").asString()))
                .containsExactlyInAnyOrder(portal.id(), shop.id());
        assertThat(removal.json().at("/leftWithNobody").toString()).isEqualTo("[\"%s\"]".formatted(portal.id()));

        var deletion = acme.admin().get(portal.path() + "/deletion-preview").expect(200);
        assertThat(deletion.json()
                        .at("/ending")
                        .valueStream()
                        .map(it -> it.at("/membershipId").asString()))
                .containsExactly(ben.membershipId());
        assign(portal, acme.adminAsUser());
        var delete = portal.path() + "?confirmation=portal&previewVersion=";
        acme.admin().delete(delete + deletion.text("/version")).expectProblem(412, "version-mismatch");
        var again = acme.admin().get(portal.path() + "/deletion-preview").expect(200);
        acme.admin().delete(delete + again.text("/version")).expect(204);

        // The removal leads to less now.
        acme.admin()
                .delete(ben.path() + "?previewVersion=" + removal.text("/version"))
                .expectProblem(412, "version-mismatch");
    }

    private static void assign(Company.Project project, Company.User user) {
        project.assign(user, "PROJECT_USER").expect(201);
    }

    @Test
    void keepsInvitationsInThePreviewAsInTheRemoval() {
        invitedByBen();
        var kept = acme.admin()
                .get(ben.path() + "/removal-preview?keepInvitations=true")
                .expect(200);

        assertThat(kept.json().at("/cancelledInvitations").size()).isZero();
        // Not what would come of it without keeping them.
        acme.admin()
                .delete(ben.path() + "?previewVersion=" + kept.text("/version"))
                .expectProblem(412, "version-mismatch");
        acme.admin()
                .delete(ben.path() + "?keepInvitations=true&previewVersion=" + kept.text("/version"))
                .expect(204);
    }

    @Test
    void saysWhatAChangeOfGroupLeadsTo() {
        var demotion = acme.admin()
                .get(ben.path() + "/group-preview?group=CUSTOMER_EMPLOYEE")
                .expect(200);
        assertThat(demotion.json().at("/lost").valueStream().map(it -> it.asString()))
                .contains("MANAGE_USERS", "EDIT_CUSTOMER");
        assertThat(demotion.json().at("/gained").size()).isZero();
        var change = ben.path() + "?previewVersion=" + demotion.text("/version");

        acme.admin().patch(change, "{\"group\":\"CUSTOMER_EMPLOYEE\"}").expect(200);
        acme.admin().patch(change, "{\"group\":\"CUSTOMER_ADMIN\"}").expectProblem(412, "version-mismatch");
    }

    @Test
    void refusesAVersionThatNobodyLooksAtOrThatIsNone() {
        acme.admin()
                .patch(ben.path() + "?previewVersion=7", "{\"endsAt\":\"2099-12-31T12:00:00Z\"}")
                .expectProblem(400, "malformed-request");
        acme.admin().delete(ben.path() + "?previewVersion=seven").expectProblem(400, "malformed-request");
        acme.admin().get(ben.path() + "/group-preview").expectProblem(400, "malformed-request");
        for (var nobody : List.of("NOBODY", "nobody", "%00")) {
            acme.admin().get(ben.path() + "/group-preview?group=" + nobody).expectProblem(422, "group-not-available");
        }
    }

    /**
     * Between the comparison of the versions and the commit, another transaction may change the same customer: the row of
     * the event settles that, and whoever comes second compares anew.
     */
    @Test
    void refusesWhatHasChangedBetweenTheComparisonAndTheCommit() throws Exception {
        var seen = acme.admin()
                .get(ben.path() + "/group-preview?group=CUSTOMER_EMPLOYEE")
                .expect(200);
        var demotion = "{\"group\":\"CUSTOMER_EMPLOYEE\"}";

        var late = whileBensRowIsLocked(
                () -> acme.admin().patch(ben.path(), demotion),
                () -> acme.admin().patch(ben.path() + "?previewVersion=" + seen.text("/version"), demotion));

        late.first().expect(200);
        late.second().expectProblem(412, "version-mismatch");
    }

    /** An assignment is decided by another aggregate, so nothing settles which of the two comes first: it gives nothing. */
    @Test
    void isNotHarmedByAnAssignmentBetweenTheComparisonAndTheCommit() throws Exception {
        var portal = acme.project("portal");
        var seen = acme.admin().get(ben.path() + "/removal-preview").expect(200);

        var late = whileBensRowIsLocked(
                () -> acme.admin().delete(ben.path() + "?previewVersion=" + seen.text("/version")),
                () -> portal.assign(ben, "PROJECT_USER").expect(201));

        late.first().expect(204);
        var question = "/api/v1/access?personId=%s&projectId=%s&action=USE"
                .formatted(ben.person().personId(), portal.id());
        assertThat(acme.admin().get(question).expect(200).json().at("/allowed").asBoolean())
                .isFalse();
        Waiting.until(() -> acme.admin()
                .get(portal.path() + "/history?limit=1")
                .expect(200)
                .json()
                .toString()
                .contains("access-revoked"));
    }

    private record Replies(Reply first, Reply second) {}

    /**
     * The first is held when it has compared and recorded, before it is committed: its read table waits for a row. Then the
     * second comes to its end; or it waits for the first, which cannot be seen.
     */
    private Replies whileBensRowIsLocked(Supplier<Reply> first, Supplier<Reply> second) throws Exception {
        var database = TestService.shared(kind).bean(DataSource.class);
        var transactions = new JdbcTransactionManager(database);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = new ArrayList<Future<Reply>>();
            var transaction = transactions.getTransaction(null);
            try {
                JdbcClient.create(database)
                        .sql("select membership_id from customer_user where membership_id = :ben for update")
                        .param("ben", UUID.fromString(ben.membershipId()))
                        .query(UUID.class)
                        .single();
                replies.add(threads.submit(first::get));
                Waiting.until(() -> kind.isSomebodyWaitingForALock(database));
                replies.add(threads.submit(second::get));
                isDone(replies.getLast(), Duration.ofMillis(300));
            } finally {
                transactions.rollback(transaction);
            }
            return new Replies(replies.getFirst().get(), replies.getLast().get());
        }
    }

    private static boolean isDone(Future<?> reply, Duration within) throws Exception {
        try {
            reply.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    private void invitedByBen() {
        ben.person()
                .post(acme.path() + "/invitations", """
                    {"fullName":"Nina New","email":"%s"}\
                    """.formatted(TestService.address("Nina New")))
                .expect(201);
    }
}
