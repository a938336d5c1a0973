package io.customeraccounts.api.http;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.ResourceBundleMessageSource;

/** Texts of the product. What is filled in is kept from changing the order of their words. */
public final class IsolatingMessages extends ResourceBundleMessageSource {

    public IsolatingMessages(String... basenames) {
        setBasenames(basenames);
        setDefaultEncoding("UTF-8");
        setFallbackToSystemLocale(false);
    }

    @Override
    protected Object[] resolveArguments(Object @Nullable [] arguments, @Nullable Locale language) {
        return Arrays.stream(super.resolveArguments(arguments, language))
                .map(it -> it instanceof String text ? Isolation.isolate(text) : it)
                .toArray();
    }
}
