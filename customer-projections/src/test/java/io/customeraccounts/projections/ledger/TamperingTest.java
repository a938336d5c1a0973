package io.customeraccounts.projections.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.customeraccounts.projections.ledger.Altered.Reason;
import io.customeraccounts.projections.ledger.SignedNote.Verifier;
import io.customeraccounts.projections.store.StoredEvent;
import io.customeraccounts.projections.testing.Databases;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rule: History and audit. Whoever has the database and not the key changes the past in eight ways; the verifier, which has an
 * export, the key's public half and checkpoints that were kept, names the first bad position. And is silent if nobody did.
 */
@ParameterizedClass
@EnumSource
class TamperingTest {

    private static final int EVENTS = 40;
    private static final long HERE = 17;

    private final Databases kind;
    private ExportedLedger it;
    private Verifier key;
    private List<SignedNote> kept;

    TamperingTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        it = new ExportedLedger(kind);
    }

    /** Each event is signed, and each checkpoint kept: then a position is named exactly, whatever was done. */
    private void everyEventIsSigned() {
        it.happened(1, EVENTS, 1);
        remember();
    }

    private void remember() {
        key = it.key();
        kept = it.checkpoints.between(0, Long.MAX_VALUE);
    }

    @AfterEach
    void close() {
        it.close();
    }

    // Eight ways

    @Test
    void findsAnEditedPayload() {
        everyEventIsSigned();
        edit("payload", HERE);
        assertThat(alarm()).satisfies(at(HERE, Reason.EVENT_CHANGED));
    }

    @Test
    void findsEditedMetadata() {
        everyEventIsSigned();
        edit("metadata", HERE);
        assertThat(alarm()).satisfies(at(HERE, Reason.EVENT_CHANGED));
    }

    @Test
    void findsAnEditedTime() {
        everyEventIsSigned();
        it.sql.update(
                "update domain_event set occurred_at = '2026-01-01T00:00:00Z' where event_identifier = ?", event(HERE));
        assertThat(alarm()).satisfies(at(HERE, Reason.EVENT_CHANGED));
    }

    @Test
    void findsAnEventDeletedInTheMiddle() {
        everyEventIsSigned();
        it.sql.update("delete from domain_event where event_identifier = ?", event(HERE));
        assertThat(alarm()).satisfies(at(HERE, Reason.EVENT_MISSING));
        it.sql.update("delete from ledger where position = ?", HERE);
        assertThat(alarm()).satisfies(at(HERE, Reason.EVENT_MISSING));
    }

    @Test
    void findsAnEventDeletedInTheMiddleAndTheOthersMovedUp() {
        everyEventIsSigned();
        var places = places();
        places.remove((int) HERE - 1);
        rewrite(places);
        assertThat(alarm()).satisfies(at(HERE, Reason.NOT_WHAT_WAS_SIGNED));
    }

    @Test
    void findsThatTheTailIsMissing() {
        everyEventIsSigned();
        cutOffAfter(HERE - 1);
        assertThat(alarm()).satisfies(from(HERE, Reason.TAIL_MISSING));
    }

    @Test
    void findsTwoEventsThatWereSwapped() {
        everyEventIsSigned();
        var places = places();
        var first = places.set((int) HERE - 1, places.get((int) HERE + 4));
        places.set((int) HERE + 4, first);
        rewrite(places);
        assertThat(alarm()).satisfies(at(HERE, Reason.NOT_WHAT_WAS_SIGNED));
    }

    @Test
    void findsAnEventThatWasPutIn() {
        everyEventIsSigned();
        var places = places();
        places.add((int) HERE - 1, invented(places.getFirst()));
        rewrite(places);
        assertThat(alarm()).satisfies(at(HERE, Reason.NOT_WHAT_WAS_SIGNED));
    }

    @Test
    void findsThatAnOldCopyWentOnInstead() {
        everyEventIsSigned();
        cutOffAfter(HERE - 1);
        it.happened(2, 2 * EVENTS, 1);
        assertThat(alarm()).satisfies(at(HERE, Reason.NOT_WHAT_WAS_SIGNED));
    }

    @Test
    void findsAHistoryThatWasRewrittenAndSignedWithAnotherKey() {
        everyEventIsSigned();
        edit("payload", HERE);
        rewrite(places());
        it.sql.update("delete from ledger_checkpoint where size >= ?", HERE);
        it.sql.update("delete from checkpoint_key");
        it.checkpoints.make();
        assertThat(alarm()).satisfies(at(HERE, Reason.NOT_WHAT_WAS_SIGNED));
        kept = List.of();
        assertThat(alarm()).satisfies(from(HERE, Reason.NOT_SIGNED));
    }

    // With proofs

    @Test
    void findsASingleProofThatWasChangedTakenAwayOrExchanged() {
        it.happened(1, 700, 0.01);
        remember();
        var lines =
                new String(it.export(0, Long.MAX_VALUE, true), UTF_8).lines().toList();
        assertThat(verify(joined(lines)).proved()).isEqualTo(it.ledger.lastPosition());
        for (var position : List.of(1L, 2L, 255L, 256L, 257L, 512L, it.ledger.lastPosition())) {
            var at = IntStream.range(0, lines.size())
                    .filter(i -> lines.get(i).startsWith("{\"kind\":\"event\",\"position\":" + position + ","))
                    .findFirst()
                    .orElseThrow();
            var line = lines.get(at);
            var proof = Pattern.compile("\"inclusion\":\\[.*?]").matcher(line);
            assertThat(proof.find()).isTrue();
            for (var hash :
                    List.of(0, (int) proof.group().chars().filter(c -> c == ',').count())) {
                var hashes = proof.group()
                        .substring("\"inclusion\":[".length())
                        .replace("]", "")
                        .split(",", -1);
                hashes[hash] = "\"" + "A".repeat(43) + "=\"";
                assertThat(alarm(with(
                                lines,
                                at,
                                line.replace(proof.group(), "\"inclusion\":[" + String.join(",", hashes) + "]"))))
                        .satisfies(at(position, Reason.PROOF_WRONG));
            }
            assertThat(alarm(with(lines, at, line.replace(proof.group(), "\"inclusion\":[]"))))
                    .satisfies(at(position, Reason.PROOF_WRONG));
            assertThat(alarm(with(lines, at, line.replaceAll(",\"size\":.*]", ""))))
                    .satisfies(at(position, Reason.PROOF_WRONG));
        }
        var without = new String(it.export(), UTF_8).lines().toList();
        assertThat(alarm(with(without, 5, lines.get(5)))).satisfies(at(5, Reason.PROOF_WRONG));
        // The proofs lead to a checkpoint, and that is the one that was signed last.
        var earlier = kept.get(kept.size() - 2).asText().replace("\n", "\\n");
        assertThat(alarm(with(
                        lines,
                        0,
                        lines.getFirst()
                                .replaceAll(
                                        "\"note\":\".*\"", Matcher.quoteReplacement("\"note\":\"" + earlier + "\"")))))
                .satisfies(at(1, Reason.PROOF_WRONG));
    }

    private static byte[] with(List<String> lines, int at, String line) {
        var changed = new ArrayList<>(lines);
        changed.set(at, line);
        return joined(changed);
    }

    private static byte[] joined(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(UTF_8);
    }

    @Test
    void checksALineAloneAgainstTheCheckpoint() {
        it.happened(2, 300, 0.01);
        var lines = new String(it.export(0, Long.MAX_VALUE, true), UTF_8)
                .lines()
                .filter(line -> line.startsWith("{\"kind\":\"event\""))
                .toList();
        remember();
        var trusted =
                new Verification(List.of(key), List.of(it.checkpoints.last().orElseThrow()));
        lines.forEach(line -> trusted.acceptAlone(event(line)));
        var line = lines.get((int) HERE);
        for (var changed : List.of(
                line.replaceFirst("\"payload\":\"\\{", "\"payload\":\"{ "),
                line.replaceFirst("\"position\":\\d+", "\"position\":3"))) {
            assertThat(catchThrowableOfType(Altered.class, () -> trusted.acceptAlone(event(changed))))
                    .extracting(Altered::reason)
                    .isEqualTo(Reason.PROOF_WRONG);
        }
    }

    private static ExportLine.Event event(String line) {
        try {
            return (ExportLine.Event) new ExportReader(new ByteArrayInputStream((line + "\n").getBytes(UTF_8))).next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // How exactly

    @Test
    void namesTheEventsBetweenTwoCheckpointsIfNothingTellsMore() {
        it.happened(3, 10, 0);
        it.checkpoints.make();
        var good = it.ledger.lastPosition();
        it.happened(4, 20, 0);
        it.checkpoints.make();
        remember();
        var bad = good + 7;
        edit("payload", bad);
        rewrite(places());

        var alarm = alarm();

        assertThat(alarm.first()).isEqualTo(good + 1);
        assertThat(alarm.last()).isEqualTo(it.ledger.lastPosition());
    }

    @Test
    void doesNotFindWhatNobodyHasKeptACheckpointOf() {
        everyEventIsSigned();
        cutOffAfter(HERE - 1);
        kept = kept.subList(0, 3);
        assertThat(verify(it.export()).last()).isEqualTo(HERE - 1);
    }

    @Test
    void trustsAKeyThatATrustedOneNamesAsTheNext() {
        everyEventIsSigned();
        it.keys.add();
        it.happened(5, 10, 1);
        it.keys.add();
        it.happened(6, 10, 1);

        assertThat(verify(it.export()).proved()).isEqualTo(it.ledger.lastPosition());
        edit("payload", HERE);
        assertThat(alarm()).satisfies(at(HERE, Reason.EVENT_CHANGED));
    }

    @Test
    void trustsNoKeyForStandingBesideATrustedOne() {
        everyEventIsSigned();
        kept = List.of();
        edit("payload", HERE);
        rewrite(places());
        it.sql.update("delete from ledger_checkpoint where size >= ?", HERE);
        it.keys.add();
        var other = it.keys.signers().getFirst();
        var genuine = it.checkpoints.last().orElseThrow();
        var both = new SignedNote(
                genuine.text(),
                Stream.concat(
                                genuine.signatures().stream(),
                                SignedNote.sign(genuine.text(), List.of(other)).signatures().stream())
                        .toList());
        it.sql.update("update ledger_checkpoint set note = ? where size = ?", both.asText(), HERE - 1);
        it.checkpoints.make();

        assertThat(alarm()).satisfies(from(HERE, Reason.NOT_SIGNED));
    }

    // No alarm

    @Test
    void raisesNoAlarmAboutAHundredHistories() {
        for (var seed = 0; seed < 100; seed++) {
            it.clear();
            var random = new Random(seed);
            it.happened(seed, 1 + random.nextInt(30), random.nextDouble());
            remember();
            var last = it.ledger.lastPosition();

            assertThat(verify(it.export()))
                    .as("seed %d", seed)
                    .extracting(Verification.Result::last, Verification.Result::proved, Verification.Result::complete)
                    .containsExactly(last, last, true);
            var parts = new ByteArrayOutputStream();
            for (long after = 0; after < last; ) {
                var limit = 1 + random.nextInt(20);
                var part = it.export(after, limit, random.nextBoolean());
                assertThat(verify(part).first()).as("seed %d", seed).isEqualTo(after + 1);
                parts.writeBytes(part);
                after = Math.min(last, after + limit);
            }
            assertThat(verify(parts.toByteArray()).proved()).as("seed %d", seed).isEqualTo(last);
        }
    }

    @Test
    void goesOnWhereAnExportWasBrokenOff() {
        everyEventIsSigned();
        var whole = new String(it.export(), UTF_8);
        var broken = whole.substring(0, whole.length() / 2);

        var before = verify(broken.getBytes(UTF_8));

        assertThat(before.complete()).isFalse();
        assertThat(before.last()).isBetween(2L, it.ledger.lastPosition() - 2);
        var kept = broken.substring(0, broken.lastIndexOf('\n') + 1);
        var rest = new String(it.export(before.last(), Long.MAX_VALUE), UTF_8);
        assertThat(verify((kept + rest).getBytes(UTF_8)))
                .extracting(Verification.Result::last, Verification.Result::proved, Verification.Result::complete)
                .containsExactly(it.ledger.lastPosition(), it.ledger.lastPosition(), true);
        var gap = new String(it.export(before.last() + 1, Long.MAX_VALUE), UTF_8);
        assertThat(alarm((kept + gap).getBytes(UTF_8))).satisfies(at(before.last() + 1, Reason.EVENT_MISSING));
    }

    @Test
    void saysWhichKeptCheckpointsAnExportSaysNothingAbout() {
        everyEventIsSigned();
        assertThat(verify(it.export(10, 5)).unchecked()).contains(1L, 9L, 16L).doesNotContain(10L, 11L, 15L);
    }

    // What is done to the past

    private void edit(String column, long position) {
        var id = event(position);
        var json = new String(
                it.sql.queryForObject(
                        "select " + column + " from domain_event where event_identifier = ?", byte[].class, id),
                UTF_8);
        it.sql.update(
                "update domain_event set " + column + " = ? where event_identifier = ?",
                json.replaceFirst("\\}$", json.equals("{}") ? "\"a\":1}" : ",\"a\":1}")
                        .getBytes(UTF_8),
                id);
    }

    private UUID event(long position) {
        return it.sql.queryForObject("select event_identifier from ledger where position = ?", UUID.class, position);
    }

    private List<StoredEvent> places() {
        return new ArrayList<>(it.ledger.places(0, Long.MAX_VALUE, Integer.MAX_VALUE).stream()
                .map(Ledger.Place::event)
                .toList());
    }

    private StoredEvent invented(StoredEvent like) {
        var id = UUID.randomUUID();
        it.sql.update(
                """
                insert into domain_event (event_identifier, aggregate_type, aggregate_identifier, sequence_number, name,
                    revision, occurred_at, payload, metadata)
                values (?, ?, ?, 0, ?, ?, ?, ?, ?)
                """,
                id,
                like.aggregateType(),
                id,
                like.name(),
                like.revision(),
                like.occurredAt(),
                like.payload(),
                like.metadata());
        return new StoredEvent(
                id,
                like.aggregateType(),
                id,
                0,
                like.name(),
                like.revision(),
                like.occurredAt(),
                like.payload(),
                like.metadata());
    }

    /** With all hashes made anew, so that only signatures are wrong. */
    private void rewrite(List<StoredEvent> events) {
        it.sql.update("delete from ledger");
        it.sql.update("delete from ledger_subtree");
        for (var i = 0; i < events.size(); i++) {
            it.sql.update("""
                    insert into ledger (position, event_identifier, customer_id, leaf_hash, sealed_at)
                    values (?, ?, ?, ?, timestamp with time zone '2026-03-02 12:00:00+00:00')
                    """, i + 1, events.get(i).eventIdentifier(), UUID.randomUUID(), Leaf.hash(events.get(i)));
        }
        it.sql.update("update ledger_head set last_position = ?", events.size());
    }

    private void cutOffAfter(long position) {
        it.sql.update(
                "delete from domain_event where event_identifier in (select event_identifier from ledger where position > ?)",
                position);
        it.sql.update("delete from ledger where position > ?", position);
        it.sql.update("delete from ledger_checkpoint where size > ?", position);
        it.sql.update("update ledger_head set last_position = ?", position);
    }

    // What the verifier says

    private Verification.Result verify(byte[] export) {
        return ExportedLedger.verify(export, key, kept);
    }

    private Altered alarm() {
        return alarm(it.export());
    }

    private Altered alarm(byte[] export) {
        return catchThrowableOfType(Altered.class, () -> verify(export));
    }

    private static Consumer<Altered> at(long position, Reason reason) {
        return alarm -> {
            assertThat(alarm.reason()).isEqualTo(reason);
            assertThat(alarm.first()).isEqualTo(position);
            assertThat(alarm.last()).isEqualTo(position);
        };
    }

    private static Consumer<Altered> from(long position, Reason reason) {
        return alarm -> {
            assertThat(alarm.reason()).isEqualTo(reason);
            assertThat(alarm.first()).isEqualTo(position);
        };
    }
}
