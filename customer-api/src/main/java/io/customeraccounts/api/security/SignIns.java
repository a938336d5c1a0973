package io.customeraccounts.api.security;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.values.Secret;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * The browsers in which someone is signed in, kept in the database: any node knows them, and they end at once when they
 * are to. A browser is known by a cookie with a secret, new at each sign-in, of which the database has the hash.
 */
@Component
public class SignIns implements SecurityContextRepository {

    /** Signing in is good for a working day. */
    static final Duration LIFETIME = Duration.ofHours(12);

    private final JdbcClient sql;
    private final Clock clock;
    private final boolean secure;
    private final boolean offered;
    private final String table;
    private final String who;
    private final SecureRandom random = new SecureRandom();

    SignIns(JdbcClient sql, Clock clock, IdentitySettings settings) {
        this.sql = sql;
        this.clock = clock;
        this.secure = settings.secure();
        this.offered = settings.hasPages();
        // Whoever signs in elsewhere has no account here.
        var here = settings.issuer() == null;
        table = here ? "sign_in" : "person_sign_in";
        who = here ? "account_id" : "person_id";
    }

    /** Whether people can sign in with a browser. */
    public boolean offered() {
        return offered;
    }

    /**
     * From now on someone is signed in in this browser, and whoever was before is not.
     *
     * @param id of the account; of the person where people sign in elsewhere
     */
    public void begin(UUID id, HttpServletRequest request, HttpServletResponse response) {
        end(request, response);
        var now = clock.instant();
        sql.sql("delete from %s where ends_at <= :now".formatted(table))
                .param("now", at(now))
                .update();
        var secret = Secret.generate(random);
        sql.sql("""
                insert into %s (secret_hash, %s, signed_in_at, ends_at) values (:hash, :id, :now, :end)
                """.formatted(table, who))
                .param("hash", secret.hash().value())
                .param("id", id)
                .param("now", at(now))
                .param("end", at(now.plus(LIFETIME)))
                .update();
        // Of the browser's session: closing it signs out as well.
        response.addHeader(
                HttpHeaders.SET_COOKIE, cookie(secret.value()).build().toString());
    }

    /** Signs out in every browser in which the same person is signed in. */
    public void endEverywhere(HttpServletRequest request, HttpServletResponse response) {
        secret(request)
                .ifPresent(secret -> sql.sql("""
                        delete from %1$s where %2$s = (select %2$s from %1$s where secret_hash = :hash)
                        """.formatted(table, who))
                        .param("hash", secret.hash().value())
                        .update());
        end(request, response);
    }

    /** Signs out in this browser. */
    public void end(HttpServletRequest request, HttpServletResponse response) {
        secret(request).ifPresent(secret -> {
            sql.sql("delete from %s where secret_hash = :hash".formatted(table))
                    .param("hash", secret.hash().value())
                    .update();
            response.addHeader(
                    HttpHeaders.SET_COOKIE,
                    cookie("").maxAge(Duration.ZERO).build().toString());
        });
    }

    private ResponseCookie.ResponseCookieBuilder cookie(String value) {
        return ResponseCookie.from(cookieName(), value)
                .path("/")
                .httpOnly(true)
                .secure(secure)
                // Lax: whoever follows a link from a mail or from another program is still signed in.
                .sameSite("Lax");
    }

    /** The prefix keeps a neighbouring host from setting it; browsers take it over TLS only. */
    private String cookieName() {
        return secure ? "__Host-signed-in" : "signed-in";
    }

    private Optional<Secret> secret(HttpServletRequest request) {
        var cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(cookieName()))
                        .map(Cookie::getValue)
                        .filter(value -> !value.isEmpty())
                        .map(Secret::new)
                        .findFirst();
    }

    /** Who is signed in in this browser at the moment when it is asked for; also after the request. */
    Supplier<Optional<SignedIn>> again(HttpServletRequest request) {
        var secret = secret(request);
        return () -> secret.flatMap(this::find);
    }

    private Optional<SignedIn> find(Secret secret) {
        return sql.sql("""
                        select %s, signed_in_at from %s where secret_hash = :hash and ends_at > :now
                        """.formatted(who, table))
                .param("hash", secret.hash().value())
                .param("now", at(clock.instant()))
                .query((row, number) -> new SignedIn(uuid(row, who), instant(row, "signed_in_at")))
                .optional();
    }

    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
        var signedIn = SingletonSupplier.of(() -> secret(request).flatMap(this::find));
        return new DeferredSecurityContext() {
            @Override
            public SecurityContext get() {
                return signedIn.obtain()
                        .<SecurityContext>map(SecurityContextImpl::new)
                        .orElseGet(SecurityContextHolder::createEmptyContext);
            }

            @Override
            public boolean isGenerated() {
                return signedIn.obtain().isEmpty();
            }
        };
    }

    @Override
    @SuppressWarnings("deprecation") // superseded by the method above, and still abstract
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return loadDeferredContext(holder.getRequest()).get();
    }

    /** Nothing: who signs in {@linkplain #begin begins}, and nobody else changes who is. */
    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {}

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return secret(request).isPresent();
    }
}
