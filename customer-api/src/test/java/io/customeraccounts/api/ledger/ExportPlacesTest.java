package io.customeraccounts.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.Reply;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As many exports are going on as may. */
class ExportPlacesTest {

    private final TestService service = TestService.shared(Databases.H2);
    private final Semaphore places = service.bean(ExportController.class).places;
    private int taken;

    @BeforeEach
    void take() {
        Company.of(service);
        taken = places.drainPermits();
        assertThat(taken).isEqualTo(2);
    }

    @AfterEach
    void giveBack() {
        places.release(taken);
        taken = 0;
    }

    @Test
    void letsTheNextOneInAsSoonAsOneHasEnded() throws Exception {
        var next = CompletableFuture.supplyAsync(this::export);
        Awaitility.await().until(places::hasQueuedThreads);
        giveBack();

        next.get(10, TimeUnit.SECONDS).expect(200);
    }

    @Test
    void turnsAwayWhoHasWaitedInVain() {
        var refused = export().expectProblem(503, "temporarily-unavailable");

        assertThat(refused.header("Retry-After")).isEqualTo("30");
    }

    private Reply export() {
        return service.auditor().get("/api/v1/ledger/export?limit=1");
    }
}
