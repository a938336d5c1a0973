package io.customeraccounts.api.screens;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every page there is: what a browser that has nothing of it loads for it, and whether it is accessible, fits and is in German at
 * twice its size in the dark.
 */
@Timeout(240)
class EveryPageTest {

    private static final Path MESSAGES = Path.of("src/main/resources/messages");

    /** Texts that are long enough to be no part of anything else. */
    private static final int TELLING = 12;

    /** What is a part of a page, and what is none without a program that asks. As the mailbox for development, none of the product. */
    private static final Set<String> NO_PAGES =
            Set.of("/customers/{customerId}/projects/{projectId}/matches", "/consent");

    private static final long LIMIT = 200_000;

    /** What has come over the network for the page. */
    private static final String WEIGHT = """
            performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
                .reduce((sum, it) => sum + it.encodedBodySize, 0)""";

    private static final Set<String> ENGLISH = english();

    private final TestService service = TestService.shared(Databases.H2);

    @Test
    void isLightAccessibleAndInTheLanguageOfWhoeverLooks() {
        var company = Company.of(service);
        var project = company.project("portal");
        var ben = company.employee("Ben Beech");
        // As many as a page of a list has.
        for (var i = 0; i < 50; i++) {
            project.assign(company.employee("Umar Ulm"), "PROJECT_USER").expect(201);
        }
        for (var i = 0; i < 20; i++) {
            company.invite("Gina Guest", TestService.address("Gina Guest"), "CUSTOMER_EMPLOYEE")
                    .expect(201);
        }
        var invited = TestService.address("Ida Ivy");
        company.invite("Ida Ivy", invited, "CUSTOMER_EMPLOYEE").expect(201);
        var position = company.admin()
                .get(company.path() + "/history")
                .expect(200)
                .json()
                .at("/items/0/position")
                .asString();
        var known = new HashMap<>(Pages.ALWAYS_KNOWN);
        known.put("customerId", List.of(company.id()));
        known.put("projectId", List.of(project.id()));
        known.put("membershipId", List.of(ben.membershipId()));
        known.put("position", List.of(position));
        known.put("secret", List.of(service.mailedSecret("invitation", invited)));
        known.put("id", List.of("1"));
        known.put("clientId", List.of(UUID.randomUUID().toString()));
        known.put("systemId", List.of(UUID.randomUUID().toString()));
        var heavy = new TreeMap<String, Long>();
        var weights = new TreeMap<String, Long>();
        var wrong = new ArrayList<String>();
        // As 1280 x 800 pixels are where everything is twice as large.
        try (var window = Browser.window(
                        service,
                        options -> options.setViewportSize(640, 400)
                                .setDeviceScaleFactor(2)
                                .setColorScheme(ColorScheme.DARK)
                                .setLocale("de-DE"))
                .as(company.admin())) {
            var page = window.page();
            // Whatever is routed is not taken from a cache.
            page.route("**/*", route -> route.resume());
            for (var pattern : Pages.patterns(service.context()
                    .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                    .getHandlerMethods())) {
                if (Pages.open(page, Pages.addresses(pattern, known).getFirst() + question(pattern)) == null) {
                    continue;
                }
                var weight = ((Number) page.evaluate(WEIGHT)).longValue();
                weights.put(pattern, weight);
                if (weight > LIMIT) {
                    heavy.put(pattern, weight);
                }
                if (!pattern.startsWith("/dev/") && !NO_PAGES.contains(pattern)) {
                    wrong.addAll(wrong(window));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(heavy).as("bytes of each page: %s", weights).isEmpty();
        assertThat(weights.get("/customers/{customerId}/users")).isGreaterThan(20_000);
    }

    private static List<String> wrong(Browser.Window window) {
        var wrong = new ArrayList<String>();
        try {
            window.isAccessible();
            window.fits();
        } catch (AssertionError not) {
            wrong.add(String.valueOf(not.getMessage()));
        }
        var page = window.page();
        var text = page.locator("body").innerText();
        if (!"de".equals(page.locator("html").getAttribute("lang"))) {
            wrong.add(page.url() + " is in another language");
        }
        ENGLISH.stream()
                .filter(text::contains)
                .map(it -> page.url() + " says " + it)
                .forEach(wrong::add);
        return wrong;
    }

    /** What is said in English and in German otherwise, and nothing is put into. */
    private static Set<String> english() {
        var texts = new TreeSet<String>();
        for (var bundle : List.of("screens", "administration", "signup", "invitation", "history")) {
            var english = texts(bundle);
            var german = texts(bundle + "_de");
            english.forEach((key, text) -> {
                var said = text.toString();
                if (said.length() >= TELLING && !said.contains("{") && !said.equals(german.get(key))) {
                    texts.add(said);
                }
            });
        }
        return texts;
    }

    private static Properties texts(String bundle) {
        var texts = new Properties();
        try (var reader = Files.newBufferedReader(MESSAGES.resolve(bundle + ".properties"))) {
            texts.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    @Test
    void wouldNoticeWhatIsNotSo() {
        try (var window = Browser.window(service, options -> options.setViewportSize(640, 400))
                .open("/sign-in")) {
            assertThat(wrong(window)).anyMatch(it -> it.endsWith("is in another language"));
            assertThat(wrong(window)).anyMatch(it -> it.contains(" says "));
            window.page().evaluate("document.querySelector('main').style.minWidth = '700px'");
            assertThat(wrong(window)).anyMatch(it -> it.contains("<main"));
            window.page().evaluate("document.querySelector('label').remove()");
            assertThat(wrong(window)).anyMatch(it -> it.contains("label"));
        }
    }

    private static String question(String pattern) {
        return pattern.contains("/as-of/") ? "?at=" + Instant.now() : "";
    }
}
