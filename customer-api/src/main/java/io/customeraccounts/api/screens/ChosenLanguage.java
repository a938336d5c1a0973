package io.customeraccounts.api.screens;

import io.customeraccounts.api.security.Languages;
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
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.WebUtils;

/**
 * Lets the language that a person has chosen stand before the one that was chosen in the browser, and that before those that the
 * browser asks for, in all that the service says on its pages. Programs say it with each request, and the pages about problems
 * are kept by caches that know no cookies.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class ChosenLanguage extends OncePerRequestFilter {

    static final String COOKIE = "language";
    private static final List<String> LANGUAGES = List.of("en", "de");

    static boolean exists(@Nullable String language) {
        return language != null && LANGUAGES.contains(language);
    }

    private final ObjectProvider<Languages> languages;

    /** @param languages asked for when a page is, as filters are made before most else */
    ChosenLanguage(ObjectProvider<Languages> languages) {
        this.languages = languages;
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
        chain.doFilter(new Asked(request), response);
    }

    /** The request as if the browser asked for nothing but the language that is chosen, once one is. */
    private final class Asked extends HttpServletRequestWrapper {

        private final @Nullable String inBrowser;
        private Optional<String> ofPerson = Optional.empty();
        private boolean personKnown;

        Asked(HttpServletRequest request) {
            super(request);
            var cookie = WebUtils.getCookie(request, COOKIE);
            inBrowser = cookie == null || !exists(cookie.getValue()) ? null : cookie.getValue();
        }

        /** Who is signed in is known only after some have asked. */
        private @Nullable String chosen() {
            if (!personKnown && SecurityContextHolder.getContext().getAuthentication() != null) {
                personKnown = true;
                try {
                    ofPerson = languages
                            .getObject()
                            .ofSignedIn()
                            .map(it -> it.name().toLowerCase(Locale.ROOT));
                } catch (DataAccessException away) {
                    // The page that says so is in the language of the browser.
                }
            }
            return ofPerson.orElse(inBrowser);
        }

        @Override
        public Locale getLocale() {
            var chosen = chosen();
            return chosen == null ? super.getLocale() : Locale.of(chosen);
        }

        @Override
        public Enumeration<Locale> getLocales() {
            return chosen() == null ? super.getLocales() : Collections.enumeration(List.of(getLocale()));
        }

        @Override
        public @Nullable String getHeader(String name) {
            var chosen = isLanguage(name) ? chosen() : null;
            return chosen == null ? super.getHeader(name) : chosen;
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            var chosen = isLanguage(name) ? chosen() : null;
            return chosen == null ? super.getHeaders(name) : Collections.enumeration(List.of(chosen));
        }

        private boolean isLanguage(String header) {
            return header.equalsIgnoreCase(HttpHeaders.ACCEPT_LANGUAGE);
        }
    }
}
