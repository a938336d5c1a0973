package io.customeraccounts.domain.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.domain.events.MessageEvent;
import io.customeraccounts.domain.events.MessageEvent.MessageAcknowledged;
import io.customeraccounts.domain.events.MessageEvent.MessageSent;
import io.customeraccounts.domain.messages.MessageCommand.AcknowledgeMessage;
import io.customeraccounts.domain.messages.MessageCommand.SendMessage;
import io.customeraccounts.domain.messages.MessageRefusal.CustomerIsClosed;
import io.customeraccounts.domain.messages.MessageRefusal.MessageNotFound;
import io.customeraccounts.domain.messages.MessageRefusal.NotPermitted;
import io.customeraccounts.domain.project.OwningCustomer;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.Group;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Identifier;
import io.customeraccounts.domain.values.InvalidValue;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.MessageId;
import io.customeraccounts.domain.values.MessageKind;
import io.customeraccounts.domain.values.MessageText;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule: Partner customers. Anna and Ben are users of ACME, which the partner manages. */
class MessageTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final CustomerId ACME = new CustomerId(new UUID(1, 1));
    private static final CustomerId PARTNER = new CustomerId(new UUID(1, 2));
    private static final CustomerId BOLT = new CustomerId(new UUID(1, 3));
    private static final MessageId ID = new MessageId(new UUID(2, 1));
    private static final PersonId ANNA = new PersonId(new UUID(3, 1));
    private static final PersonId BEN = new PersonId(new UUID(3, 2));
    private static final PersonId DORA = new PersonId(new UUID(3, 3));
    private static final Actor PETRA = new Actor.PartnerUser(new PersonId(new UUID(3, 4)), PARTNER);
    private static final Actor OTHER = new Actor.PartnerUser(new PersonId(new UUID(3, 4)), BOLT);
    private static final MessageText TEXT = new MessageText("On Sunday the platform is updated.");

    private OwningCustomer.Standing standing = OwningCustomer.Standing.ACTIVE;
    private GroupName group = new GroupName("PARTNER_EMPLOYEE");
    private @Nullable Instant endOfBen;

    @ParameterizedTest
    @EnumSource
    void aPartnersUserSendsAMessage(MessageKind kind) {
        when(send(PETRA, kind)).expectEvents(sent(kind));
    }

    @Test
    void nobodyElseSendsOne() {
        for (var actor : new Actor[] {
            new Actor.Person(ANNA),
            new Actor.Operator(DORA),
            new Actor.Client("a-client"),
            new Actor.Policy("ATest"),
            OTHER
        }) {
            when(send(actor, MessageKind.ALL_MUST_READ)).expectNoEvents().expectException(NotPermitted.class);
        }
    }

    @Test
    void theGroupInThePartnerSaysWhoMay() {
        for (Group each : Groups.shipped().of(CustomerKind.PARTNER)) {
            group = each.name();
            var outcome = when(send(PETRA, MessageKind.ALL_MUST_READ));
            if (each.allows(Permission.ENTER_MANAGED_CUSTOMER)) {
                outcome.expectEvents(sent(MessageKind.ALL_MUST_READ));
            } else {
                outcome.expectNoEvents().expectException(NotPermitted.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesCustomersThatNobodySignsInToAnyMore(OwningCustomer.Standing each) {
        standing = each;
        var outcome = when(send(PETRA, MessageKind.ALL_MUST_READ));
        switch (each) {
            case PENDING_CONFIRMATION, ACTIVE, RESTRICTED -> outcome.expectSuccessfulHandlerExecution();
            case EXPIRED, CLOSED -> outcome.expectNoEvents().expectException(CustomerIsClosed.class);
        }
    }

    @Test
    void eachUserReadsForThemselvesWhatAllMustRead() {
        var message = sent(MessageKind.ALL_MUST_READ);
        when(acknowledge(ACME, ANNA), message).expectEvents(acknowledged(ANNA));
        when(acknowledge(ACME, BEN), message, acknowledged(ANNA)).expectEvents(acknowledged(BEN));
        when(acknowledge(ACME, ANNA), message, acknowledged(ANNA))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void oneIsEnoughWhereOneIsToReadIt() {
        var message = sent(MessageKind.SINGLE_READ_ONLY);
        when(acknowledge(ACME, ANNA), message).expectEvents(acknowledged(ANNA));
        when(acknowledge(ACME, BEN), message, acknowledged(ANNA))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void whoeverIsNoUserKnowsOfNoMessage() {
        var message = sent(MessageKind.ALL_MUST_READ);
        when(acknowledge(ACME, DORA), message).expectNoEvents().expectException(MessageNotFound.class);
        when(acknowledge(BOLT, ANNA), message).expectNoEvents().expectException(MessageNotFound.class);
        when(new AcknowledgeMessage(ACME, ID, PETRA), message).expectNoEvents().expectException(MessageNotFound.class);
        endOfBen = NOON;
        when(acknowledge(ACME, BEN), message).expectNoEvents().expectException(MessageNotFound.class);
        endOfBen = NOON.plusMillis(1);
        when(acknowledge(ACME, BEN), message).expectEvents(acknowledged(BEN));
    }

    // The text

    @Test
    void aTextMayHaveLines() {
        assertThat(new MessageText("  Hello,\r\n \r\nuntil Sunday \n").value()).isEqualTo("Hello,\n\nuntil Sunday");
        assertThat(new MessageText("x".repeat(1000)).value()).hasSize(1000);
        assertThat(new MessageText("\uD83D\uDE00".repeat(1000)).value()).hasSize(2000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n ", "a\u202Eb", "a\u0000b", "a\tb"})
    void aTextIsVisibleAndChangesNothingAroundIt(String text) {
        assertThatThrownBy(() -> new MessageText(text)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void aTextIsShort() {
        assertThatThrownBy(() -> new MessageText("x".repeat(1001))).isInstanceOfSatisfying(InvalidValue.class, it -> {
            assertThat(it.reason()).isEqualTo(InvalidValue.Reason.MESSAGE_TOO_LONG);
            assertThat(it.limit()).hasValue(1000);
        });
    }

    private static SendMessage send(Actor actor, MessageKind kind) {
        return new SendMessage(ACME, ID, actor, kind, TEXT);
    }

    private static AcknowledgeMessage acknowledge(CustomerId customerId, PersonId personId) {
        return new AcknowledgeMessage(customerId, ID, new Actor.Person(personId));
    }

    private static MessageEvent sent(MessageKind kind) {
        return new MessageSent(ACME, ID, PARTNER, kind, TEXT.value());
    }

    private static MessageEvent acknowledged(PersonId personId) {
        return new MessageAcknowledged(ACME, ID, membershipOf(personId));
    }

    private static MembershipId membershipOf(PersonId personId) {
        return new MembershipId(new UUID(4, personId.value().getLeastSignificantBits()));
    }

    private ResultValidator<Message> when(MessageCommand command, MessageEvent... history) {
        var fixture = new AggregateTestFixture<>(Message.class);
        fixture.registerInjectableResource(Clock.fixed(NOON, ZoneOffset.UTC));
        fixture.registerInjectableResource(Groups.shipped());
        fixture.registerInjectableResource(new StoryCustomer());
        return fixture.given((Object[]) history).when(command);
    }

    private final class StoryCustomer implements OwningCustomer {

        @Override
        public Optional<Standing> standing(CustomerId customerId, Instant now) {
            return Optional.of(standing);
        }

        @Override
        public Optional<Member> memberOf(CustomerId customerId, PersonId personId) {
            return personId.equals(DORA) || !customerId.equals(ACME)
                    ? Optional.empty()
                    : Optional.of(new Member(
                            membershipOf(personId), Groups.CUSTOMER_EMPLOYEE, personId.equals(BEN) ? endOfBen : null));
        }

        @Override
        public Optional<GroupName> groupInPartner(CustomerId customerId, Actor.PartnerUser user, Instant now) {
            return user.equals(PETRA) && customerId.equals(ACME) ? Optional.of(group) : Optional.empty();
        }

        @Override
        public Optional<Member> member(CustomerId customerId, MembershipId membershipId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<PaymentMethodId> holdPaymentMethod(CustomerId customerId, @Nullable PaymentMethodId wish) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<BillingAddressId> holdBillingAddress(CustomerId customerId, @Nullable BillingAddressId wish) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean reserve(Identifier identifier, CustomerId customerId, ProjectId projectId) {
            throw new UnsupportedOperationException();
        }
    }
}
