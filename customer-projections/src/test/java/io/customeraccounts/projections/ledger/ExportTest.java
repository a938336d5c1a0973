package io.customeraccounts.projections.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.projections.testing.Databases;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What stands in an export, and that it can be checked by who has only read about it. */
@ParameterizedClass
@EnumSource
class ExportTest {

    private final Databases kind;
    private ExportedLedger it;

    ExportTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        it = new ExportedLedger(kind);
    }

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void writesNothingBeforeTheFirstEvent() {
        assertThat(kinds(it.export())).containsExactly("begin", "end");
        assertThat(read(it.export())).hasOnlyElementsOfTypes(ExportLine.Begin.class, ExportLine.End.class);
    }

    @Test
    void signsWhatHasNotBeenSignedAndPutsEachCheckpointAfterItsLastEvent() {
        it.happened(1, 5, 0);
        it.checkpoints.make();
        var signed = it.ledger.lastPosition();
        it.happened(2, 5, 0);

        var lines = read(it.export());

        assertThat(lines.get((int) signed + 1))
                .isInstanceOfSatisfying(
                        ExportLine.Signed.class,
                        line -> assertThat(Checkpoint.parse(line.note().text()).size())
                                .isEqualTo(signed));
        assertThat(lines.getLast()).isInstanceOfSatisfying(ExportLine.End.class, end -> {
            assertThat(end.position()).isEqualTo(it.ledger.lastPosition());
            assertThat(end.consistency()).isEmpty();
        });
        assertThat(lines).filteredOn(ExportLine.Event.class::isInstance).hasSize((int) it.ledger.lastPosition());
    }

    @Test
    void writesManyPages() {
        it.happened(3, 2_600, 0.01);
        assertThat(ExportedLedger.verify(it.export(), it.key(), List.of()).proved())
                .isEqualTo(it.ledger.lastPosition());
    }

    /** With the JDK and what the README and the RFCs say, and nothing of ours. */
    @Test
    void canBeCheckedByCodeThatIsNotOurs() throws Exception {
        it.happened(4, 50, 0.3);
        var leaves = new ArrayList<byte[]>();
        var checked = 0;
        for (var line : new String(it.export(), UTF_8).lines().toList()) {
            var json = JsonMapper.shared().readTree(line);
            if (json.path("kind").asString().equals("event")) {
                leaves.add(leafHash(json));
            }
            if (json.path("note").isString()) {
                var note = json.path("note").asString().split("\n\n", 2);
                var text = note[0].split("\n", -1);
                assertThat(text[0]).isEqualTo("ledger.example/test");
                assertThat(Integer.parseInt(text[1])).isEqualTo(leaves.size());
                assertThat(Base64.getDecoder().decode(text[2])).isEqualTo(root(leaves));
                assertThat(isSigned(note[0] + "\n", note[1], it.key().text())).isTrue();
                assertThat(isSigned(note[0] + " \n", note[1], it.key().text())).isFalse();
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(5);
    }

    /** RFC 9162, section 2.1.3.2, with the JDK alone: a line of an export with proofs, and a checkpoint from elsewhere. */
    @Test
    void canBeCheckedLineByLineByCodeThatIsNotOurs() throws Exception {
        it.happened(5, 40, 0.3);
        var export = new String(it.export(0, Long.MAX_VALUE, true), UTF_8);
        var checkpoint = it.checkpoints.last().orElseThrow().text().split("\n", -1);
        for (var line : export.lines().toList()) {
            var json = JsonMapper.shared().readTree(line);
            if (json.path("kind").asString().equals("event")) {
                assertThat(json.path("size").asLong()).isEqualTo(Long.parseLong(checkpoint[1]));
                var fn = json.path("position").asLong() - 1;
                var sn = Long.parseLong(checkpoint[1]) - 1;
                var r = leafHash(json);
                for (var hash : json.path("inclusion")) {
                    var p = Base64.getDecoder().decode(hash.asString());
                    var digest = MessageDigest.getInstance("SHA-256");
                    digest.update((byte) 1);
                    if (fn % 2 == 1 || fn == sn) {
                        digest.update(p);
                        r = digest.digest(r);
                        while (fn % 2 == 0 && fn != 0) {
                            fn /= 2;
                            sn /= 2;
                        }
                    } else {
                        digest.update(r);
                        r = digest.digest(p);
                    }
                    fn /= 2;
                    sn /= 2;
                }
                assertThat(sn).isZero();
                assertThat(Base64.getEncoder().encodeToString(r)).isEqualTo(checkpoint[2]);
            }
        }
    }

    private static byte[] leafHash(JsonNode event) throws IOException, GeneralSecurityException {
        var leaf = new ByteArrayOutputStream();
        var data = new DataOutputStream(leaf);
        data.writeByte(0);
        for (var name : List.of(
                "eventIdentifier",
                "aggregateType",
                "aggregateIdentifier",
                "sequenceNumber",
                "name",
                "revision",
                "occurredAt",
                "payload",
                "metadata")) {
            if (name.equals("sequenceNumber")) {
                data.writeInt(8);
                data.writeLong(event.path(name).asLong());
            } else if (event.has(name)) {
                var bytes = event.path(name).asString().getBytes(UTF_8);
                data.writeInt(bytes.length);
                data.write(bytes);
            } else {
                data.writeInt(-1);
            }
        }
        return MessageDigest.getInstance("SHA-256").digest(leaf.toByteArray());
    }

    /** RFC 9162, section 2.1.1, word for word. */
    private static byte[] root(List<byte[]> leaves) throws GeneralSecurityException {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        var k = 1;
        while (2 * k < leaves.size()) {
            k *= 2;
        }
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update((byte) 1);
        digest.update(root(leaves.subList(0, k)));
        digest.update(root(leaves.subList(k, leaves.size())));
        return digest.digest();
    }

    /** C2SP signed-note: a line has a dash, the name, and in base64 four bytes of the key's hash and the signature. */
    private static boolean isSigned(String text, String lines, String key) throws GeneralSecurityException {
        var parts = key.split("\\+", 3);
        var typed = Base64.getDecoder().decode(parts[2]);
        var id = MessageDigest.getInstance("SHA-256");
        id.update((parts[0] + "\n").getBytes(UTF_8));
        id.update(typed);
        var expected = Arrays.copyOf(id.digest(), 4);
        for (var line : lines.lines().toList()) {
            var words = line.split(" ", -1);
            var signature = Base64.getDecoder().decode(words[2]);
            if (words[0].equals("\u2014")
                    && words[1].equals(parts[0])
                    && Arrays.equals(Arrays.copyOf(signature, 4), expected)) {
                var verifying = Signature.getInstance("Ed25519");
                verifying.initVerify(KeyFactory.getInstance("Ed25519")
                        .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point(typed))));
                verifying.update(text.getBytes(UTF_8));
                return verifying.verify(Arrays.copyOfRange(signature, 4, signature.length));
            }
        }
        return false;
    }

    /** RFC 8032, section 5.1.2: little-endian, and the highest bit is that of x. */
    private static EdECPoint point(byte[] typed) {
        var bigEndian = new byte[32];
        for (var i = 0; i < 32; i++) {
            bigEndian[i] = typed[32 - i];
        }
        var odd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        return new EdECPoint(odd, new BigInteger(1, bigEndian));
    }

    // What is no export

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"kind\":\"begin\"}",
                "{\"kind\":\"other\"}",
                "{\"kind\":\"missing\",\"position\":\"1\"}",
                "{\"kind\":\"missing\",\"position\":1.5}",
                "{\"kind\":\"missing\",\"position\":1,\"position\":2}",
                "{\"kind\":\"missing\",\"position\":1,\"note\":\"x\"}",
                "{\"kind\":\"missing\",\"position\":1,\"said\":\"by nobody\"}",
                "{\"kind\":\"missing\",\"position\":1} {}",
                "{\"kind\":\"begin\",\"format\":1,\"after\":1,\"frontier\":[\"AA==\"]}"
            })
    void refusesALineThatIsNone(String line) {
        assertThatThrownBy(() -> read((line + "\n").getBytes(UTF_8)))
                .isInstanceOf(ExportReader.Malformed.class)
                .hasMessageStartingWith("line 1: ");
    }

    @Test
    void leavesOutALineThatIsBrokenOff() {
        it.happened(1, 3, 0);
        var export = it.export();
        assertThat(read(Arrays.copyOf(export, export.length - 1)))
                .hasSize(read(export).size() - 1);
    }

    private static List<String> kinds(byte[] export) {
        return new String(export, UTF_8)
                .lines()
                .map(line -> JsonMapper.shared().readTree(line).path("kind").asString())
                .toList();
    }

    private static List<ExportLine> read(byte[] export) {
        try {
            var reader = new ExportReader(new ByteArrayInputStream(export));
            var lines = new ArrayList<ExportLine>();
            for (var line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
            }
            return lines;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
