package io.customeraccounts.api.http;

import io.customeraccounts.api.problems.FieldError;
import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.domain.values.InvalidValue;
import io.customeraccounts.domain.values.Language;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns the texts of a request into values and collects everything that is wrong, so that one answer names it all:
 * first what is missing (400), then what breaks a rule (422).
 *
 * <pre>
 * var fields = new Fields();
 * var name = fields.required("/fullName", body.fullName(), FullName::new);
 * var group = fields.optional("/group", body.group(), GroupName::new);
 * fields.check();
 * ... name.get() ... group.orNull() ...
 * </pre>
 */
public final class Fields {

    private final String prefix;
    private final List<FieldError> missing = new ArrayList<>();
    private final List<FieldError> invalid = new ArrayList<>();

    public Fields() {
        this("");
    }

    /** @param prefix the pointer to the object that has the fields */
    public Fields(String prefix) {
        this.prefix = prefix;
    }

    /** A value that may be asked for once {@link Fields#check} has passed. */
    public static final class Field<T> implements Supplier<T> {
        private final @Nullable T value;

        private Field(@Nullable T value) {
            this.value = value;
        }

        @Override
        public T get() {
            return Objects.requireNonNull(value, "asked for before it was checked");
        }

        public @Nullable T orNull() {
            return value;
        }
    }

    /** @param parse throws {@link InvalidValue} for what is none, or a {@link NotThis} */
    public <T> Field<T> required(String pointer, @Nullable String text, Function<String, T> parse) {
        if (text == null) {
            missing.add(FieldError.at(prefix + pointer, "missing"));
            return new Field<>(null);
        }
        return optional(pointer, text, parse);
    }

    public <T> Field<T> optional(String pointer, @Nullable String text, Function<String, T> parse) {
        if (text == null) {
            return new Field<>(null);
        }
        try {
            return new Field<>(parse.apply(text));
        } catch (InvalidValue e) {
            invalid.add(FieldError.at(prefix + pointer, e));
        } catch (NotThis e) {
            invalid.add(FieldError.at(prefix + pointer, e.code));
        }
        return new Field<>(null);
    }

    /** @param parse throws {@link IllegalArgumentException} for what is no id */
    public static <T> Function<String, T> id(Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new NotThis("not-an-id");
            }
        };
    }

    /** @param otherwise says which there are */
    public static <E extends Enum<E>> Function<String, E> constant(Class<E> type, NotThis otherwise) {
        return text -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(() -> otherwise);
    }

    /** A language in which the service writes, by its tag. */
    public static Language language(String tag) {
        return switch (tag) {
            case "en" -> Language.EN;
            case "de" -> Language.DE;
            default -> throw new NotThis("not-a-language");
        };
    }

    /** For what the request as a whole says, and no text alone. */
    public void invalid(String pointer, NotThis reason) {
        invalid.add(FieldError.at(prefix + pointer, reason.code));
    }

    /** A field of a merge patch that may not be taken away. */
    public <T> Field<T> patched(String pointer, @Nullable Patched field, Function<String, T> parse) {
        return field == null ? new Field<>(null) : required(pointer, field.value(), parse);
    }

    /** @throws Problem if anything was missing or invalid */
    public void check() {
        if (!missing.isEmpty()) {
            throw Problem.malformed(missing.toArray(FieldError[]::new));
        }
        if (!invalid.isEmpty()) {
            throw Problem.invalid(invalid.toArray(FieldError[]::new));
        }
    }

    /** A text is not what the field needs, for a reason that has no value type of its own. */
    public static final class NotThis extends RuntimeException {
        private final String code;

        /** @param code of the text {@code error.<code>} */
        public NotThis(String code) {
            super(code, null, false, false);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }
}
