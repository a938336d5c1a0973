package io.customeraccounts.projections.customers;

import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.customer.Registrations;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.Identifier;
import io.customeraccounts.domain.values.PersonId;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Settles claims by primary keys, in the transaction of whoever claims. The insert of a key that another transaction has
 * inserted waits for the end of that one: then the key is taken, or free.
 */
public final class SqlRegistrations implements Registrations {

    private final JdbcClient sql;

    public SqlRegistrations(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public boolean reserve(Identifier identifier, CustomerId customerId) {
        var reserved = sql.sql("""
                        insert into identifier_reservation (identifier, customer_id) values (:identifier, :customer)
                        on conflict do nothing
                        """)
                .param("identifier", identifier.value())
                .param("customer", customerId.value())
                .update();
        return reserved == 1;
    }

    @Override
    public void release(CustomerId customerId) {
        sql.sql("delete from identifier_reservation where customer_id = :customer")
                .param("customer", customerId.value())
                .update();
    }

    @Override
    public CustomerId signUp(PersonId personId, CustomerId customerId) {
        sql.sql("insert into sign_up (person_id, customer_id) values (:person, :customer) on conflict do nothing")
                .param("person", personId.value())
                .param("customer", customerId.value())
                .update();
        return sql.sql("select customer_id from sign_up where person_id = :person")
                .param("person", personId.value())
                .query((row, number) -> new CustomerId(uuid(row, "customer_id")))
                .single();
    }

    @Override
    public void forgetSignUp(PersonId personId) {
        sql.sql("delete from sign_up where person_id = :person")
                .param("person", personId.value())
                .update();
    }

    /** Reserves what the customers in the read table have, which came without the commands that would have. */
    public void reserveAll() {
        sql.sql("""
                insert into identifier_reservation (identifier, customer_id)
                select identifier, customer_id from customer where state <> 'EXPIRED'
                on conflict do nothing
                """).update();
    }
}
