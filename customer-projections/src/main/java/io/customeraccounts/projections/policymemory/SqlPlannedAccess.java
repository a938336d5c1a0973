package io.customeraccounts.projections.policymemory;

import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.policies.PlannedAccessMemory;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PlannedAccess;
import io.customeraccounts.projections.tables.Plans;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code planned_access}. */
public final class SqlPlannedAccess implements PlannedAccessMemory {

    private final JdbcClient sql;

    public SqlPlannedAccess(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public void plan(InvitationId invitationId, List<PlannedAccess> planned) {
        forget(invitationId);
        if (!planned.isEmpty()) {
            sql.sql("insert into planned_access (invitation_id, planned) values (:invitation, :planned)")
                    .param("invitation", invitationId.value())
                    .param("planned", Plans.text(planned))
                    .update();
        }
    }

    @Override
    public boolean accepted(InvitationId invitationId, MembershipId membershipId) {
        return sql.sql("update planned_access set membership_id = :membership where invitation_id = :invitation")
                        .param("membership", membershipId.value())
                        .param("invitation", invitationId.value())
                        .update()
                > 0;
    }

    @Override
    public Optional<Promise> promise(InvitationId invitationId) {
        return sql.sql("""
                        select membership_id, planned from planned_access
                        where invitation_id = :invitation and membership_id is not null
                        """)
                .param("invitation", invitationId.value())
                .query((row, number) -> new Promise(
                        new MembershipId(uuid(row, "membership_id")), Plans.parse(row.getString("planned"))))
                .optional();
    }

    @Override
    public void forget(InvitationId invitationId) {
        sql.sql("delete from planned_access where invitation_id = :invitation")
                .param("invitation", invitationId.value())
                .update();
    }
}
