package io.customeraccounts.projections.access;

import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerExpired;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.ProjectEvent.AccessEndSet;
import io.customeraccounts.domain.events.ProjectEvent.ProjectAccessRevoked;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRoleChanged;
import io.customeraccounts.domain.events.ProjectEvent.UserAssigned;
import io.customeraccounts.domain.events.ProjectEvent.UserUnassigned;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.PartnerMembership;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rule: Invariants, number 3, looked up in all events ever, the last one that says something about a matter first. */
final class NaiveAccess {

    private final List<DomainEvent> history = new ArrayList<>();

    void happened(List<? extends DomainEvent> events) {
        history.addAll(events);
    }

    Set<PersonId> persons() {
        return all(UserJoined.class).map(UserJoined::personId).collect(Collectors.toSet());
    }

    Set<ProjectId> projects() {
        return all(ProjectCreated.class).map(ProjectCreated::projectId).collect(Collectors.toSet());
    }

    boolean allowed(PersonId person, Action action, ProjectId project, Instant now) {
        var customer = all(ProjectCreated.class)
                .filter(it -> it.projectId().equals(project))
                .map(ProjectCreated::customerId)
                .findFirst();
        if (customer.isEmpty()
                || all(CustomerClosed.class).anyMatch(it -> it.customerId().equals(customer.get()))
                || all(CustomerExpired.class).anyMatch(it -> it.customerId().equals(customer.get()))
                || all(ProjectMarkedForDeletion.class)
                        .anyMatch(it -> it.projectId().equals(project))) {
            return false;
        }
        return all(UserJoined.class)
                .filter(it ->
                        it.customerId().equals(customer.get()) && it.personId().equals(person))
                .filter(it -> activeAt(it, now))
                .anyMatch(it -> switch (action) {
                    case MANAGE -> group(it).equals(Groups.CUSTOMER_ADMIN);
                    case USE ->
                        openGrants(project).values().stream()
                                .anyMatch(
                                        grant -> grant.membershipId().equals(it.membershipId()) && openAt(grant, now));
                });
    }

    /** Those that no event has ended. */
    Map<GrantId, UserAssigned> openGrants(ProjectId project) {
        var open =
                new TreeMap<GrantId, UserAssigned>((one, other) -> one.value().compareTo(other.value()));
        for (var event : history) {
            switch (event) {
                case UserAssigned it when it.projectId().equals(project) -> open.put(it.grantId(), it);
                case UserUnassigned it -> open.remove(it.grantId());
                case ProjectAccessRevoked it -> open.remove(it.grantId());
                case ProjectMarkedForDeletion it when it.projectId().equals(project) -> open.clear();
                default -> {}
            }
        }
        return open;
    }

    ProjectRole role(UserAssigned grant) {
        return last(ProjectRoleChanged.class, it -> it.grantId().equals(grant.grantId()))
                .map(ProjectRoleChanged::to)
                .orElse(grant.role());
    }

    @Nullable
    Instant end(UserAssigned grant) {
        var set = last(AccessEndSet.class, it -> it.grantId().equals(grant.grantId()));
        return set.isPresent() ? set.get().endsAt() : grant.endsAt();
    }

    private boolean openAt(UserAssigned grant, Instant now) {
        var end = end(grant);
        return end == null || now.isBefore(end);
    }

    private boolean activeAt(UserJoined user, Instant now) {
        var end = last(MembershipEndSet.class, it -> it.membershipId().equals(user.membershipId()))
                .map(MembershipEndSet::endsAt);
        return all(UserRemoved.class).noneMatch(it -> it.membershipId().equals(user.membershipId()))
                && (end.isEmpty() || now.isBefore(end.get()))
                && (user.throughPartner() == null || admits(user, user.throughPartner(), now));
    }

    /** Whether what it hangs on in the partner has lasted since. */
    private boolean admits(UserJoined user, PartnerMembership through, Instant now) {
        return history.stream().skip(history.indexOf(user)).noneMatch(event -> switch (event) {
            case UserRemoved it -> it.membershipId().equals(through.membershipId());
            case CustomerClosed it -> it.customerId().equals(through.partnerId());
            case MembershipEndSet it ->
                it.membershipId().equals(through.membershipId()) && it.endsAt() != null && !now.isBefore(it.endsAt());
            default -> false;
        });
    }

    private GroupName group(UserJoined user) {
        return last(GroupChanged.class, it -> it.membershipId().equals(user.membershipId()))
                .map(GroupChanged::to)
                .orElse(user.group());
    }

    private <T> Stream<T> all(Class<T> type) {
        return history.stream().filter(type::isInstance).map(type::cast);
    }

    private <T> Optional<T> last(Class<T> type, Predicate<T> which) {
        return all(type).filter(which).reduce((earlier, later) -> later);
    }
}
