package io.customeraccounts.domain.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.ProjectEvent;
import io.customeraccounts.domain.events.ProjectEvent.*;
import io.customeraccounts.domain.preview.Preview;
import io.customeraccounts.domain.preview.StoryPreviews;
import io.customeraccounts.domain.project.OwningCustomer.Member;
import io.customeraccounts.domain.project.OwningCustomer.Standing;
import io.customeraccounts.domain.project.Resources.Resource;
import io.customeraccounts.domain.values.*;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
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
 * Tells what a project decides: given what has happened in it and how its customer stands, when one command comes, then
 * events or one refusal. The project is always Portal of ACME, whose admin is Anna. Ben and Cleo are employees there, and
 * Dora is nobody.
 */
class ProjectStory {

    static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    static final Duration WEEK = Duration.ofDays(7);
    static final CustomerId ACME = new CustomerId(id("ace0"));
    static final CustomerId BOLT = new CustomerId(id("b017"));
    static final ProjectId PORTAL = new ProjectId(id("9047a1"));
    static final Identifier PORTAL_IDENTIFIER = Identifier.ofProject("portal");
    static final FirmPerson ANNA = new FirmPerson("a11a");
    static final FirmPerson BEN = new FirmPerson("be11");
    static final FirmPerson CLEO = new FirmPerson("c1e0");
    static final FirmPerson DORA = new FirmPerson("d04a");
    static final PaymentMethodId CARD = new PaymentMethodId(id("ca4d"));
    static final PaymentMethodId INVOICE = new PaymentMethodId(id("1240"));
    static final BillingAddressId HEAD_OFFICE = new BillingAddressId(id("0ff1ce"));
    static final BillingAddressId BRANCH = new BillingAddressId(id("b4a2c4"));
    static final LocationName BERLIN = LocationName.parse("berlin");
    static final LocationName OSLO = LocationName.parse("oslo");

    /** No connected system serves it. */
    static final LocationName NOWHERE = LocationName.parse("nowhere");

    static final ProjectRole USER = ProjectRole.PROJECT_USER;
    static final ProjectRole READER = ProjectRole.PROJECT_READER;
    static final Actor POLICY = new Actor.Policy("ATest");
    static final Actor OPERATOR = new Actor.Operator(new PersonId(id("0b0b")));
    static final Actor PARTNER = new Actor.PartnerUser(new PersonId(id("9a27")), new CustomerId(id("9a27")));
    static final Actor CLIENT = new Actor.Client("a-client");
    static final GroupName ADMIN = Groups.CUSTOMER_ADMIN;
    static final GroupName EMPLOYEE = Groups.CUSTOMER_EMPLOYEE;

    /** Somebody, with the ids of the membership and the grants that they have in a story. */
    record FirmPerson(String tag) {

        PersonId personId() {
            return new PersonId(id(tag));
        }

        MembershipId membershipId() {
            return new MembershipId(id(tag + "0001"));
        }

        GrantId grantId() {
            return new GrantId(id(tag + "2001"));
        }

        /** For when they are assigned again. */
        GrantId secondGrantId() {
            return new GrantId(id(tag + "2002"));
        }

        InvitationId invitationId() {
            return new InvitationId(id(tag + "1001"));
        }

        Actor actor() {
            return new Actor.Person(personId());
        }
    }

    /** An event and when it happened. */
    private record Happened(ProjectEvent event, Instant at) {}

    private final List<Happened> history = new ArrayList<>();
    private Instant now = NOON;
    private Standing standing = Standing.ACTIVE;
    private @Nullable GroupName groupInPartner =
            Groups.shipped().of(CustomerKind.PARTNER).getFirst().name();
    private final Map<PersonId, Member> members = new HashMap<>();
    private final Set<PaymentMethodId> paymentMethods = new HashSet<>(Set.of(CARD, INVOICE));
    private final Set<BillingAddressId> billingAddresses = new HashSet<>(Set.of(HEAD_OFFICE, BRANCH));
    private final Map<Identifier, ProjectId> identifiers = new HashMap<>();
    private final Map<LocationName, List<Resource>> remaining = new LinkedHashMap<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<Object> held = new ArrayList<>();
    private Preview preview = Preview.NOTHING;

    private ProjectStory() {
        member(ANNA, ADMIN);
        member(BEN, EMPLOYEE);
        member(CLEO, EMPLOYEE);
    }

    /** ACME is there; its project is not. */
    static ProjectStory acme() {
        return new ProjectStory();
    }

    /** The project was created a week ago, in Berlin besides everywhere. */
    static ProjectStory portal() {
        return acme().happened(NOON.minus(WEEK), created());
    }

    static ProjectEvent created() {
        return new ProjectCreated(
                ACME,
                PORTAL,
                PORTAL_IDENTIFIER.value(),
                "Portal",
                CARD,
                HEAD_OFFICE,
                List.of(LocationName.GLOBAL, BERLIN));
    }

    static ProjectEvent assigned(FirmPerson person, ProjectRole role) {
        return assigned(person, role, null);
    }

    static ProjectEvent assigned(FirmPerson person, ProjectRole role, @Nullable Instant endsAt) {
        return assigned(person, person.grantId(), role, endsAt);
    }

    static ProjectEvent assigned(FirmPerson person, GrantId grantId, ProjectRole role, @Nullable Instant endsAt) {
        return new UserAssigned(ACME, PORTAL, grantId, person.membershipId(), role, false, endsAt, null);
    }

    static ProjectEvent roleChanged(FirmPerson person, ProjectRole from, ProjectRole to) {
        return new ProjectRoleChanged(ACME, PORTAL, person.grantId(), person.membershipId(), from, to);
    }

    static ProjectEvent endSet(FirmPerson person, @Nullable Instant endsAt) {
        return new AccessEndSet(ACME, PORTAL, person.grantId(), person.membershipId(), endsAt);
    }

    static ProjectEvent unassigned(FirmPerson person) {
        return new UserUnassigned(ACME, PORTAL, person.grantId(), person.membershipId());
    }

    static ProjectEvent revoked(FirmPerson person, RevocationCause cause) {
        return new ProjectAccessRevoked(ACME, PORTAL, person.grantId(), person.membershipId(), cause);
    }

    static ProjectEvent renamed(String name) {
        return new ProjectRenamed(ACME, PORTAL, name);
    }

    static ProjectEvent marked() {
        return new ProjectMarkedForDeletion(ACME, PORTAL);
    }

    static ProjectEvent deleted() {
        return new ProjectDeleted(ACME, PORTAL);
    }

    /** These happened now, one after the other. */
    ProjectStory happened(ProjectEvent... events) {
        return happened(now, events);
    }

    ProjectStory happened(Instant at, ProjectEvent... events) {
        Arrays.stream(events).map(event -> new Happened(event, at)).forEach(history::add);
        return this;
    }

    ProjectStory at(Instant instant) {
        now = instant;
        return this;
    }

    // How the customer stands

    ProjectStory customerIs(Standing present) {
        standing = present;
        return this;
    }

    final ProjectStory member(FirmPerson person, GroupName group) {
        return member(person, group, null);
    }

    final ProjectStory member(FirmPerson person, GroupName group, @Nullable Instant endsAt) {
        members.put(person.personId(), new Member(person.membershipId(), group, endsAt));
        return this;
    }

    ProjectStory noMember(FirmPerson person) {
        members.remove(person.personId());
        return this;
    }

    /** @param group absent if the partner does not manage ACME, or the person is no user of it */
    ProjectStory partnerUserIs(@Nullable GroupName group) {
        groupInPartner = group;
        return this;
    }

    ProjectStory noPaymentMethod() {
        paymentMethods.clear();
        return this;
    }

    ProjectStory noBillingAddress() {
        billingAddresses.clear();
        return this;
    }

    /** Another project of ACME has, or had, this identifier. */
    ProjectStory taken(Identifier identifier) {
        identifiers.put(identifier, new ProjectId(id("0dd1")));
        return this;
    }

    /** What any command would lead to. */
    ProjectStory previewed(Preview other) {
        preview = other;
        return this;
    }

    // What the connected systems say

    ProjectStory remains(Resource resource) {
        remaining
                .computeIfAbsent(resource.location(), same -> new ArrayList<>())
                .add(resource);
        return this;
    }

    ProjectStory hasNotReported(String system) {
        unknown.add(system);
        return this;
    }

    Outcome when(ProjectCommand command) {
        var fixture = new AggregateTestFixture<>(Project.class);
        fixture.registerInjectableResource(new FixtureClock());
        fixture.registerInjectableResource(Groups.shipped());
        fixture.registerInjectableResource(new StoryCustomer());
        fixture.registerInjectableResource(new StoryResources());
        fixture.registerInjectableResource((AvailableLocations) location -> !location.equals(NOWHERE));
        fixture.registerInjectableResource(new StoryPreviews(preview));
        TestExecutor<Project> executor = fixture.givenNoPriorActivity();
        for (var happened : history) {
            executor = executor.andGivenCurrentTime(happened.at()).andGiven(happened.event());
        }
        return new Outcome(executor.andGivenCurrentTime(now).when(command), held);
    }

    /** What came of the command. */
    record Outcome(ResultValidator<Project> result, List<Object> held) {

        Outcome then(ProjectEvent... events) {
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

        void refused(ProjectRefusal expected) {
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

    private final class StoryCustomer implements OwningCustomer {

        @Override
        public Optional<Standing> standing(CustomerId customerId, Instant at) {
            return customerId.equals(ACME) ? Optional.of(standing) : Optional.empty();
        }

        @Override
        public Optional<Member> memberOf(CustomerId customerId, PersonId personId) {
            return customerId.equals(ACME) ? Optional.ofNullable(members.get(personId)) : Optional.empty();
        }

        @Override
        public Optional<GroupName> groupInPartner(CustomerId customerId, Actor.PartnerUser user, Instant at) {
            return customerId.equals(ACME) && user.equals(PARTNER)
                    ? Optional.ofNullable(groupInPartner)
                    : Optional.empty();
        }

        @Override
        public Optional<Member> member(CustomerId customerId, MembershipId membershipId) {
            return members.values().stream()
                    .filter(member ->
                            customerId.equals(ACME) && member.membershipId().equals(membershipId))
                    .findFirst();
        }

        @Override
        public Optional<PaymentMethodId> holdPaymentMethod(CustomerId customerId, @Nullable PaymentMethodId wish) {
            return hold(wish == null ? CARD : wish, paymentMethods);
        }

        @Override
        public Optional<BillingAddressId> holdBillingAddress(CustomerId customerId, @Nullable BillingAddressId wish) {
            return hold(wish == null ? HEAD_OFFICE : wish, billingAddresses);
        }

        private <T> Optional<T> hold(T wish, Set<T> present) {
            held.add(wish);
            return Optional.of(wish).filter(present::contains);
        }

        @Override
        public boolean reserve(Identifier identifier, CustomerId customerId, ProjectId projectId) {
            return identifiers.putIfAbsent(identifier, projectId) == null;
        }
    }

    private final class StoryResources implements Resources {

        @Override
        public Report in(ProjectId projectId, LocationName location) {
            return new Report(remaining.getOrDefault(location, List.of()), unknown);
        }

        @Override
        public Report in(ProjectId projectId) {
            return new Report(remaining.values().stream().flatMap(List::stream).toList(), unknown);
        }
    }
}
