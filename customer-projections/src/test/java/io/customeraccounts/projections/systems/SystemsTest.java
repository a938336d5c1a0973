package io.customeraccounts.projections.systems;

import static io.customeraccounts.projections.systems.Installation.EAST;
import static io.customeraccounts.projections.systems.Installation.ORDER;
import static io.customeraccounts.projections.systems.Installation.WEST;
import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.domain.values.SystemId;
import io.customeraccounts.domain.values.SystemName;
import io.customeraccounts.projections.systems.SystemChange.Kind;
import io.customeraccounts.projections.testing.Databases;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class SystemsTest {

    @Parameter
    Databases kind;

    private Installation it;

    @BeforeEach
    void open() {
        it = new Installation(kind);
    }

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void makesLocationsAvailable() {
        assertThat(it.systems.locations()).containsExactly(LocationName.GLOBAL);
        assertThat(it.systems.contains(LocationName.GLOBAL)).isTrue();
        assertThat(it.systems.contains(EAST)).isFalse();

        var cloud = it.system("cloud", WEST, EAST);
        it.system("lab", EAST, LocationName.GLOBAL);
        assertThat(it.systems.locations()).containsExactly(LocationName.GLOBAL, EAST, WEST);
        assertThat(it.systems.contains(WEST)).isTrue();

        it.systems.remove(cloud, ORDER);
        assertThat(it.systems.locations()).containsExactly(LocationName.GLOBAL, EAST);
        assertThat(it.systems.contains(WEST)).isFalse();
    }

    @Test
    void keepsWhoDidWhatAndWhy() {
        var cloud = it.system("cloud", WEST, EAST);
        it.systems.change(it.find(cloud), new SystemName("cloud 2"), List.of(WEST), ORDER);
        it.systems.replaceSecret(cloud, new Secret("new").hash(), ORDER);
        it.systems.remove(cloud, ORDER);

        assertThat(it.systems.changes(cloud))
                .extracting(SystemChange::kind)
                .containsExactly(Kind.REMOVED, Kind.SECRET_REPLACED, Kind.CHANGED, Kind.REGISTERED);
        assertThat(it.systems.changes(cloud)).extracting(SystemChange::version).containsExactly(3L, 2L, 1L, 0L);
        assertThat(it.systems.changes(cloud).getLast())
                .isEqualTo(new SystemChange(
                        0,
                        Kind.REGISTERED,
                        NOON,
                        ORDER.actor(),
                        ORDER.reason(),
                        "cloud",
                        "client of cloud",
                        List.of(EAST, WEST)));
        assertThat(it.systems.changes(cloud).getFirst().locations()).containsExactly(WEST);
    }

    @Test
    void recordsNothingIfNothingChanges() {
        var cloud = it.system("cloud", WEST, EAST);

        assertThat(it.systems.change(it.find(cloud), new SystemName("cloud"), List.of(EAST, WEST), ORDER))
                .isFalse();

        assertThat(it.find(cloud).version()).isZero();
        assertThat(it.systems.changes(cloud)).hasSize(1);
    }

    @Test
    void hasOneSystemForAClientAndOneForAName() {
        var cloud = it.system("cloud", EAST);
        var lab = it.system("lab", EAST);

        assertThatExceptionOfType(Systems.InUse.class)
                .isThrownBy(() -> it.transactions.executeWithoutResult(t -> it.systems.register(
                        new SystemId(UUID.randomUUID()),
                        new SystemName("x"),
                        "client of lab",
                        null,
                        List.of(),
                        ORDER)));
        assertThatExceptionOfType(Systems.InUse.class)
                .isThrownBy(() -> it.transactions.executeWithoutResult(t -> it.systems.register(
                        new SystemId(UUID.randomUUID()), new SystemName("lab"), "x", null, List.of(), ORDER)));
        assertThatExceptionOfType(Systems.InUse.class)
                .isThrownBy(() -> it.transactions.executeWithoutResult(
                        t -> it.systems.change(it.find(cloud), new SystemName("lab"), List.of(EAST), ORDER)));

        it.systems.remove(lab, ORDER);
        it.systems.change(it.find(cloud), new SystemName("lab"), List.of(EAST), ORDER);
        assertThat(it.systems.ofClient("client of lab")).isEmpty();
        assertThat(it.find(lab).name()).isEqualTo("lab");
    }

    @Test
    void forgetsTheSecretOfARemovedSystem() {
        var secret = new Secret("good").hash();
        var id = new SystemId(UUID.randomUUID());
        it.systems.register(id, new SystemName("cloud"), "cloud", secret, List.of(EAST), ORDER);
        assertThat(it.systems.secretOf("cloud")).contains(secret);
        assertThat(it.systems.secretOf("client of lab")).isEmpty();

        it.systems.remove(id, ORDER);

        assertThat(it.systems.secretOf("cloud")).isEmpty();
        assertThat(it.systems.all()).extracting(ConnectedSystem::removedAt).containsExactly(NOON);
    }
}
