package io.customeraccounts.projections.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MerkleTreeTest {

    private static final HexFormat HEX = HexFormat.of();

    /** The leaves that implementations of Certificate Transparency are tested with. */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<byte[]> MANY =
            IntStream.range(0, 70_000).mapToObj(MerkleTreeTest::leaf).toList();

    private final MerkleTree tree = new MerkleTree(stored(MANY));

    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void hasTheRootsThatEverybodyHas(int size, String root) {
        assertThat(HEX.formatHex(known().root(size))).isEqualTo(root);
    }

    private static MerkleTree known() {
        return new MerkleTree(stored(
                LEAVES.stream().map(HEX::parseHex).map(it -> sha256(0, it)).toList()));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, ''",
        "0, 8, 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
                + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                + " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        "5, 8, bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
                + " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
                + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "2, 3, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "1, 5, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
                + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                + " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    })
    void hasTheInclusionProofsThatEverybodyHas(int leaf, int size, String path) {
        assertThat(String.join(" ", hex(known().inclusion(leaf, size)))).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, ''",
        "1, 8, 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
                + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                + " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        "6, 8, 0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
                + " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
                + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "2, 5, 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
                + " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    })
    void hasTheConsistencyProofsThatEverybodyHas(int earlier, int later, String proof) {
        assertThat(String.join(" ", hex(known().consistency(earlier, later)))).isEqualTo(proof);
    }

    @Test
    void hasTheRootOfTheDefinitionAtEverySize() {
        for (var size : IntStream.concat(IntStream.rangeClosed(1, 300), new Random(3).ints(10, 300, 2_000))
                .toArray()) {
            assertThat(tree.root(size)).isEqualTo(defined(MANY.subList(0, size)));
        }
        for (var size : List.of(65_535, 65_536, 65_537, 65_793, 70_000)) {
            assertThat(tree.root(size)).isEqualTo(defined(MANY.subList(0, size)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 257, 300})
    void provesEveryLeafOfATree(int size) {
        var root = tree.root(size);
        for (var leaf = 0; leaf < size; leaf++) {
            var proof = tree.inclusion(leaf, size);
            assertThat(hex(proof)).isEqualTo(hex(definedPath(leaf, MANY.subList(0, size))));
            assertThat(MerkleTree.includes(root, size, leaf, MANY.get(leaf), proof))
                    .isTrue();
        }
    }

    @Test
    void provesThatEveryTreeExtendsEveryEarlierOne() {
        for (var later = 0; later <= 66; later++) {
            for (var earlier = 0; earlier <= later; earlier++) {
                provesExtension(earlier, later);
            }
        }
        new Random(7).ints(40, 1, 1_500).forEach(later -> provesExtension(new Random(later).nextInt(later), later));
        provesExtension(65_537, 70_000);
    }

    private void provesExtension(int earlier, int later) {
        var proof = tree.consistency(earlier, later);
        if (earlier > 0) {
            assertThat(hex(proof)).isEqualTo(hex(definedConsistency(earlier, MANY.subList(0, later), true)));
        }
        assertThat(MerkleTree.extend(tree.root(earlier), earlier, tree.root(later), later, proof))
                .as("%d of %d", earlier, later)
                .isTrue();
    }

    @Test
    void acceptsNothingElse() {
        var random = new Random(11);
        for (var i = 0; i < 200; i++) {
            var size = 2 + random.nextInt(1_000);
            var leaf = random.nextInt(size);
            var proof = tree.inclusion(leaf, size);
            var root = tree.root(size);

            assertThat(MerkleTree.includes(root, size, leaf, altered(MANY.get(leaf), random), proof))
                    .isFalse();
            assertThat(MerkleTree.includes(altered(root, random), size, leaf, MANY.get(leaf), proof))
                    .isFalse();
            assertThat(MerkleTree.includes(root, size, (leaf + 1) % size, MANY.get(leaf), proof))
                    .isFalse();
            assertThat(MerkleTree.includes(root, size, leaf, MANY.get(leaf), wrong(proof, random)))
                    .isFalse();
            assertThat(MerkleTree.includes(root, size, size, MANY.get(leaf), proof))
                    .isFalse();
            assertThat(MerkleTree.includes(root, size, -1, MANY.get(leaf), proof))
                    .isFalse();

            var earlier = 1 + random.nextInt(size - 1);
            var extension = tree.consistency(earlier, size);
            var before = tree.root(earlier);
            assertThat(MerkleTree.extend(altered(before, random), earlier, root, size, extension))
                    .isFalse();
            assertThat(MerkleTree.extend(before, earlier, altered(root, random), size, extension))
                    .isFalse();
            assertThat(MerkleTree.extend(before, earlier, root, size, wrong(extension, random)))
                    .isFalse();
            assertThat(MerkleTree.extend(root, size, before, earlier, extension))
                    .isFalse();
            assertThat(MerkleTree.extend(before, -1, root, size, extension)).isFalse();
        }
    }

    @Test
    void refusesWhatIsNotInTheTree() {
        assertThatThrownBy(() -> tree.inclusion(5, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.inclusion(-1, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.consistency(6, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.consistency(-1, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    /** One bit of one hash is another, one hash is missing, or there is one more. */
    private static List<byte[]> wrong(List<byte[]> proof, Random random) {
        var wrong = new ArrayList<>(proof);
        switch (wrong.isEmpty() ? 2 : random.nextInt(3)) {
            case 0 -> wrong.set(0, altered(wrong.getFirst(), random));
            case 1 -> wrong.removeLast();
            default -> wrong.add(new byte[MerkleTree.HASH]);
        }
        return wrong;
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(HEX::formatHex).toList();
    }

    private static byte[] altered(byte[] hash, Random random) {
        var altered = hash.clone();
        altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
        return altered;
    }

    /** As the service stores them: only whole subtrees, each from those under it. */
    private static MerkleTree.Hashes stored(List<byte[]> leaves) {
        var levels = new ArrayList<List<byte[]>>();
        levels.add(leaves);
        while (levels.getLast().size() >= MerkleTree.WIDTH) {
            var under = levels.getLast();
            levels.add(IntStream.range(0, under.size() / MerkleTree.WIDTH)
                    .mapToObj(i -> MerkleTree.subtree(under.subList(i * MerkleTree.WIDTH, (i + 1) * MerkleTree.WIDTH)))
                    .toList());
        }
        return (level, from, to) -> levels.get(level).subList((int) from, (int) to);
    }

    // The definitions of RFC 9162, section 2.1, word for word

    private static byte[] defined(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        var k = k(leaves.size());
        return concatenated(defined(leaves.subList(0, k)), defined(leaves.subList(k, leaves.size())));
    }

    private static List<byte[]> definedPath(int m, List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return List.of();
        }
        var k = k(leaves.size());
        var left = leaves.subList(0, k);
        var right = leaves.subList(k, leaves.size());
        return m < k ? with(definedPath(m, left), defined(right)) : with(definedPath(m - k, right), defined(left));
    }

    private static List<byte[]> definedConsistency(int m, List<byte[]> leaves, boolean whole) {
        if (m == leaves.size()) {
            return whole ? List.of() : List.of(defined(leaves));
        }
        var k = k(leaves.size());
        var left = leaves.subList(0, k);
        var right = leaves.subList(k, leaves.size());
        return m <= k
                ? with(definedConsistency(m, left, whole), defined(right))
                : with(definedConsistency(m - k, right, false), defined(left));
    }

    private static List<byte[]> with(List<byte[]> path, byte[] hash) {
        var longer = new ArrayList<>(path);
        longer.add(hash);
        return longer;
    }

    private static int k(int n) {
        var k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    private static byte[] concatenated(byte[] left, byte[] right) {
        var both = new byte[left.length + right.length];
        System.arraycopy(left, 0, both, 0, left.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return sha256(1, both);
    }

    private static byte[] leaf(int number) {
        return sha256(0, Integer.toString(number).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private static byte[] sha256(int prefix, byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((byte) prefix);
            return digest.digest(bytes);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
