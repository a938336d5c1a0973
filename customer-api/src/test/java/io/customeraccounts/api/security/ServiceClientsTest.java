package io.customeraccounts.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerName;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.customers.CustomerState;
import io.customeraccounts.projections.testing.Databases;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class ServiceClientsTest {

    private static final CustomerId ACME = new CustomerId(UUID.fromString("0190aaaa-0000-7000-8000-000000000001"));
    private static final CustomerId BOLT = new CustomerId(UUID.fromString("0190aaaa-0000-7000-8000-000000000002"));
    private static final Actor ANNA = new Actor.Person(new PersonId(ACME.value()));
    private static final Secret SECRET = new Secret("the secret of the client");

    @Parameter
    Databases kind;

    private IdentityDatabase in;

    @BeforeEach
    void open() {
        in = new IdentityDatabase(kind);
        in.sql.sql("""
                insert into customer (customer_id, identifier, name, kind, state, opened_by, opened_at, version)
                values (:id, 'acme', 'Acme', 'CUSTOMER', 'ACTIVE', :id, current_timestamp, 0)
                """).param("id", ACME.value()).update();
    }

    @AfterEach
    void close() {
        in.close();
    }

    @Test
    void belongsToOneCustomer() {
        var client = add("client");

        assertThat(in.clients.of(ACME)).containsExactly(client);
        assertThat(in.clients.find(ACME, "client")).contains(client);
        assertThat(in.clients.of(BOLT)).isEmpty();
        assertThat(in.clients.find(BOLT, "client")).isEmpty();
    }

    @Test
    void isLetInUntilItExpires() {
        var client = add("client");

        in.clock.moveTo(client.expiresAt().minusMillis(1));
        assertThat(in.clients.findActive("client")).contains(client);

        in.clock.moveTo(client.expiresAt());
        assertThat(in.clients.findActive("client")).isEmpty();
        assertThat(in.clients.of(ACME)).containsExactly(client);
    }

    @ParameterizedTest
    @EnumSource
    void isLetInOnlyWhileSomethingCanBeDoneInItsCustomer(CustomerState state) {
        add("client");

        in.sql
                .sql("update customer set state = :state")
                .param("state", state.name())
                .update();

        assertThat(in.clients.findActive("client").isPresent()).isEqualTo(state.usable());
    }

    @Test
    void isNotLetInFromTheMomentItIsRevoked() {
        add("client");
        add("other");

        assertThat(in.clients.revoke(BOLT, "client", ANNA)).isFalse();
        assertThat(in.clients.findActive("client")).isPresent();

        assertThat(in.clients.revoke(ACME, "client", ANNA)).isTrue();
        assertThat(in.clients.revoke(ACME, "client", ANNA)).isFalse();
        assertThat(in.clients.findActive("client")).isEmpty();
        assertThat(in.clients.findActive("other")).isPresent();
        assertThat(in.clients.find(ACME, "client"))
                .map(ServiceClient::revokedAt)
                .contains(in.clock.instant());
    }

    @Test
    void recordsWhoMadeAndWhoRevokedIt() {
        add("client");
        in.clients.revoke(ACME, "client", new Actor.Person(new PersonId(BOLT.value())));

        assertThat(in.sql
                        .sql("select created_by, revoked_by from service_client")
                        .query()
                        .singleRow()
                        .values())
                .containsExactlyInAnyOrder("person:" + ACME, "person:" + BOLT);
    }

    @Test
    void keepsTheHashOfTheSecretOnly() {
        add("client");

        assertThat(in.clients.secretOf("client")).contains(SECRET.hash());
        assertThat(in.sql
                        .sql("select * from service_client")
                        .query()
                        .singleRow()
                        .values())
                .doesNotContain(SECRET.value());
    }

    private ServiceClient add(String id) {
        var now = in.clock.instant();
        var client = new ServiceClient(
                id,
                ACME,
                new CustomerName("Nightly export"),
                Set.of(Scope.USERS_READ, Scope.HISTORY_READ),
                now,
                ANNA,
                now.plus(Duration.ofDays(90)),
                null);
        in.clients.add(client, SECRET.hash());
        return client;
    }
}
