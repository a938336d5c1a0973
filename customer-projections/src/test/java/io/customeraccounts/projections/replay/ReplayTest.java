package io.customeraccounts.projections.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.CustomerEvent.InvitationCancelled;
import io.customeraccounts.domain.events.CustomerEvent.InvitationDeclined;
import io.customeraccounts.domain.events.CustomerEvent.InvitationExpired;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.ledger.LedgerSource;
import io.customeraccounts.projections.privacy.JdbcPersonalDataVault;
import io.customeraccounts.projections.store.EventSerializer;
import io.customeraccounts.projections.store.JdbcEventStorage;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.RandomHistory;
import io.customeraccounts.projections.testing.RandomHistory.Decision;
import io.customeraccounts.projections.testing.ReadSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Rule: Invariants. Replaying all events gives the live read tables, row for row. */
class ReplayTest {

    private static final int DECISIONS = 700;

    @ParameterizedTest
    @CsvSource({"H2, 1", "H2, 2", "POSTGRES, 3", "POSTGRES, 4"})
    void givesTheLiveTablesRowForRow(Databases kind, long seed) throws Exception {
        try (var live = new ReadSide(kind, ReplayTest::vault)) {
            live(live, seed);

            assertThat(live.rows().values()).allSatisfy(rows -> assertThat(rows).hasSizeGreaterThan(3));
            assertThat(replayed(live, kind)).isEqualTo(live.rows());
        }
    }

    @Test
    void givesTheLiveTablesAlsoAfterValuesWereErased() throws Exception {
        try (var live = new ReadSide(Databases.H2, ReplayTest::vault)) {
            var decisions = live(live, 5);
            var before = live.rows();
            erase(live, decisions);

            assertThat(live.rows()).isNotEqualTo(before);
            assertThat(replayed(live, Databases.H2)).isEqualTo(live.rows());
        }
    }

    @Test
    void noticesASingleValueThatDiffers() throws Exception {
        try (var live = new ReadSide(Databases.H2, ReplayTest::vault)) {
            live(live, 6);
            live.sql.sql("""
                    update customer_user set version = version + 1
                    where membership_id = (select max(membership_id) from customer_user)
                    """).update();

            assertThat(replayed(live, Databases.H2)).isNotEqualTo(live.rows());
        }
    }

    @Test
    void givesTheSameRowsOnBothDatabases() {
        try (var h2 = new ReadSide(Databases.H2, new InMemoryVault());
                var postgres = new ReadSide(Databases.POSTGRES, new InMemoryVault())) {
            history(7).forEach(decision -> {
                h2.happened(decision);
                postgres.happened(decision);
            });

            assertThat(postgres.rows()).isEqualTo(h2.rows());
        }
    }

    private static Stream<Decision> history(long seed) {
        return RandomHistory.decisions(seed).limit(DECISIONS);
    }

    /** Everything happens, is stored, and changes the read tables in the same transaction. */
    private static List<Decision> live(ReadSide is, long seed) {
        var serializer = new EventSerializer(is.vault, Map.of());
        var store = new JdbcEventStorage(is.database, serializer, NoOpEventUpcaster.INSTANCE, () -> {});
        var decisions = history(seed).toList();
        for (var decision : decisions) {
            is.transactions.executeWithoutResult(transaction -> {
                var messages = is.messages(decision);
                store.appendEvents(messages);
                messages.forEach(is::handle);
            });
        }
        return decisions;
    }

    /** The read tables of an empty database after all events, in the order of the ledger. */
    private static Map<String, List<String>> replayed(ReadSide live, Databases kind) throws Exception {
        var ledger = new Ledger(new JdbcTemplate(live.database), new JdbcTransactionManager(live.database), live.clock);
        while (ledger.seal() > 0) {
            // goes on until nothing waits
        }
        var source = new LedgerSource(
                ledger, new EventSerializer(live.vault, Map.of()), NoOpEventUpcaster.INSTANCE, live.clock);
        try (var empty = new ReadSide(kind, live.vault);
                var events = source.openStream(null)) {
            for (var position = 0L; position < ledger.lastPosition(); position++) {
                assertThat(events.hasNextAvailable(10, TimeUnit.SECONDS)).isTrue();
                empty.handle(events.nextAvailable());
            }
            return empty.rows();
        }
    }

    /** Every second ended invitation and every third person, user or not. */
    private static void erase(ReadSide is, List<Decision> decisions) {
        var random = new Random(1);
        var events = decisions.stream()
                .flatMap(decision -> decision.events().stream())
                .toList();
        var invitations = new ArrayList<>(
                events.stream().flatMap(event -> ended(event).stream()).toList());
        var persons = new ArrayList<>(events.stream()
                .flatMap(event ->
                        event instanceof UserJoined joined ? Stream.of(joined.personId()) : Stream.<PersonId>of())
                .distinct()
                .toList());
        invitations.removeIf(invitation -> random.nextInt(2) == 0);
        persons.removeIf(person -> random.nextInt(3) > 0);
        assertThat(invitations).isNotEmpty();
        assertThat(persons).isNotEmpty();
        is.transactions.executeWithoutResult(transaction -> {
            invitations.forEach(id -> {
                is.vault.destroy(KeyId.of(id));
                is.invitations.blank(id);
            });
            persons.forEach(id -> {
                is.vault.destroy(KeyId.of(id));
                is.users.blank(id);
            });
        });
    }

    private static Optional<InvitationId> ended(DomainEvent event) {
        return switch (event) {
            case InvitationDeclined declined -> Optional.of(declined.invitationId());
            case InvitationCancelled cancelled -> Optional.of(cancelled.invitationId());
            case InvitationExpired expired -> Optional.of(expired.invitationId());
            default -> Optional.empty();
        };
    }

    private static PersonalDataVault vault(ReadSide is) {
        return new JdbcPersonalDataVault(is.sql, is.clock, new SecretKeySpec(new byte[32], "AES"));
    }
}
