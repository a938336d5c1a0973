package io.customeraccounts.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.api.CustomerAccounts;
import io.customeraccounts.projections.testing.Databases;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class ForeignSignInPageTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static TestIssuer issuer;
    private static HikariDataSource database;
    private static ConfigurableApplicationContext service;
    private static URI base;

    private final Map<String, String> cookies = new LinkedHashMap<>();

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        issuer = new TestIssuer();
        database = Databases.H2.fresh();
        service = new SpringApplication(CustomerAccounts.class)
                .run(
                        "--server.port=0",
                        "--spring.datasource.url=" + database.getJdbcUrl(),
                        "--spring.datasource.username=" + database.getUsername(),
                        "--customer-accounts.data-directory=" + directory,
                        "--customer-accounts.issuer=" + issuer.url(),
                        "--customer-accounts.client-id=account settings");
        base = URI.create("http://localhost:" + service.getEnvironment().getProperty("local.server.port"));
    }

    @AfterAll
    static void stop() {
        service.close();
        database.close();
        issuer.close();
    }

    @BeforeEach
    void identifiesAnna() {
        issuer.identify(claims -> claims);
    }

    /** What the browser gets, with its cookies, wherever the provider says the service is. */
    private HttpResponse<String> get(String url) throws Exception {
        var address = URI.create(url);
        var path = address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
        var target = url.startsWith(issuer.url()) ? address : base.resolve(path);
        var request = HttpRequest.newBuilder(target).header("Accept", "text/html");
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        var response = HTTP.send(request.build(), BodyHandlers.ofString());
        for (var cookie : response.headers().allValues("Set-Cookie")) {
            var pair = cookie.replaceAll(";.*", "").split("=", 2);
            cookies.put(pair[0], pair[1]);
        }
        return response;
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElseThrow();
    }

    /** Where the provider sends the browser back to. */
    private String callback() throws Exception {
        var signIn = get(location(get("/account")));
        return location(get(location(signIn)));
    }

    @Test
    void leadsBackToThePageThatWasAskedFor() throws Exception {
        var done = get(callback());

        assertThat(location(done)).isEqualTo("/account");
        assertThat(get("/account").body()).contains("Anna Alder", "anna@alder.example");
    }

    @Test
    void endsWithSigningOutInEveryBrowser() throws Exception {
        get(callback());
        var other = new ForeignSignInPageTest();
        other.get(other.callback());

        assertThat(send("/sign-out", "").body()).contains("You are signed out");

        assertThat(get("/account").statusCode()).isEqualTo(302);
        assertThat(other.get("/account").statusCode()).isEqualTo(302);
    }

    private HttpResponse<String> send(String path, String form) throws Exception {
        var page = get("/account").body();
        var token = page.replaceFirst("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
        return HTTP.send(
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Cookie", "form=" + cookies.get("form") + "; signed-in=" + cookies.get("signed-in"))
                        .POST(HttpRequest.BodyPublishers.ofString("_csrf=" + token + form))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void speaksTheLanguageThatWasChosenHereWhateverTheProviderSays() throws Exception {
        issuer.identify(claims -> claims.subject("berta").claim("locale", "en"));
        get(callback());
        send("/account/language", "&language=de");
        var other = new ForeignSignInPageTest();
        other.get(other.callback());

        assertThat(other.get("/account").body()).contains("Mein Konto");
    }

    @Test
    void isOnlyForTheBrowserThatStarted() throws Exception {
        var callback = callback();
        cookies.clear();

        assertThat(get(callback).statusCode()).isEqualTo(400);
        assertThat(cookies).doesNotContainKey("signed-in");
    }

    @Test
    void takesNoCodeThatAnotherOneStarted() throws Exception {
        var callback = callback();

        assertThat(get(callback.replaceFirst("state=.{5}", "state=other")).statusCode())
                .isEqualTo(400);
        assertThat(cookies).doesNotContainKey("signed-in");
    }

    @Test
    void takesNoTokenOfAnotherSignIn() throws Exception {
        issuer.identify(claims -> claims.claim("nonce", "other"));

        assertThat(get(callback()).statusCode()).isEqualTo(400);
        assertThat(cookies).doesNotContainKey("signed-in");
    }

    @Test
    void takesNoTokenForAnotherProgram() throws Exception {
        issuer.identify(claims -> claims.audience("customer-accounts"));

        assertThat(get(callback()).statusCode()).isEqualTo(400);
        assertThat(cookies).doesNotContainKey("signed-in");
    }

    @Test
    void isSaidWhenTheProviderRefuses() throws Exception {
        var callback = callback().replace("code=code", "code=spent");

        assertThat(get(callback).statusCode()).isEqualTo(400);
        assertThat(get("/sign-in/callback?error=access_denied").statusCode()).isEqualTo(400);
    }
}
