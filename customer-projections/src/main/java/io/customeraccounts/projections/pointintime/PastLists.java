package io.customeraccounts.projections.pointintime;

import static io.customeraccounts.projections.tables.Columns.at;

import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.Page.Keyed;
import io.customeraccounts.projections.paging.PageRequest;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Asks for what was so at a time, and for lists of it by id. */
final class PastLists {

    private static final UUID LOWEST = new UUID(0, 0);

    private final JdbcClient sql;
    private final Groups groups;

    PastLists(JdbcClient sql, Groups groups) {
        this.sql = sql;
        this.groups = groups;
    }

    /** The groups of partners whose users may add themselves to managed customers. */
    List<String> entering() {
        return Arrays.stream(CustomerKind.values())
                .flatMap(kind -> groups.of(kind).stream())
                .filter(group -> group.allows(Permission.ENTER_MANAGED_CUSTOMER))
                .map(group -> group.name().value())
                .sorted()
                .toList();
    }

    /** With the parameters that {@link Conditions} name. */
    StatementSpec query(String statement, Instant at) {
        return sql.sql(statement)
                .param("entering", entering())
                .param("at", at(at))
                .param("begun", Intervals.begunBy(at))
                .param("notOver", Intervals.notOverBy(at));
    }

    /** @param stretches that hold the time, of what is {@code :scope} */
    <T> Page<T> page(
            String list,
            PageRequest request,
            String key,
            String where,
            String stretches,
            UUID scope,
            Instant at,
            RowMapper<T> row,
            Function<T, UUID> id) {
        var found = query("""
                select * from %s x
                where %s and x.%s > :after
                order by x.%s
                limit :limit
                """.formatted(stretches, where, key, key), at)
                .param("scope", scope)
                .param("after", after(request.start(list)))
                .param("limit", request.limit() + 1)
                .query(row)
                .list();
        return Page.of(
                found.stream()
                        .map(item -> new Keyed<>(bytes(id.apply(item)), item))
                        .toList(),
                request,
                list);
    }

    static UUID after(byte @Nullable [] key) {
        return key == null ? LOWEST : read(ByteBuffer.wrap(key));
    }

    private static UUID read(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
