package io.customeraccounts.projections.systems;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;

import io.customeraccounts.domain.project.Resources;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ResourceName;
import io.customeraccounts.domain.values.SystemId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables {@code system_report} and {@code system_resource}. */
public final class SqlResources implements Resources {

    /** More are not shown: who has to clean up has enough to do. */
    private static final int SHOWN = 100;

    private final JdbcClient sql;
    private final JdbcTemplate batches;

    public SqlResources(JdbcTemplate sql) {
        this.sql = JdbcClient.create(sql);
        this.batches = sql;
    }

    /** What became of a report. */
    public enum Outcome {
        ACCEPTED,
        /** The project never was there, or the system does not serve the location. */
        NO_SUCH_PROJECT,
        /** The project has left the location, or is deleted: nothing may be there any more. */
        NOT_THERE_ANY_MORE,
        /** The system has said something later already. */
        OUTDATED
    }

    private record Place(LocationName location, long since, boolean present) {}

    @Override
    public Report in(ProjectId projectId, LocationName location) {
        return hold(projectId, location).filter(Place::present).stream()
                .map(place -> reportOf(projectId, place))
                .findFirst()
                .orElseGet(() -> new Report(List.of(), List.of()));
    }

    @Override
    public Report in(ProjectId projectId) {
        var places = sql.sql("""
                        select location, since, present from project_place where project_id = :project and present
                        order by location for update
                        """)
                .param("project", projectId.value())
                .query(SqlResources::read)
                .list();
        var remaining = new ArrayList<Resource>();
        var unknown = new TreeSet<String>();
        for (var place : places) {
            var report = reportOf(projectId, place);
            remaining.addAll(report.remaining());
            unknown.addAll(report.unknown());
        }
        return new Report(remaining.stream().limit(SHOWN).toList(), List.copyOf(unknown));
    }

    private Report reportOf(ProjectId projectId, Place place) {
        var remaining = sql.sql("""
                        select s.name system_name, r.name
                        from system_resource r
                        join system_location l on l.location = r.location and l.system_id = r.system_id
                        join connected_system s on s.system_id = r.system_id
                        where r.project_id = :project and r.location = :location
                        order by s.name, r.name
                        limit :limit
                        """)
                .param("project", projectId.value())
                .param("location", place.location().value())
                .param("limit", SHOWN)
                .query((row, number) ->
                        new Resource(row.getString("system_name"), place.location(), row.getString("name")))
                .list();
        var unknown = sql.sql("""
                        select s.name
                        from system_location l join connected_system s on s.system_id = l.system_id
                        where l.location = :location
                          and not exists (
                              select 1 from system_report r
                              where r.project_id = :project and r.location = :location
                                and r.system_id = l.system_id and r.since = :since)
                        order by s.name
                        """)
                .param("location", place.location().value())
                .param("project", projectId.value())
                .param("since", place.since())
                .query((row, number) -> row.getString("name"))
                .list();
        return new Report(remaining, unknown);
    }

    /**
     * The system says what the project has in the location: these resources and no others. In the transaction that is
     * active; until it ends, the project does not leave the location.
     *
     * @param at when that was so, by the system's clock
     */
    public Outcome report(
            SystemId systemId, ProjectId projectId, LocationName location, Collection<ResourceName> names, Instant at) {
        var served = sql.sql("select 1 from system_location where system_id = :system and location = :location")
                .param("system", systemId.value())
                .param("location", location.value())
                .query(Integer.class)
                .optional();
        var place = served.flatMap(it -> hold(projectId, location)).orElse(null);
        if (place == null) {
            return Outcome.NO_SUCH_PROJECT;
        }
        if (!place.present()) {
            return Outcome.NOT_THERE_ANY_MORE;
        }
        var before = sql.sql("""
                        select reported_at from system_report
                        where project_id = :project and location = :location and system_id = :system
                        """)
                .param("project", projectId.value())
                .param("location", location.value())
                .param("system", systemId.value())
                .query((row, number) -> instant(row, "reported_at"))
                .optional();
        if (before.filter(it -> it.isAfter(at)).isPresent()) {
            return Outcome.OUTDATED;
        }
        delete("system_report", systemId, projectId, location);
        delete("system_resource", systemId, projectId, location);
        sql.sql("""
                insert into system_report (project_id, location, system_id, since, reported_at)
                values (:project, :location, :system, :since, :at)
                """)
                .param("project", projectId.value())
                .param("location", location.value())
                .param("system", systemId.value())
                .param("since", place.since())
                .param("at", at(at))
                .update();
        batches.batchUpdate(
                "insert into system_resource (project_id, location, system_id, name) values (?, ?, ?, ?)",
                names.stream()
                        .map(ResourceName::value)
                        .distinct()
                        .map(name -> new Object[] {projectId.value(), location.value(), systemId.value(), name})
                        .toList());
        return Outcome.ACCEPTED;
    }

    private void delete(String table, SystemId systemId, ProjectId projectId, LocationName location) {
        sql.sql("delete from " + table
                        + " where project_id = :project and location = :location and system_id = :system")
                .param("project", projectId.value())
                .param("location", location.value())
                .param("system", systemId.value())
                .update();
    }

    /** What a report and the removal of what it is about wait for each other at. */
    private Optional<Place> hold(ProjectId projectId, LocationName location) {
        return sql.sql("""
                        select location, since, present from project_place
                        where project_id = :project and location = :location
                        for update
                        """)
                .param("project", projectId.value())
                .param("location", location.value())
                .query(SqlResources::read)
                .optional();
    }

    private static Place read(ResultSet row, int number) throws SQLException {
        return new Place(new LocationName(row.getString("location")), row.getLong("since"), row.getBoolean("present"));
    }
}
