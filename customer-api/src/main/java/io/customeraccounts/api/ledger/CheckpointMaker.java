package io.customeraccounts.api.ledger;

import io.customeraccounts.projections.ledger.Checkpoints;
import io.customeraccounts.projections.ledger.LedgerAltered;
import io.customeraccounts.projections.ledger.SignedNote;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Has the ledger signed again and again, on every node, offers the last checkpoint to those who are to have it, and puts it into a
 * file if one is configured. Health and a metric say if the past is not what has been signed.
 */
@Component("checkpointHealthIndicator")
class CheckpointMaker implements HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointMaker.class);

    private final Checkpoints checkpoints;
    private final List<CheckpointReceiver> receivers;
    private final @Nullable Path file;
    private volatile boolean altered;
    private String written = "";

    CheckpointMaker(
            Checkpoints checkpoints,
            List<CheckpointReceiver> receivers,
            MeterRegistry metrics,
            @Value("${customer-accounts.ledger.checkpoint-file:#{null}}") @Nullable Path file) {
        this.checkpoints = checkpoints;
        this.receivers = List.copyOf(receivers);
        this.file = file;
        Gauge.builder("customer.accounts.ledger.altered", this, it -> it.altered ? 1 : 0)
                .description("1 if the ledger does not hold what its last checkpoint stands for; otherwise 0")
                .register(metrics);
    }

    @Scheduled(fixedDelayString = "${customer-accounts.ledger.checkpoint-interval:10s}")
    void make() {
        try {
            var last = checkpoints.make();
            altered = false;
            last.ifPresent(this::publish);
        } catch (LedgerAltered e) {
            if (!altered) {
                LOG.error(
                        "The first {} events of the ledger are not those that were signed: somebody has changed the past."
                                + " Nothing is signed any more. Keep this database, and compare it with a backup.",
                        e.size());
            }
            altered = true;
        }
    }

    private void publish(SignedNote checkpoint) {
        for (var receiver : receivers) {
            try {
                receiver.offer(checkpoint);
            } catch (DataAccessException | TransactionException e) {
                LOG.warn("A checkpoint could not be offered to who is to have it; the next one is.", e);
            }
        }
        write(checkpoint);
    }

    /** Whole or not at all, for whoever reads it meanwhile. */
    private void write(SignedNote checkpoint) {
        var text = checkpoint.asText();
        if (file == null || text.equals(written)) {
            return;
        }
        try {
            var absolute = file.toAbsolutePath();
            var next = absolute.resolveSibling(absolute.getFileName() + ".next");
            Files.createDirectories(absolute.getParent());
            Files.writeString(next, text);
            Files.move(next, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            written = text;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the checkpoint into " + file, e);
        }
    }

    @Override
    public Health health() {
        return (altered ? Health.down() : Health.up()).build();
    }
}
