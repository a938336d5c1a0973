package io.customeraccounts.api.screens;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.Cookie;
import io.customeraccounts.api.testing.Person;
import io.customeraccounts.api.testing.TestService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real browser, one for all tests of a process, and windows in it that share nothing. Every window notes what the browser
 * complains about: scripts that fail, and what the content security policy forbids.
 */
final class Browser {

    /** Milliseconds, long also where others keep the machine busy. */
    private static final double PATIENCE = 30_000;

    private static com.microsoft.playwright.@org.jspecify.annotations.Nullable Browser running;

    private Browser() {}

    /** Skips the test with a reason if the machine has none, unless it is required. */
    private static synchronized com.microsoft.playwright.Browser get() {
        if (running == null) {
            var program = program();
            if (program.isEmpty()) {
                var reason =
                        "No Chromium in PATH: pages are not tried in a browser. Install one, such as Debian's package chromium.";
                if (System.getenv("BROWSER_REQUIRED") != null) {
                    throw new AssertionError(reason);
                }
                System.out.println(reason);
                Assumptions.abort(reason);
            }
            // Its own browsers are not needed: nothing is downloaded.
            var options = new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
            running = Playwright.create(options)
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(program.get())
                            .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none")));
        }
        return running;
    }

    private static Optional<Path> program() {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
                .flatMap(directory -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** So that its own start is no part of what is measured. */
    static void start() {
        get().newContext().close();
    }

    static Window window(TestService service) {
        return window(service, options -> {});
    }

    static Window window(TestService service, Consumer<com.microsoft.playwright.Browser.NewContextOptions> changed) {
        var options = new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(service.base().toString())
                .setLocale("en-GB")
                .setTimezoneId("Europe/Berlin")
                .setViewportSize(1280, 800);
        changed.accept(options);
        var context = get().newContext(options);
        // As in a browser that has been here before.
        context.addCookies(List.of(new Cookie("zone", String.valueOf(options.timezoneId))
                .setUrl(service.base().toString())));
        return new Window(service, context);
    }

    /** A window of its own, with cookies of its own. */
    static final class Window implements AutoCloseable {

        private final TestService service;
        private final BrowserContext context;
        private final Page page;
        private final List<String> complaints = new ArrayList<>();

        private Window(TestService service, BrowserContext context) {
            this.service = service;
            this.context = context;
            context.setDefaultTimeout(PATIENCE);
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
            page = context.newPage();
            page.onConsoleMessage(message -> {
                // That the answer to a form was 4xx is no complaint.
                if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);
        }

        Window as(Person person) {
            var cookie = service.signedIn(person).split("=", 2);
            context.addCookies(List.of(
                    new Cookie(cookie[0], cookie[1]).setUrl(service.base().toString())));
            return this;
        }

        Page page() {
            return page;
        }

        /** From the next page on, with something in the scripts that is as it must not be. */
        Window planted(String right, String wrong) {
            var scripts =
                    service.anonymous().get("/scripts/screens.js").expect(200).body();
            assertThat(scripts).contains(right);
            page.route(
                    "**/scripts/screens.js",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("text/javascript;charset=UTF-8")
                            .setBody(scripts.replace(right, wrong))));
            return this;
        }

        Window open(String path) {
            page.navigate(path);
            return this;
        }

        /** @see <a href="https://www.w3.org/TR/WCAG22/">WCAG 2.2</a>, levels A and AA */
        void isAccessible() {
            // No page has frames: without looking for them it takes half as long.
            var results = new AxeBuilder(page)
                    .setLegacyMode(true)
                    .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                    .analyze();
            assertThat(results.getViolations())
                    .describedAs(page.url())
                    .extracting(rule -> rule.getId() + ": "
                            + rule.getNodes().stream()
                                    .map(node -> node.getHtml())
                                    .toList())
                    .isEmpty();
        }

        /** Nothing is wider than the window; what is, is named. */
        void fits() {
            assertThat(page.evaluate("""
                            () => {
                                const width = document.documentElement.clientWidth;
                                return document.documentElement.scrollWidth <= width ? [] : Array.from(document.querySelectorAll("body *"))
                                    .filter(element => element.getBoundingClientRect().right > width)
                                    .map(element => element.outerHTML.slice(0, 120));
                            }""")).describedAs(page.url()).isEqualTo(List.of());
        }

        @Override
        public void close() {
            context.close();
            assertThat(complaints).isEmpty();
        }
    }
}
