package io.customeraccounts.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.CustomerEvent.CancellationCause;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.events.CustomerEvent.SkipReason;
import io.customeraccounts.domain.events.EventName;
import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.ProjectRole;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** There are words for everything that can happen, in both languages. */
class SentencesTest {

    private static Properties words(String file) {
        var words = new Properties();
        try (var stream = SentencesTest.class.getResourceAsStream("/messages/" + file + ".properties")) {
            words.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return words;
    }

    private static Set<String> needed() {
        return Stream.of(
                        EventName.all().keySet().stream(),
                        keys("removed.", RemovalCause.values()),
                        keys("cancelled.", CancellationCause.values()),
                        keys("skipped.", SkipReason.values()),
                        keys("revoked.", RevocationCause.values()),
                        keys("role.", ProjectRole.values()),
                        Arrays.stream(CustomerKind.values())
                                .flatMap(kind -> Groups.shipped().of(kind).stream())
                                .map(group -> "group." + group.name()))
                .flatMap(it -> it)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> keys(String prefix, Enum<?>[] values) {
        return Arrays.stream(values).map(value -> prefix + value.name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "history_de"})
    void areThereForEveryEventAndEveryCause(String file) {
        assertThat(words(file).stringPropertyNames()).containsAll(needed());
    }

    @Test
    void areTheSameInBothLanguagesAndFillInTheSame() {
        var english = words("history");
        var german = words("history_de");

        assertThat(german.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        assertThat(english.stringPropertyNames())
                .allSatisfy(key -> assertThat(filledIn(german.getProperty(key)))
                        .describedAs(key)
                        .isEqualTo(filledIn(english.getProperty(key))));
    }

    private static Set<Integer> filledIn(String text) {
        return text.chars().filter(Character::isDigit).boxed().collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "history_de"})
    void writeApostrophesTwice(String file) {
        assertThat(words(file).values().stream().map(Object::toString))
                .allSatisfy(text -> assertThat(text.replace("''", "")).doesNotContain("'"));
    }
}
