package io.customeraccounts.projections.testing;

import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.AcceptanceRefused;
import io.customeraccounts.domain.events.CustomerEvent.CancellationCause;
import io.customeraccounts.domain.events.CustomerEvent.ConfirmationResent;
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
import io.customeraccounts.domain.events.CustomerEvent.InvitationLimitNeared;
import io.customeraccounts.domain.events.CustomerEvent.InvitationResent;
import io.customeraccounts.domain.events.CustomerEvent.InvitationUndelivered;
import io.customeraccounts.domain.events.CustomerEvent.KindChanged;
import io.customeraccounts.domain.events.CustomerEvent.ManagedCustomerCreated;
import io.customeraccounts.domain.events.CustomerEvent.ManagingPartnerChanged;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.PeopleSearched;
import io.customeraccounts.domain.events.CustomerEvent.PersonDataShown;
import io.customeraccounts.domain.events.CustomerEvent.PersonErased;
import io.customeraccounts.domain.events.CustomerEvent.PlannedAccessSkipped;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.events.CustomerEvent.SkipReason;
import io.customeraccounts.domain.events.CustomerEvent.UserInvited;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.InstallationEvent;
import io.customeraccounts.domain.events.InstallationEvent.GroupAdded;
import io.customeraccounts.domain.events.MessageEvent;
import io.customeraccounts.domain.events.MessageEvent.MessageAcknowledged;
import io.customeraccounts.domain.events.MessageEvent.MessageSent;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.MessageId;
import io.customeraccounts.domain.values.MessageKind;
import io.customeraccounts.domain.values.PartnerMembership;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.PlannedAccess;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.domain.values.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Histories of customer accounts as they could happen: at random, but the same for the same seed, and never against a rule.
 * Persons belong to several customers, leave and come back; everything that can end ends in each way it can.
 */
public final class RandomHistory {

    /** What one command decided, at one time, in one transaction. All events are of the same customer or project. */
    public record Decision(Instant at, List<DomainEvent> events) {}

    private static final Duration CONFIRM_WITHIN = Duration.ofDays(14);
    private static final int PERSONS = 40;
    private static final int CUSTOMERS_AT_ONCE = 4;
    private static final List<String> NAMES = List.of(
            "Anna Alder",
            "Ömer Straße",
            "李雷",
            "Zoë O'Neill",
            "محمد",
            "Ольга Ёлкина",
            "Renée-Émile",
            "김철수",
            "van der Berg");
    private static final List<String> DOMAINS =
            List.of("acme.example", "bücher.example", "Mixed.Example", "xn--bcher-kva.example");

    private record Person(PersonId id, String name, String email) {}

    private record User(
            Person person, GroupName group, @Nullable Instant endsAt) {

        boolean activeAt(Instant now) {
            return endsAt == null || now.isBefore(endsAt);
        }

        boolean admin() {
            return group.equals(Groups.CUSTOMER_ADMIN);
        }
    }

    private record Invitation(
            Person person, GroupName group, @Nullable MembershipId inviter, Instant expiresAt) {}

    private static final class Firm {
        private final CustomerId id;
        private final String identifier;
        private final PersonId openedBy;
        private final @Nullable Instant confirmBy;
        private final boolean forgotten;
        private boolean confirmed;
        private CustomerKind kind = CustomerKind.CUSTOMER;
        private @Nullable CustomerId partner;
        private final Map<MembershipId, User> users = new LinkedHashMap<>();
        private final Map<PersonId, MembershipId> former = new HashMap<>();
        private final Map<InvitationId, Invitation> pending = new LinkedHashMap<>();
        private final Set<MembershipId> left = new LinkedHashSet<>();
        private final Set<MembershipId> guests = new LinkedHashSet<>();
        private final RandomProjects projects;
        private final Set<MembershipId> readers = new HashSet<>();
        private @Nullable MessageId message;
        private @Nullable RandomGeneralData generalData;

        Firm(
                CustomerId id,
                String identifier,
                PersonId openedBy,
                @Nullable Instant confirmBy,
                boolean forgotten,
                Random random) {
            this.id = id;
            projects = new RandomProjects(id, random);
            this.identifier = identifier;
            this.openedBy = openedBy;
            this.confirmBy = confirmBy;
            this.forgotten = forgotten;
            confirmed = confirmBy == null;
        }
    }

    private final Random random;
    private final List<Person> persons = new ArrayList<>();
    private final List<Firm> open = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00.123456789Z");
    private int opened;
    private int groups;

    private RandomHistory(long seed) {
        random = new Random(seed);
        for (var number = 0; number < PERSONS; number++) {
            var name = pick(NAMES) + (number % 3 == 0 ? "" : " " + number);
            persons.add(new Person(new PersonId(id()), name, "User" + number + "@" + pick(DOMAINS)));
        }
    }

    /** As many decisions as the caller takes; there is always another one. */
    public static Stream<Decision> decisions(long seed) {
        return Stream.generate(new RandomHistory(seed)::next);
    }

    private Decision next() {
        if (groups == 0) {
            return new Decision(now, List.copyOf(addGroups()));
        }
        while (true) {
            now = now.plus(Duration.ofMillis(random.nextInt(1, 40_000_000))).plusNanos(random.nextInt(1_000_000));
            var fewer = open.size() < CUSTOMERS_AT_ONCE && random.nextInt(20) == 0;
            var firm = open.isEmpty() || fewer ? null : pick(open);
            List<? extends DomainEvent> events = firm == null
                    ? open()
                    : !firm.confirmed
                            ? confirm(firm)
                            : switch (random.nextInt(10)) {
                                case 0, 1 -> useGeneralData(firm);
                                case 2, 3, 4, 5 -> use(firm);
                                default -> useProjects(firm);
                            };
            if (!events.isEmpty()) {
                return new Decision(now, List.copyOf(events));
            }
        }
    }

    /** Mostly by whoever is a partner; it does not matter to the tables whether that is one. */
    private List<CustomerEvent> createManaged() {
        var firm = new Firm(
                new CustomerId(id()), "managed-" + opened++, pick(persons).id(), null, false, random);
        firm.generalData = new RandomGeneralData(firm.id, now, random);
        firm.partner = pick(open).id;
        open.add(firm);
        return List.of(new ManagedCustomerCreated(firm.id, firm.identifier, "Managed " + pick(NAMES), firm.partner));
    }

    /** Whoever is a user of another customer, which need not be its partner: that makes no difference to the tables. */
    private List<CustomerEvent> enter(Firm firm) {
        var other = pick(open);
        var through = any(other.users).orElse(null);
        if (other == firm || !other.confirmed || through == null) {
            return List.of();
        }
        var inPartner = other.users.get(through);
        var person = inPartner.person();
        if (!inPartner.activeAt(now)
                || firm.users.values().stream().anyMatch(user -> user.person().equals(person))) {
            return List.of();
        }
        var joined = join(firm, person, Groups.CUSTOMER_EMPLOYEE, null);
        firm.guests.add(joined.membershipId());
        var wish = inDays(30);
        var end = inPartner.endsAt() == null || wish.isBefore(inPartner.endsAt()) ? wish : inPartner.endsAt();
        firm.users.put(joined.membershipId(), new User(person, joined.group(), end));
        return List.of(
                new UserJoined(
                        joined.customerId(),
                        joined.membershipId(),
                        joined.personId(),
                        joined.fullName(),
                        joined.email(),
                        joined.group(),
                        joined.language(),
                        null,
                        joined.formerMembershipId(),
                        new PartnerMembership(other.id, through)),
                new MembershipEndSet(firm.id, joined.membershipId(), end));
    }

    /** Nobody is ever in them. */
    private List<GroupAdded> addGroups() {
        return Stream.generate(() -> new GroupAdded(
                        InstallationEvent.INSTALLATION,
                        new GroupName("GROUP_" + groups++),
                        CustomerKind.CUSTOMER,
                        List.of(Permission.VIEW_CUSTOMER)))
                .limit(5)
                .toList();
    }

    private List<CustomerEvent> manage(Firm firm) {
        if (random.nextBoolean()) {
            var from = firm.kind;
            firm.kind = from == CustomerKind.CUSTOMER ? CustomerKind.PARTNER : CustomerKind.CUSTOMER;
            return List.of(new KindChanged(firm.id, from, firm.kind));
        }
        var to = random.nextInt(3) == 0 ? null : pick(open).id;
        var changed = new ManagingPartnerChanged(firm.id, firm.partner, to);
        firm.partner = to;
        return List.of(changed);
    }

    private List<CustomerEvent> open() {
        if (!open.isEmpty() && random.nextInt(10) == 0) {
            return createManaged();
        }
        var person = pick(persons);
        var confirmBy = random.nextInt(3) == 0 ? null : now.plus(CONFIRM_WITHIN);
        var firm = new Firm(
                new CustomerId(id()), "firm-" + opened++, person.id(), confirmBy, random.nextInt(3) == 0, random);
        open.add(firm);
        firm.generalData = confirmBy == null ? new RandomGeneralData(firm.id, now, random) : null;
        var event = new CustomerOpened(
                firm.id,
                CustomerKind.CUSTOMER,
                firm.identifier,
                "Firm " + pick(NAMES),
                person.id(),
                random.nextBoolean(),
                confirmBy,
                confirmBy == null ? null : secret());
        return List.of(event, join(firm, person, Groups.CUSTOMER_ADMIN, null));
    }

    private List<CustomerEvent> confirm(Firm firm) {
        if (firm.confirmBy != null && !now.isBefore(firm.confirmBy)) {
            open.remove(firm);
            return List.of(new CustomerExpired(firm.id, firm.identifier, firm.openedBy));
        }
        return switch (random.nextInt(8)) {
            case 0 -> List.of(new ConfirmationResent(firm.id, secret()));
            case 1, 2 -> {
                if (firm.forgotten) {
                    yield List.of();
                }
                firm.confirmed = true;
                firm.generalData = new RandomGeneralData(firm.id, now, random);
                yield List.of(new CustomerConfirmed(firm.id));
            }
            default -> List.of();
        };
    }

    private List<CustomerEvent> useGeneralData(Firm firm) {
        return firm.generalData == null ? List.of() : firm.generalData.next(now);
    }

    private List<? extends DomainEvent> useProjects(Firm firm) {
        var active = new LinkedHashSet<MembershipId>();
        firm.users.forEach((id, user) -> {
            if (user.activeAt(now)) {
                active.add(id);
            }
        });
        return random.nextInt(10) == 0 ? write(firm, active) : firm.projects.next(now, active, firm.left);
    }

    /** A partner writes, or somebody reads what it has written. */
    private List<MessageEvent> write(Firm firm, Set<MembershipId> active) {
        var readers = new LinkedHashSet<>(active);
        if (firm.message != null) {
            readers.removeAll(firm.readers);
        }
        if (firm.message == null || readers.isEmpty()) {
            firm.readers.clear();
            firm.message = new MessageId(id());
            return List.of(new MessageSent(
                    firm.id,
                    firm.message,
                    new CustomerId(id()),
                    pick(List.of(MessageKind.values())),
                    "Hé\n" + random.nextInt()));
        }
        var reader = readers.getFirst();
        firm.readers.add(reader);
        return List.of(new MessageAcknowledged(firm.id, firm.message, reader));
    }

    private List<CustomerEvent> use(Firm firm) {
        return switch (random.nextInt(42)) {
            case 40 ->
                List.of(
                        random.nextBoolean()
                                ? new PeopleSearched(firm.id, random.nextInt(50))
                                : new PersonDataShown(firm.id, pick(persons).id()));
            case 41 -> firm.former.isEmpty() ? List.of() : erase(firm, pick(List.copyOf(firm.former.keySet())));
            case 38 -> enter(firm);
            case 39 -> manage(firm);
            case 0 -> List.of(new CustomerRenamed(firm.id, "Renamed " + random.nextInt(100)));
            case 1 -> random.nextInt(8) == 0 ? close(firm) : List.of();
            case 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 -> invite(firm);
            case 13, 14 -> any(firm.pending).map(id -> amend(firm, id)).orElse(List.of());
            case 15, 16 -> any(firm.pending).map(id -> resend(firm, id)).orElse(List.of());
            case 17 ->
                any(firm.pending)
                        .<List<CustomerEvent>>map(id -> List.of(new InvitationUndelivered(firm.id, id)))
                        .orElse(List.of());
            case 18 ->
                any(firm.pending)
                        .<List<CustomerEvent>>map(id -> List.of(
                                new AcceptanceRefused(firm.id, id, pick(persons).id())))
                        .orElse(List.of());
            case 19, 20, 21, 22, 23, 24, 25, 26 ->
                any(firm.pending).map(id -> accept(firm, id)).orElse(List.of());
            case 27, 28, 29, 30 -> any(firm.pending).map(id -> end(firm, id)).orElse(List.of());
            case 31, 32, 33 ->
                any(firm.users)
                        .filter(id -> !firm.guests.contains(id))
                        .map(id -> changeGroup(firm, id))
                        .orElse(List.of());
            case 34, 35 ->
                any(firm.users)
                        .filter(id -> !firm.guests.contains(id))
                        .map(id -> setEnd(firm, id))
                        .orElse(List.of());
            default -> any(firm.users).map(id -> remove(firm, id)).orElse(List.of());
        };
    }

    /** Whoever is a user is removed first; this one may have come back. */
    private List<CustomerEvent> erase(Firm firm, PersonId person) {
        var events = new ArrayList<CustomerEvent>();
        firm.users.entrySet().stream()
                .filter(entry -> entry.getValue().person().id().equals(person))
                .map(Map.Entry::getKey)
                .findFirst()
                .ifPresent(id -> events.add(leave(firm, id, RemovalCause.PERSON_ERASED)));
        events.add(new PersonErased(firm.id, person));
        return events;
    }

    private List<CustomerEvent> close(Firm firm) {
        open.remove(firm);
        var events = new ArrayList<CustomerEvent>();
        firm.pending.forEach((id, invitation) -> {
            if (now.isBefore(invitation.expiresAt())) {
                events.add(new InvitationCancelled(firm.id, id, CancellationCause.CUSTOMER_CLOSED));
            }
        });
        events.add(new CustomerClosed(firm.id));
        return events;
    }

    private List<CustomerEvent> invite(Firm firm) {
        var person = pick(persons);
        if (firm.users.values().stream().anyMatch(user -> user.person().equals(person) && user.activeAt(now))) {
            return List.of();
        }
        var events = new ArrayList<CustomerEvent>();
        var before = firm.pending.entrySet().stream()
                .filter(entry -> entry.getValue().person().equals(person))
                .findFirst();
        if (before.isPresent()) {
            if (now.isBefore(before.get().getValue().expiresAt())) {
                return List.of();
            }
            firm.pending.remove(before.get().getKey());
            events.add(new InvitationExpired(firm.id, before.get().getKey()));
        }
        var id = new InvitationId(id());
        var inviter = random.nextInt(5) == 0 ? null : any(firm.users).orElse(null);
        var invitation = new Invitation(person, group(), inviter, inDays(14));
        firm.pending.put(id, invitation);
        events.add(new UserInvited(
                firm.id,
                id,
                new Personal.Known(KeyId.of(id), person.name()),
                new Personal.Known(KeyId.of(id), person.email()),
                invitation.group(),
                inviter,
                secret(),
                invitation.expiresAt(),
                pick(Arrays.asList(Language.values())),
                random.nextInt(3) == 0 ? plan() : null,
                firm.former.isEmpty() || random.nextInt(3) > 0 ? null : pick(List.copyOf(firm.former.values()))));
        if (random.nextInt(10) == 0) {
            events.add(new InvitationLimitNeared(firm.id, firm.pending.size(), 50));
        }
        return events;
    }

    private List<CustomerEvent> amend(Firm firm, InvitationId id) {
        var name = random.nextBoolean() ? new Personal.Known(KeyId.of(id), pick(NAMES) + " amended") : null;
        var group = name == null || random.nextBoolean() ? group() : null;
        firm.pending.computeIfPresent(
                id,
                (same, it) ->
                        new Invitation(it.person(), group == null ? it.group() : group, it.inviter(), it.expiresAt()));
        return List.of(new InvitationAmended(firm.id, id, name, group, random.nextInt(3) == 0 ? plan() : null));
    }

    private List<PlannedAccess> plan() {
        return Stream.generate(this::id)
                .limit(random.nextInt(4))
                .map(project -> new PlannedAccess(
                        new ProjectId(project),
                        pick(Arrays.asList(ProjectRole.values())),
                        random.nextBoolean() ? null : inDays(60)))
                .toList();
    }

    private List<CustomerEvent> resend(Firm firm, InvitationId id) {
        var expiresAt = inDays(14);
        firm.pending.computeIfPresent(
                id, (same, it) -> new Invitation(it.person(), it.group(), it.inviter(), expiresAt));
        return List.of(new InvitationResent(firm.id, id, secret(), expiresAt));
    }

    private List<CustomerEvent> accept(Firm firm, InvitationId id) {
        var invitation = firm.pending.get(id);
        if (!now.isBefore(invitation.expiresAt())) {
            return List.of();
        }
        var events = new ArrayList<CustomerEvent>();
        var person = invitation.person();
        for (var user : List.copyOf(firm.users.entrySet())) {
            if (user.getValue().person().equals(person)) {
                if (user.getValue().activeAt(now)) {
                    return List.of();
                }
                events.add(leave(firm, user.getKey(), RemovalCause.EXPIRED));
            }
        }
        firm.pending.remove(id);
        var joined = join(firm, person, invitation.group(), id);
        events.add(new InvitationAccepted(firm.id, id, joined.membershipId(), person.id()));
        events.add(joined);
        for (var i = random.nextInt(3); i > 0; i--) {
            events.add(new PlannedAccessSkipped(
                    firm.id, id, joined.membershipId(), new ProjectId(id()), pick(Arrays.asList(SkipReason.values()))));
        }
        return events;
    }

    private List<CustomerEvent> end(Firm firm, InvitationId id) {
        var invitation = firm.pending.remove(id);
        if (!now.isBefore(invitation.expiresAt())) {
            return List.of(new InvitationExpired(firm.id, id));
        }
        return List.of(
                random.nextBoolean()
                        ? new InvitationDeclined(firm.id, id)
                        : new InvitationCancelled(firm.id, id, CancellationCause.BY_ADMIN));
    }

    private List<CustomerEvent> changeGroup(Firm firm, MembershipId id) {
        var user = firm.users.get(id);
        var to = user.admin() ? Groups.CUSTOMER_EMPLOYEE : Groups.CUSTOMER_ADMIN;
        firm.users.put(id, new User(user.person(), to, user.endsAt()));
        return List.of(new GroupChanged(firm.id, id, user.group(), to, user.admin() && !hasAdmin(firm)));
    }

    private List<CustomerEvent> setEnd(Firm firm, MembershipId id) {
        var user = firm.users.get(id);
        var endsAt = user.endsAt() == null ? inDays(20) : null;
        if (!user.activeAt(now)) {
            return List.of();
        }
        firm.users.put(id, new User(user.person(), user.group(), endsAt));
        return List.of(new MembershipEndSet(firm.id, id, endsAt));
    }

    private List<CustomerEvent> remove(Firm firm, MembershipId id) {
        var user = firm.users.get(id);
        var cause = !user.activeAt(now)
                ? RemovalCause.EXPIRED
                : random.nextBoolean() ? RemovalCause.BY_ADMIN : RemovalCause.LEFT;
        var events = new ArrayList<CustomerEvent>();
        events.add(leave(firm, id, cause));
        for (var entry : List.copyOf(firm.pending.entrySet())) {
            var sentByThem = id.equals(entry.getValue().inviter());
            var sentToThem = entry.getValue().person().equals(user.person());
            if ((sentByThem || sentToThem) && now.isBefore(entry.getValue().expiresAt())) {
                firm.pending.remove(entry.getKey());
                var why = sentToThem ? CancellationCause.INVITEE_REMOVED : CancellationCause.INVITER_LEFT;
                events.add(new InvitationCancelled(firm.id, entry.getKey(), why));
            }
        }
        return events;
    }

    private UserRemoved leave(Firm firm, MembershipId id, RemovalCause cause) {
        var user = firm.users.remove(id);
        firm.former.put(user.person().id(), id);
        firm.left.add(id);
        return new UserRemoved(firm.id, id, user.person().id(), cause, user.admin() && !hasAdmin(firm));
    }

    private UserJoined join(Firm firm, Person person, GroupName group, @Nullable InvitationId invitationId) {
        var id = new MembershipId(id());
        var key = KeyId.of(person.id());
        firm.users.put(id, new User(person, group, null));
        return new UserJoined(
                firm.id,
                id,
                person.id(),
                new Personal.Known(key, person.name()),
                new Personal.Known(key, person.email()),
                group,
                pick(Arrays.asList(Language.values())),
                invitationId,
                firm.former.get(person.id()));
    }

    private boolean hasAdmin(Firm firm) {
        return firm.users.values().stream().anyMatch(user -> user.admin() && user.activeAt(now));
    }

    private GroupName group() {
        return random.nextInt(4) == 0 ? Groups.CUSTOMER_ADMIN : Groups.CUSTOMER_EMPLOYEE;
    }

    private Instant inDays(int atMost) {
        return now.plusSeconds(random.nextInt(3600, atMost * 86_400)).plusNanos(random.nextInt(1_000_000_000));
    }

    private Secret.Hash secret() {
        return Secret.generate(random).hash();
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
