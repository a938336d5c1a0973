package io.customeraccounts.api.security;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;

import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerName;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.customers.CustomerState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The programs of the customers. Of their secrets only hashes are kept. Those revoked and expired stay listed. */
@Embedded
@Component
public class ServiceClients {

    private final JdbcClient sql;
    private final Clock clock;

    ServiceClients(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    public void add(ServiceClient client, Secret.Hash secret) {
        sql.sql("""
                insert into service_client
                    (client_id, customer_id, name, scopes, secret_hash, created_at, created_by, expires_at)
                values (:id, :customer, :name, :scopes, :secret, :createdAt, :createdBy, :expiresAt)
                """)
                .param("id", client.clientId())
                .param("customer", client.customerId().value())
                .param("name", client.name().value())
                .param(
                        "scopes",
                        client.scopes().stream().map(Scope::text).sorted().collect(Collectors.joining(" ")))
                .param("secret", secret.value())
                .param("createdAt", at(client.createdAt()))
                .param("createdBy", client.createdBy().asText())
                .param("expiresAt", at(client.expiresAt()))
                .update();
    }

    /** The newest first. */
    public List<ServiceClient> of(CustomerId customerId) {
        return sql.sql("""
                        select * from service_client where customer_id = :customer order by created_at desc, client_id
                        """)
                .param("customer", customerId.value())
                .query(ServiceClients::read)
                .list();
    }

    public Optional<ServiceClient> find(CustomerId customerId, String clientId) {
        return sql.sql("select * from service_client where client_id = :id and customer_id = :customer")
                .param("id", clientId)
                .param("customer", customerId.value())
                .query(ServiceClients::read)
                .optional();
    }

    /** @return whether it was in use until now, or at least not revoked */
    public boolean revoke(CustomerId customerId, String clientId, Actor actor) {
        return sql.sql("""
                        update service_client set revoked_at = :now, revoked_by = :actor
                        where client_id = :id and customer_id = :customer and revoked_at is null
                        """)
                        .param("now", at(clock.instant()))
                        .param("actor", actor.asText())
                        .param("id", clientId)
                        .param("customer", customerId.value())
                        .update()
                == 1;
    }

    /** The client, if it may be let in now: not revoked, not expired, and something can be done in its customer. */
    Optional<ServiceClient> findActive(String clientId) {
        return sql.sql("""
                        select s.*, c.state as customer_state from service_client s
                        join customer c on c.customer_id = s.customer_id
                        where s.client_id = :id
                        """)
                .param("id", clientId)
                .query((row, number) ->
                        CustomerState.valueOf(row.getString("customer_state")).usable()
                                ? Optional.of(read(row, number))
                                : Optional.<ServiceClient>empty())
                .optional()
                .flatMap(usable -> usable)
                .filter(client -> client.revokedAt() == null && clock.instant().isBefore(client.expiresAt()));
    }

    Optional<Secret.Hash> secretOf(String clientId) {
        return sql.sql("select secret_hash from service_client where client_id = :id")
                .param("id", clientId)
                .query(String.class)
                .optional()
                .map(Secret.Hash::new);
    }

    private static ServiceClient read(ResultSet row, int number) throws SQLException {
        return new ServiceClient(
                row.getString("client_id"),
                new CustomerId(uuid(row, "customer_id")),
                new CustomerName(row.getString("name")),
                Stream.of(row.getString("scopes").split(" "))
                        .flatMap(text -> Scope.find(text).stream())
                        .collect(Collectors.toSet()),
                instant(row, "created_at"),
                Actor.parse(row.getString("created_by")),
                instant(row, "expires_at"),
                instantOrNull(row, "revoked_at"));
    }
}
