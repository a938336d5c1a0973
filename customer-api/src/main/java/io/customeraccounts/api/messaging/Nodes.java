package io.customeraccounts.api.messaging;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Shares the followers' work between the nodes on one database. A follower's work is cut into segments, and left to
 * themselves the node that starts first takes all of them. Here each node says that it is there, takes no more segments
 * than its share; Axon gives back what that is too much when another node comes. The segments of one that dies are taken
 * over as soon as its claims have ended.
 *
 * <p>Who is there is a matter of how fast work moves, never of who may do it: that is decided by the claim of a segment. A node
 * that cannot say that it is there can write nothing else either, and says so in its health.
 */
@Component("nodeHealthIndicator")
class Nodes implements HealthIndicator {

    /** A node that has been silent for so long is not counted any more. */
    static final Duration SILENCE = Duration.ofSeconds(6);

    /** Of Axon's followers between two tries. The database may come and go, and they may fail later than this node. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);

    private final JdbcClient sql;
    private final ObjectProvider<EventProcessingConfiguration> processing;
    private final String self = UUID.randomUUID().toString();
    private volatile Map<String, Integer> shares = Map.of();
    private volatile boolean unableToWrite;
    private long lastUnable = System.nanoTime() - LONGEST_PAUSE.toNanos();

    Nodes(JdbcClient sql, ObjectProvider<EventProcessingConfiguration> processing) {
        this.sql = sql;
        this.processing = processing;
    }

    /**
     * How many segments of the follower this node may take: a fair part, rounded up, so that none is left over. As many as
     * there are before they have been counted.
     */
    int share(String follower) {
        return shares.getOrDefault(follower, Integer.MAX_VALUE);
    }

    @Scheduled(fixedDelay = 2_000)
    void meet() {
        try {
            sayHere();
            shares = shares(Math.max(1, present()));
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("nobody can be counted while the database is away or full", e);
            unableToWrite = true;
            lastUnable = System.nanoTime();
            return;
        }
        unableToWrite = false;
        if (System.nanoTime() - lastUnable < LONGEST_PAUSE.toNanos()) {
            processing.ifAvailable(it -> it.eventProcessors().values().forEach(Nodes::startAgainAfterAnError));
        }
    }

    /** Down while this node can write nothing to the database, because it is away or its disk is full. */
    @Override
    public Health health() {
        return (unableToWrite ? Health.down() : Health.up()).build();
    }

    /** While the database is away followers try ever more seldom; that need not be waited for when it is back. */
    private static void startAgainAfterAnError(EventProcessor follower) {
        if (follower.isError()) {
            follower.shutDown();
            follower.start();
        }
    }

    private void sayHere() {
        var updated = sql.sql("update node set seen_at = current_timestamp where node_id = :id")
                .param("id", self)
                .update();
        if (updated == 0) {
            sql.sql("insert into node (node_id, seen_at) values (:id, current_timestamp)")
                    .param("id", self)
                    .update();
            sql.sql("delete from node where seen_at < current_timestamp - interval '1' day")
                    .update();
        }
    }

    private Map<String, Integer> shares(int nodes) {
        var shares = new HashMap<String, Integer>();
        sql.sql("select processor_name, count(*) segments from token_entry group by processor_name")
                .query(row -> {
                    shares.put(row.getString("processor_name"), (row.getInt("segments") + nodes - 1) / nodes);
                });
        return shares;
    }

    private int present() {
        return sql.sql("select count(*) from node where seen_at > current_timestamp - interval '%d' second"
                        .formatted(SILENCE.toSeconds()))
                .query(Integer.class)
                .single();
    }

    /** Others need not wait until the silence is noticed. */
    @PreDestroy
    void leave() {
        try {
            sql.sql("delete from node where node_id = :id").param("id", self).update();
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("the others will notice", e);
        }
    }
}
