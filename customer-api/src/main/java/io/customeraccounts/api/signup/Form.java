package io.customeraccounts.api.signup;

import io.customeraccounts.api.http.Fields.NotThis;
import io.customeraccounts.domain.values.InvalidValue;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;

/** Turns the texts of a form into values, and says beside each field what is wrong with it. */
final class Form {

    private final MessageSource texts;
    private final Locale language = LocaleContextHolder.getLocale();
    private final Map<String, String> errors = new LinkedHashMap<>();

    Form(MessageSource texts) {
        this.texts = texts;
    }

    /** @param parse throws {@link InvalidValue} or {@link NotThis} for what is none */
    <T> Supplier<T> field(String name, String text, Function<String, T> parse) {
        try {
            var value = parse.apply(text);
            return () -> value;
        } catch (InvalidValue e) {
            errors.put(name, text(e.reason().code(), e));
        } catch (NotThis e) {
            errors.put(name, text(e.code(), null));
        }
        return () -> {
            throw new IllegalStateException("asked for before it was checked");
        };
    }

    boolean isWrong() {
        return !errors.isEmpty();
    }

    /** What is wrong, by the name of the field; in the language of the request. */
    Map<String, String> errors() {
        return errors;
    }

    private String text(String code, @Nullable InvalidValue invalid) {
        var text = Objects.requireNonNull(texts.getMessage("error." + code, null, code, language));
        if (invalid == null) {
            return text;
        }
        return text.replace("{limit}", Integer.toString(invalid.limit().orElse(0)))
                .replace("{position}", Integer.toString(invalid.position().orElse(0) + 1));
    }
}
