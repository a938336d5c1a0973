package io.customeraccounts.domain.project;

import static io.customeraccounts.domain.project.ProjectInvariants.Objection.*;

import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.ProjectEvent;
import io.customeraccounts.domain.events.ProjectEvent.*;
import io.customeraccounts.domain.values.*;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of customers and their projects as anybody could who has only the rules, and objects to whatever must
 * never happen. It is written without a look at how {@link Project} decides: plain books, kept event by event.
 */
final class ProjectInvariants {

    /** What must never happen. */
    enum Objection {
        ACCESS_WAS_REVOKED_WITHOUT_A_REASON,
        A_CLIENT_DELETED_A_PROJECT,
        A_DELETION_WAS_CONFIRMED_THAT_NOBODY_ORDERED,
        A_GRANTS_ID_WAS_USED_TWICE,
        A_GRANT_BEGAN_AFTER_ITS_END,
        A_GRANT_IS_NOT_RIGHTLY_CALLED_ONES_OWN,
        A_PROJECTS_IDENTIFIER_WAS_REUSED,
        A_PROJECT_IS_NOT_EVERYWHERE,
        A_PROJECT_NAMES_WHAT_ITS_CUSTOMER_DOES_NOT_HAVE,
        A_PROJECT_WAS_CREATED_TWICE,
        A_QUOTA_IS_SAID_OF_ANOTHER_LOCATION,
        A_ROLE_WAS_ANOTHER_THAN_RECORDED,
        A_USER_HAS_ACCESS_TWICE,
        SOMEBODY_DID_WHAT_THEY_MAY_NOT,
        SOMEBODY_WAS_ASSIGNED_WHO_IS_NO_USER,
        SOMETHING_HAPPENED_AFTER_THE_END_OF_THE_PROJECT,
        SOMETHING_HAPPENED_IN_A_CLOSED_CUSTOMER,
        SOMETHING_HAPPENED_TO_A_GRANT_THAT_HAD_ENDED,
        THE_GRANT_IS_OF_ANOTHER_MEMBERSHIP,
        THE_PROJECT_BELONGS_TO_ANOTHER_CUSTOMER,
        THE_SAME_VALUE_WAS_RECORDED_AGAIN
    }

    static final class Membership {
        final MembershipId id;
        final PersonId person;
        GroupName group;

        @Nullable
        Instant endsAt;

        @Nullable
        RemovalCause ended;

        Membership(UserJoined event) {
            id = event.membershipId();
            person = event.personId();
            group = event.group();
        }

        boolean activeAt(Instant at) {
            return ended == null && (endsAt == null || at.isBefore(endsAt));
        }
    }

    static final class Firm {
        final Map<MembershipId, Membership> members = new LinkedHashMap<>();
        final Set<String> identifiers = new HashSet<>();
        boolean closed;
    }

    static final class Grant {
        final GrantId id;
        final MembershipId membershipId;
        ProjectRole role;

        @Nullable
        Instant endsAt;

        boolean ended;

        Grant(UserAssigned event) {
            id = event.grantId();
            membershipId = event.membershipId();
            role = event.role();
            endsAt = event.endsAt();
        }

        boolean openAt(Instant at) {
            return !ended && (endsAt == null || at.isBefore(endsAt));
        }
    }

    static final class Books {
        final ProjectId id;
        final CustomerId customerId;
        final String identifier;
        final Set<LocationName> locations = new HashSet<>();
        final Map<GrantId, Grant> grants = new LinkedHashMap<>();
        final Map<LocationName, @Nullable Long> quotas = new HashMap<>();
        List<ProjectTag> tags = List.of();
        String name;
        List<Object> payment;
        boolean marked;
        boolean deleted;

        Books(ProjectCreated event) {
            id = event.projectId();
            customerId = event.customerId();
            identifier = event.identifier();
            name = event.name();
            payment = List.of(event.paymentMethodId(), event.billingAddressId());
            locations.addAll(event.locations());
        }
    }

    private final Groups groups;
    private final Set<Object> inventory;

    /** Those who may for their partner what partners may. */
    private final Set<PersonId> partnerUsers = new HashSet<>();

    private final Map<CustomerId, Firm> firms = new LinkedHashMap<>();
    private final Map<ProjectId, Books> projects = new LinkedHashMap<>();
    private final Set<GrantId> grantIds = new HashSet<>();
    private final List<Objection> objections = new ArrayList<>();

    /** @param inventory the payment methods and billing addresses that there are, each as {@code [customer, id]} */
    ProjectInvariants(Groups groups, Set<Object> inventory) {
        this.groups = groups;
        this.inventory = inventory;
    }

    Set<PersonId> partnerUsers() {
        return partnerUsers;
    }

    Map<CustomerId, Firm> firms() {
        return firms;
    }

    Collection<Books> projects() {
        return projects.values();
    }

    List<Objection> objections() {
        return List.copyOf(objections);
    }

    /**
     * Who has access: rule 3, read out as it is written. There is no other path.
     *
     * @return {@code membership project}, each
     */
    Set<String> access(Instant at) {
        var found = new HashSet<String>();
        for (var project : projects.values()) {
            for (var grant : project.grants.values()) {
                var firm = firms.get(project.customerId);
                var member = firm.members.get(grant.membershipId);
                if (!firm.closed && member.activeAt(at) && grant.openAt(at) && !project.marked) {
                    found.add(member.id + " " + project.id);
                }
            }
        }
        return found;
    }

    /** Grants that no event of their project has ended although nobody has access by them any more. */
    List<Grant> unsettled(Instant at) {
        return projects.values().stream()
                .flatMap(project -> project.grants.values().stream()
                        .filter(grant -> !grant.ended)
                        .filter(grant -> !access(at).contains(grant.membershipId + " " + project.id)))
                .toList();
    }

    /** @param late whether it was decided before what was recorded just before it */
    void record(Actor actor, Instant at, boolean late, DomainEvent event) {
        switch (event) {
            case CustomerOpened opened -> firms.put(opened.customerId(), new Firm());
            case UserJoined joined -> firm(joined).members.put(joined.membershipId(), new Membership(joined));
            case GroupChanged changed -> member(changed, changed.membershipId()).group = changed.to();
            case MembershipEndSet set -> member(set, set.membershipId()).endsAt = set.endsAt();
            case UserRemoved removed -> member(removed, removed.membershipId()).ended = removed.cause();
            case CustomerClosed closed -> firm(closed).closed = true;
            case ProjectCreated created -> created(created, actor, at);
            case ProjectEvent change -> changed(change, actor, at, late);
            default -> {}
        }
    }

    private Firm firm(DomainEvent event) {
        return Objects.requireNonNull(firms.get(event.customerId()));
    }

    private Membership member(DomainEvent event, MembershipId id) {
        return Objects.requireNonNull(firm(event).members.get(id));
    }

    private void created(ProjectCreated event, Actor actor, Instant at) {
        requirePermission(event, actor, at);
        require(!firm(event).closed, SOMETHING_HAPPENED_IN_A_CLOSED_CUSTOMER);
        require(firm(event).identifiers.add(event.identifier()), A_PROJECTS_IDENTIFIER_WAS_REUSED);
        requireInventory(event, event.paymentMethodId(), event.billingAddressId());
        require(event.locations().contains(LocationName.GLOBAL), A_PROJECT_IS_NOT_EVERYWHERE);
        require(projects.put(event.projectId(), new Books(event)) == null, A_PROJECT_WAS_CREATED_TWICE);
    }

    private void changed(ProjectEvent event, Actor actor, Instant at, boolean late) {
        var project = Objects.requireNonNull(projects.get(event.projectId()));
        require(event.customerId().equals(project.customerId), THE_PROJECT_BELONGS_TO_ANOTHER_CUSTOMER);
        require(!project.marked || event instanceof ProjectDeleted, SOMETHING_HAPPENED_AFTER_THE_END_OF_THE_PROJECT);
        if (!(event instanceof ProjectAccessRevoked || event instanceof ProjectDeleted)) {
            requirePermission(event, actor, at);
            require(late || !firm(event).closed, SOMETHING_HAPPENED_IN_A_CLOSED_CUSTOMER);
        }
        switch (event) {
            case ProjectCreated created -> throw new AssertionError(created);
            case ProjectRenamed renamed -> {
                requireNew(project.name, renamed.name());
                project.name = renamed.name();
            }
            case ProjectPaymentChanged changed -> {
                var payment = List.<Object>of(changed.paymentMethodId(), changed.billingAddressId());
                requireNew(project.payment, payment);
                requireInventory(event, changed.paymentMethodId(), changed.billingAddressId());
                project.payment = payment;
            }
            case LocationAdded added ->
                require(project.locations.add(added.location()), THE_SAME_VALUE_WAS_RECORDED_AGAIN);
            case LocationRemoved removed -> {
                require(project.locations.remove(removed.location()), THE_SAME_VALUE_WAS_RECORDED_AGAIN);
                project.quotas.remove(removed.location());
                require(project.locations.contains(LocationName.GLOBAL), A_PROJECT_IS_NOT_EVERYWHERE);
            }
            case ProjectTagsSet set -> {
                requireNew(project.tags, set.tags());
                project.tags = set.tags();
            }
            case QuotaSet set -> {
                require(project.locations.contains(set.location()), A_QUOTA_IS_SAID_OF_ANOTHER_LOCATION);
                requireNew(project.quotas.put(set.location(), set.quota()), set.quota());
            }
            case UserAssigned assigned -> assigned(assigned, project, actor, at, late);
            case ProjectRoleChanged changed -> {
                var grant = open(changed.grantId(), changed.membershipId(), project, at);
                require(grant.role == changed.from(), A_ROLE_WAS_ANOTHER_THAN_RECORDED);
                requireNew(changed.from(), changed.to());
                grant.role = changed.to();
            }
            case AccessEndSet set -> {
                var grant = open(set.grantId(), set.membershipId(), project, at);
                requireNew(grant.endsAt, set.endsAt());
                requireFuture(set.endsAt(), at);
                grant.endsAt = set.endsAt();
            }
            case UserUnassigned unassigned ->
                open(unassigned.grantId(), unassigned.membershipId(), project, at).ended = true;
            case ProjectAccessRevoked revoked -> revoked(revoked, project, at);
            case ProjectMarkedForDeletion marked -> {
                require(!(actor instanceof Actor.Client), A_CLIENT_DELETED_A_PROJECT);
                project.marked = true;
                project.grants.values().forEach(grant -> grant.ended = true);
            }
            case ProjectDeleted deleted -> {
                require(project.marked && !project.deleted, A_DELETION_WAS_CONFIRMED_THAT_NOBODY_ORDERED);
                project.deleted = true;
            }
        }
    }

    private void assigned(UserAssigned event, Books project, Actor actor, Instant at, boolean late) {
        var member = firm(event).members.get(event.membershipId());
        if (member == null) {
            require(false, SOMEBODY_WAS_ASSIGNED_WHO_IS_NO_USER);
            return;
        }
        require(late || member.activeAt(at), SOMEBODY_WAS_ASSIGNED_WHO_IS_NO_USER);
        require(grantIds.add(event.grantId()), A_GRANTS_ID_WAS_USED_TWICE);
        require(
                project.grants.values().stream()
                        .noneMatch(grant -> !grant.ended && grant.membershipId.equals(event.membershipId())),
                A_USER_HAS_ACCESS_TWICE);
        require(
                event.bySelf() == actor.equals(new Actor.Person(member.person)),
                A_GRANT_IS_NOT_RIGHTLY_CALLED_ONES_OWN);
        requireFuture(event.endsAt(), at);
        project.grants.put(event.grantId(), new Grant(event));
    }

    private void revoked(ProjectAccessRevoked event, Books project, Instant at) {
        var grant = project.grants.get(event.grantId());
        if (grant == null || grant.ended) {
            require(false, SOMETHING_HAPPENED_TO_A_GRANT_THAT_HAD_ENDED);
            return;
        }
        require(grant.membershipId.equals(event.membershipId()), THE_GRANT_IS_OF_ANOTHER_MEMBERSHIP);
        var removal = member(event, event.membershipId()).ended;
        var hasReason = switch (event.cause()) {
            case USER_REMOVED -> removal == RemovalCause.BY_ADMIN;
            case USER_LEFT -> removal == RemovalCause.LEFT;
            case MEMBERSHIP_EXPIRED -> removal == RemovalCause.EXPIRED;
            case ACCESS_EXPIRED -> !grant.openAt(at);
            case CUSTOMER_CLOSED -> firm(event).closed;
            case PERSON_ERASED -> false;
        };
        require(hasReason, ACCESS_WAS_REVOKED_WITHOUT_A_REASON);
        grant.ended = true;
    }

    private Grant open(GrantId id, MembershipId membershipId, Books project, Instant at) {
        var grant = Objects.requireNonNull(project.grants.get(id));
        require(grant.openAt(at), SOMETHING_HAPPENED_TO_A_GRANT_THAT_HAD_ENDED);
        require(grant.membershipId.equals(membershipId), THE_GRANT_IS_OF_ANOTHER_MEMBERSHIP);
        return grant;
    }

    private void requirePermission(DomainEvent event, Actor actor, Instant at) {
        var permitted = switch (actor) {
            case Actor.Person person ->
                !(event instanceof QuotaSet)
                        && firm(event).members.values().stream()
                                .anyMatch(member -> member.person.equals(person.personId())
                                        && member.activeAt(at)
                                        && groups.find(member.group)
                                                .orElseThrow()
                                                .allows(Permission.EDIT_CUSTOMER));
            case Actor.Client client -> !(event instanceof QuotaSet);
            case Actor.Operator operator -> true;
            case Actor.PartnerUser user ->
                (event instanceof ProjectTagsSet || event instanceof QuotaSet)
                        && partnerUsers.contains(user.personId());
            case Actor.Invitee invitee -> false;
            case Actor.Policy policy -> event instanceof UserAssigned assigned && assigned.invitationId() != null;
        };
        require(permitted, SOMEBODY_DID_WHAT_THEY_MAY_NOT);
    }

    private void requireInventory(DomainEvent event, Object... ids) {
        require(
                Stream.of(ids).allMatch(id -> inventory.contains(List.of(event.customerId(), id))),
                A_PROJECT_NAMES_WHAT_ITS_CUSTOMER_DOES_NOT_HAVE);
    }

    private void requireNew(@Nullable Object before, @Nullable Object after) {
        require(!Objects.equals(before, after), THE_SAME_VALUE_WAS_RECORDED_AGAIN);
    }

    private void requireFuture(@Nullable Instant endsAt, Instant at) {
        require(endsAt == null || endsAt.isAfter(at), A_GRANT_BEGAN_AFTER_ITS_END);
    }

    private void require(boolean condition, Objection objection) {
        if (!condition) {
            objections.add(objection);
        }
    }
}
