package io.customeraccounts.projections.followers;

import java.util.List;
import java.util.TreeMap;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who follows the ledger, on whichever node. A question takes no longer when the ledger grows. */
public final class Followers {

    private final JdbcClient sql;
    private final Serializer serializer;

    public Followers(JdbcClient sql, Serializer serializer) {
        this.sql = sql;
        this.serializer = serializer;
    }

    /** By name; only those that have been started once. */
    public List<Following> all() {
        var handled = new TreeMap<String, Long>();
        // Axon keeps one more token, of the store itself.
        sql.sql(
                        "select processor_name, token, token_type from token_entry where processor_name not like '\\_\\_%' escape '\\'")
                .query(row -> {
                    var bytes = row.getBytes("token");
                    var position = bytes == null ? 0 : position(bytes, row.getString("token_type"));
                    handled.merge(row.getString("processor_name"), position, Math::min);
                });
        var parked = new TreeMap<String, Long>();
        sql.sql("select processing_group, count(*) parked from dead_letter group by processing_group")
                .query(row -> {
                    parked.put(row.getString("processing_group"), row.getLong("parked"));
                });
        return handled.entrySet().stream()
                .map(it -> new Following(it.getKey(), it.getValue(), parked.getOrDefault(it.getKey(), 0L)))
                .toList();
    }

    private long position(byte[] token, String type) {
        return serializer.deserialize(new SimpleSerializedObject<>(token, byte[].class, type, null))
                        instanceof TrackingToken read
                ? read.position().orElse(0)
                : 0;
    }
}
