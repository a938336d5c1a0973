package io.customeraccounts.api.signup;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.CustomerAccounts;
import io.customeraccounts.api.security.TestIssuer;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;

class ConfirmPageTest {

    private static final Pattern LINK = Pattern.compile("href=\"(/[^\"]*)\"");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void leadsToTheSignInPageOfTheService() throws Exception {
        assertThat(linksOfTheAnswerToAGuess(TestService.shared(Databases.H2).base()))
                .contains("/sign-in");
    }

    @Test
    void leadsToNoSignInPageWherePeopleSignInElsewhere(@TempDir Path directory) throws Exception {
        try (var issuer = new TestIssuer();
                var database = Databases.H2.fresh();
                var service = new SpringApplication(CustomerAccounts.class)
                        .run(
                                "--server.port=0",
                                "--spring.datasource.url=" + database.getJdbcUrl(),
                                "--spring.datasource.username=" + database.getUsername(),
                                "--customer-accounts.data-directory=" + directory,
                                "--customer-accounts.issuer=" + issuer.url())) {
            var port = service.getEnvironment().getProperty("local.server.port");

            assertThat(linksOfTheAnswerToAGuess(URI.create("http://localhost:" + port)))
                    .doesNotContain("/sign-in");
        }
    }

    /** None of them leads to nothing. */
    private List<String> linksOfTheAnswerToAGuess(URI service) throws Exception {
        var page = get(service.resolve("/confirm/guess"));
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        var links =
                LINK.matcher(page.body()).results().map(link -> link.group(1)).toList();
        for (var link : links) {
            assertThat(get(service.resolve(link)).statusCode())
                    .describedAs(link)
                    .isEqualTo(200);
        }
        return links;
    }

    private HttpResponse<String> get(URI address) throws Exception {
        return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
}
