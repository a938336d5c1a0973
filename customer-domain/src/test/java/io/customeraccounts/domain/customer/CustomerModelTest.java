package io.customeraccounts.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.customer.CustomerCommand.*;
import io.customeraccounts.domain.customer.Invariants.Account;
import io.customeraccounts.domain.customer.Invariants.Act;
import io.customeraccounts.domain.customer.Invariants.Member;
import io.customeraccounts.domain.customer.Invariants.Offer;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.SkipReason;
import io.customeraccounts.domain.preview.Preview;
import io.customeraccounts.domain.preview.StoryPreviews;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.*;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.caching.Cache;
import org.axonframework.common.caching.WeakReferenceCache;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.SimpleResourceParameterResolverFactory;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Thousands of commands in an order that nobody thought of, by actors who often may not, at instants that are often
 * edges. {@link Invariants} reads along and must never object.
 *
 * <p>Every command goes to two worlds: one keeps its aggregates, the other reads them from their events before every
 * command. Both must decide the same.
 */
class CustomerModelTest {

    /** Another one is tried with {@code -Dmodel.seed=...}, more commands with {@code -Dmodel.commands=...}. */
    private static final long SEED = Long.getLong("model.seed", 20_260_302L);

    private static final int COMMANDS = Integer.getInteger("model.commands", 1_000);
    private static final int RUNS = 5;
    private static final int MOST_RUNS = 25;

    /** Small limits, so that they are met. */
    private static final InvitationRules RULES = new InvitationRules(Duration.ofDays(7), 3, 12);

    private static final PartnerRules PARTNER_RULES = new PartnerRules(Groups.CUSTOMER_ADMIN, Duration.ofHours(24));
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
        var wanted = Stream.of(CustomerEvent.class, CustomerRefusal.class, CustomerCommand.class)
                .flatMap(type -> names(type.getPermittedSubclasses()).stream())
                .collect(Collectors.toSet());
        // What is rare may need some more runs.
        for (long seed = SEED; seed < SEED + MOST_RUNS; seed++) {
            if (seed < SEED + RUNS || !coverage.containsAll(wanted)) {
                new Run(seed).run(coverage);
            }
        }

        // What never happened has not been put to the test.
        assertThat(coverage).containsAll(wanted);
    }

    private static Set<String> names(Class<?>[] types) {
        return Arrays.stream(types).map(Class::getSimpleName).collect(Collectors.toSet());
    }

    /** What came of a command: events, and an answer or a refusal. */
    private record Outcome(
            List<CustomerEvent> events,
            @Nullable Object answer,
            @Nullable RuntimeException refusal) {

        boolean sameAs(Outcome other) {
            return events.equals(other.events)
                    && String.valueOf(answer).equals(String.valueOf(other.answer))
                    && said(refusal).equals(said(other.refusal));
        }

        private static String said(@Nullable RuntimeException refusal) {
            return refusal instanceof CustomerRefusal.LastAdmin lastAdmin
                    ? refusal + " " + lastAdmin.candidates()
                    : String.valueOf(refusal);
        }
    }

    /** Aggregates, their events, and the ports. */
    private static final class World {

        private final EmbeddedEventStore store = EmbeddedEventStore.builder()
                .storageEngine(new InMemoryEventStorageEngine())
                .build();
        private final CommandBus bus = SimpleCommandBus.builder().build();
        private final Map<Object, Object> kept = new HashMap<>();

        @SuppressWarnings("CheckReturnValue") // handlers stay subscribed as long as the world exists
        World(boolean keepsAggregates, Object... ports) {
            var resolvers = MultiParameterResolverFactory.ordered(
                    ClasspathParameterResolverFactory.forClass(Customer.class),
                    new SimpleResourceParameterResolverFactory(List.of(ports)));
            var repository = EventSourcingRepository.builder(Customer.class)
                    .eventStore(store)
                    .parameterResolverFactory(resolvers);
            if (keepsAggregates) {
                repository.cache(strong(new WeakReferenceCache()));
            }
            AggregateAnnotationCommandHandler.<Customer>builder()
                    .aggregateType(Customer.class)
                    .repository(repository.build())
                    .parameterResolverFactory(resolvers)
                    .build()
                    .subscribe(bus);
        }

        private Cache strong(Cache cache) {
            cache.registerCacheEntryListener(new Cache.EntryListenerAdapter() {
                @Override
                public void onEntryCreated(Object key, Object value) {
                    kept.put(key, value);
                }
            });
            return cache;
        }

        Outcome handle(CustomerCommand command) {
            var id = command.customerId().toString();
            var before = store.lastSequenceNumberFor(id).orElse(-1L);
            var result = new ArrayList<CommandResultMessage<?>>();
            bus.dispatch(GenericCommandMessage.asCommandMessage(command), (message, answer) -> result.add(answer));
            var events = store.readEvents(id, before + 1)
                    .asStream()
                    .map(event -> (CustomerEvent) event.getPayload())
                    .toList();
            var answer = result.getFirst();
            if (!answer.isExceptional()) {
                return new Outcome(events, answer.getPayload(), null);
            }
            if (answer.exceptionResult() instanceof CustomerRefusal refusal) {
                return new Outcome(events, null, refusal);
            }
            throw new AssertionError("neither accepted nor refused: " + command, answer.exceptionResult());
        }
    }

    /** One sequence of random commands. */
    private static final class Run extends Clock implements AddressBook, ProjectsInUse, PersonalDataVault, Partners {

        private final long seed;
        private final Random random;
        private final Invariants invariants = new Invariants(GROUPS, RULES);
        private final Reservations reservations = new Reservations();
        private final World keeping = new World(true, this, reservations, GROUPS, RULES, PARTNER_RULES, PREVIEWS);
        private final World reading = new World(false, this, reservations, GROUPS, RULES, PARTNER_RULES, PREVIEWS);
        private final Map<Secret.Hash, Secret> secrets = new HashMap<>();
        private final List<PersonProfile> people =
                IntStream.range(0, 8).mapToObj(this::person).toList();
        private Instant now = Instant.parse("2026-03-02T12:00:00Z");
        private int nextId = 1;

        Run(long seed) {
            this.seed = seed;
            random = new Random(seed);
        }

        void run(Set<String> coverage) {
            GenericEventMessage.clock = this;
            for (int number = 1; number <= COMMANDS; number++) {
                letTimePass();
                letProjectsNameSomethingElse();
                var command = next();
                var reserved = reservations.copy();
                var outcome = keeping.handle(command);
                var reservedAfter = reservations.copy();
                reservations.restore(reserved);
                var again = reading.handle(command);
                var step = number;
                Supplier<String> where = () -> "-Dmodel.seed=%d, command %d at %s: %s\n  led to %s"
                        .formatted(seed, step, now, command, outcome);

                assertThat(outcome.sameAs(again))
                        .as(() -> where.get() + "\n  and replayed to " + again)
                        .isTrue();
                if (outcome.refusal() != null) {
                    assertThat(outcome.events()).as(where).isEmpty();
                    reservations.restore(reserved);
                } else {
                    assertThat(reservations.copy()).as(where).isEqualTo(reservedAfter);
                }
                invariants.record(new Act(command.customerId(), command.actor(), now, outcome.events()));
                assertThat(invariants.objections()).as(where).isEmpty();

                coverage.add(command.getClass().getSimpleName());
                outcome.events().forEach(event -> coverage.add(event.getClass().getSimpleName()));
                if (outcome.refusal() != null) {
                    coverage.add(outcome.refusal().getClass().getSimpleName());
                }
            }
        }

        // Time

        private void letTimePass() {
            var step = random.nextInt(100);
            if (step < 40) {
                return;
            }
            if (step < 85) {
                now = now.plusMillis(random.nextInt(90_000));
            } else if (step < 93) {
                now = now.plusSeconds(random.nextInt(10_000));
            } else if (step < 98) {
                now = edges().filter(edge -> edge.isAfter(now))
                        .sorted()
                        .limit(3)
                        .reduce((one, other) -> random.nextBoolean() ? one : other)
                        .map(edge -> edge.plusMillis(random.nextInt(3) - 1))
                        .filter(edge -> edge.isAfter(now))
                        .orElse(now);
            } else {
                now = now.plusSeconds(random.nextInt(500_000));
            }
        }

        private void letProjectsNameSomethingElse() {
            var named = invariants.namedByProjects();
            if (random.nextInt(20) == 0) {
                named.clear();
                invariants.accounts().values().stream()
                        .flatMap(account -> Stream.concat(
                                account.generalData.methods.keySet().stream(),
                                account.generalData.addresses.keySet().stream()))
                        .filter(id -> random.nextInt(3) == 0)
                        .forEach(named::add);
            }
        }

        private Stream<Instant> edges() {
            return invariants.accounts().values().stream()
                    .flatMap(account -> Stream.of(
                                    Stream.ofNullable(account.confirmBy),
                                    Stream.ofNullable(account.generalData.usableSince)
                                            .flatMap(since -> Stream.of(23, 29, 30)
                                                    .map(days -> since.plus(Duration.ofDays(days)))),
                                    account.generalData.methods.values().stream()
                                            .flatMap(method -> Stream.ofNullable(method.expiresAt)),
                                    account.offers.values().stream().map(offer -> offer.expiresAt),
                                    account.members.values().stream()
                                            .flatMap(member -> Stream.ofNullable(member.endsAt)))
                            .flatMap(edges -> edges));
        }

        // Commands

        private CustomerCommand next() {
            var open = invariants.accounts().entrySet().stream()
                    .filter(entry -> !entry.getValue().over || random.nextInt(10) == 0)
                    .toList();
            if (open.size() < 2 || random.nextInt(100) == 0) {
                return open();
            }
            if (open.size() < 5 && random.nextInt(30) == 0) {
                return createManaged();
            }
            var chosen = one(open);
            return command(chosen.getKey(), chosen.getValue());
        }

        /** What is recorded of partners is mostly of whichever has an admin. */
        private CustomerCommand privacy(CustomerId id, Actor actor) {
            if (random.nextInt(6) == 0) {
                return erase(id, actor);
            }
            for (var account : invariants.accounts().entrySet()) {
                for (var member : account.getValue().members.values()) {
                    if (member.activeAt(now) && member.group.equals(Groups.PARTNER_ADMIN) && !account.getValue().over) {
                        return look(account.getKey(), new Actor.Person(member.person));
                    }
                }
            }
            return look(id, actor);
        }

        private CustomerCommand look(CustomerId id, Actor actor) {
            return random.nextBoolean()
                    ? new RecordPeopleSearch(id, actor, random.nextInt(50))
                    : new RecordPersonDataShown(id, actor, one(people).personId());
        }

        /** Mostly by themselves or by an operator; often of somebody who is no user, or not any more. */
        private ErasePerson erase(CustomerId id, Actor actor) {
            var person = one(people).personId();
            return new ErasePerson(
                    id,
                    switch (random.nextInt(3)) {
                        case 0 -> actor;
                        case 1 -> new Actor.Person(person);
                        default -> new Actor.Operator(person);
                    },
                    person);
        }

        private OpenCustomer open() {
            var person = one(people);
            var names = List.of("Acme", "ACME Widgets", "Ökologische Werke", "株式会社", "admin");
            var wishes = List.of("acme", "acme-2", "works", "customer");
            return new OpenCustomer(
                    new CustomerId(id()),
                    new Actor.Person(person.personId()),
                    new MembershipId(id()),
                    person,
                    one(addressesOf(person)),
                    new CustomerName(one(names)),
                    random.nextInt(3) == 0 ? Identifier.ofCustomer(one(wishes)) : null,
                    random.nextBoolean(),
                    random.nextInt(3) > 0 ? secret() : null);
        }

        private CreateManagedCustomer createManaged() {
            var partner = partner();
            return new CreateManagedCustomer(
                    new CustomerId(id()),
                    random.nextInt(4) == 0
                            ? new Actor.Operator(one(people).personId())
                            : new Actor.PartnerUser(one(people).personId(), partner),
                    partner,
                    new CustomerName("Managed"),
                    Identifier.ofCustomer(random.nextInt(10) == 0 ? "acme" : "managed-" + nextId));
        }

        /** Mostly one that is a partner. */
        private CustomerId partner() {
            var partners = invariants.accounts().entrySet().stream()
                    .filter(entry -> entry.getValue().kind == CustomerKind.PARTNER && !entry.getValue().over)
                    .map(Map.Entry::getKey)
                    .toList();
            return partners.isEmpty() || random.nextInt(8) == 0
                    ? one(List.copyOf(invariants.accounts().keySet()))
                    : one(partners);
        }

        private CustomerCommand enter(CustomerId id, Account account, Actor policy) {
            var through = account.members.values().stream()
                    .filter(member -> member.through != null && member.activeAt(now))
                    .toList();
            if (!through.isEmpty() && random.nextInt(2) == 0) {
                return random.nextBoolean()
                        ? new EndPartnerAccess(id, policy, one(through).id)
                        : new ChangeGroup(id, actor(account), one(through).id, Groups.employee(account.kind), null);
            }
            var partnerId = account.partner == null ? partner() : account.partner;
            var users = invariants.accounts().get(partnerId).members.values().stream()
                    .filter(member -> member.activeAt(now))
                    .map(member -> member.person)
                    .toList();
            var person = users.isEmpty() || random.nextInt(6) == 0
                    ? one(people)
                    : people.stream()
                            .filter(it -> users.contains(it.personId()))
                            .skip(random.nextInt(users.size()))
                            .findFirst()
                            .orElse(one(people));
            return new AddMyself(
                    id,
                    new Actor.PartnerUser(person.personId(), partnerId),
                    new MembershipId(id()),
                    person,
                    one(addressesOf(person)),
                    random.nextInt(3) > 0 ? now.plusSeconds(random.nextInt(2_000_000) - 20_000L) : null);
        }

        private CustomerCommand manage(CustomerId id, Actor actor, @Nullable Long version) {
            var operator = random.nextInt(6) == 0
                    ? actor
                    : new Actor.Operator(one(people).personId());
            return switch (random.nextInt(6)) {
                case 0, 1 -> new TransferCustomer(id, operator, random.nextInt(3) == 0 ? null : partner(), version);
                case 2, 3, 4 -> new BecomePartner(id, operator, version);
                default -> new BecomeCustomer(id, operator, version);
            };
        }

        private CustomerCommand command(CustomerId id, Account account) {
            var actor = actor(account);
            var policy = random.nextInt(10) == 0 ? actor : new Actor.Policy("SomePolicy");
            var membership =
                    account.members.isEmpty() || random.nextInt(20) == 0 ? new MembershipId(id()) : member(account).id;
            var offer = account.offers.isEmpty() ? null : offer(account);
            var invitation = offer == null || random.nextInt(20) == 0 ? new InvitationId(id()) : offer.id;
            var version = random.nextInt(8) == 0 ? (Long) (long) random.nextInt(20) : null;
            if (!account.usable && random.nextInt(3) > 0) {
                return switch (random.nextInt(5)) {
                    case 0 -> new ResendConfirmation(id, actor, secret());
                    case 1 -> new ExpireCustomer(id, policy);
                    default -> new ConfirmCustomer(id, actor, guess(account.confirmation));
                };
            }
            return switch (random.nextInt(104)) {
                case 92, 93, 94, 95, 96, 97, 98, 99, 100, 101, 102, 103 -> enter(id, account, policy);
                case 82, 83, 84 -> manage(id, actor, version);
                case 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81 ->
                    editGeneralData(id, account.generalData, actor, policy, version);
                case 0 -> new ConfirmCustomer(id, actor, guess(account.confirmation));
                case 1 -> new ResendConfirmation(id, actor, secret());
                case 2 -> new ExpireCustomer(id, policy);
                case 3 -> new RenameCustomer(id, actor, new CustomerName(one(List.of("Acme", "Acme & Co"))), version);
                case 4 -> new CloseCustomer(id, actor, random.nextInt(3) == 0 ? account.identifier : "something else");
                case 5, 6 ->
                    new AmendInvitation(
                            id,
                            actor,
                            invitation,
                            random.nextBoolean() ? new FullName(one(List.of("Anna", "Ben"))) : null,
                            random.nextBoolean() ? group(account) : null,
                            random.nextInt(3) == 0 ? plan() : null,
                            version);
                case 7, 8, 9 -> new ResendInvitation(id, actor, invitation, secret());
                case 10 -> new ReportUndelivered(id, policy, invitation, offer == null ? secret() : offer.secret);
                case 11, 12 -> decline(id, invitation, offer);
                case 13, 14 -> new CancelInvitation(id, actor, invitation);
                case 15, 16 -> new ExpireInvitation(id, policy, invitation);
                case 17, 18, 19, 20, 21, 22 -> new ChangeGroup(id, actor, membership, group(account), version);
                case 23, 24, 25, 26 -> new SetMembershipEnd(id, actor, membership, end(), version);
                case 27, 28, 29 -> new RemoveUser(id, actor, membership, random.nextBoolean(), version);
                case 30, 31 -> new LeaveCustomer(id, actor);
                case 32, 33 -> new ExpireMembership(id, policy, membership);
                case 85, 91 -> privacy(id, actor);
                case 64, 65 ->
                    new SkipPlannedAccess(id, policy, invitation, project(), one(List.of(SkipReason.values())));
                case 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 86, 87, 88, 89, 90 ->
                    invite(id, actor, account);
                default -> accept(id, invitation, offer);
            };
        }

        private CustomerCommand editGeneralData(
                CustomerId id, GeneralDataBook book, Actor actor, Actor policy, @Nullable Long version) {
            var method = pick(book.methods.keySet(), PaymentMethodId::new);
            var address = pick(book.addresses.keySet(), BillingAddressId::new);
            if (book.methods.isEmpty() && random.nextInt(3) > 0) {
                return random.nextInt(4) > 0 ? new RemindOfPayment(id, policy) : new RestrictCustomer(id, policy);
            }
            return switch (random.nextInt(24)) {
                case 0, 1 -> new SetCompanyAddress(id, actor, postalAddress(), version);
                case 2, 3 ->
                    new SetCostCentre(
                            id, actor, random.nextBoolean() ? null : new TextLine(one(List.of("a", "b"))), version);
                case 4, 5, 6 ->
                    new SetPaymentDefaults(
                            id,
                            actor,
                            random.nextInt(4) == 0 ? null : method,
                            random.nextInt(4) == 0 ? null : address,
                            version);
                case 7, 8 -> new AddBillingAddress(id, actor, new BillingAddressId(id()), postalAddress());
                case 9, 10 -> new ChangeBillingAddress(id, actor, address, postalAddress(), version);
                case 11, 12 -> new RemoveBillingAddress(id, actor, address, version);
                case 13 -> new RequestInvoicePayment(id, actor, new PaymentMethodId(id()));
                case 14, 15 ->
                    new EnablePaymentMethod(
                            id,
                            random.nextInt(3) == 0
                                    ? actor
                                    : new Actor.Operator(one(people).personId()),
                            method,
                            version);
                case 16 -> new AddCardPayment(id, actor, new PaymentMethodId(id()), card());
                case 17 ->
                    new AddSepaMandate(
                            id,
                            actor,
                            new PaymentMethodId(id()),
                            new SepaMandate(
                                    new Iban("DE89370400440532013000"),
                                    new SepaMandate.Reference("M-1"),
                                    new FullName("Anna")));
                case 18, 19 -> new RemovePaymentMethod(id, actor, method, version);
                case 20, 21 ->
                    new ExpirePaymentMethod(
                            id,
                            policy,
                            book.methods.values().stream()
                                    .filter(it -> it.expiresAt != null && !now.isBefore(it.expiresAt))
                                    .map(it -> it.id)
                                    .min(Comparator.comparing(Object::toString))
                                    .orElse(method));
                case 22 -> new RemindOfPayment(id, policy);
                default -> new RestrictCustomer(id, policy);
            };
        }

        private <T> T pick(Set<T> ids, Function<UUID, T> other) {
            return ids.isEmpty() || random.nextInt(20) == 0
                    ? other.apply(id())
                    : one(ids.stream()
                            .sorted(Comparator.comparing(Object::toString))
                            .toList());
        }

        private PostalAddress postalAddress() {
            return new PostalAddress(
                    List.of(new TextLine("A street")),
                    null,
                    new TextLine(one(List.of("Berlin", "Hamburg"))),
                    new Country("DE"),
                    null);
        }

        private PaymentCard card() {
            return new PaymentCard(
                    new PaymentCard.Token("pm_1NxYzA2eZvKYlo2C"),
                    CardBrand.VISA,
                    new PaymentCard.LastDigits("1111"),
                    YearMonth.from(now.atOffset(ZoneOffset.UTC)).plusMonths(random.nextInt(4) - 1));
        }

        private InviteUser invite(CustomerId id, Actor actor, Account account) {
            var person = one(people);
            var address = one(addressesOf(person));
            return new InviteUser(
                    id,
                    actor,
                    new InvitationId(id()),
                    person.fullName(),
                    random.nextBoolean()
                            ? address
                            : EmailAddress.parse(address.original().toUpperCase(Locale.ROOT)),
                    random.nextBoolean() ? group(account) : null,
                    random.nextInt(4) == 0 ? Duration.ofHours(random.nextInt(800)) : null,
                    secret(),
                    one(List.of(Language.values())),
                    random.nextInt(3) == 0 ? plan() : List.of(),
                    account.members.isEmpty() || random.nextInt(12) > 0
                            ? null
                            : one(List.copyOf(account.members.values())).id);
        }

        private List<PlannedAccess> plan() {
            return Stream.generate(this::project)
                    .limit(random.nextInt(4))
                    .distinct()
                    .map(project -> new PlannedAccess(project, one(List.of(ProjectRole.values())), end()))
                    .toList();
        }

        private ProjectId project() {
            return new ProjectId(new UUID(2, random.nextInt(5)));
        }

        private AcceptInvitation accept(CustomerId id, InvitationId invitation, @Nullable Offer offer) {
            var person = invitee(offer);
            return new AcceptInvitation(
                    id,
                    new Actor.Person(person.personId()),
                    invitation,
                    new MembershipId(id()),
                    person,
                    random.nextInt(3) == 0 ? null : guess(offer == null ? null : offer.secret));
        }

        private DeclineInvitation decline(CustomerId id, InvitationId invitation, @Nullable Offer offer) {
            var person = random.nextBoolean() ? invitee(offer) : null;
            return new DeclineInvitation(
                    id,
                    person == null ? new Actor.Invitee(invitation) : new Actor.Person(person.personId()),
                    invitation,
                    person,
                    random.nextBoolean() ? null : guess(offer == null ? null : offer.secret));
        }

        /** Mostly somebody who has the invited address. */
        private PersonProfile invitee(@Nullable Offer offer) {
            var rightful = people.stream()
                    .filter(person -> offer != null && addressesOf(person).contains(offer.address))
                    .toList();
            return rightful.isEmpty() || random.nextInt(6) == 0 ? one(people) : one(rightful);
        }

        private Actor actor(Account account) {
            var admins = account.members.values().stream()
                    .filter(member -> member.activeAt(now) && Account.manages(member, GROUPS))
                    .toList();
            var choice = random.nextInt(100);
            if (choice < 75 && !admins.isEmpty()) {
                return new Actor.Person(one(admins).person);
            }
            var person = one(people).personId();
            return switch (choice % 8) {
                case 0 -> new Actor.Client("a-client");
                case 1 -> new Actor.Operator(person);
                case 2 -> new Actor.PartnerUser(person, account.partner == null ? partner() : account.partner);
                case 3 -> new Actor.Policy("SomePolicy");
                case 4 -> new Actor.Invitee(new InvitationId(person.value()));
                default -> new Actor.Person(person);
            };
        }

        private GroupName group(Account account) {
            return random.nextInt(12) == 0
                    ? new GroupName(one(List.of("CUSTOMER_ADMIN", "CONTROLLER", "PARTNER_ADMIN", "NOBODY")))
                    : random.nextBoolean()
                            ? Groups.admin(account.kind)
                            : one(GROUPS.of(account.kind)).name();
        }

        private @Nullable Instant end() {
            return random.nextInt(3) == 0 ? null : now.plusSeconds(random.nextInt(200_000) - 20_000L);
        }

        private Secret.Hash secret() {
            var secret = Secret.generate(random);
            secrets.put(secret.hash(), secret);
            invariants.secretExists(secret);
            return secret.hash();
        }

        /** Mostly the right secret. */
        private Secret guess(Secret.@Nullable Hash hash) {
            var right = hash == null ? null : secrets.get(hash);
            return right == null || random.nextInt(6) == 0 ? Secret.generate(random) : right;
        }

        private UUID id() {
            return new UUID(seed, nextId++);
        }

        /** Mostly one that is active. */
        private Member member(Account account) {
            var active = account.members.values().stream()
                    .filter(member -> member.activeAt(now))
                    .toList();
            return active.isEmpty() || random.nextInt(5) == 0
                    ? one(List.copyOf(account.members.values()))
                    : one(active);
        }

        /** Mostly one that is pending. */
        private Offer offer(Account account) {
            var pending = account.offers.values().stream()
                    .filter(offer -> offer.pendingAt(now))
                    .toList();
            return pending.isEmpty() || random.nextInt(5) == 0
                    ? one(List.copyOf(account.offers.values()))
                    : one(pending);
        }

        private <T> T one(List<T> values) {
            return values.get(random.nextInt(values.size()));
        }

        // People: everybody has an address, some have more, one claims the address of another

        private PersonProfile person(int number) {
            var verified = Stream.of("one", "two")
                    .limit(number % 2 + 1)
                    .map(domain -> EmailAddress.parse("person%d@%s.example".formatted(number, domain)))
                    .collect(Collectors.toSet());
            Set<EmailAddress> unverified = number == 7 ? Set.of(EmailAddress.parse("person0@one.example")) : Set.of();
            var onlyClaimed = number == 6;
            return new PersonProfile(
                    new PersonId(new UUID(1, number)),
                    new FullName("Person " + number),
                    onlyClaimed ? Set.of() : verified,
                    onlyClaimed ? verified : unverified,
                    Language.EN);
        }

        private static List<EmailAddress> addressesOf(PersonProfile person) {
            return Stream.concat(person.verified().stream(), person.unverified().stream())
                    .sorted(Comparator.comparing(EmailAddress::canonical))
                    .toList();
        }

        // Ports

        @Override
        public Optional<MembershipId> membershipWith(CustomerId customerId, EmailAddress address) {
            return members(customerId)
                    .filter(member -> addressesOf(member).contains(address))
                    .map(member -> member.id)
                    .findFirst();
        }

        @Override
        public Optional<InvitationId> pendingInvitationOf(CustomerId customerId, EmailAddress address) {
            return offers(customerId)
                    .filter(offer -> offer.address.equals(address))
                    .map(offer -> offer.id)
                    .findFirst();
        }

        @Override
        public List<InvitationId> pendingInvitationsOf(CustomerId customerId, PersonId personId) {
            var addresses = members(customerId)
                    .filter(member -> member.person.equals(personId))
                    .flatMap(member -> addressesOf(member).stream())
                    .collect(Collectors.toSet());
            return offers(customerId)
                    .filter(offer -> addresses.contains(offer.address))
                    .map(offer -> offer.id)
                    .toList();
        }

        @Override
        public boolean hold(CustomerId partnerId, Instant at) {
            var partner = invariants.accounts().get(partnerId);
            return partner != null && partner.kind == CustomerKind.PARTNER && partner.usable && !partner.over;
        }

        @Override
        public boolean managesAny(CustomerId partnerId) {
            return invariants.accounts().values().stream()
                    .anyMatch(account -> partnerId.equals(account.partner) && !account.over);
        }

        @Override
        public Optional<Standing> permits(Actor.PartnerUser user, Permission permission, Instant at) {
            return !hold(user.partnerId(), at)
                    ? Optional.empty()
                    : invariants.accounts().get(user.partnerId()).members.values().stream()
                            .filter(member -> member.person.equals(user.personId())
                                    && member.activeAt(at)
                                    && GROUPS.find(member.group).orElseThrow().allows(permission))
                            .map(member -> new Standing(member.id, member.endsAt))
                            .findFirst();
        }

        @Override
        public Optional<Standing> admits(PartnerMembership membership, Instant at) {
            return !invariants.admits(membership, at)
                    ? Optional.empty()
                    : Optional.of(new Standing(
                            membership.membershipId(),
                            invariants
                                    .accounts()
                                    .get(membership.partnerId())
                                    .members
                                    .get(membership.membershipId())
                                    .endsAt));
        }

        @Override
        public boolean isOver(MembershipId membershipId, Instant at) {
            return random(membershipId);
        }

        /** What the partner has decided meanwhile; the same in both worlds. */
        private boolean random(MembershipId membershipId) {
            return (membershipId.value().getLeastSignificantBits() + now.getEpochSecond()) % 3 == 0;
        }

        @Override
        public List<ProjectId> naming(PaymentMethodId paymentMethodId) {
            return projectsNaming(paymentMethodId);
        }

        @Override
        public List<ProjectId> naming(BillingAddressId billingAddressId) {
            return projectsNaming(billingAddressId);
        }

        private List<ProjectId> projectsNaming(Object id) {
            return invariants.namedByProjects().contains(id) ? List.of(new ProjectId(new UUID(2, 1))) : List.of();
        }

        private Stream<Member> members(CustomerId id) {
            var account = invariants.accounts().get(id);
            return account == null
                    ? Stream.of()
                    : account.members.values().stream().filter(member -> !member.ended);
        }

        private Stream<Offer> offers(CustomerId id) {
            var account = invariants.accounts().get(id);
            return account == null
                    ? Stream.of()
                    : account.offers.values().stream().filter(offer -> !offer.ended);
        }

        private Set<EmailAddress> addressesOf(Member member) {
            var addresses = new HashSet<>(Set.of(member.address));
            people.stream()
                    .filter(person -> person.personId().equals(member.person))
                    .forEach(person -> addresses.addAll(person.verified()));
            return addresses;
        }

        @Override
        public Personal.Sealed seal(Personal.Known value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Personal.Opened open(Personal value) {
            return (Personal.Opened) value;
        }

        @Override
        public List<Personal.Opened> openAll(Collection<? extends Personal> values) {
            return values.stream().map(this::open).toList();
        }

        @Override
        public void hold(KeyId key) {}

        @Override
        public void destroy(KeyId key) {
            throw new UnsupportedOperationException();
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

    /** As a transaction would, it can go back to what was before a refused command. */
    private static final class Reservations implements Registrations {

        private record Copy(Map<Identifier, CustomerId> identifiers, Map<PersonId, CustomerId> signUps) {}

        private final Map<Identifier, CustomerId> identifiers = new HashMap<>();
        private final Map<PersonId, CustomerId> signUps = new HashMap<>();

        Copy copy() {
            return new Copy(Map.copyOf(identifiers), Map.copyOf(signUps));
        }

        void restore(Copy copy) {
            identifiers.clear();
            identifiers.putAll(copy.identifiers());
            signUps.clear();
            signUps.putAll(copy.signUps());
        }

        @Override
        public boolean reserve(Identifier identifier, CustomerId customerId) {
            return identifiers.putIfAbsent(identifier, customerId) == null;
        }

        @Override
        public void release(CustomerId customerId) {
            identifiers.values().remove(customerId);
        }

        @Override
        public CustomerId signUp(PersonId personId, CustomerId customerId) {
            return signUps.computeIfAbsent(personId, same -> customerId);
        }

        @Override
        public void forgetSignUp(PersonId personId) {
            signUps.remove(personId);
        }
    }
}
