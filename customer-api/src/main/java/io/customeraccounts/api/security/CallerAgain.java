package io.customeraccounts.api.security;

import io.customeraccounts.api.problems.Problem;
import io.customeraccounts.api.problems.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.stereotype.Component;

/** For requests that take long: asks once more whose the request is. */
@Component
public class CallerAgain {

    private final JwtDecoder decoder;
    private final TokenReader reader;
    private final SignIns signIns;
    private final BrowserCallers browsers;

    CallerAgain(JwtDecoder decoder, TokenReader reader, SignIns signIns, BrowserCallers browsers) {
        this.decoder = decoder;
        this.reader = reader;
        this.signIns = signIns;
        this.browsers = browsers;
    }

    /**
     * The caller as of the moment when it is asked for; empty as soon as the token has expired or was revoked, or nobody is
     * signed in in the browser any more. Asking throws a
     * {@link Problem} if nobody can say, because the issuer elsewhere is away.
     */
    public Supplier<Optional<Caller>> of(HttpServletRequest request) {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn) {
            var browser = signIns.again(request);
            return () -> browser.get().flatMap(signedIn -> browsers.person(signedIn.id()));
        }
        var token = new DefaultBearerTokenResolver().resolve(request);
        return () -> caller(token);
    }

    private Optional<Caller> caller(@Nullable String token) {
        if (token == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.convert(decoder.decode(token)).caller().get());
        } catch (ProviderAway e) {
            throw Problem.of(ProblemType.TEMPORARILY_UNAVAILABLE);
        } catch (JwtException | AuthenticationException e) {
            return Optional.empty();
        }
    }
}
