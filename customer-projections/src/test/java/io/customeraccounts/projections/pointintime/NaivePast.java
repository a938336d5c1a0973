package io.customeraccounts.projections.pointintime;

import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerConfirmed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerExpired;
import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRenamed;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAccepted;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAmended;
import io.customeraccounts.domain.events.CustomerEvent.InvitationCancelled;
import io.customeraccounts.domain.events.CustomerEvent.InvitationDeclined;
import io.customeraccounts.domain.events.CustomerEvent.InvitationExpired;
import io.customeraccounts.domain.events.CustomerEvent.InvitationResent;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.UserInvited;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.ProjectEvent.AccessEndSet;
import io.customeraccounts.domain.events.ProjectEvent.ProjectAccessRevoked;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.ProjectDeleted;
import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRenamed;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRoleChanged;
import io.customeraccounts.domain.events.ProjectEvent.UserAssigned;
import io.customeraccounts.domain.events.ProjectEvent.UserUnassigned;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.projects.ProjectState;
import io.customeraccounts.projections.testing.RandomHistory.Decision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was so at a time, found by going through all events from the first one on. */
final class NaivePast {

    private record Happened(DomainEvent event, Instant at, long position) {}

    record User(
            CustomerId customer, GroupName group, @Nullable Instant endsAt, List<Long> because) {}

    record Invitation(CustomerId customer, GroupName group, Instant expiresAt) {}

    record Project(CustomerId customer, String name, ProjectState state) {}

    record Grant(
            ProjectId project,
            MembershipId membership,
            String role,
            @Nullable Instant endsAt,
            List<Long> because) {}

    private final List<Happened> history;

    NaivePast(List<Decision> decisions) {
        var all = new ArrayList<Happened>();
        decisions.forEach(decision -> decision.events()
                .forEach(event ->
                        all.add(new Happened(event, decision.at().truncatedTo(ChronoUnit.MICROS), all.size() + 1L))));
        history = List.copyOf(all);
    }

    <T> List<T> all(Class<T> type) {
        return history.stream()
                .map(Happened::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Every time at which an event happened, or something was to end. */
    Set<Instant> times() {
        var times = new TreeSet<Instant>();
        for (var happened : history) {
            times.add(happened.at());
            var end = switch (happened.event()) {
                case AccessEndSet it -> it.endsAt();
                case UserAssigned it -> it.endsAt();
                case MembershipEndSet it -> it.endsAt();
                case UserInvited it -> it.expiresAt();
                default -> null;
            };
            if (end != null) {
                times.add(end.truncatedTo(ChronoUnit.MICROS));
            }
        }
        return times;
    }

    Instant lastEvent() {
        return history.getLast().at();
    }

    State at(Instant time) {
        var state = new State(time);
        history.stream().filter(it -> !it.at().isAfter(time)).forEach(state::happened);
        return state;
    }

    static final class State {

        private final Instant now;
        private final Map<CustomerId, String> names = new HashMap<>();
        private final Set<CustomerId> confirmed = new HashSet<>();
        private final Set<CustomerId> ended = new HashSet<>();
        private final Map<MembershipId, User> users = new HashMap<>();
        private final Map<InvitationId, Invitation> invitations = new HashMap<>();
        private final Map<InvitationId, List<Long>> invited = new HashMap<>();
        private final Map<ProjectId, Project> projects = new HashMap<>();
        private final Map<GrantId, Grant> grants = new HashMap<>();

        private State(Instant now) {
            this.now = now;
        }

        private void happened(Happened happened) {
            var position = happened.position();
            switch (happened.event()) {
                case CustomerOpened it -> {
                    names.put(it.customerId(), it.name());
                    if (it.confirmBy() == null) {
                        confirmed.add(it.customerId());
                    }
                }
                case CustomerConfirmed it -> confirmed.add(it.customerId());
                case CustomerRenamed it -> names.put(it.customerId(), it.name());
                case CustomerClosed it -> ended.add(it.customerId());
                case CustomerExpired it -> ended.add(it.customerId());
                case UserInvited it -> {
                    invitations.put(
                            it.invitationId(), new Invitation(it.customerId(), it.group(), micros(it.expiresAt())));
                    invited.put(it.invitationId(), List.of(position));
                }
                case InvitationAmended it ->
                    invitations.computeIfPresent(
                            it.invitationId(),
                            (id, old) -> new Invitation(
                                    old.customer(), it.group() == null ? old.group() : it.group(), old.expiresAt()));
                case InvitationResent it ->
                    invitations.computeIfPresent(
                            it.invitationId(),
                            (id, old) -> new Invitation(old.customer(), old.group(), micros(it.expiresAt())));
                case InvitationAccepted it -> {
                    invitations.remove(it.invitationId());
                    invited.computeIfPresent(it.invitationId(), (id, old) -> and(old, position));
                }
                case InvitationDeclined it -> invitations.remove(it.invitationId());
                case InvitationCancelled it -> invitations.remove(it.invitationId());
                case InvitationExpired it -> invitations.remove(it.invitationId());
                case UserJoined it ->
                    users.put(
                            it.membershipId(),
                            new User(
                                    it.customerId(),
                                    it.group(),
                                    null,
                                    and(
                                            it.invitationId() == null
                                                    ? List.of()
                                                    : invited.getOrDefault(it.invitationId(), List.of()),
                                            position)));
                case GroupChanged it ->
                    users.computeIfPresent(
                            it.membershipId(),
                            (id, old) -> new User(old.customer(), it.to(), old.endsAt(), and(old.because(), position)));
                case MembershipEndSet it ->
                    users.computeIfPresent(
                            it.membershipId(),
                            (id, old) -> new User(
                                    old.customer(), old.group(), micros(it.endsAt()), and(old.because(), position)));
                case UserRemoved it -> users.remove(it.membershipId());
                case ProjectCreated it ->
                    projects.put(it.projectId(), new Project(it.customerId(), it.name(), ProjectState.ACTIVE));
                case ProjectRenamed it ->
                    projects.computeIfPresent(
                            it.projectId(), (id, old) -> new Project(old.customer(), it.name(), old.state()));
                case ProjectMarkedForDeletion it -> {
                    projects.computeIfPresent(
                            it.projectId(),
                            (id, old) -> new Project(old.customer(), old.name(), ProjectState.MARKED_FOR_DELETION));
                    grants.values().removeIf(grant -> grant.project().equals(it.projectId()));
                }
                case ProjectDeleted it ->
                    projects.computeIfPresent(
                            it.projectId(), (id, old) -> new Project(old.customer(), old.name(), ProjectState.DELETED));
                case UserAssigned it ->
                    grants.put(
                            it.grantId(),
                            new Grant(
                                    it.projectId(),
                                    it.membershipId(),
                                    it.role().name(),
                                    micros(it.endsAt()),
                                    List.of(position)));
                case ProjectRoleChanged it ->
                    grants.computeIfPresent(
                            it.grantId(),
                            (id, old) -> new Grant(
                                    old.project(),
                                    old.membership(),
                                    it.to().name(),
                                    old.endsAt(),
                                    and(old.because(), position)));
                case AccessEndSet it ->
                    grants.computeIfPresent(
                            it.grantId(),
                            (id, old) -> new Grant(
                                    old.project(),
                                    old.membership(),
                                    old.role(),
                                    micros(it.endsAt()),
                                    and(old.because(), position)));
                case UserUnassigned it -> grants.remove(it.grantId());
                case ProjectAccessRevoked it -> grants.remove(it.grantId());
                default -> {}
            }
        }

        private static @Nullable Instant micros(@Nullable Instant instant) {
            return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS);
        }

        private static List<Long> and(List<Long> positions, long position) {
            var more = new ArrayList<>(positions);
            more.add(position);
            return List.copyOf(more);
        }

        private boolean before(@Nullable Instant end) {
            return end == null || now.isBefore(end);
        }

        private boolean usable(CustomerId customer) {
            return confirmed.contains(customer) && !ended.contains(customer);
        }

        @Nullable
        String name(CustomerId customer) {
            return names.get(customer);
        }

        Map<MembershipId, User> users(CustomerId customer) {
            return where(users, user -> user.customer().equals(customer) && before(user.endsAt()));
        }

        Map<InvitationId, Invitation> invitations(CustomerId customer) {
            return where(invitations, it -> it.customer().equals(customer) && before(it.expiresAt()));
        }

        Map<ProjectId, Project> projects(CustomerId customer) {
            return where(projects, it -> it.customer().equals(customer));
        }

        /** Rule: Invariants, number 3. */
        Map<GrantId, Grant> access() {
            return where(grants, grant -> {
                var project = projects.get(grant.project());
                var user = users.get(grant.membership());
                return project != null
                        && project.state() == ProjectState.ACTIVE
                        && usable(project.customer())
                        && user != null
                        && before(user.endsAt())
                        && before(grant.endsAt());
            });
        }

        /** In the order of the positions. */
        List<Long> because(Grant grant) {
            var all = new TreeSet<>(grant.because());
            var user = users.get(grant.membership());
            all.addAll(user == null ? List.of() : user.because());
            return List.copyOf(all);
        }

        private static <K, V> Map<K, V> where(Map<K, V> all, Predicate<V> predicate) {
            return all.entrySet().stream()
                    .filter(entry -> predicate.test(entry.getValue()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }
}
