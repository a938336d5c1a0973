package io.customeraccounts.api.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.Group;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Language;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MailMessagesTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d+}");

    @ParameterizedTest
    @EnumSource
    void everyLanguageSaysTheSameWithTheSameValues(Language language) {
        assertThat(placeholders(messages(language))).isEqualTo(placeholders(messages(Language.EN)));
    }

    @ParameterizedTest
    @EnumSource
    void everyMessageIsAFormatThatUsesAllItsPlaceholders(Language language) {
        for (var message : messages(language).stringPropertyNames()) {
            var text = messages(language).getProperty(message);
            var shown = new MessageFormat(text, Locale.ROOT).format(new Object[] {"zero", "one", "two", "three"});
            assertThat(shown).as(message).isNotBlank().doesNotContainPattern(PLACEHOLDER);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyGroupThatShipsHasAName(Language language) {
        assertThat(messages(language).stringPropertyNames())
                .containsAll(Arrays.stream(CustomerKind.values())
                        .flatMap(kind -> Groups.shipped().of(kind).stream())
                        .map(Group::name)
                        .map(name -> "group." + name)
                        .toList());
    }

    private static Object placeholders(Properties messages) {
        return messages.stringPropertyNames().stream().collect(Collectors.toMap(key -> key, key -> {
            var used = new TreeSet<String>();
            PLACEHOLDER.matcher(messages.getProperty(key)).results().forEach(found -> used.add(found.group()));
            return used;
        }));
    }

    private static Properties messages(Language language) {
        var suffix = language == Language.EN ? "" : "_" + language.name().toLowerCase(Locale.ROOT);
        var messages = new Properties();
        try (var stream = MailMessagesTest.class.getResourceAsStream("/messages/mail" + suffix + ".properties")) {
            messages.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return messages;
    }
}
