package io.customeraccounts.api.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Person;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever people call themselves and their things, it is text: on every page, in every mail, file and stream. */
@Timeout(240)
class HostileNamesTest {

    private static final JsonMapper JSON = new JsonMapper();

    /** What a page is asked beside its address, so that it has something to show. */
    private static final Map<String, String> QUESTIONS = Map.of(
            "/customers/{customerId}/as-of", "?section=users&at=2001-01-01T00:00:00Z",
            "/customers/{customerId}/as-of/users", "?at={now}",
            "/customers/{customerId}/as-of/users/{membershipId}", "?at={now}",
            "/customers/{customerId}/as-of/projects", "?at={now}",
            "/customers/{customerId}/as-of/projects/{projectId}", "?at={now}",
            "/customers/{customerId}/as-of/general-data", "?at={now}",
            "/customers/{customerId}/activity/difference", "?from=2001-01-01T00:00:00Z",
            "/customers/{customerId}/activity/difference.csv", "?from=2001-01-01T00:00:00Z",
            "/api/v1/customers/{customerId}/access-review", "?from=2001-01-01T00:00:00Z");

    /** Pages that need more than an address, such as something that went wrong, and show no name of anybody. */
    private static final Set<String> ELSEWHERE =
            Set.of("/consent", "/operations/rebuilds/{table}", "/operations/dead-letters/{deadLetterId}/discard");

    /** Fills the form of that number, if there is anything to write in it. */
    private static final String FILL = """
            ([number, text]) => {
                const form = document.querySelectorAll("form[method=post]")[number];
                const fields = Array.from(form.elements).filter(it =>
                    it.matches("textarea, input[type=text], input[type=email], input[type=search], input:not([type])"));
                fields.forEach(it => it.value = text);
                document.documentElement.dataset.filled = "";
                window.filled = {submit: () => HTMLFormElement.prototype.submit.call(form)};
                return fields.length > 0;
            }""";

    private final TestService service = TestService.shared(Databases.H2);
    private final List<String> addresses = new ArrayList<>();
    private final Map<String, List<String>> known = new LinkedHashMap<>();
    private final List<Person> viewers = new ArrayList<>();
    private Company company;
    private Person invited;

    private static String json(Object body) {
        return JSON.writeValueAsString(body);
    }

    private Person person(String fullName) {
        var email = TestService.address("Mallory");
        return service.person(fullName, email, true);
    }

    /** A managed customer in which everything has such a name, and its partner, whose people have such names, too. */
    private void live() {
        var partnerAdmin = person(Hostile.ALL);
        var partner = Company.of(service, partnerAdmin).becomePartner();
        partnerAdmin.patch(partner.path(), json(Map.of("name", Hostile.ALL))).expect(200);
        for (var i = 1; i < Hostile.NAMES.size(); i++) {
            partnerAdmin
                    .post(
                            partner.path() + "/managed-customers",
                            json(Map.of("name", Hostile.NAMES.get(i), "identifier", "m-" + TestService.unique())),
                            "Reason",
                            "=cmd|'<x-hostile>")
                    .expect(201);
        }
        company = partner.manage();
        partnerAdmin
                .post(
                        company.path() + "/add-myself",
                        "{}",
                        "Reason",
                        "=cmd|' /C calc'!A0 <x-hostile onclick=hostile()>")
                .expect(200);
        var admin = person(Hostile.NAMES.get(0));
        invite(partnerAdmin, admin, "CUSTOMER_ADMIN", true);
        company = new Company(service, admin, company.id(), company.path());
        admin.patch(company.path(), json(Map.of("name", Hostile.ALL))).expect(200);
        company.withPayment();
        var ids = new LinkedHashMap<String, List<String>>();
        for (var name : Hostile.NAMES) {
            post("/billing-addresses", Map.of("lines", List.of(name, Hostile.ALL), "city", name, "country", "DE"));
            var project = post("/projects", Map.of("identifier", "p-" + TestService.unique(), "name", name));
            ids.computeIfAbsent("projectId", it -> new ArrayList<>()).add(project);
            var ben = person(name);
            invite(admin, ben, "CUSTOMER_EMPLOYEE", true);
            invite(admin, person(name), "CUSTOMER_EMPLOYEE", false);
        }
        var users = admin.get(company.path() + "/users?limit=200")
                .expect(200)
                .json()
                .at("/items");
        users.forEach(user -> ids.computeIfAbsent("membershipId", it -> new ArrayList<>())
                .add(user.at("/membershipId").asString()));
        for (var membership : ids.get("membershipId").subList(0, 5)) {
            post(
                    "/projects/" + ids.get("projectId").getFirst() + "/users",
                    Map.of("membershipId", membership, "role", "PROJECT_USER"));
        }
        admin.send(
                        "PUT",
                        company.path() + "/company-address",
                        json(Map.of("lines", List.of(Hostile.ALL, "+1"), "city", Hostile.ALL, "country", "DE")))
                .expect(200);
        admin.send("PUT", company.path() + "/cost-centre", json(Map.of("costCentre", Hostile.NAMES.get(5))))
                .expect(200);
        post(
                "/payment-methods/sepa-mandate",
                Map.of("iban", "DE89370400440532013000", "reference", "+1+1", "accountHolder", Hostile.ALL));
        for (var text : List.of(String.join("\n", Hostile.NAMES.subList(0, 16)), Hostile.ALL)) {
            partnerAdmin
                    .post(
                            company.path() + "/messages",
                            json(Map.of("kind", "ALL_MUST_READ", "text", text)),
                            "Reason",
                            "-2+3 <x-hostile>")
                    .expect(201);
        }
        invited = person(Hostile.ALL);
        invite(admin, invited, "CUSTOMER_EMPLOYEE", false);
        var newcomer = TestService.address("Mallory");
        addresses.add(newcomer);
        service.anonymous()
                .post(
                        "/api/v1/registrations",
                        json(Map.of(
                                "fullName",
                                Hostile.ALL,
                                "email",
                                newcomer,
                                "password",
                                "four words are fine",
                                "companyName",
                                Hostile.ALL)))
                .expect(202);
        service.anonymous()
                .post("/api/v1/password-resets", json(Map.of("email", admin.email())))
                .expect(202);
        post("/clients", Map.of("name", Hostile.ALL, "scopes", List.of("users:read")));
        var location = "l-" + TestService.unique();
        var system = service.operator()
                .post(
                        "/api/v1/operations/systems",
                        json(Map.of("name", Hostile.ALL, "locations", List.of(location))),
                        "Reason",
                        "@SUM(A1) <x-hostile>")
                .expect(201);
        admin.send(
                        "PUT",
                        company.path() + "/projects/" + ids.get("projectId").getFirst() + "/locations/" + location,
                        null)
                .expect(200);

        known.putAll(Pages.ALWAYS_KNOWN);
        known.put("systemId", List.of(system.text("/id")));
        known.put(
                "clientId",
                List.of(admin.get(company.path() + "/clients").expect(200).text("/items/0/clientId")));
        known.put("customerId", List.of(company.id(), partner.id()));
        known.put("projectId", ids.get("projectId").subList(0, 1));
        known.put(
                "membershipId",
                List.of(
                        ids.get("membershipId").getFirst(),
                        company.adminAsUser().membershipId()));
        known.put(
                "secret",
                List.of(
                        service.mailedSecret("invitation", invited.email()),
                        service.mailedSecret("confirm", newcomer),
                        service.mailedSecret("reset", admin.email())));
        viewers.addAll(List.of(admin, partnerAdmin, invited, service.operator()));
    }

    private String post(String path, Object body) {
        return company.admin()
                .post(company.path() + path, json(body))
                .expect(201)
                .text("/id");
    }

    private void invite(Person by, Person whom, String group, boolean accepts) {
        var invitation = by.post(
                        company.path() + "/invitations",
                        json(Map.of("fullName", whom.fullName(), "email", whom.email(), "group", group)))
                .expect(201);
        if (!accepts) {
            // Who accepts at once is sent no mail if that is not yet on its way.
            addresses.add(whom.email());
        }
        if (accepts) {
            whom.post("/api/v1/invitations/" + invitation.text("/id") + "/accept", null)
                    .expect(200);
        }
    }

    private Map<RequestMappingInfo, HandlerMethod> handlers() {
        return service.context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods();
    }

    private static String question(String pattern) {
        return QUESTIONS
                .getOrDefault(pattern, "")
                .replace("{now}", Instant.now().toString());
    }

    @Test
    void areInertOnEveryPageAndInEveryMailFileAndStream() throws Exception {
        live();
        var history = company.admin()
                .get(company.path() + "/history?limit=200")
                .expect(200)
                .json()
                .at("/items");
        known.put(
                "position",
                List.of(
                        history.at("/0/position").asString(),
                        history.at("/" + (history.size() - 1) + "/position").asString()));

        mailsAreInert();
        var done = new ArrayList<String>();
        var shown = new TreeSet<String>();
        for (var viewer : viewers) {
            try (var window = Browser.window(service).as(viewer)) {
                window.page().addInitScript(Hostile.TRAP);
                for (var pattern : Pages.patterns(handlers())) {
                    for (var address : Pages.addresses(pattern, known)) {
                        if (!sees(viewer, address)) {
                            continue;
                        }
                        var answer = Pages.open(window.page(), address + question(pattern));
                        if (answer == null) {
                            isInert(file(viewer, address + question(pattern)));
                            shown.add(pattern);
                            continue;
                        }
                        if (answer.ok() || (pattern.endsWith("/as-of") && answer.status() == 400)) {
                            shown.add(pattern);
                        }
                        if (!String.valueOf(answer.headerValue("content-type")).startsWith("text/html")) {
                            assertThat(answer.headerValue("x-content-type-options"))
                                    .describedAs("%s %s", answer.status(), address)
                                    .isEqualTo("nosniff");
                            continue;
                        }
                        done.addAll(Hostile.doneOn(window.page()));
                    }
                }
            }
        }
        assertThat(done).isEmpty();
        assertThat(Pages.patterns(handlers()))
                .filteredOn(pattern -> !shown.contains(pattern) && !ELSEWHERE.contains(pattern))
                .describedAs("pages that none of the viewers has seen")
                .isEmpty();
        formsAreInert(company.admin(), "/");
        formsAreInert(service.operator(), "/operations/systems");
        changesAreInert();
        filesAreInert();
        streamsAreInert();
    }

    /** Pages that only say that there is no such thing for the viewer are left out. */
    private boolean sees(Person viewer, String address) {
        if (viewer == company.admin()) {
            return !address.contains(known.get("customerId").getLast());
        }
        return viewer == viewers.get(1) || !address.startsWith("/customers/");
    }

    /** What is written into a form is shown again when it is refused. */
    private void formsAreInert(Person viewer, String start) {
        var done = new ArrayList<String>();
        try (var window = Browser.window(service).as(viewer)) {
            var page = window.page();
            page.addInitScript(Hostile.TRAP);
            for (var pattern : Pages.patterns(handlers())) {
                if (!pattern.startsWith(start)) {
                    continue;
                }
                var address = Pages.addresses(pattern, known).getFirst() + question(pattern);
                if (Pages.open(page, address) == null) {
                    continue;
                }
                var forms =
                        ((Number) page.evaluate("document.querySelectorAll('form[method=post]').length")).intValue();
                for (var form = 0; form < forms; form++) {
                    if (Boolean.TRUE.equals(page.evaluate(FILL, List.of(form, Hostile.ALL)))) {
                        page.evaluate("window.filled.submit()");
                        assertThat(page.locator("html[data-filled]")).hasCount(0);
                        page.waitForLoadState();
                        done.addAll(Hostile.doneOn(page));
                        page.navigate(address);
                    }
                }
            }
        }
        assertThat(done).isEmpty();
    }

    private void mailsAreInert() {
        var read = 0;
        try (var window = Browser.window(service)) {
            var page = window.page();
            page.addInitScript(Hostile.TRAP);
            for (var address : addresses) {
                var mails = Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> mails(address), found -> !found.isEmpty());
                for (var mail : mails) {
                    assertThat(mail.at("/subject").asString())
                            .doesNotContainPattern("\\p{Cntrl}|[\u202A-\u202E]")
                            .doesNotContainPattern("^[^\u2068]*[\u0590-\u05FF]");
                    assertThat(mail.at("/text").asString())
                            .doesNotContainPattern("[\u202A-\u202E]")
                            .doesNotContainPattern("(?m)^[^\u2068\n]*[\u0590-\u05FF]");
                    mail.at("/links")
                            .forEach(link -> assertThat(link.asString()).startsWith("http://localhost:0/"));
                    page.setContent(mail.at("/html").asString());
                    assertThat(Hostile.doneOn(page)).isEmpty();
                    known.put("id", List.of(mail.at("/id").asString()));
                    read++;
                }
            }
        }
        assertThat(read).isGreaterThan(Hostile.NAMES.size());
    }

    private List<JsonNode> mails(String address) {
        return service.anonymous()
                .get("/dev/mailbox/messages?to=" + address)
                .expect(200)
                .json()
                .valueStream()
                .toList();
    }

    /** What another admin adds comes into the open page as a part of it. */
    private void changesAreInert() {
        try (var window = Browser.window(service).as(company.admin())) {
            var page = window.page();
            page.addInitScript(Hostile.TRAP);
            page.navigate("/customers/" + company.id() + "/users");
            var before = page.locator("#invitation-list tbody tr").count();
            for (var name : List.of(Hostile.ALL, Hostile.NAMES.getFirst())) {
                invite(viewers.get(1), person(name), "CUSTOMER_EMPLOYEE", false);
            }
            assertThat(page.locator("#invitation-list tbody tr")).hasCount(before + 2);
            assertThat(Hostile.doneOn(page)).isEmpty();
        }
    }

    private void filesAreInert() {
        var read = new TreeSet<String>();
        var all = new StringBuilder();
        for (var pattern : Pages.spreadsheets(handlers())) {
            for (var address : Pages.addresses(pattern, known)) {
                for (var viewer : viewers) {
                    var file = pattern.startsWith("/api/")
                            ? viewer.get(address + question(pattern), "Accept", "text/csv")
                            : service.anonymous().get(address + question(pattern), "Cookie", service.signedIn(viewer));
                    if (file.status() == 200 && file.header("Content-Type").startsWith("text/csv")) {
                        isInert(file);
                        read.add(pattern);
                        all.append(file.body());
                    }
                }
            }
        }
        assertThat(read).isEqualTo(Pages.spreadsheets(handlers()));
        assertThat(all).contains("'=cmd|", "'+1+1", "'-2+3", "'@SUM");
    }

    private Reply file(Person viewer, String address) {
        return address.startsWith("/api/")
                ? viewer.get(address, "Accept", "text/csv")
                : service.anonymous().get(address, "Cookie", service.signedIn(viewer));
    }

    private static void isInert(Reply file) {
        assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(file.header("Content-Disposition")).startsWith("attachment");
        if (file.header("Content-Type").startsWith("text/csv")) {
            assertThat(Hostile.computedIn(file.body()))
                    .describedAs(file.response().uri().toString())
                    .isEmpty();
        }
    }

    private void streamsAreInert() throws Exception {
        var admin = company.admin();
        var first = admin.get(
                        company.path() + "/history/" + known.get("position").getLast())
                .expect(200)
                .text("/cursor");
        var seen = new LinkedHashSet<String>();
        for (var stream : List.of(company.path() + "/history", "/api/v1/events?customer=" + company.id())) {
            var request = HttpRequest.newBuilder(service.base().resolve(stream))
                    .header("Authorization", "Bearer " + admin.token())
                    .header("Accept", "text/event-stream")
                    .header("Last-Event-ID", first)
                    .build();
            try (var http = HttpClient.newHttpClient()) {
                var answer = http.send(request, BodyHandlers.ofLines());
                assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                        .startsWith("text/event-stream");
                assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                        .contains("nosniff");
                try (var lines = answer.body()) {
                    var read = 0;
                    for (var line = lines.iterator(); read < 40; ) {
                        var next = line.next();
                        assertThat(next).matches("|:.*|(id|event|retry|data):.*");
                        if (next.startsWith("data:")) {
                            seen.add(JSON.readTree(next.substring(5)).toString());
                            read++;
                        }
                    }
                }
                http.shutdownNow();
            }
        }
        assertThat(seen).hasSizeGreaterThan(20).anyMatch(it -> it.contains("x-hostile"));
        var feed =
                admin.get("/api/v1/events?limit=100&customer=" + company.id()).expect(200);
        assertThat(feed.header("Content-Type")).isEqualTo("application/cloudevents-batch+json");
        assertThat(feed.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void areRefusedWhereTheyWouldReorderWhatIsAroundThemOrBeAWordOfTheProduct() {
        var acme = Company.of(service);
        for (var name : List.of("\u202Egnp.exe", "\u2067Anna", "A\u0000nna", "A\r\nBcc: b")) {
            var wanted =
                    Map.of("fullName", name, "email", TestService.address("Mallory"), "group", "CUSTOMER_EMPLOYEE");
            var invitation = acme.admin().post(acme.path() + "/invitations", json(wanted));
            assertThat(invitation.status()).as(name).isBetween(400, 422);
        }
        for (var name : Hostile.NAMES) {
            var group = service.operator()
                    .post(
                            "/api/v1/operations/groups",
                            json(Map.of("name", name, "kind", "CUSTOMER", "permissions", List.of("VIEW_CUSTOMER"))),
                            "Reason",
                            "a test");
            assertThat(group.status()).as(name).isBetween(400, 422);
            var location = service.operator()
                    .post(
                            "/api/v1/operations/systems",
                            json(Map.of("name", "A system", "locations", List.of(name))),
                            "Reason",
                            "a test");
            assertThat(location.status()).as(name).isBetween(400, 422);
        }
    }

    @Test
    void wouldBeNoticedIfTheyWereNot() {
        try (var window = Browser.window(service)) {
            var page = window.page();
            page.addInitScript(Hostile.TRAP);
            for (var planted : List.of(
                    "<p>" + Hostile.NAMES.get(0) + "</p>",
                    "<p>" + Hostile.NAMES.get(1) + "</p>",
                    "<input value=\"" + Hostile.NAMES.get(2) + "\">",
                    "<input value='" + Hostile.NAMES.get(3) + "'>",
                    "<a href=\"javascript:hostile()\">x</a>",
                    "<p>" + Hostile.RIGHT_TO_LEFT + " invited <b>7</b></p>",
                    "<p><bdi>" + Hostile.RIGHT_TO_LEFT + " invited 7</bdi></p>",
                    "<p><span>" + Hostile.RIGHT_TO_LEFT + "</span> 7</p>")) {
                plant(page, planted);
                assertThat(Hostile.doneOn(page)).as(planted).isNotEmpty();
            }
            for (var inert : List.of(
                    "<p>" + Hostile.RIGHT_TO_LEFT + "</p>",
                    "<p><bdi>" + Hostile.RIGHT_TO_LEFT + "</bdi> 7</p>",
                    "<p>\u2068" + Hostile.RIGHT_TO_LEFT + "\u2069 invited 7</p>",
                    "<p>&lt;x-hostile></p>")) {
                plant(page, inert);
                assertThat(Hostile.doneOn(page)).as(inert).isEmpty();
            }
        }
        assertThat(Hostile.computedIn("name,city\r\nAnna,=1+1\r\n\"+2\",'-3\r\n"))
                .containsExactly("=1+1", "+2");
        assertThatThrownBy(() -> Pages.addresses("/customers/{unheardOf}", Map.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("unheardOf");
        assertThat(Pages.patterns(handlers()))
                .contains("/register", "/account", "/customers/{customerId}/users", "/invitation/{secret}")
                .doesNotContain("/customers/{customerId}/changes");
    }

    private static void plant(Page page, String body) {
        page.unroute("**/planted");
        page.route(
                "**/planted",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/html;charset=UTF-8")
                        .setBody("<!DOCTYPE html><title>x</title><body>" + body)));
        page.navigate("/planted");
    }
}
