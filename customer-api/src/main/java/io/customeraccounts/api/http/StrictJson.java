package io.customeraccounts.api.http;

import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import io.customeraccounts.domain.values.CardNumbers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads JSON that was sent to us: UTF-8, one value, no name twice, no unknown field, no coercion, nothing deep or long,
 * and no text with NUL, half a surrogate pair or a card number (rule: General data). What is wrong is answered with a
 * pointer to it, and never with what was sent.
 */
final class StrictJson {

    /** Levels. The deepest request has three. */
    private static final int MAX_DEPTH = 16;

    /** UTF-16 units of one text. The longest value that is valid has 200 code points and their combining marks. */
    private static final int MAX_TEXT = 20_000;

    private static final int MAX_NAME = 200;
    private static final int MAX_DIGITS = 100;

    private static final Pattern SHOWABLE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_TEXT)
                            .maxNameLength(MAX_NAME)
                            .maxNumberLength(MAX_DIGITS)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .addModule(new SimpleModule()
                    .addDeserializer(String.class, new Text())
                    .addDeserializer(Boolean.class, new TrueOrFalse())
                    .addDeserializer(Patched.class, new PatchedText()))
            .build();

    private StrictJson() {}

    /** @throws Problem if the bytes are not JSON or not of this type */
    static <T> T read(byte[] bytes, Class<T> type) {
        if (bytes.length == 0) {
            throw Problem.malformed(FieldError.at("", "body-missing"));
        }
        try {
            T value = MAPPER.readValue(decode(bytes), type);
            if (value == null) {
                throw Problem.malformed(FieldError.at("", "json-expected"));
            }
            return value;
        } catch (JacksonException e) {
            throw problem(e);
        }
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.malformed(FieldError.at("", "character-not-allowed"));
        }
    }

    private static Problem problem(JacksonException exception) {
        var pointer = pointer(exception.getPath());
        return switch (exception) {
            case TextRefused it
            when it.code.equals("card-number") ->
                Problem.of(ProblemType.CARD_NUMBER_NOT_ALLOWED).with(List.of(FieldError.at(pointer, it.code)));
            case TextRefused it -> Problem.malformed(FieldError.at(pointer, it.code));
            case StreamConstraintsException it ->
                Problem.malformed(FieldError.at(pointer, isAboutDepth(it) ? "too-deep" : "too-long"));
            case InputCoercionException it ->
                Problem.malformed(FieldError.at(pointer, "wrong-type").with("expected", nameOf(it.getTargetType())));
            case StreamReadException it
            when isAboutDuplicate(it) -> Problem.malformed(FieldError.at(pointer, "duplicate-name"));
            case UnrecognizedPropertyException it -> Problem.malformed(unknownField(it));
            case MismatchedInputException it
            when !isTrailing(it) ->
                Problem.malformed(FieldError.at(pointer, "wrong-type").with("expected", nameOf(it.getTargetType())));
            default -> {
                var at = exception.getLocation();
                yield Problem.malformed(FieldError.at(pointer, "json-malformed")
                        .with("line", at == null ? 0 : at.getLineNr())
                        .with("column", at == null ? 0 : at.getColumnNr()));
            }
        };
    }

    /** Jackson has one class for both. */
    private static boolean isAboutDepth(StreamConstraintsException exception) {
        return exception.getOriginalMessage().contains("depth");
    }

    private static boolean isAboutDuplicate(StreamReadException exception) {
        return exception.getOriginalMessage().startsWith("Duplicate ");
    }

    private static boolean isTrailing(MismatchedInputException exception) {
        return exception.getOriginalMessage().startsWith("Trailing token");
    }

    private static FieldError unknownField(UnrecognizedPropertyException exception) {
        var name = exception.getPropertyName();
        var path = exception.getPath();
        var showable = SHOWABLE_NAME.matcher(name).matches() && !CardNumbers.looksLikeCardNumber(name);
        var known = exception.getKnownPropertyIds();
        return FieldError.at(
                        pointer(showable || path.isEmpty() ? path : path.subList(0, path.size() - 1)), "unknown-field")
                .with("known", known == null ? List.of() : sorted(known));
    }

    private static List<String> sorted(Collection<Object> names) {
        return names.stream().map(Object::toString).sorted().toList();
    }

    /** Of names that we have given ourselves, except where {@link #unknownField} has looked at it. */
    private static String pointer(List<JacksonException.Reference> path) {
        var pointer = new StringBuilder();
        for (var reference : path) {
            var name = reference.getPropertyName();
            pointer.append('/').append(name == null ? String.valueOf(reference.getIndex()) : name);
        }
        return pointer.toString();
    }

    private static String nameOf(@Nullable Class<?> type) {
        if (type == null) {
            return "JSON";
        }
        if (type == String.class || type == Patched.class) {
            return "string";
        }
        if (type == Boolean.class) {
            return "boolean";
        }
        if (type == Integer.class || type == int.class) {
            return "integer";
        }
        return Collection.class.isAssignableFrom(type) || type.isArray() ? "array" : "object";
    }

    /** Jackson puts the path to the field into the exception on its way out. */
    private static final class TextRefused extends DatabindException {
        private final String code;

        TextRefused(JsonParser parser, String code) {
            super(parser, code);
            this.code = code;
        }
    }

    private static String checked(JsonParser parser, DeserializationContext context, Class<?> type) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return (String) context.handleUnexpectedToken(context.constructType(type), parser);
        }
        var text = parser.getString();
        for (var i = 0; i < text.length(); i++) {
            var unit = text.charAt(i);
            if (unit == 0) {
                throw new TextRefused(parser, "character-not-allowed");
            }
            if (Character.isSurrogate(unit)) {
                var paired = Character.isHighSurrogate(unit)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    throw new TextRefused(parser, "character-not-allowed");
                }
                i++;
            }
        }
        if (CardNumbers.looksLikeCardNumber(text)) {
            throw new TextRefused(parser, "card-number");
        }
        return text;
    }

    private static final class Text extends StdScalarDeserializer<String> {
        Text() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            return checked(parser, context, String.class);
        }
    }

    private static final class PatchedText extends StdScalarDeserializer<Patched> {
        PatchedText() {
            super(Patched.class);
        }

        @Override
        public Patched deserialize(JsonParser parser, DeserializationContext context) {
            return new Patched(checked(parser, context, Patched.class));
        }

        @Override
        public Patched getNullValue(DeserializationContext context) {
            return new Patched(null);
        }

        @Override
        public @Nullable Object getAbsentValue(DeserializationContext context) {
            return null;
        }
    }

    private static final class TrueOrFalse extends StdScalarDeserializer<Boolean> {
        TrueOrFalse() {
            super(Boolean.class);
        }

        @Override
        public Boolean deserialize(JsonParser parser, DeserializationContext context) {
            return switch (parser.currentToken()) {
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                default -> (Boolean) context.handleUnexpectedToken(getValueType(context), parser);
            };
        }
    }
}
