package io.customeraccounts.domain.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.customeraccounts.domain.values.InvalidValue.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {

    static final List<String> RESERVED = Identifier.RESERVED.stream().sorted().toList();

    @ParameterizedTest
    @ValueSource(strings = {"ac", "42", "a1", "acme", "a-b-c", "3m-x", "abcdefghijklmnop"})
    void acceptsLettersAndDigitsWithSingleHyphensBetween(String text) {
        assertThat(Identifier.ofCustomer(text)).hasToString(text);
        assertThat(Identifier.ofCustomer(text).value()).isEqualTo(text);
        assertThat(Identifier.ofProject(text))
                .isEqualTo(Identifier.ofCustomer(text))
                .hasSameHashCodeAs(Identifier.ofCustomer(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-a",
                "a-",
                "--",
                "a--b",
                "Acme",
                "ac me",
                "ac_me",
                "ac.me",
                "ac\n",
                "acmé",
                "аcme",
                "ac\u0660",
                "ac\0",
                "\uD83E\uDD84"
            })
    void refusesEverythingElse(String text) {
        assertThat(refusalOf(Identifier::ofCustomer, text).reason()).isEqualTo(Reason.IDENTIFIER_MALFORMED);
        assertThat(refusalOf(Identifier::ofProject, text).reason()).isEqualTo(Reason.IDENTIFIER_MALFORMED);
    }

    @Test
    void allows2To16CharactersForACustomer() {
        assertLength(Identifier::ofCustomer, "a", Reason.IDENTIFIER_TOO_SHORT, 2);
        assertLength(Identifier::ofCustomer, "", Reason.IDENTIFIER_TOO_SHORT, 2);
        assertThat(Identifier.ofCustomer("ab")).isNotNull();
        assertThat(Identifier.ofCustomer("a".repeat(15))).isNotNull();
        assertThat(Identifier.ofCustomer("a".repeat(16))).isNotNull();
        assertLength(Identifier::ofCustomer, "a".repeat(17), Reason.IDENTIFIER_TOO_LONG, 16);
    }

    @Test
    void allows2To30CharactersForAProject() {
        assertLength(Identifier::ofProject, "a", Reason.IDENTIFIER_TOO_SHORT, 2);
        assertThat(Identifier.ofProject("ab")).isNotNull();
        assertThat(Identifier.ofProject("a".repeat(29))).isNotNull();
        assertThat(Identifier.ofProject("a".repeat(30))).isNotNull();
        assertLength(Identifier::ofProject, "a".repeat(31), Reason.IDENTIFIER_TOO_LONG, 30);
    }

    @ParameterizedTest
    @FieldSource("RESERVED")
    void refusesReservedWords(String word) {
        assertThat(refusalOf(Identifier::ofCustomer, word).reason()).isEqualTo(Reason.IDENTIFIER_RESERVED);
        assertThat(refusalOf(Identifier::ofProject, word).reason()).isEqualTo(Reason.IDENTIFIER_RESERVED);
    }

    @Test
    void reservesOnlyWordsThatCouldBeGivenOtherwise() {
        assertThat(RESERVED)
                .contains("api", "admin", "www", "login", "oauth2", "problems", "postmaster", "null")
                .doesNotContain("customer", "")
                .allMatch(word -> word.matches("[a-z0-9](-?[a-z0-9])*") && word.length() >= 2 && word.length() <= 16);
    }

    @ParameterizedTest
    @CsvSource({
        "Acme, acme, acme-2, acme-3",
        "3M, 3m, 3m-2, 3m-3",
        "Müller & Söhne GmbH, muller-sohne, muller-sohne-2, muller-sohne-3",
        "L’Oréal S.A., loreal-s-a, loreal-s-a-2, loreal-s-a-3",
        "O'Brien, obrien, obrien-2, obrien-3",
        "  --Acme--  Corp!, acme-corp, acme-corp-2, acme-corp-3",
        "Łódź Straße Ærø, lodz-strasse, lodz-strasse-2, lodz-strasse-3",
        "İstanbul Işık, istanbul-isik, istanbul-isik-2, istanbul-isik-3",
        "Компьютер, komputer, komputer-2, komputer-3",
        "Ελλάς, ellas, ellas-2, ellas-3",
        "北京科技, bei-jing-ke-ji, bei-jing-ke-ji-2, bei-jing-ke-ji-3",
        "שלום, slwm, slwm-2, slwm-3",
        "٣٤٥ ①, 345-1, 345-1-2, 345-1-3",
        "Ａｃｍｅ, acme, acme-2, acme-3",
        // too long for one word, for two, and cut again for the number
        "Versicherungskammer Bayern, versicherungskam, versicherungsk-2, versicherungsk-3",
        "Internationale Handelsgesellschaft, internationale, internationale-2, internationale-3",
        "abcdefghijklm-nop-qrs, abcdefghijklm, abcdefghijklm-2, abcdefghijklm-3",
        "A Versicherungskammer, a-versicherungsk, a-versicherung-2, a-versicherung-3",
        "abcdefghijklmnop-q, abcdefghijklmnop, abcdefghijklmn-2, abcdefghijklmn-3",
        // without the word that does not fit, if half remains
        "abcdefgh-ijklmnopq, abcdefgh, abcdefgh-2, abcdefgh-3",
        "abcdefg-ijklmnopqr, abcdefg-ijklmnop, abcdefg-ijklmn-2, abcdefg-ijklmn-3",
        "AZ az 09, az-az-09, az-az-09-2, az-az-09-3",
        // nothing to spell
        "🦄 & ☃, customer, customer-2, customer-3",
        // too short, reserved
        "X, x-2, x-3, x-4",
        "API, api-2, api-3, api-4",
        // ends in a number already
        "abcdefghijklmn-2, abcdefghijklmn-2, abcdefghijklmn-3, abcdefghijklmn-4",
        "acme-2, acme-2, acme-2-2, acme-2-3",
    })
    void proposesTheNameInAsciiThenNumbersIt(String name, String first, String second, String third) {
        assertThat(Identifier.proposalsFor(new CustomerName(name)).limit(3).map(Identifier::value))
                .containsExactly(first, second, third);
    }

    @Test
    void proposesValidAndDifferentIdentifiersOnlyForAnyName() {
        Samples.generate(
                1_000, random -> random.nextBoolean() ? Samples.anyText(random, 12) : asciiName(random), text -> {
                    final CustomerName name;
                    try {
                        name = new CustomerName(text);
                    } catch (InvalidValue noName) {
                        return;
                    }
                    var proposals = Identifier.proposalsFor(name).limit(105).toList();
                    assertThat(proposals).hasSize(105).doesNotHaveDuplicates();
                    assertThat(proposals)
                            .allSatisfy(proposal -> assertThat(Identifier.ofCustomer(proposal.value()))
                                    .isEqualTo(proposal));
                    assertThat(Identifier.proposalsFor(name).limit(3)).isEqualTo(proposals.subList(0, 3));
                    var last = Identifier.lastProposalFor(name, new CustomerId(UUID.randomUUID()));
                    assertThat(Identifier.ofCustomer(last.value())).isEqualTo(last);
                });
    }

    @Test
    void neverRunsOutOfProposals() {
        var late = Identifier.proposalsFor(new CustomerName("Versicherungskammer"))
                .skip(2_000_000)
                .findFirst();

        assertThat(late.map(Identifier::value)).contains("versiche-2000001");
        assertThat(Identifier.ofCustomer("versiche-2000001")).isNotNull();
    }

    @Test
    void proposesTheSameFromManyThreads() {
        var names = Stream.of("Москва Софт", "北京科技", "Ελλάς", "שלום", "ไทย", "한국", "العربية", "Łódź")
                .map(CustomerName::new)
                .toList();
        Function<Integer, Identifier> propose = i ->
                Identifier.proposalsFor(names.get(i % names.size())).findFirst().orElseThrow();
        var alone = IntStream.range(0, 2_000).boxed().map(propose).toList();

        assertThat(IntStream.range(0, 2_000).parallel().boxed().map(propose).toList())
                .isEqualTo(alone);
        assertThat(new HashSet<>(alone)).hasSameSizeAs(names);
    }

    private static String asciiName(Random random) {
        return Samples.anyOf(
                random,
                12,
                "a",
                "-",
                " ",
                "acme",
                "-2",
                "-13",
                "10",
                "api",
                "www",
                "versicherungskammer",
                ".",
                "&",
                "'");
    }

    private static InvalidValue refusalOf(Function<String, Identifier> of, String text) {
        var refusal = catchThrowableOfType(InvalidValue.class, () -> of.apply(text));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static void assertLength(Function<String, Identifier> of, String text, Reason reason, int limit) {
        assertThat(refusalOf(of, text).reason()).isEqualTo(reason);
        assertThat(refusalOf(of, text).limit()).hasValue(limit);
    }
}
