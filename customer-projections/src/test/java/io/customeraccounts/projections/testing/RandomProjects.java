package io.customeraccounts.projections.testing;

import io.customeraccounts.domain.events.ProjectEvent;
import io.customeraccounts.domain.events.ProjectEvent.AccessEndSet;
import io.customeraccounts.domain.events.ProjectEvent.LocationAdded;
import io.customeraccounts.domain.events.ProjectEvent.LocationRemoved;
import io.customeraccounts.domain.events.ProjectEvent.ProjectAccessRevoked;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.ProjectDeleted;
import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.events.ProjectEvent.ProjectPaymentChanged;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRenamed;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRoleChanged;
import io.customeraccounts.domain.events.ProjectEvent.ProjectTagsSet;
import io.customeraccounts.domain.events.ProjectEvent.QuotaSet;
import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.events.ProjectEvent.UserAssigned;
import io.customeraccounts.domain.events.ProjectEvent.UserUnassigned;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.domain.values.ProjectTag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happens in the projects of one customer. Now and then a user is assigned who has just been removed, as it may happen
 * when both are done at once.
 */
final class RandomProjects {

    private static final List<LocationName> LOCATIONS =
            List.of(new LocationName("eu-de"), new LocationName("eu-nl"), new LocationName("us-east"));

    private record Grant(
            MembershipId membershipId,
            ProjectRole role,
            @Nullable Instant endsAt) {

        boolean openAt(Instant now) {
            return endsAt == null || now.isBefore(endsAt);
        }
    }

    private static final class Project {
        private final ProjectId id;
        private final List<LocationName> locations;
        private final Map<GrantId, Grant> grants = new LinkedHashMap<>();
        private boolean marked;

        Project(ProjectId id, List<LocationName> locations) {
            this.id = id;
            this.locations = new ArrayList<>(locations);
        }
    }

    private final CustomerId customerId;
    private final Random random;
    private final List<Project> projects = new ArrayList<>();
    private int created;

    RandomProjects(CustomerId customerId, Random random) {
        this.customerId = customerId;
        this.random = random;
    }

    /**
     * What one command decides; empty if nothing.
     *
     * @param active memberships
     * @param former memberships
     */
    List<? extends ProjectEvent> next(Instant now, Set<MembershipId> active, Set<MembershipId> former) {
        if (projects.isEmpty() || (projects.size() < 4 && random.nextInt(10) == 0)) {
            return List.of(create());
        }
        var project = pick(projects);
        if (project.marked) {
            projects.remove(project);
            return List.of(new ProjectDeleted(customerId, project.id));
        }
        return switch (random.nextInt(30)) {
            case 0 -> List.of(new ProjectRenamed(customerId, project.id, "Projekt Ä " + random.nextInt(100)));
            case 1 ->
                List.of(new ProjectPaymentChanged(
                        customerId, project.id, new PaymentMethodId(id()), new BillingAddressId(id())));
            case 2, 3 -> addLocation(project);
            case 4 -> removeLocation(project);
            case 18 -> tag(project);
            case 19 -> setQuota(project);
            case 5 -> random.nextInt(4) == 0 ? mark(project) : List.of();
            case 6, 7, 8 ->
                any(project.grants).map(id -> changeRole(project, id)).orElse(List.of());
            case 9, 10, 11 ->
                any(project.grants).map(id -> setEnd(project, id, now)).orElse(List.of());
            case 12, 13 -> any(project.grants).map(id -> unassign(project, id)).orElse(List.of());
            case 14, 15, 16 -> revoke(project, now, active);
            case 17 -> assign(project, now, former);
            default -> assign(project, now, active);
        };
    }

    private ProjectCreated create() {
        var locations = new ArrayList<LocationName>(List.of(LocationName.GLOBAL));
        locations.addAll(LOCATIONS.subList(0, random.nextInt(3)));
        var project = new Project(new ProjectId(id()), locations);
        projects.add(project);
        return new ProjectCreated(
                customerId,
                project.id,
                "project-" + created++,
                "Project " + random.nextInt(100),
                new PaymentMethodId(id()),
                new BillingAddressId(id()),
                List.copyOf(locations));
    }

    private List<ProjectEvent> addLocation(Project project) {
        var location = pick(LOCATIONS);
        if (project.locations.contains(location)) {
            return List.of();
        }
        project.locations.add(location);
        return List.of(new LocationAdded(customerId, project.id, location));
    }

    private List<ProjectEvent> removeLocation(Project project) {
        var location = pick(project.locations);
        if (location.equals(LocationName.GLOBAL)) {
            return List.of();
        }
        project.locations.remove(location);
        return List.of(new LocationRemoved(customerId, project.id, location));
    }

    private List<ProjectEvent> tag(Project project) {
        return List.of(new ProjectTagsSet(
                customerId,
                project.id,
                random.nextInt(3) == 0
                        ? List.of()
                        : List.of(
                                new ProjectTag("area", "Nord Ost"), new ProjectTag("stage", "é" + random.nextInt(9)))));
    }

    private List<ProjectEvent> setQuota(Project project) {
        return List.of(new QuotaSet(
                customerId,
                project.id,
                pick(project.locations),
                random.nextInt(3) == 0 ? null : random.nextLong(1_000_000_000_000L)));
    }

    private List<ProjectEvent> mark(Project project) {
        project.marked = true;
        project.grants.clear();
        return List.of(new ProjectMarkedForDeletion(customerId, project.id));
    }

    private List<ProjectEvent> changeRole(Project project, GrantId id) {
        var grant = project.grants.get(id);
        var role = pick(Arrays.asList(ProjectRole.values()));
        if (role == grant.role()) {
            return List.of();
        }
        project.grants.put(id, new Grant(grant.membershipId(), role, grant.endsAt()));
        return List.of(new ProjectRoleChanged(customerId, project.id, id, grant.membershipId(), grant.role(), role));
    }

    private List<ProjectEvent> setEnd(Project project, GrantId id, Instant now) {
        var grant = project.grants.get(id);
        if (!grant.openAt(now)) {
            return List.of();
        }
        var endsAt = grant.endsAt() == null ? inDays(now) : null;
        project.grants.put(id, new Grant(grant.membershipId(), grant.role(), endsAt));
        return List.of(new AccessEndSet(customerId, project.id, id, grant.membershipId(), endsAt));
    }

    private List<ProjectEvent> unassign(Project project, GrantId id) {
        var grant = project.grants.remove(id);
        return List.of(new UserUnassigned(customerId, project.id, id, grant.membershipId()));
    }

    /** The first grant that something else has ended. */
    private List<ProjectEvent> revoke(Project project, Instant now, Set<MembershipId> active) {
        return project.grants.entrySet().stream()
                .filter(it -> !it.getValue().openAt(now)
                        || !active.contains(it.getValue().membershipId()))
                .findFirst()
                .map(it -> List.<ProjectEvent>of(revoked(
                        project,
                        it.getKey(),
                        it.getValue().openAt(now) ? RevocationCause.USER_REMOVED : RevocationCause.ACCESS_EXPIRED)))
                .orElse(List.of());
    }

    private ProjectAccessRevoked revoked(Project project, GrantId id, RevocationCause cause) {
        var grant = project.grants.remove(id);
        return new ProjectAccessRevoked(customerId, project.id, id, grant.membershipId(), cause);
    }

    private List<ProjectEvent> assign(Project project, Instant now, Set<MembershipId> memberships) {
        if (memberships.isEmpty()) {
            return List.of();
        }
        var membership = pick(List.copyOf(memberships));
        var events = new ArrayList<ProjectEvent>();
        for (var entry : List.copyOf(project.grants.entrySet())) {
            if (entry.getValue().membershipId().equals(membership)) {
                if (entry.getValue().openAt(now)) {
                    return List.of();
                }
                events.add(revoked(project, entry.getKey(), RevocationCause.ACCESS_EXPIRED));
            }
        }
        var id = new GrantId(id());
        var grant = new Grant(
                membership, pick(Arrays.asList(ProjectRole.values())), random.nextInt(3) == 0 ? inDays(now) : null);
        project.grants.put(id, grant);
        events.add(new UserAssigned(
                customerId, project.id, id, membership, grant.role(), random.nextInt(5) == 0, grant.endsAt(), null));
        return events;
    }

    private Instant inDays(Instant now) {
        return now.plusSeconds(random.nextInt(3600, 20 * 86_400)).plusNanos(random.nextInt(1_000_000_000));
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private <K> Optional<K> any(Map<K, ?> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(pick(List.copyOf(all.keySet())));
    }
}
