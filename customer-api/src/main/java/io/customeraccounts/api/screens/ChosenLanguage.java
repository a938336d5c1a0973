package io.customeraccounts.api.screens;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.WebUtils;

/**
 * Lets the language that was chosen on a page stand before those that the browser asks for, in all that the service says on its
 * pages. Programs say it with each request, and the pages about problems are kept by caches that know no cookies.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class ChosenLanguage extends OncePerRequestFilter {

    static final String COOKIE = "language";
    private static final List<String> LANGUAGES = List.of("en", "de");

    static boolean exists(@Nullable String language) {
        return language != null && LANGUAGES.contains(language);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var path = request.getRequestURI();
        return path.startsWith("/api/") || path.startsWith("/access/") || path.startsWith("/problems");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if ("GET".equals(request.getMethod())) {
            var query = request.getQueryString();
            request.setAttribute("thisPage", request.getRequestURI() + (query == null ? "" : "?" + query));
        }
        var cookie = Optional.ofNullable(WebUtils.getCookie(request, COOKIE)).filter(it -> exists(it.getValue()));
        chain.doFilter(
                cookie.isEmpty() ? request : new Asked(request, cookie.get().getValue()), response);
    }

    /** The request as if the browser asked for nothing but this language. */
    private static final class Asked extends HttpServletRequestWrapper {

        private final String language;

        Asked(HttpServletRequest request, String language) {
            super(request);
            this.language = language;
        }

        @Override
        public Locale getLocale() {
            return Locale.of(language);
        }

        @Override
        public Enumeration<Locale> getLocales() {
            return Collections.enumeration(List.of(getLocale()));
        }

        @Override
        public @Nullable String getHeader(String name) {
            return isLanguage(name) ? language : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return isLanguage(name) ? Collections.enumeration(List.of(language)) : super.getHeaders(name);
        }

        private static boolean isLanguage(String header) {
            return header.equalsIgnoreCase(HttpHeaders.ACCEPT_LANGUAGE);
        }
    }
}
