package io.customeraccounts.api.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.messaging.Readers;
import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.ledger.Ledger;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Waiting;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeedNodesTest {

    private static final String KEY =
            "--customer-accounts.key-encryption-key=" + Base64.getEncoder().encodeToString(new byte[32]);

    @ParameterizedTest
    @EnumSource
    void tellsAReaderOnOneNodeWhatHappensOnAnother(Databases kind) throws Exception {
        var database = kind.laidOut();
        try (var one = TestService.on(database, KEY)) {
            var other = TestService.on(database, KEY);
            try {
                tells(one, other);
            } finally {
                // Not its pool, which is that of the first as well.
                other.context().close();
            }
        }
    }

    private static void tells(TestService one, TestService other) throws Exception {
        var company = Company.of(one);
        Waiting.until(() -> one.bean(Ledger.class).progress().unsealed() == 0);
        var reader = other.withToken(company.admin().token());
        var end = "/api/v1/events?limit=1000&customer=" + company.id();
        for (var page = reader.get(end).expect(200);
                !page.json().isEmpty();
                page = reader.get(end).expect(200)) {
            end = page.header("Link").replaceAll("<(.*)>; rel=\"next\"", "$1");
        }
        var place = end;
        var waiting = CompletableFuture.supplyAsync(() -> reader.get(place + "&wait=50"));
        Waiting.until(() -> other.bean(Readers.class).present() == 1);

        var invited = System.nanoTime();
        company.invite("Ida Invited", TestService.address("Ida Invited"), "CUSTOMER_EMPLOYEE")
                .expect(201);

        var news = waiting.get(20, TimeUnit.SECONDS).expect(200);
        assertThat(news.json().at("/0/type").asString()).isEqualTo("io.customeraccounts.customer.user-invited");
        assertThat(Duration.ofNanos(System.nanoTime() - invited)).isLessThan(Duration.ofSeconds(5));
    }
}
