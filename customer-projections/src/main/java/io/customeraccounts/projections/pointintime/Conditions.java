package io.customeraccounts.projections.pointintime;

/**
 * Parts of statements about a time: {@code :at}, with {@code :begun} and {@code :notOver} for the nodes of {@link
 * Intervals} and {@code :entering} for the groups of partners whose users may add themselves to managed customers.
 */
final class Conditions {

    private Conditions() {}

    /** The stretches of a table that hold the time, among those with the value in the column. */
    static String stretches(String table, String column, String value) {
        return stretches(table, column + " = " + value);
    }

    /** @param whose a condition that an index with the nodes begins with */
    static String stretches(String table, String whose) {
        return """
                (select * from %1$s
                 where %2$s and node = any(:begun) and from_at <= :at
                 union all
                 select * from %1$s
                 where %2$s and node = any(:notOver) and to_at > :at and from_at <= :at)
                """.formatted(table, whose).strip();
    }

    /** That something is the stretch at the time, where there are a few of one thing. */
    static String now(String table) {
        return "%1$s.from_at <= :at and (%1$s.to_at is null or %1$s.to_at > :at)".formatted(table);
    }

    /**
     * Since when the membership has given nothing because what it hung on in the partner ended; null if it hangs on
     * nothing, or on what has not ended.
     */
    static String partnerEnd(String user) {
        return """
                case when %1$s.partner_membership_id is not null then least(
                    (select min(m.to_at) from past_user m
                     where m.membership_id = %1$s.partner_membership_id and m.to_position > %1$s.partner_since
                       and m.ended_because is not null),
                    (select min(m.from_at) from past_user m join past_user b
                         on b.membership_id = m.membership_id and b.to_position = m.from_position
                     where m.membership_id = %1$s.partner_membership_id and m.from_position > %1$s.partner_since
                       and b.group_name in (:entering) and m.group_name not in (:entering)),
                    (select min(m.ends_at) from past_user m join past_user b
                         on b.membership_id = m.membership_id and b.to_position = m.from_position
                     where m.membership_id = %1$s.partner_membership_id and m.from_position > %1$s.partner_since
                       and m.ends_at is distinct from b.ends_at),
                    (select min(k.from_at) from past_customer k
                     where k.customer_id = %1$s.partner_id and k.from_position > %1$s.partner_since
                       and k.state = 'CLOSED')) end
                """.formatted(user).strip();
    }

    /** That neither the end date of the membership had come, nor what it hung on had ended. */
    static String lasting(String user) {
        return "(%1$s.ends_at is null or %1$s.ends_at > :at) and coalesce(%2$s > :at, true)"
                .formatted(user, partnerEnd(user));
    }

    /** Rule: Invariants, number 3. */
    static String accessible(String grants) {
        return """
                %s g
                join past_user u on u.membership_id = g.membership_id and %s
                join past_project p on p.project_id = g.project_id and %s
                join past_customer c on c.customer_id = g.customer_id and %s
                where (g.ends_at is null or g.ends_at > :at) and %s
                  and p.state = 'ACTIVE' and c.state in ('ACTIVE', 'NO_ADMIN')
                """.formatted(grants, now("u"), now("p"), now("c"), lasting("u")).strip();
    }

    /** The statement with the parameters of one of two times. */
    static String ofTime(String time, String statement) {
        return statement
                .replace(":at", ":at" + time)
                .replace(":begun", ":begun" + time)
                .replace(":notOver", ":notOver" + time);
    }
}
