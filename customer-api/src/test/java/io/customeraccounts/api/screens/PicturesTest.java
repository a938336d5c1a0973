package io.customeraccounts.api.screens;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The pictures in the README are of the pages as they are. Pixels differ from computer to computer; what a page is made of does
 * not: beside each picture stands what its page was made of, and how it was coloured and set, when the picture was taken. Pictures
 * are taken anew with {@code -Dscreens.pictures=take}.
 */
@Timeout(60)
class PicturesTest {

    private static final Path PICTURES = Path.of("src", "test", "resources", "screens");
    private static final Path README = Path.of("..", "README.md");
    private static final boolean TAKE = "take".equals(System.getProperty("screens.pictures"));

    /** What is seen, line by line: the element, its text without what is other each time, and a sum of how it looks. */
    private static final String MADE_OF = """
            () => {
                const lines = [];
                const looks = ["color", "backgroundColor", "display", "fontWeight", "fontSize", "textAlign", "flexDirection",
                    "paddingTop", "paddingLeft", "marginTop", "borderTopWidth", "borderTopColor", "borderRadius", "columnGap"];
                const sum = text => Array.from(text).reduce((all, it) => (all * 31 + it.charCodeAt(0)) >>> 0, 7).toString(36);
                const steady = text => text.trim().replace(/\\s+/g, " ")
                    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "ID")
                    .replace(/\\bx[0-9a-z]+\\b/g, "X").replace(/[0-9]+/g, "#").slice(0, 60);
                const look = (element, depth) => {
                    const style = getComputedStyle(element);
                    if (style.display === "none" || element.matches("script, option")) {
                        return;
                    }
                    const text = element.tagName === "TIME" ? "" : Array.from(element.childNodes)
                        .filter(it => it.nodeType === Node.TEXT_NODE).map(it => it.textContent).join(" ");
                    const use = element.tagName === "use" ? element.getAttribute("href") : "";
                    lines.push(" ".repeat(depth) + element.tagName.toLowerCase()
                        + (element.getAttribute("class") ? "." + element.getAttribute("class").replaceAll(" ", ".") : "")
                        + " " + sum(looks.map(it => style[it]).join(";")) + " " + use + steady(text));
                    Array.from(element.children).forEach(child => look(child, depth + 1));
                };
                look(document.body, 0);
                return lines.map(it => it.trimEnd()).join("\\n") + "\\n";
            }""";

    /** Of its own: what a page shows depends on the systems that other tests connect. */
    private static TestService service;

    @BeforeAll
    static void start() {
        service = TestService.with(Databases.H2);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void areOfThePagesAsTheyAre() throws IOException {
        var company = Company.of(service, service.person("Anna Alder"));
        company.admin().patch(company.path(), "{\"name\":\"Alder GmbH\"}").expect(200);
        var ben = company.employee("Ben Beech");
        company.admin("Cleo Cedar");
        var emil = company.employee("Emil Elm");
        var project = company.project("portal");
        project.assign(emil, "PROJECT_ADMIN").expect(201);
        project.assign(ben, "PROJECT_READER").expect(201);
        var then = Instant.now().truncatedTo(ChronoUnit.MICROS);
        company.invite("Dora Dune", TestService.address("Dora Dune"), "CUSTOMER_EMPLOYEE")
                .expect(201);

        var here = "/customers/" + company.id();
        var pages = new LinkedHashMap<String, String>();
        pages.put("users", here + "/users");
        pages.put("project", here + "/projects/" + project.id());
        pages.put("activity-as-of", here + "/activity?at=" + then);
        try (var window = Browser.window(service, options -> options.setViewportSize(1100, 720))
                .as(company.admin())) {
            for (var picture : pages.entrySet()) {
                var page = window.open(picture.getValue()).page();
                page.waitForLoadState();
                compare(picture.getKey(), page);
            }
            // A page with one word more is another page.
            window.page().evaluate("document.querySelector('h1').append(' planted')");
            assertThat(window.page().evaluate(MADE_OF))
                    .isNotEqualTo(Files.readString(PICTURES.resolve("activity-as-of.txt")));
            window.open(here + "/activity?at=" + then);
            window.page().evaluate("document.querySelector('h1').style.color = 'red'");
            assertThat(window.page().evaluate(MADE_OF))
                    .isNotEqualTo(Files.readString(PICTURES.resolve("activity-as-of.txt")));
        }
    }

    private static void compare(String name, Page page) throws IOException {
        var madeOf = String.valueOf(page.evaluate(MADE_OF));
        var recorded = PICTURES.resolve(name + ".txt");
        if (TAKE) {
            Files.writeString(recorded, madeOf);
            page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
        }
        assertThat(madeOf)
                .describedAs(
                        "The picture %s.png is not of the page as it is now. Take it anew: mvn -pl customer-api -am test"
                                + " -Dtest=PicturesTest -Dsurefire.failIfNoSpecifiedTests=false -Dscreens.pictures=take",
                        name)
                .isEqualTo(Files.readString(recorded));
        assertThat(PICTURES.resolve(name + ".png")).exists();
        assertThat(Files.readString(README)).contains("(customer-api/src/test/resources/screens/" + name + ".png)");
    }

    @Test
    void areAllRecorded() throws IOException {
        try (var files = Files.list(PICTURES)) {
            assertThat(files.filter(file -> file.toString().endsWith(".png")))
                    .allSatisfy(file -> assertThat(Path.of(file.toString().replaceFirst("png$", "txt")))
                            .exists());
        }
    }

    @Test
    void areInTheRepository() throws IOException {
        var shown = java.util.regex.Pattern.compile("!\\[[^]]*]\\(([^)]+)\\)")
                .matcher(Files.readString(README))
                .results()
                .map(image -> image.group(1))
                .toList();
        assertThat(shown)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(image -> assertThat(README.resolveSibling(image)).exists());
    }
}
