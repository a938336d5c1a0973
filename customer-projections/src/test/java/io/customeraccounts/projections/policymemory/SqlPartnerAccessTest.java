package io.customeraccounts.projections.policymemory;

import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static io.customeraccounts.projections.testing.Story.CLEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.policies.PartnerAccessMemory.Ending;
import io.customeraccounts.domain.values.PartnerMembership;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.Race;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story.Somebody;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class SqlPartnerAccessTest {

    @Parameter
    Databases kind;

    private ReadSide database;
    private SqlPartnerAccess memory;

    @BeforeEach
    void open() {
        database = new ReadSide(kind, new InMemoryVault());
        memory = new SqlPartnerAccess(database.sql);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void handsOutWhatHangsOnAMembershipInAPartnerOrOnThePartner() {
        began(BEN, NOON);
        began(CLEO, NOON);
        assertThat(memory.claim(NOON, 10)).isEmpty();

        memory.partnerMembershipEnded(BEN.in(BOLT), "removed", NOON);
        assertThat(memory.claim(NOON, 10)).containsExactly(ending(BEN, "removed"));

        memory.partnerEnded(BOLT.id(), "closed", NOON);
        assertThat(memory.claim(NOON, 10)).containsExactly(ending(CLEO, "closed"));
    }

    @Test
    void handsItOutAgainAfterAMinuteUntilItIsForgotten() {
        began(BEN, NOON);
        memory.partnerMembershipEnded(BEN.in(BOLT), "removed", NOON);
        memory.partnerEnded(BOLT.id(), "closed", NOON);

        assertThat(memory.claim(NOON, 10)).containsExactly(ending(BEN, "removed"));
        assertThat(memory.claim(NOON.plusSeconds(59), 10)).isEmpty();
        assertThat(memory.claim(NOON.plus(Duration.ofMinutes(1)), 10)).containsExactly(ending(BEN, "removed"));

        memory.ended(BEN.in(ACME));
        assertThat(memory.claim(NOON.plus(Duration.ofHours(1)), 10)).isEmpty();
    }

    @Test
    void handsOutWhatIsNotedAfterTheEndButNotWhatBeganAfterIt() {
        memory.partnerMembershipEnded(BEN.in(BOLT), "demoted", NOON.minusSeconds(60));
        memory.partnerMembershipEnded(BEN.in(BOLT), "demoted again", NOON);
        began(BEN, NOON);
        memory.partnerEnded(BOLT.id(), "closed", NOON.minusSeconds(60));
        began(CLEO, NOON.minusSeconds(59));

        assertThat(memory.claim(NOON, 10)).containsExactly(ending(BEN, "demoted again"));
    }

    /** Whichever takes longer to commit: the other one waits for it. */
    @Test
    void handsOutWhatBeganAndEndedAtTheSameMoment() throws Exception {
        whileNotYetCommitted(
                () -> began(BEN, NOON), () -> memory.partnerMembershipEnded(BEN.in(BOLT), "removed", NOON));
        whileNotYetCommitted(
                () -> memory.partnerEnded(BOLT.id(), "closed", NOON.plusSeconds(1)),
                () -> began(CLEO, NOON.plusSeconds(1)));

        assertThat(memory.claim(NOON.plusSeconds(1), 10))
                .containsExactly(ending(BEN, "removed"), ending(CLEO, "closed"));
    }

    private void whileNotYetCommitted(Runnable slow, Runnable other) throws Exception {
        Race.whileNotYetCommitted(database.transactions, database::isSomebodyWaitingForALock, slow, other);
    }

    private void began(Somebody somebody, Instant at) {
        memory.began(ACME.id(), somebody.in(ACME), new PartnerMembership(BOLT.id(), somebody.in(BOLT)), at);
    }

    private static Ending ending(Somebody somebody, String eventId) {
        return new Ending(ACME.id(), somebody.in(ACME), eventId);
    }
}
