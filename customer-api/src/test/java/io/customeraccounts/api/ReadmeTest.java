package io.customeraccounts.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.problems.ProblemType;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

class ReadmeTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)[^)]*\\)");
    private static final Pattern SETTING = Pattern.compile("\\$\\{(customer-accounts\\.[a-z.-]+)");

    private final String readme;

    ReadmeTest() throws IOException {
        readme = Files.readString(ROOT.resolve("README.md"), UTF_8);
    }

    @Test
    void leadsToNothingThatIsNotThere() {
        var links = LINK.matcher(readme).results().map(link -> link.group(1)).toList();

        assertThat(links)
                .hasSizeGreaterThan(20)
                .allSatisfy(link -> assertThat(ROOT.resolve(link)).exists());
    }

    @Test
    void namesEveryProblemWithItsStatus() {
        assertThat(Arrays.stream(ProblemType.values()))
                .allSatisfy(type -> assertThat(readme).contains("| `" + type.code() + "` | " + type.status() + " |"));
    }

    @Test
    void explainsEverySetting() throws Exception {
        var settings = new TreeSet<String>();
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        for (var found : scanner.findCandidateComponents("io.customeraccounts")) {
            settingsOf(found).forEach(settings::add);
        }
        try (var sources = Files.walk(ROOT.resolve("customer-api/src/main/java"))) {
            for (var source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                SETTING.matcher(Files.readString(source)).results().forEach(use -> settings.add(use.group(1)));
            }
        }

        assertThat(settings)
                .hasSizeGreaterThan(10)
                .allSatisfy(setting -> assertThat(readme).contains("| `" + setting + "` |"));
    }

    private static Stream<String> settingsOf(BeanDefinition found) throws ClassNotFoundException {
        var type = Class.forName(found.getBeanClassName());
        var prefix = type.getAnnotation(ConfigurationProperties.class).value();
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> prefix + "." + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }
}
