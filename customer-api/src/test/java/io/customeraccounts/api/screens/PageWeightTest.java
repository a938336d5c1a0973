package io.customeraccounts.api.screens;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What a browser that has nothing of it loads for each page: the page, styles, scripts and icons. */
@Timeout(120)
class PageWeightTest {

    private static final long LIMIT = 200_000;

    /** What has come over the network for the page. */
    private static final String WEIGHT = """
            performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
                .reduce((sum, it) => sum + it.encodedBodySize, 0)""";

    private final TestService service = TestService.shared(Databases.H2);

    @Test
    void isBelowTwoHundredKilobytesOnEveryPage() {
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
        try (var window = Browser.window(service).as(company.admin())) {
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
            }
        }
        assertThat(heavy).as("bytes of each page: %s", weights).isEmpty();
        assertThat(weights.get("/customers/{customerId}/users")).isGreaterThan(20_000);
    }

    private static String question(String pattern) {
        return pattern.contains("/as-of/") ? "?at=" + Instant.now() : "";
    }
}
