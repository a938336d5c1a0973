package io.customeraccounts.api.screens;

import io.customeraccounts.api.security.Anyone;
import io.customeraccounts.api.security.Caller;
import io.customeraccounts.api.security.LocalAddress;
import io.customeraccounts.domain.values.CustomerId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Addresses without a page of their own. */
@Controller
class HomeScreen extends Screen {

    private static final Duration REMEMBERED = Duration.ofDays(365);

    HomeScreen(Api api, Frames frames) {
        super(api, frames);
    }

    @Anyone
    @GetMapping("/")
    @Nullable
    String home(HttpServletResponse response) {
        return seeOther(response, "/account");
    }

    /** To the first section that one may see. */
    @GetMapping("/customers/{customerId}")
    @Nullable
    String customer(Caller.Person caller, @PathVariable CustomerId customerId, HttpServletResponse response) {
        var sections = frames.sections(caller, customerId);
        return seeOther(
                response, sections.isEmpty() ? "/account" : sections.getFirst().path());
    }

    /**
     * For this browser and, if somebody is signed in, for them wherever they sign in.
     *
     * @param page to go on with, in that language
     */
    @Anyone
    @PostMapping("/language")
    @Nullable
    String choose(
            Caller.@Nullable Person caller,
            @RequestParam(defaultValue = "") String language,
            @RequestParam(defaultValue = "") String page,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (ChosenLanguage.exists(language)) {
            var cookie = ResponseCookie.from(ChosenLanguage.COOKIE, language)
                    .path("/")
                    .maxAge(REMEMBERED)
                    .httpOnly(true)
                    .secure(request.isSecure())
                    .sameSite("Lax");
            response.addHeader(HttpHeaders.SET_COOKIE, cookie.build().toString());
            if (caller != null) {
                api.put(Map.of("language", language), "", "/api/v1/me/language");
            }
        }
        return seeOther(response, LocalAddress.of(page));
    }
}
