package io.customeraccounts.projections.systems;

import static io.customeraccounts.projections.systems.Installation.EAST;
import static io.customeraccounts.projections.systems.Installation.ORDER;
import static io.customeraccounts.projections.systems.Installation.WEST;
import static io.customeraccounts.projections.systems.Installation.created;
import static io.customeraccounts.projections.systems.Installation.project;
import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.ProjectEvent.LocationAdded;
import io.customeraccounts.domain.events.ProjectEvent.LocationRemoved;
import io.customeraccounts.domain.events.ProjectEvent.ProjectDeleted;
import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.project.Resources.Report;
import io.customeraccounts.domain.project.Resources.Resource;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.SystemName;
import io.customeraccounts.projections.systems.SqlResources.Outcome;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.Race;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class SqlResourcesTest {

    private static final Report NONE = new Report(List.of(), List.of());

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

    private Report in(String project) {
        return it.transactions.execute(transaction -> it.resources.in(project(project)));
    }

    private Report in(String project, LocationName location) {
        return it.transactions.execute(transaction -> it.resources.in(project(project), location));
    }

    @Test
    void assumesNoneOnlyWhereNoSystemIsConnected() {
        it.happened(created(ACME, "web", EAST, WEST));
        it.system("cloud", EAST);

        assertThat(in("web", WEST)).isEqualTo(NONE);
        assertThat(in("web", EAST)).isEqualTo(new Report(List.of(), List.of("cloud")));
        assertThat(in("web")).isEqualTo(new Report(List.of(), List.of("cloud")));

        it.report(it.find(it.systems.all().getFirst().id()).id(), "web", EAST, NOON);
        assertThat(in("web", EAST)).isEqualTo(NONE);
        assertThat(in("web")).isEqualTo(NONE);
    }

    @Test
    void listsWhatRemainsByLocationSystemAndName() {
        var lab = it.system("lab", EAST);
        var cloud = it.system("cloud", EAST, WEST);
        it.happened(created(ACME, "web", EAST, WEST));
        it.report(lab, "web", EAST, NOON, "probe");
        it.report(cloud, "web", EAST, NOON, "vm 2", "vm 1", "vm 2");
        it.report(cloud, "web", WEST, NOON, "disk");

        assertThat(in("web").remaining())
                .containsExactly(
                        new Resource("cloud", EAST, "vm 1"),
                        new Resource("cloud", EAST, "vm 2"),
                        new Resource("lab", EAST, "probe"),
                        new Resource("cloud", WEST, "disk"));

        it.report(cloud, "web", EAST, NOON, "vm 3");
        assertThat(in("web", EAST).remaining()).extracting(Resource::name).containsExactly("vm 3", "probe");
    }

    @Test
    void showsAHundredAtMost() {
        var cloud = it.system("cloud", EAST, WEST);
        it.happened(created(ACME, "web", EAST, WEST));
        var names = IntStream.range(0, 101).mapToObj(i -> "vm " + i).toArray(String[]::new);
        it.report(cloud, "web", EAST, NOON, names);
        it.report(cloud, "web", WEST, NOON, names);

        assertThat(in("web", EAST).remaining()).hasSize(100);
        assertThat(in("web").remaining()).hasSize(100);
    }

    @Test
    void ignoresWhatIsOlderThanWhatTheSystemHasSaid() {
        var cloud = it.system("cloud", EAST);
        it.happened(created(ACME, "web", EAST));
        it.report(cloud, "web", EAST, NOON, "vm");

        assertThat(it.report(cloud, "web", EAST, NOON.minusMillis(1))).isEqualTo(Outcome.OUTDATED);
        assertThat(in("web").remaining()).hasSize(1);
        assertThat(it.report(cloud, "web", EAST, NOON)).isEqualTo(Outcome.ACCEPTED);
        assertThat(in("web")).isEqualTo(NONE);
    }

    @Test
    void knowsNoProjectWhereTheSystemHasNothingToSay() {
        var cloud = it.system("cloud", EAST);
        it.happened(created(ACME, "web", EAST));
        it.happened(created(BOLT, "shop", WEST));

        assertThat(it.report(cloud, "none", EAST, NOON)).isEqualTo(Outcome.NO_SUCH_PROJECT);
        assertThat(it.report(cloud, "shop", EAST, NOON)).isEqualTo(Outcome.NO_SUCH_PROJECT);
        assertThat(it.report(cloud, "shop", WEST, NOON)).isEqualTo(Outcome.NO_SUCH_PROJECT);
        assertThat(it.report(cloud, "web", LocationName.GLOBAL, NOON)).isEqualTo(Outcome.NO_SUCH_PROJECT);
    }

    @Test
    void hearsNothingOfALocationThatTheProjectHasLeft() {
        var cloud = it.system("cloud", EAST);
        it.happened(created(ACME, "web", EAST));
        it.report(cloud, "web", EAST, NOON);
        it.happened(new LocationRemoved(ACME.id(), project("web"), EAST), 1);

        assertThat(it.report(cloud, "web", EAST, NOON, "vm")).isEqualTo(Outcome.NOT_THERE_ANY_MORE);
        assertThat(in("web", EAST)).isEqualTo(NONE);

        it.happened(new LocationAdded(ACME.id(), project("web"), EAST), 2);
        assertThat(in("web", EAST).unknown())
                .describedAs("what was said of the time before")
                .containsExactly("cloud");
    }

    @Test
    void hearsOfAProjectUntilItIsDeletedForGood() {
        var cloud = it.system("cloud", EAST);
        it.happened(created(ACME, "web", EAST));
        it.happened(new ProjectMarkedForDeletion(ACME.id(), project("web")), 1);

        assertThat(it.report(cloud, "web", EAST, NOON, "late")).isEqualTo(Outcome.ACCEPTED);
        assertThat(in("web").remaining()).hasSize(1);
        it.report(cloud, "web", EAST, NOON);

        it.happened(new ProjectDeleted(ACME.id(), project("web")), 2);
        assertThat(it.report(cloud, "web", EAST, NOON, "later")).isEqualTo(Outcome.NOT_THERE_ANY_MORE);
        assertThat(in("web")).isEqualTo(NONE);
    }

    @Test
    void forgetsWhatARemovedSystemHasSaid() {
        var cloud = it.system("cloud", EAST, WEST);
        it.happened(created(ACME, "web", EAST, WEST));
        it.report(cloud, "web", EAST, NOON, "vm");
        it.report(cloud, "web", WEST, NOON, "disk");

        it.systems.change(it.find(cloud), new SystemName("cloud"), List.of(WEST), ORDER);
        assertThat(in("web").remaining()).extracting(Resource::name).containsExactly("disk");

        it.systems.remove(cloud, ORDER);
        assertThat(in("web")).isEqualTo(NONE);
        assertThat(it.report(cloud, "web", WEST, NOON, "disk")).isEqualTo(Outcome.NO_SUCH_PROJECT);
    }

    /** As the project decides it: it asks, and leaves the location if nothing remains. */
    @Test
    void settlesAReportAndTheRemovalOfTheLocationOneWayOrTheOther() throws Exception {
        var cloud = it.system("cloud", EAST);
        for (var round = 0; round < 30; round++) {
            var name = "web" + round;
            it.happened(created(ACME, name, EAST));
            it.report(cloud, name, EAST, NOON);

            var said = Race.between(List.<Callable<Boolean>>of(
                    () -> it.report(cloud, name, EAST, NOON, "vm") == Outcome.ACCEPTED,
                    () -> Boolean.TRUE.equals(it.transactions.execute(transaction -> {
                        var empty = it.resources.in(project(name), EAST).isEmpty();
                        if (empty) {
                            it.happened(new LocationRemoved(ACME.id(), project(name), EAST), 1);
                        }
                        return empty;
                    }))));

            assertThat(said).describedAs("report accepted, location removed").containsExactlyInAnyOrder(true, false);
        }
    }
}
