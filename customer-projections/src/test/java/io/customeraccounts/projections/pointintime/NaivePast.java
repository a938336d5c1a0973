package io.customeraccounts.projections.pointintime;

import io.customeraccounts.domain.events.CustomerEvent.CardPaymentAdded;
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
import io.customeraccounts.domain.events.CustomerEvent.ManagedCustomerCreated;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodEnabled;
import io.customeraccounts.domain.events.CustomerEvent.SepaMandateAdded;
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
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PartnerMembership;
import io.customeraccounts.domain.values.PaymentTerm;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.customers.CustomerState;
import io.customeraccounts.projections.projects.ProjectState;
import io.customeraccounts.projections.testing.RandomHistory.Decision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
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
                case CardPaymentAdded it -> it.expiresAt();
                default -> null;
            };
            if (end != null) {
                times.add(end.truncatedTo(ChronoUnit.MICROS));
            }
        }
        return times;
    }

    /** What stands at positions. */
    Map<Long, DomainEvent> at(Collection<Long> positions) {
        return positions.stream()
                .collect(Collectors.toMap(
                        position -> position,
                        position -> history.get(position.intValue() - 1).event()));
    }

    NaiveGeneralData generalDataAt(Instant time) {
        return new NaiveGeneralData(
                history.stream().filter(it -> !it.at().isAfter(time)).map(Happened::event), time);
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
        private final Map<CustomerId, CustomerState> ended = new HashMap<>();
        private final Set<CustomerId> noAdmin = new HashSet<>();
        private final Map<CustomerId, Instant> confirmBy = new HashMap<>();
        private final Map<CustomerId, Instant> paymentDueBy = new HashMap<>();
        private final Map<MembershipId, User> users = new HashMap<>();
        private final Map<MembershipId, PartnerMembership> through = new HashMap<>();
        private final Set<MembershipId> lost = new HashSet<>();
        private final Map<MembershipId, Instant> lastUntil = new HashMap<>();
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
                        paymentDueBy.put(it.customerId(), PaymentTerm.dueBy(happened.at()));
                    } else {
                        confirmBy.put(it.customerId(), it.confirmBy());
                    }
                }
                case ManagedCustomerCreated it -> {
                    names.put(it.customerId(), it.name());
                    confirmed.add(it.customerId());
                    noAdmin.add(it.customerId());
                    paymentDueBy.put(it.customerId(), PaymentTerm.dueBy(happened.at()));
                }
                case CustomerConfirmed it -> {
                    confirmed.add(it.customerId());
                    paymentDueBy.put(it.customerId(), PaymentTerm.dueBy(happened.at()));
                }
                case CustomerRenamed it -> names.put(it.customerId(), it.name());
                case CustomerClosed it -> {
                    ended.put(it.customerId(), CustomerState.CLOSED);
                    lose(on -> on.partnerId().equals(it.customerId()));
                }
                case CustomerExpired it -> ended.put(it.customerId(), CustomerState.EXPIRED);
                case PaymentMethodEnabled it -> paymentDueBy.remove(it.customerId());
                case CardPaymentAdded it -> paymentDueBy.remove(it.customerId());
                case SepaMandateAdded it -> paymentDueBy.remove(it.customerId());
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
                case UserJoined it -> {
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
                    if (it.throughPartner() != null) {
                        through.put(it.membershipId(), it.throughPartner());
                    } else {
                        admins(it.customerId(), it.group(), false);
                    }
                }
                case GroupChanged it -> {
                    users.computeIfPresent(
                            it.membershipId(),
                            (id, old) -> new User(old.customer(), it.to(), old.endsAt(), and(old.because(), position)));
                    admins(it.customerId(), it.to(), it.leavesNoAdmin());
                }
                case MembershipEndSet it -> {
                    users.computeIfPresent(
                            it.membershipId(),
                            (id, old) -> new User(
                                    old.customer(), old.group(), micros(it.endsAt()), and(old.because(), position)));
                    if (it.endsAt() != null) {
                        through.forEach((id, on) -> {
                            if (on.membershipId().equals(it.membershipId())) {
                                lastUntil.merge(
                                        id, micros(it.endsAt()), (one, other) -> one.isBefore(other) ? one : other);
                            }
                        });
                    }
                }
                case UserRemoved it -> {
                    users.remove(it.membershipId());
                    lose(on -> on.membershipId().equals(it.membershipId()));
                    admins(it.customerId(), Groups.CUSTOMER_EMPLOYEE, it.leavesNoAdmin());
                }
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

        /** What hangs on a membership that has ended, or on a partner, is lost for ever. */
        private void lose(Predicate<PartnerMembership> ended) {
            through.forEach((id, on) -> {
                if (ended.test(on)) {
                    lost.add(id);
                }
            });
        }

        private boolean active(MembershipId id, User user) {
            return before(user.endsAt()) && !lost.contains(id) && before(lastUntil.get(id));
        }

        private boolean before(@Nullable Instant end) {
            return end == null || now.isBefore(end);
        }

        private boolean usable(CustomerId customer) {
            return confirmed.contains(customer) && !ended.containsKey(customer);
        }

        @Nullable
        CustomerState state(CustomerId customer) {
            if (!names.containsKey(customer)) {
                return null;
            }
            if (ended.containsKey(customer)) {
                return ended.get(customer);
            }
            if (!confirmed.contains(customer)) {
                return before(confirmBy.get(customer)) ? CustomerState.PENDING_CONFIRMATION : CustomerState.EXPIRED;
            }
            if (noAdmin.contains(customer)) {
                return CustomerState.NO_ADMIN;
            }
            return before(paymentDueBy.get(customer)) ? CustomerState.ACTIVE : CustomerState.RESTRICTED;
        }

        private void admins(CustomerId customer, GroupName group, boolean leavesNoAdmin) {
            if (leavesNoAdmin) {
                noAdmin.add(customer);
            } else if (group.equals(Groups.CUSTOMER_ADMIN)) {
                noAdmin.remove(customer);
            }
        }

        @Nullable
        String name(CustomerId customer) {
            return names.get(customer);
        }

        Map<MembershipId, User> users(CustomerId customer) {
            var active = new HashMap<>(where(users, user -> user.customer().equals(customer)));
            active.entrySet().removeIf(entry -> !active(entry.getKey(), entry.getValue()));
            return active;
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
                        && active(grant.membership(), user)
                        && before(grant.endsAt());
            });
        }

        /** Whose group allows it (rule: Projects). */
        Map<MembershipId, User> managers(ProjectId id) {
            var project = projects.get(id);
            return project == null || project.state() != ProjectState.ACTIVE || !usable(project.customer())
                    ? Map.of()
                    : where(
                            users(project.customer()),
                            user -> user.group().equals(Groups.CUSTOMER_ADMIN)
                                    || user.group().equals(Groups.PARTNER_ADMIN));
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
