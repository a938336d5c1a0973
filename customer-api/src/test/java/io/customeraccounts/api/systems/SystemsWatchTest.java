package io.customeraccounts.api.systems;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.api.testing.Company;
import io.customeraccounts.api.testing.TestService;
import io.customeraccounts.projections.testing.Databases;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SystemsWatchTest {

    @ParameterizedTest
    @EnumSource(Databases.class)
    void warnsOfASystemThatIsLateAndTakesNothingOutOfService(Databases kind) {
        try (var service = TestService.with(
                kind, "--customer-accounts.systems.alarm-after=500ms", "--customer-accounts.systems.interval=50ms")) {
            var cloud = service.platform("Cloud", "east");
            service.platform("Lab", "west");
            var company = Company.of(service);
            var happened = new Happened(service);
            happened.project(company, "east");
            Awaitility.await().until(() -> lag(service, "Cloud") == 0);
            assertThat(health(service))
                    .contains("\"systems\":{\"status\":\"UP\"}")
                    .contains("\"status\":\"UP\"");

            company.admin().delete(company.employee("Ben Beech").path()).expect(204);
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(health(service)).containsPattern("\"systems\":\\{[^}]*\"status\":\"WARN\"}"));
            assertThat(health(service)).endsWith("\"status\":\"WARN\"}");
            Awaitility.await().until(() -> lag(service, "Cloud") >= 0.5);
            assertThat(lag(service, "Lab")).isZero();
            assertThat(service.anonymous()
                            .get("/actuator/health/readiness")
                            .expect(200)
                            .body())
                    .contains("UP");

            happened.sealed();
            var link =
                    cloud.client().get("/api/v1/events?limit=1000").expect(200).header("Link");
            cloud.confirm(link.replaceAll(".*after=([^&>]*).*", "$1")).expect(200);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(health(service)).contains("\"systems\":{\"status\":\"UP\"}"));
            Awaitility.await().until(() -> lag(service, "Cloud") == 0);

            service.operator().delete(cloud.operationsPath(), "Reason", "gone").expect(204);
            Awaitility.await()
                    .until(() -> service.bean(MeterRegistry.class)
                                    .find("customer.accounts.systems.lag")
                                    .tag("system", "Cloud")
                                    .gauge()
                            == null);
        }
    }

    private static String health(TestService service) {
        return service.anonymous().get("/actuator/health").expect(200).body();
    }

    private static double lag(TestService service, String system) {
        var gauge = service.bean(MeterRegistry.class)
                .find("customer.accounts.systems.lag")
                .tag("system", system)
                .gauge();
        return gauge == null ? -1 : gauge.value();
    }

    @Test
    void waitsFiveMinutesUnlessToldOtherwise() {
        var service = TestService.shared(Databases.H2);

        assertThat(service.bean(SystemsWatch.class).alarmAfter()).hasMinutes(5);
    }
}
