package io.customeraccounts.projections.policymemory;

import io.customeraccounts.domain.policies.CustomersOfPersons;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.PersonId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code person_customer}. */
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
        return sql.sql("select count(*) from person_customer where person_id = :person")
                        .param("person", personId.value())
                        .query(Long.class)
                        .single()
                > 0;
    }
}
