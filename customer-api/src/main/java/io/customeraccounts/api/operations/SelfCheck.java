package io.customeraccounts.api.operations;

import io.customeraccounts.projections.rebuild.MemoryRebuilder;
import io.customeraccounts.projections.rebuild.RebuildProgress;
import io.customeraccounts.projections.rebuild.RebuildState;
import io.customeraccounts.projections.rebuild.Rebuilder;
import io.customeraccounts.projections.rebuild.Rebuilds;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
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
 * Has every read table, and what the followers remember, compared with the events once in a while, one after the other. What
 * differs is left as it is, for somebody to look at: health warns of it until a rebuild has repaired it.
 */
@Component("selfCheckHealthIndicator")
class SelfCheck implements HealthIndicator {

    static final Status WARN =
            new Status("WARN", "a read table, or what a follower remembers, is not what the events say");

    private static final Logger LOG = LoggerFactory.getLogger(SelfCheck.class);

    private final Rebuilds rebuilds;
    private final Rebuilder rebuilder;
    private final MemoryRebuilder memories;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Duration interval;

    /** Rows that differ, by table; -1 if a check has failed. Replaced as a whole. */
    private volatile Map<String, Long> differing = Map.of();

    SelfCheck(
            Rebuilds rebuilds,
            Rebuilder rebuilder,
            MemoryRebuilder memories,
            PlatformTransactionManager transactions,
            Clock clock,
            MeterRegistry metrics,
            @Value("${customer-accounts.self-check.interval:1d}") Duration interval) {
        this.rebuilds = rebuilds;
        this.rebuilder = rebuilder;
        this.memories = memories;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.interval = interval;
        Gauge.builder("customer.accounts.self.check.differences", this, SelfCheck::differences)
                .description(
                        "Rows of read tables and memories that are not what the events say, as the last checks found")
                .register(metrics);
    }

    private double differences() {
        return differing.values().stream().mapToLong(rows -> Math.max(1, rows)).sum();
    }

    /** Not at once, when a node has other things to do. */
    @Scheduled(
            initialDelayString = "${customer-accounts.self-check.begin:10m}",
            fixedDelayString = "${customer-accounts.self-check.look:1m}")
    void look() {
        var all = rebuilds.all();
        note(all.stream().filter(RebuildProgress::checkOnly).toList());
        if (interval.isPositive() && all.stream().noneMatch(it -> it.state() == RebuildState.RUNNING)) {
            var before = clock.instant().minus(interval);
            all.stream()
                    .filter(it -> it.state() != RebuildState.PAUSED
                            && !lastLookedAt(it).isAfter(before))
                    .min(Comparator.comparing(SelfCheck::lastLookedAt))
                    .ifPresent(it -> start(it.table()));
        }
    }

    private void start(String table) {
        transaction.executeWithoutResult(active -> rebuilds.check(table));
        rebuilder.wake();
        memories.wake();
    }

    /** A rebuild has looked just as well. */
    private static Instant lastLookedAt(RebuildProgress it) {
        return Objects.requireNonNullElse(it.startedAt(), Instant.EPOCH);
    }

    private void note(Iterable<RebuildProgress> checks) {
        var found = new TreeMap<String, Long>();
        for (var check : checks) {
            if (check.state() == RebuildState.FAILED) {
                found.put(check.table(), -1L);
            } else if (check.differences() > 0) {
                found.put(check.table(), check.differences());
            }
        }
        found.forEach((table, rows) -> {
            if (!differing.containsKey(table)) {
                LOG.error(
                        "Read table or memory {} is not what the events say ({} rows). What differs is at {}/{}; a rebuild repairs it.",
                        table,
                        rows,
                        RebuildsController.PATH,
                        table);
            }
        });
        differing = found;
    }

    @Override
    public @Nullable Health health() {
        return differing.isEmpty()
                ? Health.up().build()
                : Health.status(WARN).withDetail("differences", differing).build();
    }
}
