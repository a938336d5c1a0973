package io.customeraccounts.api.systems;

import io.customeraccounts.projections.systems.Confirmations;
import io.customeraccounts.projections.systems.ConnectedSystem;
import io.customeraccounts.projections.systems.Systems;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks how long each connected system has been waited for. One that has not confirmed in time is a warning and no more: no
 * node could do better, so none is taken out of service.
 */
@Component("systemsHealthIndicator")
class SystemsWatch implements HealthIndicator {

    static final Status WARN = new Status("WARN", "a connected system has not confirmed in time");

    private static final Logger LOG = LoggerFactory.getLogger(SystemsWatch.class);

    private final Systems systems;
    private final Confirmations confirmations;
    private final TransactionTemplate transaction;
    private final Duration alarmAfter;
    private final MultiGauge gauges;

    /** Those that are late, by name; replaced as a whole. */
    private volatile Map<String, Duration> late = Map.of();

    SystemsWatch(
            Systems systems,
            Confirmations confirmations,
            PlatformTransactionManager transactions,
            MeterRegistry metrics,
            @Value("${customer-accounts.systems.alarm-after:5m}") Duration alarmAfter) {
        this.systems = systems;
        this.confirmations = confirmations;
        this.transaction = new TransactionTemplate(transactions);
        this.alarmAfter = alarmAfter;
        this.gauges = MultiGauge.builder("customer.accounts.systems.lag")
                .description(
                        "For how long there has been something that the connected system has not confirmed; 0 if nothing")
                .baseUnit("seconds")
                .register(metrics);
    }

    @Scheduled(fixedDelayString = "${customer-accounts.systems.interval:10s}")
    void look() {
        transaction.executeWithoutResult(active -> confirmations.findPositions());
        var lags = confirmations.lags(systems.all());
        gauges.register(
                lags.entrySet().stream()
                        .map(lag -> Row.of(
                                Tags.of("system", lag.getKey().name()),
                                lag.getValue().toMillis() / 1000.0))
                        .toList(),
                true);
        var before = late;
        late = late(lags);
        late.forEach((name, lag) -> {
            if (!before.containsKey(name)) {
                LOG.warn("{} has not confirmed for {} seconds what has ended", name, lag.toSeconds());
            }
        });
        before.keySet().stream()
                .filter(name -> !late.containsKey(name))
                .forEach(name -> LOG.info("{} has confirmed what has ended, or is not waited for any more", name));
    }

    private Map<String, Duration> late(Map<ConnectedSystem, Duration> lags) {
        var found = new TreeMap<String, Duration>();
        lags.forEach((system, lag) -> {
            if (lag.compareTo(alarmAfter) >= 0) {
                found.put(system.name(), lag);
            }
        });
        return found;
    }

    Duration alarmAfter() {
        return alarmAfter;
    }

    @Override
    public @Nullable Health health() {
        var seconds = new LinkedHashMap<String, Long>();
        late.forEach((name, lag) -> seconds.put(name, lag.toSeconds()));
        return seconds.isEmpty()
                ? Health.up().build()
                : Health.status(WARN).withDetail("lagSeconds", seconds).build();
    }
}
