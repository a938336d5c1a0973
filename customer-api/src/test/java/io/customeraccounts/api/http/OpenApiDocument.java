package io.customeraccounts.api.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.customeraccounts.api.messaging.Write;
import io.customeraccounts.api.problems.MayAnswer;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemSamples;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.api.problems.Problems;
import io.customeraccounts.api.security.Anyone;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.LazyCaller;
import io.customeraccounts.api.security.Scope;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.OAuthFlow;
import io.swagger.v3.oas.models.security.OAuthFlows;
import io.swagger.v3.oas.models.security.Scopes;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.json.JsonMapper;

/** Tells springdoc what our own kinds of arguments and answers mean, and gives everything an example. */
@TestConfiguration(proxyBeanMethods = false)
@SuppressWarnings({"rawtypes", "unchecked"}) // swagger hands its schemas out raw
class OpenApiDocument {

    private static final String JSON = "application/json";
    private static final String SECURITY = "oauth2";

    private final Problems problems;
    private final Map<ProblemType, Problem> samples;
    private final JsonMapper json;
    private final Set<Type> bodyTypes = new LinkedHashSet<>();

    OpenApiDocument(Problems problems, JsonMapper json) {
        this.problems = problems;
        this.samples = ProblemSamples.of(problems);
        this.json = json;
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(
                        Caller.class,
                        Caller.Person.class,
                        Caller.ConnectedSystem.class,
                        LazyCaller.class,
                        Write.class,
                        Body.class,
                        Query.class,
                        Paging.class)
                .addResponseWrapperToIgnore(Answer.class)
                .replaceWithClass(Patched.class, String.class);
    }

    /** A component of a record is there unless it may be absent. */
    @Bean
    ModelConverter required() {
        return new ModelConverter() {
            @Override
            public @Nullable Schema<?> resolve(
                    AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> others) {
                if (!others.hasNext()) {
                    return null;
                }
                var schema = others.next().resolve(type, context, others);
                var raw = Json.mapper().constructType(type.getType()).getRawClass();
                if (schema != null && raw.isRecord()) {
                    var model = schema.get$ref() == null
                            ? schema
                            : context.getDefinedModels()
                                    .get(schema.get$ref().substring("#/components/schemas/".length()));
                    Arrays.stream(raw.getRecordComponents())
                            .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                            .map(OpenApiDocument::nameInJson)
                            .filter(name -> model != null
                                    && (model.getRequired() == null
                                            || !model.getRequired().contains(name)))
                            .forEach(model::addRequiredItem);
                }
                return schema;
            }
        };
    }

    private static String nameInJson(RecordComponent component) {
        var property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null ? component.getName() : property.value();
    }

    @Bean
    GlobalOperationCustomizer operations() {
        return this::describe;
    }

    private Operation describe(Operation operation, HandlerMethod handler) {
        var type = handler.getBeanType().getSimpleName().replace("Controller", "");
        operation.operationId(
                type.toLowerCase(Locale.ROOT) + "-" + handler.getMethod().getName());
        var parameters = new ArrayList<Parameter>();
        if (operation.getParameters() != null) {
            parameters.addAll(operation.getParameters());
        }
        parameters.stream()
                .filter(parameter -> parameter.getIn().equals("path") && !isText(parameter.getName(), handler))
                .forEach(parameter -> parameter.setSchema(uuid()));
        parameters.stream()
                .filter(parameter -> parameter.getSchema() == null)
                .forEach(parameter -> parameter.setSchema(type("string")));
        for (var parameter : handler.getMethodParameters()) {
            if (parameter.getParameterType() == Body.class) {
                operation.requestBody(body(parameter, handler));
            } else if (parameter.getParameterType() == Paging.class) {
                parameters.add(query("cursor", "Where the page before ended: its next. Absent for the first page."));
                parameters.add(query("limit", "How many items at most, 1 to 200.")
                        .schema(type("integer")
                                .minimum(BigDecimal.ONE)
                                .maximum(new BigDecimal(200))
                                ._default(50)));
            } else if (parameter.getParameterType() == Write.class) {
                parameters.add(
                        header(
                                "Idempotency-Key",
                                "Names the request, so that repeating it does nothing twice. 1 to 255 visible ASCII characters."));
                parameters.add(header("Reason", "Why, in UTF-8, at most 500 characters. Recorded with what happens."));
                if (dependsOnVersion(handler)) {
                    parameters.add(header("If-Match", "The entity tag that the thing must still have."));
                }
            }
        }
        operation.parameters(parameters.isEmpty() ? null : parameters);
        operation.responses(answers(operation, handler));
        var open = handler.hasMethodAnnotation(Anyone.class)
                || handler.getBeanType().isAnnotationPresent(Anyone.class);
        operation.security(open ? List.of() : List.of(new SecurityRequirement().addList(SECURITY)));
        return operation;
    }

    /** Not the schema that is there, which all texts share; springdoc changes its types afterwards. */
    private static Schema<?> uuid() {
        return new Schema<>().types(new HashSet<>(Set.of("string"))).format("uuid");
    }

    private static boolean isText(String parameter, HandlerMethod handler) {
        return Arrays.stream(handler.getMethod().getParameters())
                .anyMatch(it -> it.getName().equals(parameter) && it.getType() == String.class);
    }

    private static Parameter query(String name, String description) {
        return new Parameter().in("query").name(name).description(description).schema(type("string"));
    }

    private static Parameter header(String name, String description) {
        return new Parameter().in("header").name(name).description(description).schema(type("string"));
    }

    private static Schema<?> type(String type) {
        return new Schema<>().types(Set.of(type));
    }

    private static Schema<?> text(String description) {
        return type("string").description(description);
    }

    private static boolean dependsOnVersion(HandlerMethod handler) {
        var post = handler.getMethodAnnotation(PostMapping.class);
        var put = handler.getMethodAnnotation(PutMapping.class);
        return handler.hasMethodAnnotation(PatchMapping.class)
                || handler.hasMethodAnnotation(DeleteMapping.class)
                || (post != null
                        && Arrays.stream(post.path()).anyMatch(path -> path.matches(".*/(resend|close|leave|secret)")))
                || (put != null && Arrays.stream(put.path()).anyMatch(path -> path.matches(".*/\\{\\w+}")));
    }

    private RequestBody body(MethodParameter parameter, HandlerMethod handler) {
        var content = ((ParameterizedType) parameter.getGenericParameterType()).getActualTypeArguments()[0];
        bodyTypes.add(content);
        var schema = ModelConverters.getInstance(true)
                .resolveAsResolvedSchema(new AnnotatedType(content).resolveAsRef(true))
                .schema;
        var mediaType = handler.hasMethodAnnotation(PatchMapping.class) ? "application/merge-patch+json" : JSON;
        return new RequestBody()
                .required(true)
                .content(new Content().addMediaType(mediaType, new MediaType().schema(schema)));
    }

    private ApiResponses answers(Operation operation, HandlerMethod handler) {
        var answers = new ApiResponses();
        operation.getResponses().forEach((status, success) -> {
            if (answer(handler).endsWith("Answer<java.lang.Void>")) {
                answers.addApiResponse("204", new ApiResponse().description("Done; there is nothing to show."));
            } else {
                answers.addApiResponse(status, success.description(status.equals("201") ? "Made." : "Done."));
                addHeaders(success, status, handler);
                if (handler.hasMethodAnnotation(LargeBody.class)) {
                    answers.addApiResponse(
                            "207",
                            new ApiResponse()
                                    .description("Done in part: some lines were refused.")
                                    .content(success.getContent()));
                }
            }
        });
        var byStatus = new LinkedHashMap<String, List<ProblemType>>();
        problemsOf(handler)
                .forEach(problem -> byStatus.computeIfAbsent(
                                Integer.toString(problem.status()), status -> new ArrayList<>())
                        .add(problem));
        byStatus.forEach((status, types) -> answers.addApiResponse(status, problem(types)));
        return answers;
    }

    private static void addHeaders(ApiResponse success, String status, HandlerMethod handler) {
        if (answer(handler).matches(".*Answer<[^<]*\\.(Customer|Invitation|User)Json>")) {
            success.addHeaderObject(
                    "ETag",
                    new Header()
                            .description("The version of what is shown, for If-Match and If-None-Match.")
                            .schema(type("string")));
        }
        if (status.equals("201")) {
            success.addHeaderObject(
                    "Location",
                    new Header()
                            .description("Where it is.")
                            .schema(type("string").format("uri-reference")));
        }
        if (Arrays.stream(handler.getMethodParameters()).anyMatch(it -> it.getParameterType() == Paging.class)) {
            success.addHeaderObject(
                    "Link",
                    new Header()
                            .description("The next page, as rel=\"next\"; absent on the last.")
                            .schema(type("string")));
        }
    }

    private static String answer(HandlerMethod handler) {
        return handler.getReturnType().getGenericParameterType().getTypeName();
    }

    /** Those that follow from what a handler takes, and those that it names. */
    private static Set<ProblemType> problemsOf(HandlerMethod handler) {
        var types = EnumSet.noneOf(ProblemType.class);
        for (var parameter : handler.getMethodParameters()) {
            var type = parameter.getParameterType();
            if ((Caller.class.isAssignableFrom(type) || type == LazyCaller.class)
                    && !handler.hasMethodAnnotation(Anyone.class)) {
                types.add(ProblemType.NOT_AUTHENTICATED);
            }
            if (type == Caller.Person.class || type == Caller.ConnectedSystem.class) {
                types.add(ProblemType.NOT_PERMITTED);
            }
            if (type == io.customeraccounts.domain.values.CustomerId.class) {
                types.addAll(EnumSet.of(ProblemType.NOT_FOUND, ProblemType.NOT_PERMITTED));
                // Operators act in every customer.
                if (takes(handler, Write.class)) {
                    types.add(ProblemType.REASON_REQUIRED);
                }
            }
            if (type == Query.class || type == Paging.class) {
                types.add(ProblemType.MALFORMED_REQUEST);
            }
            if (type == Body.class) {
                types.addAll(EnumSet.of(
                        ProblemType.MALFORMED_REQUEST,
                        ProblemType.BODY_TOO_LARGE,
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        ProblemType.INVALID_VALUE,
                        ProblemType.CARD_NUMBER_NOT_ALLOWED));
            }
            if (type == Write.class) {
                types.addAll(EnumSet.of(
                        ProblemType.MALFORMED_REQUEST,
                        ProblemType.CONCURRENT_CHANGE,
                        ProblemType.IDEMPOTENCY_KEY_IN_USE,
                        ProblemType.IDEMPOTENCY_KEY_REUSED));
            }
        }
        if (dependsOnVersion(handler)) {
            types.add(ProblemType.VERSION_MISMATCH);
        }
        var own = handler.getMethodAnnotation(MayAnswer.class);
        if (own != null) {
            types.addAll(List.of(own.value()));
        }
        return types;
    }

    private static boolean takes(HandlerMethod handler, Class<?> type) {
        return Arrays.stream(handler.getMethodParameters()).anyMatch(parameter -> parameter.getParameterType() == type);
    }

    private ApiResponse problem(List<ProblemType> types) {
        var content = new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"));
        for (var type : types) {
            content.addExamples(type.code(), new Example().$ref("#/components/examples/" + type.code()));
        }
        return new ApiResponse()
                .description(
                        String.join(", ", types.stream().map(ProblemType::code).toList()))
                .content(new Content().addMediaType(Problems.MEDIA_TYPE, content));
    }

    @Bean
    GlobalOpenApiCustomizer head() {
        return api -> {
            api.info(new Info()
                    .title("Customer Accounts")
                    .version("1")
                    .description("""
                            Customers, the people who belong to them, and what those may do.

                            Errors are problem details (RFC 9457); each `type` is a page that says what happened and what to do. \
                            They are looked for in this order: signed in (401), visible (404), permitted (403), well-formed (400), \
                            valid (422), version current (412), possible now (409, or 410 for what has ended). What you may not \
                            know of is answered as if it did not exist.

                            Every write may carry an `Idempotency-Key`: repeating the request with the same key within 24 hours \
                            gives the first answer again, marked with `Idempotency-Replayed: true`. What has a version shows it as \
                            `ETag`; with `If-Match` a change is made only if nobody else has changed the thing meanwhile.""")
                    .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")));
            api.servers(List.of(new Server().url("/")));
            api.getComponents().addSchemas("Problem", problemSchema()).addSecuritySchemes(SECURITY, security());
            samples.forEach((type, problem) -> api.getComponents().addExamples(type.code(), example(problem)));
            addBodies(api);
            addExamples(api);
        };
    }

    private Example example(Problem problem) {
        return new Example()
                .value(json.readValue(problems.render(problem, Locale.ENGLISH).body(), Map.class));
    }

    private static SecurityScheme security() {
        var scopes = new Scopes();
        Arrays.stream(Scope.values()).forEach(scope -> scopes.addString(scope.text(), "for service clients"));
        return new SecurityScheme()
                .type(SecurityScheme.Type.OAUTH2)
                .description(
                        "An access token of the service or, if the installation names one, of its OpenID provider.")
                .flows(new OAuthFlows()
                        .authorizationCode(new OAuthFlow()
                                .authorizationUrl("/oauth2/authorize")
                                .tokenUrl("/oauth2/token")
                                .scopes(new Scopes()))
                        .clientCredentials(
                                new OAuthFlow().tokenUrl("/oauth2/token").scopes(scopes)));
    }

    private static Schema<?> problemSchema() {
        return type("object")
                .description("Problem details (RFC 9457). Some codes have members of their own besides these.")
                .addProperty(
                        "type",
                        text("The page of the problem: /problems/ and the code.")
                                .format("uri-reference"))
                .addProperty("title", text("What has happened, in a few words."))
                .addProperty("status", type("integer"))
                .addProperty("detail", text("What has happened, why, and what to do, in an accepted language."))
                .addProperty("code", text("What to decide by in programs. Never changes."))
                .addProperty(
                        "errors",
                        type("array")
                                .description("What is wrong with which part of the request.")
                                .items(type("object")
                                        .addProperty(
                                                "pointer",
                                                text("JSON pointer into the body, as URI fragment (RFC 6901)."))
                                        .addProperty("parameter", text("Or the name of a query parameter."))
                                        .addProperty("header", text("Or the name of a header."))
                                        .addProperty("code", text("What is wrong, for programs."))
                                        .addProperty("detail", text("What is wrong, for people."))))
                .required(List.of("type", "title", "status", "detail", "code"));
    }

    /** springdoc finds the types of answers by itself; those of bodies were met above. */
    private void addBodies(OpenAPI api) {
        bodyTypes.forEach(type -> ModelConverters.getInstance(true)
                .readAll(type)
                .forEach((name, schema) -> api.getComponents().getSchemas().putIfAbsent(name, schema)));
    }

    private void addExamples(OpenAPI api) {
        var examples = new OpenApiExamples(api.getComponents());
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .forEach(operation -> {
                    if (operation.getRequestBody() != null) {
                        examples.addTo(operation.getRequestBody().getContent());
                    }
                    operation.getResponses().values().forEach(response -> examples.addTo(response.getContent()));
                });
    }
}
