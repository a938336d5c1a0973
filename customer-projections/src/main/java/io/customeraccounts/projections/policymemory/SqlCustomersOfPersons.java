package io.customeraccounts.projections.policymemory;

import io.customeraccounts.domain.policies.CustomersOfPersons;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.PersonId;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code person_customer}. Its follower may lag, and what hangs on the answer cannot be undone, so it also looks at
 * the read tables, which are written with the events.
 */
public final class SqlCustomersOfPersons implements CustomersOfPersons {

    private final JdbcClient sql;

    public SqlCustomersOfPersons(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public void joined(PersonId personId, CustomerId customerId) {
        sql.sql("""
                insert into person_customer (person_id, customer_id) values (:person, :customer)
                on conflict do nothing
                """)
                .param("person", personId.value())
                .param("customer", customerId.value())
                .update();
    }

    @Override
    public void forget(CustomerId customerId) {
        sql.sql("delete from person_customer where customer_id = :customer")
                .param("customer", customerId.value())
                .update();
    }

    @Override
    public boolean hasAny(PersonId personId) {
        return sql.sql("""
                        select 1 from person_customer where person_id = :person
                        union all
                        select 1 from customer_user u join customer c on c.customer_id = u.customer_id
                        where u.person_id = :person and c.state <> 'EXPIRED'
                        limit 1
                        """)
                .param("person", personId.value())
                .query(Integer.class)
                .optional()
                .isPresent();
    }
}
