package io.customeraccounts.api.mail;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What has to be known of projects and the access to them in order to write to people. */
class MailProjects {

    private final JdbcClient sql;

    MailProjects(JdbcClient sql) {
        this.sql = sql;
    }

    void add(ProjectId id, CustomerId customerId, String name) {
        sql.sql("""
                insert into mail_project (project_id, customer_id, name) values (:project, :customer, :name)
                on conflict do nothing
                """)
                .param("project", id.value())
                .param("customer", customerId.value())
                .param("name", name)
                .update();
    }

    void rename(ProjectId id, String name) {
        sql.sql("update mail_project set name = :name where project_id = :project")
                .param("name", name)
                .param("project", id.value())
                .update();
    }

    Optional<String> name(ProjectId id) {
        return sql.sql("select name from mail_project where project_id = :project")
                .param("project", id.value())
                .query(String.class)
                .optional();
    }

    /** With all access to it. */
    void forget(ProjectId id) {
        delete("mail_grant", "project_id", id.value());
        delete("mail_project", "project_id", id.value());
    }

    void open(GrantId id, CustomerId customerId, ProjectId projectId, MembershipId membershipId) {
        sql.sql("""
                insert into mail_grant (grant_id, customer_id, project_id, membership_id)
                values (:grant, :customer, :project, :membership)
                on conflict do nothing
                """)
                .param("grant", id.value())
                .param("customer", customerId.value())
                .param("project", projectId.value())
                .param("membership", membershipId.value())
                .update();
    }

    /** {@code false} if it was not open any more. */
    boolean end(GrantId id) {
        return delete("mail_grant", "grant_id", id.value()) > 0;
    }

    /** Ends all access of the membership, and says to how many projects that was. */
    int endAll(MembershipId id) {
        return delete("mail_grant", "membership_id", id.value());
    }

    private int delete(String table, String column, UUID id) {
        return sql.sql("delete from " + table + " where " + column + " = :id")
                .param("id", id)
                .update();
    }
}
