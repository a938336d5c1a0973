package io.customeraccounts.projections.groups;

import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.Group;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.projections.tables.ReadTable;
import io.customeraccounts.projections.tables.TableWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The groups that ship, and those that operators have added, from the read table. A group never changes: one that was found
 * is not looked up again, and one that was not is looked up each time, so that every node knows a new one at once. That a
 * transaction which adds a group may still fail makes no difference: nobody can have the group before.
 */
public final class SqlGroups implements Groups {

    public static final ReadTable TABLE = new ReadTable("added_group", "group_id", List.of("name"), Set.of());

    private final JdbcClient sql;
    private final Map<GroupName, Group> found = new ConcurrentHashMap<>();

    public SqlGroups(JdbcClient sql) {
        this.sql = sql;
    }

    /** The event handlers that keep the table {@code added_group}; live, for the processing group {@code read-tables}. */
    public static Object projection(TableWriter table) {
        return new GroupProjection(table);
    }

    @Override
    public Optional<Group> find(GroupName name) {
        return Groups.shipped()
                .find(name)
                .or(() -> Optional.ofNullable(found.get(name)).or(() -> look(name)));
    }

    /** Not for what no group can be called: PostgreSQL takes no text with U+0000. */
    private Optional<Group> look(GroupName name) {
        if (!GroupName.isWellFormed(name.value())) {
            return Optional.empty();
        }
        var added = sql.sql("select * from added_group where name = :name")
                .param("name", name.value())
                .query((row, number) -> read(row))
                .optional();
        added.ifPresent(group -> found.put(name, group));
        return added;
    }

    @Override
    public List<Group> of(CustomerKind kind) {
        var added = sql.sql("select * from added_group where kind = :kind order by added_at, name")
                .param("kind", kind.name())
                .query((row, number) -> read(row))
                .list();
        return Stream.concat(Groups.shipped().of(kind).stream(), added.stream()).toList();
    }

    private static Group read(ResultSet row) throws SQLException {
        var permissions = Arrays.stream(row.getString("permissions").split(","))
                .map(Permission::valueOf)
                .collect(Collectors.toSet());
        return new Group(
                new GroupName(row.getString("name")), CustomerKind.valueOf(row.getString("kind")), permissions, false);
    }
}
