package io.customeraccounts.projections.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderKeyTest {

    private static final UUID LOW = new UUID(0, 0);
    private static final UUID HIGH = new UUID(-1, -1);

    @Test
    void foldsPlainCharactersAsItFoldsAll() {
        for (var c = 0; c < 0x100; c++) {
            var text = "a" + (char) c + "Z";
            assertThat(OrderKey.folded(text)).isEqualTo(OrderKey.foldedInFull(text));
        }
    }

    @Test
    void ordersTextsBeforeIds() {
        ascending(
                OrderKey.lowest(),
                OrderKey.of("", LOW),
                OrderKey.of("", HIGH),
                OrderKey.of("anna", LOW),
                OrderKey.of("anna", HIGH),
                OrderKey.of("anna b", LOW),
                OrderKey.of("annab", LOW),
                OrderKey.of("\u00fc", LOW),
                OrderKey.of("\uffee", LOW),
                OrderKey.of("\ud83d\ude00", LOW),
                OrderKey.of("\udbff\udfff", HIGH),
                OrderKey.highest());
    }

    @Test
    void ordersInstantsToTheMicrosecond() {
        var noon = Instant.parse("2026-03-02T12:00:00Z");
        ascending(
                OrderKey.lowest(),
                OrderKey.of(Instant.EPOCH, LOW),
                OrderKey.of(noon, LOW),
                OrderKey.of(noon.plusNanos(999), HIGH),
                OrderKey.of(noon.plusNanos(1000), LOW),
                OrderKey.of(Instant.parse("9999-12-31T23:59:59Z"), HIGH),
                OrderKey.highest());
    }

    @Test
    void keepsTheKeysOfOneTextTogether() {
        ascending(
                OrderKey.within("CUSTOMER", OrderKey.of("z", HIGH)),
                OrderKey.before("CUSTOMER_ADMIN"),
                OrderKey.within("CUSTOMER_ADMIN", OrderKey.of("", LOW)),
                OrderKey.within("CUSTOMER_ADMIN", OrderKey.of("z", HIGH)),
                OrderKey.after("CUSTOMER_ADMIN"),
                OrderKey.within("CUSTOMER_ADMINS", OrderKey.of("", LOW)));
    }

    @Test
    void cutsTextsThatWouldNotFitIntoAnIndex() {
        assertThat(OrderKey.of("\ufdfa".repeat(5000), LOW)).hasSizeLessThan(700);
    }

    @Test
    void foldsCaseAccentsAndWidth() {
        assertThat(OrderKey.folded("Émile")).isEqualTo("emile");
        assertThat(OrderKey.folded("E\u0301mile")).isEqualTo("emile");
        assertThat(OrderKey.folded("STRASSE")).isEqualTo(OrderKey.folded("Straße"));
        assertThat(OrderKey.folded("ΣΊΣΥΦΟΣ")).isEqualTo(OrderKey.folded("σίσυφος"));
        assertThat(OrderKey.folded("Ａｎｎａ")).isEqualTo("anna");
        assertThat(OrderKey.folded("한글")).isEqualTo("한글");
        assertThat(OrderKey.folded("हिन्दी")).isEqualTo("हिन्दी");
    }

    private static void ascending(byte[]... keys) {
        for (var i = 1; i < keys.length; i++) {
            assertThat(Arrays.compareUnsigned(keys[i - 1], keys[i]))
                    .as("%s before %s", i - 1, i)
                    .isNegative();
        }
    }
}
