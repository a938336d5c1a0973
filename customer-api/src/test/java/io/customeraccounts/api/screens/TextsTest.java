package io.customeraccounts.api.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every word of every page is in both languages, and no page has a word of its own. */
class TextsTest {

    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Pattern KEY = Pattern.compile("#\\{([a-zA-Z][a-zA-Z0-9.-]*)[}(]");

    /** A tag with its attributes, and the text up to the next tag. */
    private static final Pattern TAG =
            Pattern.compile("<([a-zA-Z:]+)((?:\\s+[a-zA-Z:@-]+(?:=\"[^\"]*\"|='[^']*')?)*)\\s*/?>([^<]*)");

    private static final Pattern SPOKEN =
            Pattern.compile("\\s(?:title|aria-label|placeholder|alt|value)=\"([^\"]*\\p{L}[^\"]*)\"");

    /** The same in both languages. */
    private static final Set<String> ALIKE = Set.of(
            "screen.product",
            "product",
            "address.lines",
            "group.CONTROLLER",
            "general.iban",
            "column.project",
            "section.mails",
            "column.position",
            "column.system");

    private final Properties english = texts("");
    private final Properties german = texts("_de");

    TextsTest() throws IOException {}

    private static Properties texts(String language) throws IOException {
        var all = new Properties();
        for (var bundle : List.of("screens", "administration", "signup", "invitation")) {
            all.load(new StringReader(
                    Files.readString(RESOURCES.resolve("messages/" + bundle + language + ".properties"))));
        }
        return all;
    }

    private static List<Path> templates() throws IOException {
        try (var files = Files.walk(RESOURCES.resolve("templates"))) {
            return files.filter(file -> file.toString().endsWith(".html"))
                    // Letters and the development mailbox are no pages of the product.
                    .filter(file -> !file.toString().contains("/mail/"))
                    .toList();
        }
    }

    @Test
    void areInBothLanguages() {
        assertThat(german.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    }

    @Test
    void areTranslated() {
        assertThat(english.stringPropertyNames())
                .filteredOn(key -> !ALIKE.contains(key) && !key.startsWith("language"))
                .filteredOn(key -> english.getProperty(key).equals(german.getProperty(key)))
                .isEmpty();
    }

    /** Whoever reads it in a mail, in the history or on a page is to know that it is the same. */
    @Test
    void callGroupsTheSameEverywhere() throws IOException {
        for (var language : List.of("", "_de")) {
            var pages = texts(language);
            for (var bundle : List.of("history", "mail")) {
                var other = new Properties();
                other.load(new StringReader(
                        Files.readString(RESOURCES.resolve("messages/" + bundle + language + ".properties"))));
                assertThat(pages.stringPropertyNames())
                        .filteredOn(key -> key.matches("group\\.[A-Z_]+"))
                        .isNotEmpty()
                        .allSatisfy(key -> assertThat(other.getProperty(key)).isEqualTo(pages.getProperty(key)));
            }
        }
    }

    @Test
    void areThereForEveryKeyOfEveryPage() throws IOException {
        var missing = new TreeSet<String>();
        for (var template : templates()) {
            KEY.matcher(Files.readString(template))
                    .results()
                    .map(key -> key.group(1))
                    .filter(key -> !english.containsKey(key))
                    .forEach(missing::add);
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void areNeverInThePageItself() throws IOException {
        var own = new ArrayList<String>();
        for (var template : templates()) {
            wordsIn(Files.readString(template)).forEach(word -> own.add(template.getFileName() + ": " + word));
        }

        assertThat(own).isEmpty();
    }

    @Test
    void wouldBeNoticedInThePageItself() {
        assertThat(wordsIn("<p>Untranslated</p>")).containsExactly("Untranslated");
        assertThat(wordsIn("<button title=\"Save\"></button>")).containsExactly("Save");
        assertThat(wordsIn("<p th:text=\"#{a.b}\">Example</p><svg/><kbd>j</kbd>"))
                .isEmpty();
    }

    /** What a browser would show or say without a text of the files. */
    private static List<String> wordsIn(String template) {
        return TAG.matcher(template.replaceAll("(?s)<!--.*?-->", ""))
                .results()
                .flatMap(tag -> {
                    var attributes = tag.group(2);
                    var shown = tag.group(1).equals("kbd")
                                    || tag.group(1).equals("title")
                                    || attributes.contains("th:text")
                                    || attributes.contains("th:replace")
                            ? Stream.<String>empty()
                            : Stream.of(tag.group(3).strip()).filter(text -> text.matches("(?s).*\\p{L}.*"));
                    return Stream.concat(
                            shown, SPOKEN.matcher(attributes).results().map(spoken -> spoken.group(1)));
                })
                .filter(text -> !text.equals("true"))
                .toList();
    }
}
