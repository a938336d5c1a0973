package io.customeraccounts.api.screens;

import com.microsoft.playwright.Page;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * How long a page takes in a browser until it can be used, which is from the wish for it until its scripts have run and a
 * field of it has been written in; and how long what another admin has done takes until it is in the open page.
 */
class ScreensBenchmark {

    private static final int TIMES = Integer.getInteger("benchmark.rounds", 10);
    private static final int CHANGES = 20;

    @Test
    void measuresTheFirstPagesAndTheChangesOfOthers() {
        // The browser itself runs before the service is ready.
        Browser.start();
        try (var service = TestService.with(Databases.H2)) {
            try (var window = Browser.window(service)) {
                print(
                        "sign-in page, the first page after the start",
                        List.of(usable(window.page(), "/sign-in", "#email")));
            }
            var company = Company.of(service);
            for (var i = 0; i < 50; i++) {
                company.employee("Umar Ulm");
            }
            var users = "/customers/" + company.id() + "/users";
            try (var window = Browser.window(service).as(company.admin())) {
                print("users, the first time", List.of(usable(window.page(), users, "#invite-name")));
            }
            var cold = new ArrayList<Long>();
            var warm = new ArrayList<Long>();
            for (var i = 0; i < TIMES; i++) {
                try (var window = Browser.window(service).as(company.admin())) {
                    cold.add(usable(window.page(), users, "#invite-name"));
                    warm.add(usable(window.page(), users, "#invite-name"));
                }
            }
            print("users, 51 of them, empty cache", cold);
            print("users, 51 of them, full cache", warm);
            for (var section : List.of("projects", "activity")) {
                var times = new ArrayList<Long>();
                for (var i = 0; i < TIMES; i++) {
                    try (var window = Browser.window(service).as(company.admin())) {
                        times.add(usable(
                                window.page(),
                                "/customers/" + company.id() + "/" + section,
                                section.equals("projects") ? "#search" : "#actor"));
                    }
                }
                print(section + ", empty cache", times);
            }
            print("change of another admin", changes(service, company, users));
        }
    }

    private static long usable(Page page, String address, String field) {
        var before = System.nanoTime();
        page.navigate(address);
        page.evaluate(
                "field => { const it = document.querySelector(field); it.closest('details')?.setAttribute('open', ''); it.focus(); }",
                field);
        page.keyboard().type("a");
        if (!page.locator(field).inputValue().endsWith("a")) {
            throw new AssertionError("nothing can be written into " + field + " of " + address);
        }
        return (System.nanoTime() - before) / 1_000_000;
    }

    private static List<Long> changes(TestService service, Company company, String users) {
        var ben = company.employee("Ben Beech");
        var times = new ArrayList<Long>();
        try (var window = Browser.window(service).as(company.admin()).open(users + "?search=Ben")) {
            var page = window.page();
            for (var i = 0; i < CHANGES; i++) {
                var group = i % 2 == 0 ? "CUSTOMER_ADMIN" : "CUSTOMER_EMPLOYEE";
                page.evaluate("""
                        wanted => {
                            window.changed = new Promise(done => {
                                const look = () => document.querySelector("#user-list select")?.value === wanted
                                    ? done(Date.now()) : setTimeout(look, 2);
                                look();
                            });
                        }""", group);
                var before = System.currentTimeMillis();
                company.admin()
                        .patch(ben.path(), "{\"group\":\"" + group + "\"}")
                        .expect(200);
                times.add(((Number) page.evaluate("window.changed")).longValue() - before);
            }
        }
        return times;
    }

    private static void print(String what, List<Long> milliseconds) {
        var sorted = new ArrayList<>(milliseconds);
        Collections.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "| %s | %d times | p50 %d ms | max %d ms |%n",
                what,
                sorted.size(),
                sorted.get(sorted.size() / 2),
                sorted.getLast());
    }
}
