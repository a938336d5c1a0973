package io.customeraccounts.api.fuzzing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.fuzzing.Description.Operation;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts card numbers into every text of every body that the API describes. None is taken, shown or logged. */
@ExtendWith(OutputCaptureExtension.class)
class CardNumbersEverywhereTest {

    private static final List<String> NUMBERS =
            List.of("5105105105105100", "5105 1051 0510 5100", "5105-1051-0510-5100", "card 5105105105105100, thanks");
    private static final Pattern TRACE = Pattern.compile("5105[ -]?1051[ -]?0510[ -]?510");
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
    private static final Set<Integer> KEPT_OUT = Set.of(401, 403, 404);
    private static final JsonMapper JSON = new JsonMapper();

    private static Known known;
    private static TestService service;

    /** One text of an example, and how to put another in its place. */
    private record Place(String pointer, JsonNode body) {

        String with(String text) {
            var copy = body.deepCopy();
            var at = pointer.lastIndexOf('/');
            var name = pointer.substring(at + 1);
            switch (copy.at(pointer.substring(0, at))) {
                case ObjectNode object -> object.put(name, text);
                case ArrayNode array ->
                    array.set(Integer.parseInt(name), JSON.getNodeFactory().stringNode(text));
                default -> throw new IllegalStateException("no text at " + pointer);
            }
            return copy.toString();
        }
    }

    @BeforeAll
    static void open() {
        service = TestService.shared(Databases.H2);
        known = Known.in(service, false);
    }

    @Test
    void refusesThemInEveryTextAndNeitherShowsNorLogsThem(CapturedOutput log) {
        var tried = new LinkedHashSet<String>();
        for (var operation : Description.read().operations()) {
            for (var place : places(operation)) {
                for (var number : NUMBERS) {
                    var what = operation.name() + " " + place.pointer() + " " + number;
                    var reply = send(operation, place.with(number));
                    assertThat(reply.body()).as(what).doesNotContainPattern(TRACE);
                    assertThat(reply.text("/code"))
                            .as(what + ": " + reply.body())
                            .isEqualTo("card-number-not-allowed");
                    assertThat(reply.status()).as(what).isEqualTo(422);
                    assertThat(reply.text("/errors/0/pointer")).as(what).isEqualTo("#" + place.pointer());
                    tried.add(operation.name() + " " + place.pointer());
                }
                // Else the answer above could be one that everything gets.
                assertThat(send(operation, place.with("5105105105105101")).text("/code"))
                        .as(operation.name() + " " + place.pointer() + " with what is no card number")
                        .isNotEqualTo("card-number-not-allowed");
            }
        }
        assertThat(tried)
                .hasSizeGreaterThan(50)
                .contains(
                        "PUT /api/v1/customers/{customerId}/cost-centre /costCentre",
                        "POST /api/v1/customers/{customerId}/payment-methods/card /token",
                        "POST /api/v1/customers/{customerId}/payment-methods/sepa-mandate /iban",
                        "POST /api/v1/customers/{customerId}/billing-addresses /lines/0");
        assertThat(log.getAll()).doesNotContainPattern(TRACE);
    }

    @Test
    void refusesThemInASearchWhichTheLinkToTheNextPageWouldRepeat(CapturedOutput log) {
        var customer = "/api/v1/customers/" + known.values().get("customerId").getFirst();
        var admin = service.withToken(known.callers().getFirst());
        for (var list : List.of("/users", "/projects")) {
            for (var number : NUMBERS) {
                var reply = admin.get(customer + list + "?limit=1&search=" + URLEncoder.encode(number, UTF_8));
                assertThat(reply.body()).doesNotContainPattern(TRACE);
                reply.expectProblem(422, "card-number-not-allowed").expectError("parameter", "search", "card-number");
            }
            admin.get(customer + list + "?search=5105105105105101").expect(200);
        }
        assertThat(log.getAll()).doesNotContainPattern(TRACE);
    }

    private static List<Place> places(Operation operation) {
        var places = new ArrayList<Place>();
        if (!operation.mediaType().isEmpty()) {
            var body = operation
                    .description()
                    .at("/requestBody/content")
                    .path(operation.mediaType())
                    .path("example");
            collect(body, body, "", places);
        }
        return places;
    }

    private static void collect(JsonNode body, JsonNode node, String pointer, List<Place> places) {
        if (node.isString()) {
            places.add(new Place(pointer, body));
        }
        node.properties().forEach(field -> collect(body, field.getValue(), pointer + "/" + field.getKey(), places));
        if (node.isArray()) {
            for (var i = 0; i < node.size(); i++) {
                collect(body, node.get(i), pointer + "/" + i, places);
            }
        }
    }

    /** By the first caller who gets as far as the body, in one of the customers. */
    private static Reply send(Operation operation, String body) {
        var replies = new ArrayList<Reply>();
        for (var customerId : new LinkedHashSet<>(known.values().get("customerId"))) {
            var path = PARAMETER
                    .matcher(operation.path())
                    .replaceAll(name -> Matcher.quoteReplacement(
                            name.group(1).equals("customerId")
                                    ? customerId
                                    : known.values().get(name.group(1)).getFirst()));
            for (var token : new LinkedHashSet<>(known.callers())) {
                var client = token.isEmpty() ? service.anonymous() : service.withToken(token);
                var reply = client.send(operation.method(), path, body, "Reason", "for a test");
                if (!KEPT_OUT.contains(reply.status())) {
                    return reply;
                }
                replies.add(reply);
            }
        }
        return replies.getLast();
    }
}
