package io.customeraccounts.projections.policymemory;

import static io.customeraccounts.domain.policies.DueSheet.Kind.EXPIRE_INVITATION;
import static io.customeraccounts.domain.policies.DueSheet.Kind.EXPIRE_MEMBERSHIP;
import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.policies.DueSheet.Due;
import io.customeraccounts.domain.policies.DueSheet.Kind;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.Race;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story;
import io.customeraccounts.projections.testing.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class SqlDueSheetTest {

    @Parameter
    Databases kind;

    private ReadSide database;
    private SqlDueSheet sheet;

    @BeforeEach
    void open() {
        database = new ReadSide(kind, new InMemoryVault());
        sheet = new SqlDueSheet(database.sql);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void handsOutWhatIsDueFromTheVeryInstantOn() {
        var due = due("a", NOON);
        sheet.put(due);

        assertThat(sheet.claim(EXPIRE_INVITATION, NOON.minusNanos(1000), 10)).isEmpty();
        assertThat(sheet.claim(EXPIRE_MEMBERSHIP, NOON, 10)).isEmpty();
        assertThat(sheet.claim(EXPIRE_INVITATION, NOON, 10)).containsExactly(due);
    }

    @Test
    void handsOutTheLongestDueFirstAndNoMoreThanAskedFor() {
        sheet.put(due("b", NOON.minusSeconds(1)));
        sheet.put(due("c", NOON));
        sheet.put(due("a", NOON.minusSeconds(2)));

        assertThat(sheet.claim(EXPIRE_INVITATION, NOON, 2))
                .extracting(Due::cause)
                .containsExactly("a", "b");
        assertThat(sheet.claim(EXPIRE_INVITATION, NOON, 2))
                .extracting(Due::cause)
                .containsExactly("c");
        assertThat(sheet.claim(EXPIRE_INVITATION, NOON, 2)).isEmpty();
    }

    /** The events of two customers may be about one person, and are followed at the same moment. */
    @Test
    void keepsOneOfTwoThatAreNotedForTheSameAtTheSameMoment() throws Exception {
        var first = due("first", NOON);
        var second = new Due(first.kind(), first.subjectId(), first.customerId(), NOON.plusSeconds(1), "second");
        var written = new CountDownLatch(1);
        Race.between(List.<Callable<Boolean>>of(
                () -> {
                    database.transactions.executeWithoutResult(transaction -> {
                        sheet.put(first);
                        written.countDown();
                        Waiting.until(database::isSomebodyWaitingForALock);
                    });
                    return true;
                },
                () -> {
                    written.await(10, TimeUnit.SECONDS);
                    database.transactions.executeWithoutResult(transaction -> sheet.put(second));
                    return true;
                }));

        assertThat(sheet.claim(first.kind(), NOON.plusSeconds(1), 10)).containsExactly(second);
    }

    @Test
    void handsOutAgainAfterAMinuteWhatWasNotDone() {
        var done = due("done", NOON);
        var failed = due("failed", NOON);
        sheet.put(done);
        sheet.put(failed);
        sheet.claim(EXPIRE_INVITATION, NOON, 10);
        sheet.done(done);

        assertThat(sheet.claim(EXPIRE_INVITATION, NOON.plusSeconds(59), 10)).isEmpty();
        assertThat(sheet.claim(EXPIRE_INVITATION, NOON.plusSeconds(60), 10)).containsExactly(failed);
    }

    @Test
    void keepsOneEntryForEachKindAndSubject() {
        var id = Story.id("subject");
        sheet.put(new Due(EXPIRE_INVITATION, id, Story.ACME.id(), NOON, "first"));
        sheet.put(new Due(EXPIRE_INVITATION, id, Story.ACME.id(), NOON.plusSeconds(9), "second"));
        sheet.put(new Due(EXPIRE_MEMBERSHIP, id, Story.ACME.id(), NOON, "other"));

        assertThat(sheet.claim(EXPIRE_INVITATION, NOON, 10)).isEmpty();
        assertThat(sheet.claim(EXPIRE_INVITATION, NOON.plusSeconds(9), 10))
                .extracting(Due::cause)
                .containsExactly("second");
        assertThat(sheet.claim(EXPIRE_MEMBERSHIP, NOON, 10)).hasSize(1);
    }

    @Test
    void keepsWhatWasNotedAnewWhileTheOldWasBeingDone() {
        var old = due("subject", NOON);
        sheet.put(old);
        sheet.claim(EXPIRE_INVITATION, NOON, 10);
        sheet.put(due("subject", NOON.plusSeconds(30)));
        sheet.done(old);

        assertThat(sheet.claim(EXPIRE_INVITATION, NOON.plusSeconds(30), 10)).hasSize(1);
    }

    @Test
    void forgetsWhatIsRemoved() {
        var due = due("a", NOON);
        sheet.put(due);
        sheet.remove(EXPIRE_MEMBERSHIP, due.subjectId());
        assertThat(database.sql
                        .sql("select count(*) from due")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);

        sheet.remove(EXPIRE_INVITATION, due.subjectId());
        sheet.remove(EXPIRE_INVITATION, due.subjectId());
        assertThat(sheet.claim(EXPIRE_INVITATION, NOON, 10)).isEmpty();
    }

    @Test
    void cutsOffWhatIsFinerThanAMicrosecond() {
        var due = due("a", NOON.plusNanos(1999));
        sheet.put(due);

        var claimed = sheet.claim(EXPIRE_INVITATION, NOON.plusNanos(1000), 10);
        assertThat(claimed).extracting(Due::at).containsExactly(NOON.plusNanos(1000));
        sheet.done(due);
        assertThat(sheet.claim(EXPIRE_INVITATION, NOON.plusSeconds(100), 10)).isEmpty();
    }

    @Test
    void givesNothingToTwoAtOnce() throws Exception {
        IntStream.range(0, 200).forEach(number -> sheet.put(due("number " + number, NOON)));
        var everyone = new ArrayList<Due>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<ArrayList<Due>> claimAll = () -> {
                var mine = new ArrayList<Due>();
                for (var round = 0; round < 40; round++) {
                    mine.addAll(sheet.claim(EXPIRE_INVITATION, NOON, 7));
                }
                return mine;
            };
            for (var claimed : threads.invokeAll(
                    IntStream.range(0, 4).mapToObj(number -> claimAll).toList(), 60, TimeUnit.SECONDS)) {
                everyone.addAll(claimed.get());
            }
        }
        everyone.addAll(sheet.claim(EXPIRE_INVITATION, NOON, 200));

        assertThat(everyone).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void hasAPlaceForEveryKind() {
        for (var each : Kind.values()) {
            var due = new Due(each, Story.id("subject"), Story.ACME.id(), NOON, "cause");
            sheet.put(due);
            assertThat(sheet.claim(each, NOON, 10)).containsExactly(due);
            sheet.done(due);

            var inProject = new Due(
                    each, Story.id("subject"), Story.ACME.id(), new ProjectId(Story.id("portal")), NOON, "cause");
            sheet.put(inProject);
            assertThat(sheet.claim(each, NOON, 10)).containsExactly(inProject);
        }
    }

    private static Due due(String subject, Instant at) {
        return new Due(EXPIRE_INVITATION, Story.id(subject), Story.ACME.id(), at, subject);
    }
}
