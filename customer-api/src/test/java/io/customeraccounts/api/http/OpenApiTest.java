package io.customeraccounts.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTest {

    private static final Path KEPT = Path.of("src/main/resources/openapi.json");
    private static final Path WRITTEN = Path.of("target/openapi.json");

    private static final Pattern STATUS = Pattern.compile("\\(([1-5]\\d\\d)\\)");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static TestService service;
    private static JsonNode document;

    @BeforeAll
    static void describe() throws Exception {
        service = TestService.with(
                Databases.H2,
                OpenApiDocument.class,
                "--springdoc.api-docs.enabled=true",
                "--springdoc.paths-to-match=/api/**,/access/**",
                "--springdoc.writer-with-order-by-keys=true");
        document = JSON.readTree(service.bean(OpenApiWebMvcResource.class)
                .openapiJson(new MockHttpServletRequest(), "/v3/api-docs", Locale.ENGLISH));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void isWhatIsKeptUnderVersionControl() throws IOException {
        var written = JSON.writeValueAsString(document).replace("\r\n", "\n") + "\n";
        Files.createDirectories(WRITTEN.getParent());
        Files.writeString(WRITTEN, written);

        assertThat(Files.exists(KEPT) ? Files.readString(KEPT) : "")
                .describedAs(
                        "The API has changed. If that is meant: cp customer-api/target/openapi.json"
                                + " customer-api/src/main/resources/openapi.json, and look at the difference before it is committed")
                .isEqualTo(written);
    }

    @Test
    void isServedToEveryone() {
        var served = service.anonymous().get("/openapi.json").expect(200);

        assertThat(served.header("Content-Type")).startsWith("application/json");
        assertThat(served.text("/openapi")).startsWith("3.1");
    }

    @Test
    void givesEveryOperationASummaryAndEveryBodyAnExample() {
        document.at("/paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    var name = operation.getKey() + " " + path.getKey();
                    assertThat(operation.getValue().at("/summary").asString(""))
                            .describedAs(name)
                            .isNotBlank();
                    operation
                            .getValue()
                            .at("/requestBody/content")
                            .properties()
                            .forEach(body -> assertThat(hasExample(body.getValue()))
                                    .describedAs(name)
                                    .isTrue());
                    operation
                            .getValue()
                            .at("/responses")
                            .properties()
                            .forEach(answer -> answer.getValue()
                                    .at("/content")
                                    .properties()
                                    .forEach(body -> assertThat(hasExample(body.getValue()))
                                            .describedAs(name + " " + answer.getKey())
                                            .isTrue()));
                }));
    }

    @Test
    void describesEveryStatusThatItsWordsName() {
        var named = new ArrayList<String>();
        document.at("/paths")
                .forEach(path -> path.properties().forEach(operation -> {
                    var status = STATUS.matcher(
                            operation.getValue().at("/description").asString(""));
                    while (status.find()) {
                        named.add(status.group(1));
                        assertThat(operation.getValue().at("/responses").has(status.group(1)))
                                .describedAs(operation.getValue().at("/summary").asString() + " " + status.group(1))
                                .isTrue();
                    }
                }));
        assertThat(named).contains("200", "207");
    }

    /** Two handlers at one address are one operation here. */
    @Test
    void describesEventsAsABatchAndAsAStream() {
        var responses = document.at("/paths/~1api~1v1~1events/get/responses");

        assertThat(responses.at("/200/content").propertyNames())
                .containsExactlyInAnyOrder("application/cloudevents-batch+json", "text/event-stream");
        assertThat(responses.at("/200/headers/Link").isMissingNode()).isFalse();
        assertThat(responses
                        .at("/410/content/application~1problem+json/examples")
                        .propertyNames())
                .containsExactly("cursor-gone");
    }

    private static boolean hasExample(JsonNode body) {
        return !body.at("/example").isMissingNode() || !body.at("/examples").isEmpty();
    }

    @Test
    void namesEveryReferenceThatItMakes() {
        document.findValuesAsString("$ref")
                .forEach(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .describedAs(reference)
                        .isFalse());
    }

    @Test
    void requiresOfAnAnswerOnlyWhatItDescribes() {
        document.at("/components/schemas")
                .properties()
                .forEach(
                        schema -> assertThat(schema.getValue().at("/properties").propertyNames())
                                .describedAs(schema.getKey())
                                .containsAll(schema.getValue()
                                        .at("/required")
                                        .valueStream()
                                        .map(JsonNode::asString)
                                        .toList()));
    }
}
