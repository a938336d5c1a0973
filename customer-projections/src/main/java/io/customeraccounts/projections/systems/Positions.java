package io.customeraccounts.projections.systems;

import static io.customeraccounts.projections.tables.Columns.uuid;

import org.springframework.jdbc.core.JdbcTemplate;

/** The positions in the ledger of what has to be confirmed, which it gets after it was written down. */
final class Positions {

    /** That are looked up in one statement. */
    private static final int BATCH = 1_000;

    private final JdbcTemplate sql;

    Positions(JdbcTemplate sql) {
        this.sql = sql;
    }

    /** Those of everything that is sealed by now; in the transaction that is active. */
    void find() {
        int found;
        do {
            // In an order, so that no two of these wait for each other.
            var sealed = sql.query(
                    """
                    select r.event_id, r.location, l.position
                    from revocation r join ledger l on l.event_identifier = r.event_id
                    where r.position = ?
                    order by r.event_id, r.location
                    limit %s
                    """.formatted(BATCH),
                    (row, number) ->
                            new Object[] {row.getLong("position"), uuid(row, "event_id"), row.getString("location")},
                    RevocationProjection.NOT_SEALED);
            sql.batchUpdate("update revocation set position = ? where event_id = ? and location = ?", sealed);
            found = sealed.size();
        } while (found == BATCH);
    }
}
