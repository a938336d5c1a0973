package io.customeraccounts.api.problems;

import io.customeraccounts.api.security.Anyone;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** A page for every problem: what has happened, and what to do. Open to everyone, as HTML and as JSON. */
@RestController
@Anyone
class ProblemPages {

    @GetMapping(path = "/problems", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<List<Map<String, Object>>> list(HttpServletRequest request) {
        var language = Problems.language(request);
        return answer(language)
                .contentType(MediaType.APPLICATION_JSON)
                .body(Arrays.stream(ProblemType.values())
                        .map(type -> describe(type, language))
                        .toList());
    }

    @GetMapping(path = "/problems/{code}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Map<String, Object>> show(@PathVariable String code, HttpServletRequest request) {
        var language = Problems.language(request);
        return answer(language).contentType(MediaType.APPLICATION_JSON).body(describe(find(code), language));
    }

    @GetMapping(path = "/problems", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> listPage(HttpServletRequest request) {
        var language = Problems.language(request);
        var texts = ProblemTexts.in(language);
        var rows = new StringBuilder();
        for (var type : ProblemType.values()) {
            rows.append("<dt>%d <a href=\"%s\">%s</a></dt><dd>%s</dd>%n"
                    .formatted(type.status(), type.page(), type.code(), html(texts.title(type))));
        }
        var title = texts.find("page.index.title").orElse("");
        return page(
                language,
                title,
                "<p>%s</p>%n<dl>%n%s</dl>"
                        .formatted(html(texts.find("page.index.intro").orElse("")), rows));
    }

    @GetMapping(path = "/problems/{code}", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> showPage(@PathVariable String code, HttpServletRequest request) {
        var type = find(code);
        var language = Problems.language(request);
        var texts = ProblemTexts.in(language);
        return page(language, texts.title(type), """
                <p><code>%s</code>, %s %d</p>
                <h2>%s</h2>
                <p>%s</p>
                <h2>%s</h2>
                <p>%s</p>
                <p><a href="/problems">%s</a></p>""".formatted(
                        type.code(),
                        html(texts.find("page.status").orElse("")),
                        type.status(),
                        html(texts.find("page.happened").orElse("")),
                        html(texts.what(type)),
                        html(texts.find("page.todo").orElse("")),
                        html(texts.remedy(type)),
                        html(texts.find("page.all").orElse(""))));
    }

    private static ProblemType find(String code) {
        return ProblemType.byCode(code).orElseThrow(Problem::notFound);
    }

    private static Map<String, Object> describe(ProblemType type, Locale language) {
        var texts = ProblemTexts.in(language);
        var description = new LinkedHashMap<String, Object>();
        description.put("code", type.code());
        description.put("type", type.page().toString());
        description.put("status", type.status());
        description.put("title", texts.title(type));
        description.put("happened", texts.what(type));
        description.put("todo", texts.remedy(type));
        return description;
    }

    private static ResponseEntity.BodyBuilder answer(Locale language) {
        return ResponseEntity.ok()
                .header("Content-Language", language.getLanguage())
                .header("Vary", "Accept-Language, Accept")
                .header("Cache-Control", "public, max-age=3600");
    }

    private static ResponseEntity<String> page(Locale language, String title, String body) {
        return answer(language)
                .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                .body("""
                <!doctype html>
                <html lang="%s">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%s</title></head>
                <body>
                <main>
                <h1>%s</h1>
                %s
                </main>
                </body>
                </html>
                """.formatted(language.getLanguage(), html(title), html(title), body));
    }

    private static String html(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
