package io.customeraccounts.api.operations;

import io.customeraccounts.projections.followers.Followers;
import io.customeraccounts.projections.followers.Following;
import io.customeraccounts.projections.ledger.Ledger;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Whether nothing got lost: events stored = events sealed = events handled by each follower. All events are counted now and
 * then; what is asked in between is answered from that. An event that is neither sealed nor waits for it takes the service
 * down in health, one that is parked is a warning.
 */
@Component("completenessHealthIndicator")
class Completeness implements HealthIndicator {

    static final Status WARN = new Status("WARN", "an event could not be handled");

    private static final Logger LOG = LoggerFactory.getLogger(Completeness.class);

    private final Ledger ledger;
    private final Followers followers;
    private final MultiGauge handled;
    private final MultiGauge parked;
    private volatile Ledger.@Nullable Count count;
    private volatile List<Following> following = List.of();

    Completeness(Ledger ledger, Followers followers, MeterRegistry metrics) {
        this.ledger = ledger;
        this.followers = followers;
        gauge(metrics, "stored", "Events that were stored when they were last counted", Ledger.Count::events);
        gauge(metrics, "sealed", "Those of them that had a position", Ledger.Count::sealed);
        gauge(metrics, "unsealed", "Those of them that waited for one", Ledger.Count::unsealed);
        gauge(
                metrics,
                "lost",
                "1 if some of them neither had a position nor waited for one, or positions had none of them; otherwise 0",
                it -> it.isComplete() ? 0 : 1);
        handled = MultiGauge.builder("customer.accounts.follower.handled")
                .description("Position up to which the follower has handled all events that are not parked")
                .register(metrics);
        parked = MultiGauge.builder("customer.accounts.follower.parked")
                .description("Events that the follower could not handle, and those that wait for them")
                .register(metrics);
    }

    private void gauge(MeterRegistry metrics, String name, String description, ToDoubleFunction<Ledger.Count> value) {
        Gauge.builder("customer.accounts.events." + name, this, it -> {
                    var counted = it.count;
                    return counted == null ? Double.NaN : value.applyAsDouble(counted);
                })
                .description(description)
                .register(metrics);
    }

    /** Takes the longer the more events there are. */
    @Scheduled(initialDelayString = "1m", fixedDelayString = "${customer-accounts.completeness.interval:1h}")
    void count() {
        var counted = ledger.count();
        if (!counted.isComplete()) {
            // Not every database counts all tables at one moment.
            counted = ledger.count();
        }
        if (!counted.isComplete()) {
            LOG.error(
                    "Of {} stored events {} are sealed (last position {}) and {} wait for it: some are lost to whoever follows.",
                    counted.events(),
                    counted.sealed(),
                    counted.lastPosition(),
                    counted.unsealed());
        }
        count = counted;
    }

    /** As the last count found it; absent before the first. */
    Ledger.@Nullable Count counted() {
        return count;
    }

    @Scheduled(fixedDelayString = "10s")
    void look() {
        var found = followers.all();
        handled.register(rows(found, Following::handled), true);
        parked.register(rows(found, Following::parked), true);
        following = found;
    }

    private static List<Row<?>> rows(List<Following> found, ToDoubleFunction<Following> value) {
        return found.stream()
                .<Row<?>>map(it -> Row.of(Tags.of("follower", it.follower()), value.applyAsDouble(it)))
                .toList();
    }

    @Override
    public @Nullable Health health() {
        var counted = count;
        var lost = counted != null && !counted.isComplete();
        var anyParked = following.stream().anyMatch(it -> it.parked() > 0);
        var health = lost ? Health.down() : anyParked ? Health.status(WARN) : Health.up();
        if (counted != null) {
            health.withDetail("stored", counted.events())
                    .withDetail("sealed", counted.sealed())
                    .withDetail("unsealed", counted.unsealed());
        }
        var details = new LinkedHashMap<String, Object>();
        following.forEach(it -> details.put(it.follower(), it));
        return health.withDetail("followers", details).build();
    }
}
