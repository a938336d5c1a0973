package io.customeraccounts.projections.systems;

import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.LocationName;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code customer_place}. A removal and the coming of a project to a location are decided by different aggregates,
 * so at the same moment, each before it could see what the other has noted: both lock the same row.
 */
final class CustomerPlaces {

    private final JdbcClient sql;

    CustomerPlaces(JdbcClient sql) {
        this.sql = sql;
    }

    /** Until the transaction ends, nobody else who holds them notes anything. */
    void hold(CustomerId customerId) {
        // What this transaction has inserted is locked, too.
        if (!lock(customerId) && !add(customerId, LocationName.GLOBAL)) {
            lock(customerId);
        }
    }

    private boolean lock(CustomerId customerId) {
        return sql.sql("""
                        select customer_id from customer_place
                        where customer_id = :customer and location = :global
                        for update
                        """)
                .param("customer", customerId.value())
                .param("global", LocationName.GLOBAL.value())
                .query(UUID.class)
                .optional()
                .isPresent();
    }

    /** @return {@code false} if it was there already */
    boolean add(CustomerId customerId, LocationName location) {
        return sql.sql("""
                        insert into customer_place (customer_id, location) values (:customer, :location)
                        on conflict do nothing
                        """)
                        .param("customer", customerId.value())
                        .param("location", location.value())
                        .update()
                == 1;
    }
}
