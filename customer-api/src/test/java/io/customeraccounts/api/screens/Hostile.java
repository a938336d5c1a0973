package io.customeraccounts.api.screens;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;

/** Names that would do something if they were anything but text, and how to notice that one has done it. */
final class Hostile {

    /** Written from right to left, with digits and brackets that would change places with what follows. */
    static final String RIGHT_TO_LEFT = "\u05E9\u05E8\u05D4 5 (\u05D0)";

    /** Every one is a name by the rules. */
    static final List<String> NAMES = List.of(
            "<x-hostile onclick=hostile()>markup</x-hostile>",
            "<script>hostile()</script>",
            "\"><img src=x onerror=hostile()>",
            "' onmouseover='hostile()",
            "</textarea></title><x-hostile>",
            "=cmd|' /C calc'!A0",
            "+1+1",
            "-2+3",
            "@SUM(A1:A9)",
            "\uFF1D1+1",
            RIGHT_TO_LEFT,
            "javascript:hostile()",
            "${7*7} [[${7*7}]] __${7*7}__ #{section.users} *{a}",
            "{0} {1,choice,0#a} '",
            "a\u200Bd\u200Dm\u2060i\uFEFFn",
            "Z\u0351\u0346\u0342\u034A\u0301a\u0316\u0317\u0321l\u0334\u0335go\u0489",
            "x".repeat(200),
            "\uD83E\uDD84".repeat(200),
            "<x-hostile>&lt;script&gt;&#x3C;script&#x3E;%3Cscript%3E\\u003cscript\\u003e");

    /** All in one, for what there is one of. */
    static final String ALL = "=<x-hostile onclick=hostile()>\"'><img src=x onerror=hostile()> " + RIGHT_TO_LEFT
            + " ${7*7} <script>hostile()</script>";

    /** Before any script of a page. */
    static final String TRAP = "window.hostile = () => { window.hostileRan = true; };";

    /**
     * What names have done: run, become an element, an attribute or a link, or stand with text from right to left beside
     * other text without being isolated from it.
     */
    private static final String DONE = """
            whole => {
                const done = [];
                if (window.hostileRan) {
                    done.push("ran");
                }
                document.querySelectorAll("x-hostile, script:not([src]), img, iframe:not([sandbox]), [onclick], [onerror], [onload], [onmouseover]")
                    .forEach(it => done.push("element " + it.outerHTML.slice(0, 200)));
                document.querySelectorAll("a[href], form[action], [src]").forEach(it => {
                    if (/^\\s*(javascript|data|vbscript):/i.test(it.getAttribute("href") || it.getAttribute("action") || it.getAttribute("src"))) {
                        done.push("link " + it.outerHTML.slice(0, 200));
                    }
                });
                const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                while (texts.nextNode()) {
                    const text = texts.currentNode;
                    const holder = text.parentElement;
                    const said = text.textContent.replace(/\\u2068[^\\u2069]*\\u2069/g, "").trim();
                    // What is copied as it is, such as a command, has no isolates of its own.
                    if (holder.closest("script, style, textarea, option, pre, code") || !/[\\u0590-\\u05FF]/.test(said)) {
                        continue;
                    }
                    // What an element that is isolated, or a block, says alone.
                    const isolated = it => {
                        const style = getComputedStyle(it);
                        return style.unicodeBidi.startsWith("isolate") || style.unicodeBidi === "plaintext"
                            || !style.display.startsWith("inline");
                    };
                    let around = holder;
                    while (!isolated(around) && around.parentElement.textContent.trim() === text.textContent.trim()) {
                        around = around.parentElement;
                    }
                    if (!isolated(around) || around.textContent.trim() !== text.textContent.trim()) {
                        done.push("not isolated " + holder.outerHTML.slice(0, 300));
                    }
                    // Words and a name in one text: the isolates above are all that keeps them apart.
                    said.split("\\n").filter(it => /[\\u0590-\\u05FF]/.test(it) && !whole.includes(it.trim()))
                        .forEach(it => done.push("not isolated within " + it.slice(0, 300)));
                }
                return done;
            }""";

    private Hostile() {}

    static List<String> doneOn(Page page) {
        var names = new ArrayList<>(NAMES);
        names.add(ALL);
        var found = new ArrayList<String>();
        ((List<?>) page.evaluate(DONE, names)).forEach(it -> found.add(page.url() + ": " + it));
        return found;
    }

    /** Cells that a spreadsheet would compute. */
    static List<String> computedIn(String csv) {
        var computed = new ArrayList<String>();
        try (var rows = CSVFormat.RFC4180.parse(new StringReader(csv))) {
            for (var row : rows) {
                for (var cell : row) {
                    if (!cell.isEmpty() && "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20".indexOf(cell.charAt(0)) >= 0) {
                        computed.add(cell);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return computed;
    }
}
