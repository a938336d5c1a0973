package io.customeraccounts.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.domain.customer.CustomerCommand;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.InstallationEvent;
import io.customeraccounts.domain.events.MessageEvent;
import io.customeraccounts.domain.events.ProjectEvent;
import io.customeraccounts.domain.groups.GroupCommand;
import io.customeraccounts.domain.messages.MessageCommand;
import io.customeraccounts.domain.project.ProjectCommand;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

class ReadmeTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)[^)]*\\)");

    /** A row of the feature index: action, command, events, and at its end the test. */
    private static final Pattern FEATURE =
            Pattern.compile("(?m)^\\| [^|]+ \\| `(\\w+)` -> ([^|]+) \\|.*\\| \\[(\\w+)]\\(([^)]+)\\) \\|$");

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
    void namesEveryCommandWithItsEventsAndItsTest() {
        assertThat(flawsOfTheIndex(readme)).isEmpty();
    }

    @Test
    void wouldNoticeAnIndexThatIsWrong() {
        assertThat(flawsOfTheIndex(readme.replace("`CloseCustomer` ->", "`ShutCustomer` ->")))
                .containsExactly("no such command: ShutCustomer", "not in the index: CloseCustomer");
        assertThat(flawsOfTheIndex(readme.replace("-> `CustomerClosed`", "-> `CustomerShut`")))
                .containsExactly("no such event: CustomerShut");
        assertThat(flawsOfTheIndex(readme.replace("[CloseCustomerTest]", "[ShutCustomerTest]")))
                .containsExactly("no such test: ShutCustomerTest");
    }

    private static List<String> flawsOfTheIndex(String readme) {
        var commands = names(CustomerCommand.class, ProjectCommand.class, MessageCommand.class, GroupCommand.class);
        var events = names(CustomerEvent.class, ProjectEvent.class, MessageEvent.class, InstallationEvent.class);
        var flaws = new ArrayList<String>();
        var missing = new TreeSet<>(commands);
        for (var row : FEATURE.matcher(readme).results().toList()) {
            missing.remove(row.group(1));
            if (!commands.contains(row.group(1))) {
                flaws.add("no such command: " + row.group(1));
            }
            Arrays.stream(row.group(2).split(", ", -1))
                    .map(event -> event.replace("`", ""))
                    .filter(event -> !events.contains(event))
                    .forEach(event -> flaws.add("no such event: " + event));
            if (!row.group(4).endsWith("/" + row.group(3) + ".java") || !Files.exists(ROOT.resolve(row.group(4)))) {
                flaws.add("no such test: " + row.group(3));
            }
        }
        missing.forEach(command -> flaws.add("not in the index: " + command));
        return flaws;
    }

    private static Set<String> names(Class<?>... sealed) {
        return Arrays.stream(sealed)
                .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
                .map(Class::getSimpleName)
                .collect(Collectors.toSet());
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
