package io.customeraccounts.domain.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.ProjectEvent;
import io.customeraccounts.domain.policies.ConfirmProjectDeletionWhenNothingRemains;
import io.customeraccounts.domain.policies.EndAccessWhenDue;
import io.customeraccounts.domain.policies.MapDueSheet;
import io.customeraccounts.domain.policies.MapOpenGrants;
import io.customeraccounts.domain.policies.RevokeProjectAccessWhenUserRemoved;
import io.customeraccounts.domain.policies.TimeDrivenPolicy;
import io.customeraccounts.domain.preview.Preview;
import io.customeraccounts.domain.preview.StoryPreviews;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.project.ProjectCommand.*;
import io.customeraccounts.domain.project.ProjectInvariants.Books;
import io.customeraccounts.domain.project.ProjectInvariants.Firm;
import io.customeraccounts.domain.project.ProjectInvariants.Grant;
import io.customeraccounts.domain.project.ProjectInvariants.Membership;
import io.customeraccounts.domain.values.*;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.caching.WeakReferenceCache;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.SimpleResourceParameterResolverFactory;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Thousands of commands to projects while their customers change, by actors who often may not, at instants that are often
 * edges, with policies that come late. {@link ProjectInvariants} reads along and must never object; and when the policies
 * have caught up, every grant is open by which somebody has access, and no other.
 */
class ProjectModelTest {

    /** Another one is tried with {@code -Dmodel.seed=...}, more steps with {@code -Dmodel.commands=...}. */
    private static final long SEED = Long.getLong("model.seed", 20_260_302L);

    private static final int STEPS = Integer.getInteger("model.commands", 2_000);
    private static final int RUNS = 4;
    private static final Groups GROUPS = Groups.shipped();
    private static final StoryPreviews PREVIEWS = new StoryPreviews(Preview.NOTHING);

    private final Clock clockBefore = GenericEventMessage.clock;

    @AfterEach
    void putTheClockBack() {
        GenericEventMessage.clock = clockBefore;
    }

    @Test
    void neverBreaksAnInvariant() {
        var coverage = new TreeSet<String>();
        LongStream.range(SEED, SEED + RUNS).forEach(seed -> new Run(seed, coverage).run());

        // What never happened has not been put to the test.
        assertThat(coverage).containsAll(names(ProjectEvent.class.getPermittedSubclasses()));
        assertThat(coverage).containsAll(names(ProjectRefusal.class.getPermittedSubclasses()));
        assertThat(coverage).containsAll(names(ProjectCommand.class.getPermittedSubclasses()));
        assertThat(coverage).contains("assigned", "assigned late");
    }

    private static Set<String> names(Class<?>[] types) {
        return Arrays.stream(types).map(Class::getSimpleName).collect(Collectors.toSet());
    }

    /** Projects and their events. */
    private static final class World {

        private final EmbeddedEventStore store = EmbeddedEventStore.builder()
                .storageEngine(new InMemoryEventStorageEngine())
                .build();
        private final CommandBus bus = SimpleCommandBus.builder().build();

        @SuppressWarnings("CheckReturnValue") // handlers stay subscribed as long as the world exists
        World(boolean keepsAggregates, Object... ports) {
            var available = (AvailableLocations) location -> !location.equals(ProjectStory.NOWHERE);
            var resolvers = MultiParameterResolverFactory.ordered(
                    ClasspathParameterResolverFactory.forClass(Project.class),
                    new SimpleResourceParameterResolverFactory(List.of(ports)),
                    new SimpleResourceParameterResolverFactory(List.of(available)));
            var repository = EventSourcingRepository.builder(Project.class)
                    .eventStore(store)
                    .parameterResolverFactory(resolvers);
            if (keepsAggregates) {
                repository.cache(new WeakReferenceCache());
            }
            AggregateAnnotationCommandHandler.<Project>builder()
                    .aggregateType(Project.class)
                    .repository(repository.build())
                    .parameterResolverFactory(resolvers)
                    .build()
                    .subscribe(bus);
        }

        /** @return the events, or the refusal alone */
        List<Object> handle(ProjectCommand command) {
            var id = command.projectId().toString();
            var before = store.lastSequenceNumberFor(id).orElse(-1L);
            var results = new ArrayList<CommandResultMessage<?>>();
            bus.dispatch(GenericCommandMessage.asCommandMessage(command), (message, answer) -> results.add(answer));
            var events = store.readEvents(id, before + 1)
                    .asStream()
                    .<Object>map(event -> event.getPayload())
                    .toList();
            var result = results.getFirst();
            if (!result.isExceptional()) {
                return events;
            }
            if (result.exceptionResult() instanceof ProjectRefusal refusal) {
                assertThat(events).isEmpty();
                return List.of(refusal);
            }
            throw new AssertionError("neither accepted nor refused: " + command, result.exceptionResult());
        }
    }

    private record Recorded(String eventId, DomainEvent event, Instant at) {}

    /** One sequence of random steps. */
    private static final class Run extends Clock implements OwningCustomer, Resources {

        private final long seed;
        private final Random random;
        private final Set<String> coverage;
        private final Set<Object> inventory = new HashSet<>();
        private final ProjectInvariants invariants = new ProjectInvariants(GROUPS, inventory);
        private final Map<CustomerId, Standing> standings = new HashMap<>();
        private final Map<List<Object>, ProjectId> identifiers = new HashMap<>();
        private final Set<LocationName> inUse = new HashSet<>();
        private boolean silent;
        private final World keeping = new World(true, this, GROUPS, PREVIEWS);
        private final World reading = new World(false, this, GROUPS, PREVIEWS);
        private final List<Recorded> ledger = new ArrayList<>();
        private final List<TimeDrivenPolicy> policies;
        private int followed;
        private Instant now = Instant.parse("2026-03-02T12:00:00Z");
        private int nextId = 1;

        Run(long seed, Set<String> coverage) {
            this.seed = seed;
            this.coverage = coverage;
            random = new Random(seed);
            var gateway =
                    DefaultCommandGateway.builder().commandBus(policyBus()).build();
            var sheet = new MapDueSheet();
            policies = List.of(
                    new RevokeProjectAccessWhenUserRemoved(new MapOpenGrants(), gateway),
                    new EndAccessWhenDue(sheet, gateway),
                    new ConfirmProjectDeletionWhenNothingRemains(sheet, gateway));
        }

        private CommandBus policyBus() {
            var bus = SimpleCommandBus.builder().build();
            for (var type : ProjectCommand.class.getPermittedSubclasses()) {
                bus.subscribe(type.getName(), message -> {
                    perform((ProjectCommand) message.getPayload(), List.of());
                    return null;
                });
            }
            return bus;
        }

        void run() {
            GenericEventMessage.clock = this;
            for (int step = 1; step <= STEPS; step++) {
                letTimePass();
                changeTheWorldAround();
                switch (random.nextInt(10)) {
                    case 0 -> changeCustomer();
                    case 1 -> followSome();
                    default -> next().ifPresent(command -> perform(command, List.of()));
                }
            }
            inUse.clear();
            silent = false;
            for (var round = 0; round < 3; round++) {
                followAll();
                now = now.plusSeconds(61);
            }
            assertThat(invariants.unsettled(now)).as(where("the policies")).isEmpty();
            assertThat(invariants.projects().stream().filter(project -> project.marked && !project.deleted))
                    .isEmpty();
        }

        /** @param first what is recorded between the decision and its own events, by whoever was faster */
        private void perform(ProjectCommand command, List<DomainEvent> first) {
            var outcome = keeping.handle(command);
            var again = reading.handle(command);
            assertThat(again.toString()).as(where(command)).isEqualTo(outcome.toString());

            first.forEach(event -> record(command.actor(), false, event));
            coverage.add(command.getClass().getSimpleName());
            for (var each : outcome) {
                coverage.add(each.getClass().getSimpleName());
                if (each instanceof ProjectEvent event) {
                    record(command.actor(), !first.isEmpty(), event);
                    if (event instanceof ProjectEvent.UserAssigned) {
                        coverage.add(first.isEmpty() ? "assigned" : "assigned late");
                    }
                }
            }
            assertThat(invariants.objections())
                    .as(where(command + " led to " + outcome))
                    .isEmpty();
        }

        private String where(Object what) {
            return "-Dmodel.seed=%d, at %s: %s".formatted(seed, now, what);
        }

        private void record(Actor actor, boolean late, DomainEvent event) {
            ledger.add(new Recorded(id().toString(), event, now));
            invariants.record(actor, now, late, event);
        }

        // Policies

        private void followSome() {
            follow(Math.min(ledger.size(), followed + random.nextInt(40)));
            policies.forEach(policy -> policy.act(now));
        }

        private void followAll() {
            follow(ledger.size());
            policies.forEach(policy -> policy.act(now));
            follow(ledger.size());
        }

        private void follow(int end) {
            // What was read before a crash is read again.
            var start = random.nextInt(4) == 0 ? Math.max(0, followed - random.nextInt(3)) : followed;
            for (var recorded : ledger.subList(start, end)) {
                policies.forEach(policy -> handle(policy, recorded));
            }
            followed = Math.max(followed, end);
        }

        private static void handle(TimeDrivenPolicy policy, Recorded recorded) {
            try {
                new AnnotationEventHandlerAdapter(policy)
                        .handle(new GenericDomainEventMessage<>(
                                "any",
                                "any",
                                0,
                                new GenericEventMessage<>(
                                        recorded.eventId(), recorded.event(), MetaData.emptyInstance(), recorded.at()),
                                recorded.at()));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        // Time, and what else changes by itself

        private void letTimePass() {
            var step = random.nextInt(100);
            if (step < 85) {
                now = now.plusMillis(random.nextInt(5_000));
            } else if (step < 98) {
                now = edges().filter(edge -> edge.isAfter(now))
                        .sorted()
                        .findFirst()
                        .map(edge -> edge.plusMillis(random.nextInt(3) - 1))
                        .filter(edge -> edge.isAfter(now))
                        .orElse(now);
            } else {
                now = now.plusSeconds(random.nextInt(20_000));
            }
        }

        private Stream<Instant> edges() {
            return Stream.concat(
                    members().flatMap(member -> Stream.ofNullable(member.endsAt)),
                    invariants.projects().stream()
                            .flatMap(project -> project.grants.values().stream())
                            .flatMap(grant -> Stream.ofNullable(grant.endsAt)));
        }

        private void changeTheWorldAround() {
            if (random.nextInt(20) == 0) {
                var person = new PersonId(new UUID(1, random.nextInt(8)));
                if (!invariants.partnerUsers().remove(person)) {
                    invariants.partnerUsers().add(person);
                }
            }
            if (random.nextInt(10) == 0) {
                inUse.clear();
                if (random.nextInt(4) == 0) {
                    inUse.add(location());
                }
                silent = random.nextInt(8) == 0;
            }
            if (random.nextInt(30) == 0 && !standings.isEmpty()) {
                var id = one(standings.keySet());
                standings.computeIfPresent(
                        id, (same, before) -> before == Standing.CLOSED ? before : one(List.of(Standing.values())));
                standings.computeIfPresent(
                        id,
                        (same, after) -> after == Standing.CLOSED || random.nextInt(3) > 0
                                ? firm(id).closed ? Standing.CLOSED : Standing.ACTIVE
                                : after);
            }
        }

        private void changeCustomer() {
            if (invariants.firms().size() < 2 || random.nextInt(60) == 0) {
                openCustomer();
                return;
            }
            var id = one(invariants.firms().keySet());
            var firm = firm(id);
            var active = firm.members.values().stream()
                    .filter(member -> member.ended == null)
                    .toList();
            if (firm.closed || active.isEmpty() || active.size() < 5) {
                join(id, new PersonId(new UUID(1, random.nextInt(8))), firm);
                return;
            }
            var member = one(active);
            switch (random.nextInt(8)) {
                case 0 -> join(id, new PersonId(new UUID(1, random.nextInt(8))), firm);
                case 1 -> record(SYSTEM, false, new GroupChanged(id, member.id, member.group, group(), false));
                case 2, 3 -> record(SYSTEM, false, new MembershipEndSet(id, member.id, end()));
                case 4 -> {
                    if (random.nextInt(6) == 0) {
                        standings.put(id, Standing.CLOSED);
                        record(SYSTEM, false, new CustomerClosed(id));
                    }
                }
                default -> remove(id, member);
            }
        }

        private static final Actor SYSTEM = new Actor.Policy("System");

        private void openCustomer() {
            var id = new CustomerId(id());
            record(
                    SYSTEM,
                    false,
                    new CustomerOpened(
                            id, CustomerKind.CUSTOMER, "firm", "Firm", new PersonId(id()), false, null, null));
            standings.put(id, Standing.ACTIVE);
            for (var number = 0; number < 3; number++) {
                inventory.add(List.of(id, new PaymentMethodId(new UUID(4, number))));
                inventory.add(List.of(id, new BillingAddressId(new UUID(4, number))));
            }
        }

        private void join(CustomerId id, PersonId person, Firm firm) {
            var isUser = firm.members.values().stream()
                    .anyMatch(member -> member.person.equals(person) && member.ended == null);
            if (!isUser) {
                var nameless = new Personal.Known(KeyId.of(person), "Somebody");
                record(
                        SYSTEM,
                        false,
                        new UserJoined(
                                id,
                                new MembershipId(id()),
                                person,
                                nameless,
                                nameless,
                                group(),
                                Language.EN,
                                null,
                                null));
            }
        }

        /** Sometimes somebody assigns them at the same time, and is slower. */
        private void remove(CustomerId id, Membership member) {
            var cause = !member.activeAt(now)
                    ? RemovalCause.EXPIRED
                    : one(List.of(RemovalCause.BY_ADMIN, RemovalCause.LEFT));
            var removal = new UserRemoved(id, member.id, member.person, cause, false);
            var project = invariants.projects().stream()
                    .filter(books -> books.customerId.equals(id))
                    .findAny();
            if (project.isPresent() && random.nextInt(2) == 0) {
                perform(assign(project.get(), new Actor.Operator(member.person), member.id), List.of(removal));
            } else {
                record(SYSTEM, false, removal);
            }
        }

        // Commands

        private Optional<ProjectCommand> next() {
            if (invariants.firms().isEmpty()) {
                return Optional.empty();
            }
            var projects = invariants.projects().stream()
                    .filter(project -> !project.marked || random.nextInt(3) == 0)
                    .toList();
            if (projects.size() < 3 || random.nextInt(80) == 0) {
                return Optional.of(create(one(invariants.firms().keySet())));
            }
            return Optional.of(command(one(projects)));
        }

        private CreateProject create(CustomerId id) {
            return new CreateProject(
                    id,
                    new ProjectId(id()),
                    actor(firm(id)),
                    Identifier.ofProject("project-" + random.nextInt(40)),
                    new ProjectName("Project"),
                    paymentMethod(),
                    billingAddress(),
                    List.of(location()));
        }

        private ProjectCommand command(Books project) {
            var owner = random.nextInt(30) == 0 ? one(invariants.firms().keySet()) : project.customerId;
            var actor = actor(firm(owner));
            var policy = random.nextInt(10) == 0 ? actor : SYSTEM;
            var version = random.nextInt(10) == 0 ? (Long) (long) random.nextInt(10) : null;
            var grants = project.grants.values();
            var grant = grants.isEmpty() || random.nextInt(20) == 0 ? new GrantId(id()) : grant(grants).id;
            return switch (random.nextInt(40)) {
                case 0, 1 ->
                    new RenameProject(
                            owner, project.id, actor, new ProjectName(one(List.of("Project", "Shop"))), version);
                case 2, 3 ->
                    new ChangeProjectPayment(owner, project.id, actor, paymentMethod(), billingAddress(), version);
                case 4, 5 -> new AddLocation(owner, project.id, actor, location());
                case 6, 7 -> new RemoveLocation(owner, project.id, actor, location());
                case 8 ->
                    random.nextInt(4) == 0
                            ? new DeleteProject(
                                    owner,
                                    project.id,
                                    actor,
                                    random.nextInt(4) == 0 ? "another" : project.identifier,
                                    version)
                            : new AddLocation(owner, project.id, actor, location());
                case 9 -> new ConfirmProjectDeletion(owner, project.id, policy);
                case 10, 11, 12, 13 -> new SetAccessEnd(owner, project.id, actor, grant, end(), version);
                case 14, 15, 16, 17 -> new ChangeProjectRole(owner, project.id, actor, grant, role(), version);
                case 18, 19, 20, 21 -> new UnassignUser(owner, project.id, actor, grant, version);
                case 23, 24 -> new SetProjectTags(owner, project.id, actor, tags(), version);
                case 25, 26 -> new SetQuota(owner, project.id, whoeverSetsQuotas(actor), location(), quota(), version);
                case 22 ->
                    new RevokeProjectAccess(
                            owner, project.id, policy, grant, ProjectEvent.RevocationCause.ACCESS_EXPIRED);
                default -> assign(project, actor, member(owner));
            };
        }

        private AssignUser assign(Books project, Actor actor, MembershipId member) {
            var used = project.grants.values().stream()
                    .filter(grant -> grant.membershipId.equals(member))
                    .toList();
            var again = !used.isEmpty() && random.nextInt(5) == 0;
            return new AssignUser(
                    project.customerId,
                    project.id,
                    actor,
                    again ? one(used).id : new GrantId(id()),
                    member,
                    role(),
                    end(),
                    null);
        }

        /** Mostly one that is open. */
        private Grant grant(Collection<Grant> grants) {
            var open = grants.stream().filter(grant -> grant.openAt(now)).toList();
            return open.isEmpty() || random.nextInt(5) == 0 ? one(grants) : one(open);
        }

        /** Mostly one of the customer, often one that has ended. */
        private MembershipId member(CustomerId owner) {
            var members = random.nextInt(20) == 0
                    ? members().toList()
                    : List.copyOf(firm(owner).members.values());
            return members.isEmpty() ? new MembershipId(id()) : one(members).id;
        }

        private Actor actor(Firm firm) {
            var admins = firm.members.values().stream()
                    .filter(member -> member.activeAt(now) && member.group.equals(Groups.CUSTOMER_ADMIN))
                    .toList();
            var choice = random.nextInt(100);
            if (choice < 75 && !admins.isEmpty()) {
                return new Actor.Person(one(admins).person);
            }
            var person = new PersonId(new UUID(1, random.nextInt(8)));
            return switch (choice % 8) {
                case 0 -> new Actor.Client("a-client");
                case 1, 2 -> new Actor.Operator(person);
                case 3 -> new Actor.PartnerUser(person, new CustomerId(person.value()));
                case 4 -> SYSTEM;
                case 5 -> new Actor.Invitee(new InvitationId(person.value()));
                default -> new Actor.Person(person);
            };
        }

        private GroupName group() {
            return one(List.of(Groups.CUSTOMER_ADMIN, Groups.CUSTOMER_EMPLOYEE));
        }

        private ProjectRole role() {
            return one(List.of(ProjectRole.values()));
        }

        private LocationName location() {
            return one(List.of(
                    LocationName.GLOBAL,
                    LocationName.parse("berlin"),
                    LocationName.parse("oslo"),
                    ProjectStory.NOWHERE));
        }

        private @Nullable PaymentMethodId paymentMethod() {
            return random.nextInt(3) == 0 ? null : new PaymentMethodId(new UUID(4, random.nextInt(4)));
        }

        private @Nullable BillingAddressId billingAddress() {
            return random.nextInt(3) == 0 ? null : new BillingAddressId(new UUID(4, random.nextInt(4)));
        }

        private Actor whoeverSetsQuotas(Actor actor) {
            var person = new PersonId(new UUID(1, random.nextInt(8)));
            return switch (random.nextInt(3)) {
                case 0 -> actor;
                case 1 -> new Actor.Operator(person);
                default -> new Actor.PartnerUser(person, new CustomerId(person.value()));
            };
        }

        private List<ProjectTag> tags() {
            return random.nextInt(3) == 0
                    ? List.of()
                    : List.of(new ProjectTag("stage", one(List.of("test", "live"))), new ProjectTag("area", "north"));
        }

        private @Nullable Quota quota() {
            return random.nextInt(3) == 0 ? null : new Quota(random.nextInt(2));
        }

        private @Nullable Instant end() {
            return random.nextInt(3) > 0 ? null : now.plusSeconds(random.nextInt(2_000) - 200L);
        }

        private UUID id() {
            return new UUID(seed, nextId++);
        }

        private <T> T one(Collection<T> values) {
            return List.copyOf(values).get(random.nextInt(values.size()));
        }

        private Firm firm(CustomerId id) {
            return invariants.firms().get(id);
        }

        private Stream<Membership> members() {
            return invariants.firms().values().stream().flatMap(firm -> firm.members.values().stream());
        }

        // Ports

        @Override
        public Optional<Standing> standing(CustomerId customerId, Instant at) {
            return Optional.ofNullable(standings.get(customerId));
        }

        @Override
        public Optional<OwningCustomer.Member> memberOf(CustomerId customerId, PersonId personId) {
            return member(customerId, member -> member.person.equals(personId));
        }

        @Override
        public Optional<GroupName> groupInPartner(CustomerId customerId, Actor.PartnerUser user, Instant at) {
            return invariants.partnerUsers().contains(user.personId())
                    ? Optional.of(
                            Groups.shipped().of(CustomerKind.PARTNER).getFirst().name())
                    : Optional.empty();
        }

        @Override
        public Optional<OwningCustomer.Member> member(CustomerId customerId, MembershipId membershipId) {
            return member(customerId, member -> member.id.equals(membershipId));
        }

        private Optional<OwningCustomer.Member> member(CustomerId customerId, Predicate<Membership> which) {
            return firm(customerId).members.values().stream()
                    .filter(member -> member.ended == null && which.test(member))
                    .findFirst()
                    .map(member -> new OwningCustomer.Member(member.id, member.group, member.endsAt));
        }

        @Override
        public Optional<PaymentMethodId> holdPaymentMethod(CustomerId customerId, @Nullable PaymentMethodId wish) {
            return hold(customerId, wish == null ? new PaymentMethodId(new UUID(4, 0)) : wish);
        }

        @Override
        public Optional<BillingAddressId> holdBillingAddress(CustomerId customerId, @Nullable BillingAddressId wish) {
            return hold(customerId, wish == null ? new BillingAddressId(new UUID(4, 0)) : wish);
        }

        private <T> Optional<T> hold(CustomerId customerId, T wish) {
            return Optional.of(wish).filter(id -> inventory.contains(List.of(customerId, id)));
        }

        /** The same twice for both worlds. */
        @Override
        public boolean reserve(Identifier identifier, CustomerId customerId, ProjectId projectId) {
            return identifiers
                    .computeIfAbsent(List.of(customerId, identifier), same -> projectId)
                    .equals(projectId);
        }

        @Override
        public Report in(ProjectId projectId, LocationName location) {
            return report(inUse.contains(location) ? Stream.of(location) : Stream.of());
        }

        @Override
        public Report in(ProjectId projectId) {
            return report(inUse.stream());
        }

        private Report report(Stream<LocationName> locations) {
            return new Report(
                    locations
                            .map(location -> new Resource("cloud", location, "disk"))
                            .toList(),
                    silent ? List.of("names") : List.of());
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
