package io.customeraccounts.api.signup;

import io.customeraccounts.api.http.Fields.NotThis;
import io.customeraccounts.domain.values.CardNumbers;
import io.customeraccounts.domain.values.InvalidValue;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * Turns the texts of a form into values, and says beside each field what is wrong with it. Like a body of JSON, a field
 * takes no number of a payment card (rule: General data).
 */
final class Form {

    private final MessageSource texts;
    private final Locale language = LocaleContextHolder.getLocale();
    private final Map<String, String> errors = new LinkedHashMap<>();
    private final Set<String> cardNumbers = new HashSet<>();

    Form(MessageSource texts) {
        this.texts = texts;
    }

    /** @param parse throws {@link InvalidValue} or {@link NotThis} for what is none */
    <T> Supplier<T> field(String name, String text, Function<String, T> parse) {
        try {
            if (CardNumbers.looksLikeCardNumber(text)) {
                cardNumbers.add(name);
                throw new NotThis("card-number");
            }
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

    /** What the field of the page holds when it is shown again: the text, unless it must not be shown. */
    String shown(String name, String text) {
        return cardNumbers.contains(name) ? "" : text;
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
