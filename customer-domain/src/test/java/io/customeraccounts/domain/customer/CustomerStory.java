package io.customeraccounts.domain.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.preview.Preview;
import io.customeraccounts.domain.preview.StoryPreviews;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.*;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.axonframework.test.aggregate.TestExecutor;
import org.axonframework.test.matchers.Matchers;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a customer account decides: given what has happened, when one command comes, then events or one refusal. The
 * people are always the same: Anna opened ACME and is its admin; Ben, Cleo and Dora come and go.
 */
class CustomerStory {

    static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    static final CustomerId ACME = new CustomerId(id("ace0"));
    static final Identifier ACME_IDENTIFIER = Identifier.ofCustomer("acme");
    static final FirmPerson ANNA = new FirmPerson("a11a", "Anna Alder", "anna@acme.example");
    static final FirmPerson BEN = new FirmPerson("be11", "Ben Beech", "ben@acme.example");
    static final FirmPerson CLEO = new FirmPerson("c1e0", "Cléo Cedar", "cleo@acme.example");
    static final FirmPerson DORA = new FirmPerson("d04a", "Dora Dogwood", "dora@elsewhere.example");
    static final Secret LINK = new Secret("first-link");
    static final Secret NEW_LINK = new Secret("second-link");
    static final Actor POLICY = new Actor.Policy("ATest");
    static final Actor OPERATOR = new Actor.Operator(new PersonId(id("0b0b")));
    /** A partner, of which Paula is a user. */
    static final CustomerId BIRCH = new CustomerId(id("b14c"));

    static final FirmPerson PAULA = new FirmPerson("9a27", "Paula Pine", "paula@birch.example");
    static final MembershipId PAULAS_IN_BIRCH = new MembershipId(id("9a270009"));
    static final Actor PARTNER = new Actor.PartnerUser(PAULA.personId(), BIRCH);
    static final Actor CLIENT = new Actor.Client("a-client");
    static final PaymentMethodId INVOICE = new PaymentMethodId(id("9a01"));
    static final PaymentMethodId CARD = new PaymentMethodId(id("9a02"));
    static final PaymentMethodId MANDATE = new PaymentMethodId(id("9a03"));
    static final BillingAddressId BERLIN = new BillingAddressId(id("ad01"));
    static final ProjectId WEBSITE = new ProjectId(id("4e01"));
    static final Duration WEEK = Duration.ofDays(7);
    static final ProjectId ALPHA = new ProjectId(id("a1fa"));
    static final ProjectId BETA = new ProjectId(id("be7a"));
    static final GroupName ADMIN = Groups.CUSTOMER_ADMIN;
    static final GroupName EMPLOYEE = Groups.CUSTOMER_EMPLOYEE;

    /** Somebody, with the ids of the membership and the invitation that they have in a story. */
    record FirmPerson(String tag, String name, String email) {

        PersonId personId() {
            return new PersonId(id(tag));
        }

        MembershipId membershipId() {
            return new MembershipId(id(tag + "0001"));
        }

        /** For when they come back. */
        MembershipId secondMembershipId() {
            return new MembershipId(id(tag + "0002"));
        }

        InvitationId invitationId() {
            return new InvitationId(id(tag + "1001"));
        }

        InvitationId secondInvitationId() {
            return new InvitationId(id(tag + "1002"));
        }

        EmailAddress address() {
            return EmailAddress.parse(email);
        }

        Actor actor() {
            return new Actor.Person(personId());
        }

        PersonProfile profile() {
            return new PersonProfile(personId(), new FullName(name), Set.of(address()), Set.of(), Language.EN);
        }

        PersonProfile unverified() {
            return new PersonProfile(personId(), new FullName(name), Set.of(), Set.of(address()), Language.EN);
        }

        Personal nameAs(KeyId key) {
            return new Personal.Known(key, name);
        }

        Personal emailAs(KeyId key) {
            return new Personal.Known(key, email);
        }
    }

    /** An event and when it happened. */
    record Happened(CustomerEvent event, Instant at) {}

    private final List<Happened> history = new ArrayList<>();
    private Instant now = NOON;
    private InvitationRules rules = InvitationRules.DEFAULT;
    private PartnerRules partnerRules = PartnerRules.DEFAULT;
    private final Map<String, CustomerId> identifiers = new HashMap<>();
    private final Map<PersonId, CustomerId> signUps = new HashMap<>();
    private final Map<PersonId, Set<EmailAddress>> otherAddresses = new HashMap<>();
    private final Set<KeyId> erased = new HashSet<>();
    private final Map<Object, List<ProjectId>> naming = new HashMap<>();
    private Preview preview = Preview.NOTHING;
    private final Set<CustomerId> partners = new HashSet<>(Set.of(BIRCH));
    private final Set<CustomerId> managing = new HashSet<>();
    private @Nullable Instant paulaUntil;
    private final Set<MembershipId> over = new HashSet<>();
    private final Set<Permission> paulas = EnumSet.allOf(Permission.class);

    /** Nothing has happened yet. */
    static CustomerStory nothing() {
        return new CustomerStory();
    }

    /** ACME is open, confirmed, and Anna is its only user. A week ago, so that no limit is in the way. */
    static CustomerStory acme() {
        return new CustomerStory().happened(NOON.minus(WEEK), opened(), joined(ANNA, ADMIN));
    }

    /** ACME is open, and Anna has until then to confirm it with {@link #LINK}. */
    static CustomerStory unconfirmed(Instant confirmBy) {
        return new CustomerStory().happened(NOON.minus(WEEK), openedUnconfirmed(confirmBy), joined(ANNA, ADMIN));
    }

    static CustomerEvent opened() {
        return new CustomerEvent.CustomerOpened(
                ACME, CustomerKind.CUSTOMER, ACME_IDENTIFIER.value(), "ACME", ANNA.personId(), true, null, null);
    }

    static CustomerEvent openedUnconfirmed(Instant confirmBy) {
        return new CustomerEvent.CustomerOpened(
                ACME,
                CustomerKind.CUSTOMER,
                ACME_IDENTIFIER.value(),
                "ACME",
                ANNA.personId(),
                true,
                confirmBy,
                LINK.hash());
    }

    static CustomerEvent managedCreated() {
        return new CustomerEvent.ManagedCustomerCreated(ACME, ACME_IDENTIFIER.value(), "ACME", BIRCH);
    }

    static CustomerEvent managed() {
        return new CustomerEvent.ManagingPartnerChanged(ACME, null, BIRCH);
    }

    static CustomerEvent joined(FirmPerson person, GroupName group) {
        return joined(person, person.membershipId(), group, null, null);
    }

    static CustomerEvent joined(
            FirmPerson person,
            MembershipId membershipId,
            GroupName group,
            @Nullable InvitationId invitationId,
            @Nullable MembershipId former) {
        var key = KeyId.of(person.personId());
        return new CustomerEvent.UserJoined(
                ACME,
                membershipId,
                person.personId(),
                person.nameAs(key),
                person.emailAs(key),
                group,
                Language.EN,
                invitationId,
                former);
    }

    /** Paula has added herself, and stays until then. */
    static CustomerEvent[] entered(Instant endsAt) {
        return new CustomerEvent[] {entered(PAULA.membershipId(), ADMIN, null), endSet(PAULA, endsAt)};
    }

    static CustomerEvent entered(MembershipId membershipId, GroupName group, @Nullable MembershipId former) {
        var key = KeyId.of(PAULA.personId());
        return new CustomerEvent.UserJoined(
                ACME,
                membershipId,
                PAULA.personId(),
                PAULA.nameAs(key),
                PAULA.emailAs(key),
                group,
                Language.EN,
                null,
                former,
                new PartnerMembership(BIRCH, PAULAS_IN_BIRCH));
    }

    static CustomerEvent invoiceRequested() {
        return new CustomerEvent.InvoicePaymentRequested(ACME, INVOICE);
    }

    static CustomerEvent enabled() {
        return new CustomerEvent.PaymentMethodEnabled(ACME, INVOICE);
    }

    static CustomerEvent cardAdded(Instant expiresAt) {
        return new CustomerEvent.CardPaymentAdded(
                ACME, CARD, own("pm_1NxYzA2eZvKYlo2C"), CardBrand.VISA, own("1111"), expiresAt);
    }

    static CustomerEvent mandateAdded() {
        return new CustomerEvent.SepaMandateAdded(
                ACME, MANDATE, own("DE89370400440532013000"), own("M-17"), own("Anna Alder"));
    }

    static PostalAddress address(String city) {
        return new PostalAddress(
                List.of(new TextLine("Hauptstr. 17")),
                new TextLine("10115"),
                new TextLine(city),
                new Country("DE"),
                null);
    }

    static CustomerEvent addressAdded() {
        return new CustomerEvent.BillingAddressAdded(
                ACME, BERLIN, own(address("Berlin").asText()));
    }

    /** A value of ACME itself. */
    static Personal own(String value) {
        return new Personal.Known(KeyId.of(ACME), value);
    }

    static CustomerEvent endSet(FirmPerson person, @Nullable Instant endsAt) {
        return new CustomerEvent.MembershipEndSet(ACME, person.membershipId(), endsAt);
    }

    static CustomerEvent demoted(FirmPerson person) {
        return new CustomerEvent.GroupChanged(ACME, person.membershipId(), ADMIN, EMPLOYEE, false);
    }

    static CustomerEvent cancelled(FirmPerson person, CustomerEvent.CancellationCause cause) {
        return new CustomerEvent.InvitationCancelled(ACME, person.invitationId(), cause);
    }

    static CustomerEvent removed(FirmPerson person, CustomerEvent.RemovalCause cause) {
        return new CustomerEvent.UserRemoved(ACME, person.membershipId(), person.personId(), cause, false);
    }

    /** Anna invited the person as an employee. */
    static CustomerEvent invited(FirmPerson person, Instant expiresAt) {
        return invited(person, person.invitationId(), EMPLOYEE, ANNA.membershipId(), LINK, expiresAt);
    }

    static CustomerEvent invited(
            FirmPerson person,
            InvitationId invitationId,
            GroupName group,
            @Nullable MembershipId inviter,
            Secret link,
            Instant expiresAt) {
        var key = KeyId.of(invitationId);
        return new CustomerEvent.UserInvited(
                ACME,
                invitationId,
                person.nameAs(key),
                person.emailAs(key),
                group,
                inviter,
                link.hash(),
                expiresAt,
                Language.EN);
    }

    /** These happened now, one after the other. */
    CustomerStory happened(CustomerEvent... events) {
        return happened(now, events);
    }

    CustomerStory happened(Instant at, CustomerEvent... events) {
        Arrays.stream(events).map(event -> new Happened(event, at)).forEach(history::add);
        return this;
    }

    CustomerStory at(Instant instant) {
        now = instant;
        return this;
    }

    CustomerStory with(PartnerRules installationRules) {
        partnerRules = installationRules;
        return this;
    }

    CustomerStory with(InvitationRules installationRules) {
        rules = installationRules;
        return this;
    }

    /** Another customer has, or had, this identifier. */
    CustomerStory taken(String identifier) {
        return reserved(identifier, new CustomerId(id("0dd1")));
    }

    CustomerStory reserved(String identifier, CustomerId customerId) {
        identifiers.put(identifier, customerId);
        return this;
    }

    CustomerStory signedUp(FirmPerson person, CustomerId customerId) {
        signUps.put(person.personId(), customerId);
        return this;
    }

    CustomerStory alsoReachableAt(FirmPerson person, String email) {
        otherAddresses
                .computeIfAbsent(person.personId(), same -> new HashSet<>())
                .add(EmailAddress.parse(email));
        return this;
    }

    /** What any command would lead to. */
    CustomerStory previewed(Preview other) {
        preview = other;
        return this;
    }

    CustomerStory erased(KeyId key) {
        erased.add(key);
        return this;
    }

    /** These projects name the payment method or the billing address. */
    CustomerStory named(Object id, ProjectId... projects) {
        naming.put(id, List.of(projects));
        return this;
    }

    /** It is a partner that can be used. */
    CustomerStory partner(CustomerId id) {
        partners.add(id);
        return this;
    }

    CustomerStory noPartner(CustomerId id) {
        partners.remove(id);
        return this;
    }

    /** It manages some customer. */
    CustomerStory managing(CustomerId id) {
        managing.add(id);
        return this;
    }

    /** Paula's group in Birch does not allow it, or she is no user of it any more. */
    CustomerStory paulaMayNot(Permission permission) {
        paulas.remove(permission);
        return this;
    }

    /** Her membership in Birch ends then. */
    CustomerStory paulaUntil(Instant end) {
        paulaUntil = end;
        return this;
    }

    /** By what the partner has decided, although no event of ACME says so. */
    CustomerStory over(MembershipId id) {
        over.add(id);
        return this;
    }

    Outcome when(CustomerCommand command) {
        var fixture = new AggregateTestFixture<>(Customer.class);
        fixture.registerInjectableResource(new FixtureClock());
        fixture.registerInjectableResource(new HistoryAddressBook());
        fixture.registerInjectableResource(new MapRegistrations());
        fixture.registerInjectableResource(Groups.shipped());
        fixture.registerInjectableResource(rules);
        fixture.registerInjectableResource(partnerRules);
        fixture.registerInjectableResource(new OpenVault());
        fixture.registerInjectableResource(new MapProjectsInUse());
        fixture.registerInjectableResource(new StoryPreviews(preview));
        fixture.registerInjectableResource(new StoryPartners());
        TestExecutor<Customer> executor = fixture.givenNoPriorActivity();
        for (var happened : history) {
            executor = executor.andGivenCurrentTime(happened.at()).andGiven(happened.event());
        }
        return new Outcome(executor.andGivenCurrentTime(now).when(command));
    }

    boolean isReserved(String identifier) {
        return identifiers.containsKey(identifier);
    }

    boolean hasSignedUp(FirmPerson person) {
        return signUps.containsKey(person.personId());
    }

    /** What came of the command. */
    record Outcome(ResultValidator<Customer> result) {

        Outcome then(CustomerEvent... events) {
            result.expectSuccessfulHandlerExecution().expectEvents((Object[]) events);
            return this;
        }

        Outcome answers(Object answer) {
            result.expectResultMessagePayload(answer);
            return this;
        }

        Outcome nothingHappens() {
            return then();
        }

        void succeeds() {
            result.expectSuccessfulHandlerExecution();
        }

        /** The caller has made a mistake that no user can make. */
        void isMisuse() {
            result.expectNoEvents().expectException(IllegalArgumentException.class);
        }

        void refused(CustomerRefusal expected) {
            result.expectNoEvents().expectException(Matchers.predicate(actual -> {
                assertThat(actual)
                        .isInstanceOf(expected.getClass())
                        .usingRecursiveComparison()
                        .ignoringFields("suppressedExceptions", "stackTrace", "detailMessage", "cause")
                        .isEqualTo(expected);
                return true;
            }));
        }
    }

    private static UUID id(String tag) {
        return UUID.fromString("00000000-0000-7000-8000-" + "0".repeat(12 - tag.length()) + tag);
    }

    /** The fixture moves the clock of the event messages; decisions read the same one. */
    private static final class FixtureClock extends Clock {
        @Override
        public Instant instant() {
            return GenericEventMessage.clock.instant();
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

    /** Finds addresses by reading the history from the start. */
    private final class HistoryAddressBook implements AddressBook {

        @Override
        public Optional<MembershipId> membershipWith(CustomerId customerId, EmailAddress address) {
            return users().stream()
                    .filter(user -> addressesOf(user.personId()).contains(address))
                    .map(CustomerEvent.UserJoined::membershipId)
                    .findFirst();
        }

        @Override
        public Optional<InvitationId> pendingInvitationOf(CustomerId customerId, EmailAddress address) {
            return pending().entrySet().stream()
                    .filter(entry -> entry.getValue().equals(address))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }

        @Override
        public List<InvitationId> pendingInvitationsOf(CustomerId customerId, PersonId personId) {
            var addresses = addressesOf(personId);
            return pending().entrySet().stream()
                    .filter(entry -> addresses.contains(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        private Set<EmailAddress> addressesOf(PersonId personId) {
            var addresses = new HashSet<>(otherAddresses.getOrDefault(personId, Set.of()));
            users().stream()
                    .filter(user -> user.personId().equals(personId))
                    .map(user -> address(user.email()))
                    .forEach(addresses::add);
            return addresses;
        }

        private Collection<CustomerEvent.UserJoined> users() {
            var users = new LinkedHashMap<MembershipId, CustomerEvent.UserJoined>();
            for (var happened : history) {
                switch (happened.event()) {
                    case CustomerEvent.UserJoined joined -> users.put(joined.membershipId(), joined);
                    case CustomerEvent.UserRemoved removed -> users.remove(removed.membershipId());
                    default -> {}
                }
            }
            return users.values();
        }

        private Map<InvitationId, EmailAddress> pending() {
            var pending = new LinkedHashMap<InvitationId, EmailAddress>();
            for (var happened : history) {
                switch (happened.event()) {
                    case CustomerEvent.UserInvited invited ->
                        pending.put(invited.invitationId(), address(invited.email()));
                    case CustomerEvent.InvitationAccepted ended -> pending.remove(ended.invitationId());
                    case CustomerEvent.InvitationDeclined ended -> pending.remove(ended.invitationId());
                    case CustomerEvent.InvitationCancelled ended -> pending.remove(ended.invitationId());
                    case CustomerEvent.InvitationExpired ended -> pending.remove(ended.invitationId());
                    default -> {}
                }
            }
            return pending;
        }

        private EmailAddress address(Personal email) {
            return EmailAddress.parse(((Personal.Known) email).value());
        }
    }

    private final class MapProjectsInUse implements ProjectsInUse {

        @Override
        public List<ProjectId> naming(PaymentMethodId paymentMethodId) {
            return naming.getOrDefault(paymentMethodId, List.of());
        }

        @Override
        public List<ProjectId> naming(BillingAddressId billingAddressId) {
            return naming.getOrDefault(billingAddressId, List.of());
        }
    }

    private final class StoryPartners implements Partners {

        @Override
        public boolean hold(CustomerId partnerId, Instant at) {
            return partners.contains(partnerId);
        }

        @Override
        public boolean managesAny(CustomerId partnerId) {
            return managing.contains(partnerId);
        }

        @Override
        public Optional<Standing> permits(Actor.PartnerUser user, Permission permission, Instant at) {
            return user.equals(PARTNER) && partners.contains(BIRCH) && paulas.contains(permission)
                    ? Optional.of(new Standing(PAULAS_IN_BIRCH, paulaUntil))
                    : Optional.empty();
        }

        @Override
        public Optional<Standing> admits(PartnerMembership membership, Instant at) {
            return membership.equals(new PartnerMembership(BIRCH, PAULAS_IN_BIRCH))
                    ? permits((Actor.PartnerUser) PARTNER, Permission.ENTER_MANAGED_CUSTOMER, at)
                    : Optional.empty();
        }

        @Override
        public boolean isOver(MembershipId membershipId, Instant at) {
            return over.contains(membershipId);
        }
    }

    private final class MapRegistrations implements Registrations {

        @Override
        public boolean reserve(Identifier identifier, CustomerId customerId) {
            return identifiers.putIfAbsent(identifier.value(), customerId) == null;
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

    /** Encryption is not what these stories are about; erasure is. */
    private final class OpenVault implements PersonalDataVault {

        @Override
        public Personal.Sealed seal(Personal.Known value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Personal.Opened open(Personal value) {
            return erased.contains(value.key()) ? new Personal.Erased(value.key()) : (Personal.Opened) value;
        }

        @Override
        public List<Personal.Opened> openAll(Collection<? extends Personal> values) {
            return values.stream().map(this::open).toList();
        }

        @Override
        public void hold(KeyId key) {}

        @Override
        public void destroy(KeyId key) {
            erased.add(key);
        }
    }
}
