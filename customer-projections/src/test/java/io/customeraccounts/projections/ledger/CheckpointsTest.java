package io.customeraccounts.projections.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.projections.testing.Databases;
import java.time.Clock;
import java.util.ArrayList;
import java.util.UUID;
import java.util.stream.LongStream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

@ParameterizedClass
@EnumSource(Databases.class)
class CheckpointsTest {

    private final Databases kind;
    private HikariDataSource database;
    private JdbcTemplate sql;
    private CheckpointKeys keys;
    private Checkpoints checkpoints;

    CheckpointsTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void createTables() {
        database = kind.laidOut();
        sql = new JdbcTemplate(database);
        keys = keys(1);
        checkpoints = checkpoints(keys);
    }

    private CheckpointKeys keys(int encryption) {
        var key = new byte[32];
        key[0] = (byte) encryption;
        return new CheckpointKeys(sql, "ledger.example/test", new SecretKeySpec(key, "AES"), Clock.systemUTC());
    }

    private Checkpoints checkpoints(CheckpointKeys by) {
        var ledger = new Ledger(sql, new JdbcTransactionManager(database), Clock.systemUTC());
        return new Checkpoints(sql, ledger, by, Clock.systemUTC());
    }

    @AfterEach
    void dropTables() {
        database.close();
    }

    @Test
    void signsNothingBeforeTheFirstEvent() {
        assertThat(checkpoints.make()).isEmpty();
    }

    @Test
    void signsWhatTheLedgerIsNow() {
        seal(3);

        var note = checkpoints.make().orElseThrow();

        var checkpoint = Checkpoint.parse(note.text());
        assertThat(checkpoint.origin()).isEqualTo("ledger.example/test");
        assertThat(checkpoint.size()).isEqualTo(3);
        assertThat(checkpoint.root()).isEqualTo(checkpoints.tree().root(3));
        assertThat(note.isSignedBy(keys.verifiers().getFirst())).isTrue();
        assertThat(checkpoints.make().orElseThrow().asText()).isEqualTo(note.asText());
        assertThat(sql.queryForObject("select count(*) from ledger_checkpoint", Integer.class))
                .isEqualTo(1);
    }

    @Test
    void findsCheckpointsBySize() {
        seal(3);
        checkpoints.make();
        seal(2);
        checkpoints.make();

        assertThat(checkpoints.upTo(2)).isEmpty();
        assertThat(checkpoints.upTo(4).map(CheckpointsTest::size)).contains(3L);
        assertThat(checkpoints.from(4).map(CheckpointsTest::size)).contains(5L);
        assertThat(checkpoints.from(6)).isEmpty();
        assertThat(checkpoints.last().map(CheckpointsTest::size)).contains(5L);
    }

    private static long size(SignedNote note) {
        return Checkpoint.parse(note.text()).size();
    }

    @Test
    void letsTheFormerKeySignTheFirstCheckpointOfANewOne() {
        seal(1);
        checkpoints.make();
        var former = keys.verifiers().getFirst();
        var next = keys.add();

        var handedOver = checkpoints.make().orElseThrow();
        seal(1);
        var after = checkpoints.make().orElseThrow();

        assertThat(handedOver.isSignedBy(former)).isTrue();
        assertThat(handedOver.isSignedBy(next)).isTrue();
        assertThat(after.isSignedBy(former)).isFalse();
        assertThat(after.isSignedBy(next)).isTrue();
        assertThat(keys.verifiers()).containsExactly(next, former);
    }

    @Test
    void goesOnWithANewKeyIfTheOldOneCannotBeDecrypted() {
        seal(1);
        checkpoints.make();
        seal(1);

        var other = keys(2);
        var note = checkpoints(other).make().orElseThrow();

        assertThat(other.verifiers()).hasSize(2);
        assertThat(note.isSignedBy(other.verifiers().getFirst())).isTrue();
    }

    @Test
    void refusesToSignAPastThatIsNotTheOneOfTheLastCheckpoint() {
        seal(5);
        checkpoints.make();
        sql.update("update ledger set leaf_hash = ? where position = 2", new byte[32]);
        seal(1);

        assertThatThrownBy(checkpoints::make)
                .isInstanceOfSatisfying(
                        LedgerAltered.class, e -> assertThat(e.size()).isEqualTo(5));
    }

    @Test
    void refusesToSignLessThanBefore() {
        seal(5);
        checkpoints.make();
        sql.update("delete from ledger where position > 3");
        sql.update("update ledger_head set last_position = 3");

        assertThatThrownBy(checkpoints::make).isInstanceOf(LedgerAltered.class);
    }

    @Test
    void refusesToSignWhatLacksAPlace() {
        seal(5);
        checkpoints.make();
        sql.update("delete from ledger where position = 2");

        assertThatThrownBy(checkpoints::make).isInstanceOf(LedgerAltered.class);
    }

    @Test
    void storesSubtreesAndComesToTheSameRootsWithoutThem() {
        seal(66_000);
        var stored = new Subtrees(sql);
        var without = new MerkleTree(stored).root(66_000);

        while (stored.store(66_000)) {
            // in parts
        }

        assertThat(sql.queryForList("select count(*) from ledger_subtree group by level order by level", Long.class))
                .containsExactly(66_000L / 256, 1L);
        assertThat(new MerkleTree(stored).root(66_000)).isEqualTo(without);
        assertThat(stored.store(66_000)).isFalse();
        // What is stored is used: this is what makes roots cheap, and why they are checked against the events
        // elsewhere.
        sql.update("update ledger_subtree set hash = ? where level = 2", new byte[32]);
        assertThat(new MerkleTree(stored).root(66_000)).isNotEqualTo(without);
    }

    private void seal(int events) {
        var before = sql.queryForObject("select last_position from ledger_head", Long.class);
        var rows = new ArrayList<Object[]>();
        LongStream.rangeClosed(before + 1, before + events).forEach(position -> {
            var hash = new byte[32];
            java.nio.ByteBuffer.wrap(hash).putLong(position);
            rows.add(new Object[] {position, UUID.randomUUID(), UUID.randomUUID(), hash});
        });
        sql.batchUpdate("""
                insert into ledger (position, event_identifier, customer_id, leaf_hash, sealed_at)
                values (?, ?, ?, ?, timestamp with time zone '2026-03-02 12:00:00+00:00')
                """, rows);
        sql.update("update ledger_head set last_position = ?", before + events);
    }
}
