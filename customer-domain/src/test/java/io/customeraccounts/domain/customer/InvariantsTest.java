package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;
import static io.customeraccounts.domain.customer.Invariants.Objection.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.domain.customer.Invariants.Act;
import io.customeraccounts.domain.customer.Invariants.Objection;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.values.*;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** {@link Invariants} objects to every history in which one invariant is broken, and to nothing else. */
class InvariantsTest {

    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));
    private static final Instant DUE = NOON.plus(Duration.ofDays(30));
    private static final CustomerId OTHER = new CustomerId(UUID.fromString("00000000-0000-7000-8000-00000000ace1"));
    private static final GroupName CONTROLLER = new GroupName("CONTROLLER");

    /** A history, and what is wrong with it. */
    record Planted(Objection objection, History history) {}

    static final List<Planted> PLANTED = List.of(
            // accounts
            new Planted(THE_EVENT_BELONGS_TO_ANOTHER_CUSTOMER, acme().then(new CustomerRenamed(OTHER, "New"))),
            new Planted(AN_ACCOUNT_WAS_OPENED_TWICE, acme().then(opened(), joined(ANNA, ADMIN))),
            new Planted(SOMEBODY_WHO_SHOULD_HAVE_DID_NOT_BECOME_A_USER, new History().then(opened())),
            new Planted(
                    SOMETHING_HAPPENED_BEFORE_THE_ACCOUNT_WAS_OPENED,
                    new History().then(new CustomerRenamed(ACME, "New"))),
            new Planted(
                    SOMETHING_HAPPENED_BEFORE_THE_ACCOUNT_WAS_CONFIRMED,
                    unconfirmed().then(new CustomerRenamed(ACME, "New"))),
            new Planted(
                    SOMETHING_HAPPENED_AFTER_THE_END_OF_THE_ACCOUNT,
                    acme().then(new CustomerClosed(ACME)).then(new CustomerRenamed(ACME, "New"))),
            new Planted(
                    SOMETHING_HAPPENED_AFTER_THE_END_OF_THE_ACCOUNT,
                    unconfirmed()
                            .at(TOMORROW)
                            .by(POLICY)
                            .then(new CustomerExpired(ACME, "acme", ANNA.personId()))
                            .then(new CustomerConfirmed(ACME))),
            new Planted(
                    AN_ACCOUNT_WAS_CONFIRMED_TWICE_OR_TOO_LATE,
                    unconfirmed().then(new CustomerConfirmed(ACME)).then(new CustomerConfirmed(ACME))),
            new Planted(
                    AN_ACCOUNT_WAS_CONFIRMED_TWICE_OR_TOO_LATE,
                    unconfirmed().at(TOMORROW).then(new CustomerConfirmed(ACME))),
            new Planted(
                    A_CONFIRMATION_WAS_SENT_FOR_A_CONFIRMED_ACCOUNT,
                    acme().then(new ConfirmationResent(ACME, NEW_LINK.hash()))),
            new Planted(
                    SOMEBODY_EXPIRED_AN_ACCOUNT,
                    unconfirmed().at(TOMORROW).then(new CustomerExpired(ACME, "acme", ANNA.personId()))),
            new Planted(
                    A_CONFIRMED_ACCOUNT_EXPIRED_OR_ONE_THAT_COULD_STILL_BE,
                    unconfirmed()
                            .at(TOMORROW.minusMillis(1))
                            .by(POLICY)
                            .then(new CustomerExpired(ACME, "acme", ANNA.personId()))),
            new Planted(
                    AN_IDENTIFIER_CHANGED,
                    unconfirmed().at(TOMORROW).by(POLICY).then(new CustomerExpired(ACME, "emca", ANNA.personId()))),
            new Planted(
                    AN_IDENTIFIER_WAS_REUSED,
                    acme().then(new CustomerClosed(ACME))
                            .in(OTHER)
                            .then(new CustomerOpened(
                                    OTHER,
                                    CustomerKind.CUSTOMER,
                                    ACME_IDENTIFIER.value(),
                                    "Acme too",
                                    BEN.personId(),
                                    false,
                                    null,
                                    null))),
            new Planted(
                    AN_INVITATION_IS_PENDING_IN_A_CLOSED_ACCOUNT,
                    acme().then(invited(BEN, TOMORROW)).then(new CustomerClosed(ACME))),
            new Planted(A_SECRET_IS_IN_AN_EVENT, acme().then(new CustomerRenamed(ACME, "see first-link"))),
            new Planted(THE_SAME_VALUE_WAS_RECORDED_AGAIN, acme().then(new CustomerRenamed(ACME, "ACME"))),
            new Planted(
                    THE_SAME_VALUE_WAS_RECORDED_AGAIN,
                    withBen(EMPLOYEE).then(new GroupChanged(ACME, BEN.membershipId(), EMPLOYEE, EMPLOYEE, false))),
            new Planted(THE_SAME_VALUE_WAS_RECORDED_AGAIN, withBen(EMPLOYEE).then(endSet(BEN, null))),
            new Planted(
                    THE_SAME_VALUE_WAS_RECORDED_AGAIN,
                    acme().then(invited(BEN, TOMORROW))
                            .then(new InvitationAmended(ACME, BEN.invitationId(), null, EMPLOYEE))),
            new Planted(
                    THE_SAME_VALUE_WAS_RECORDED_AGAIN,
                    acme().then(invited(BEN, TOMORROW))
                            .then(new InvitationAmended(ACME, BEN.invitationId(), null, null, List.of()))),

            // planned access
            new Planted(SOMEBODY_SKIPPED_PLANNED_ACCESS, acceptedByBen().then(skipped(BEN.membershipId()))),
            new Planted(
                    ACCESS_WAS_SKIPPED_THAT_WAS_NOT_PLANNED_OR_TWICE,
                    acceptedByBen().by(POLICY).then(skipped(ANNA.membershipId()))),
            new Planted(
                    ACCESS_WAS_SKIPPED_THAT_WAS_NOT_PLANNED_OR_TWICE,
                    acceptedByBen().by(POLICY).then(skipped(BEN.membershipId())).then(skipped(BEN.membershipId()))),
            new Planted(SOMEBODY_WAS_INVITED_BACK_TOO_LATE, withBen(EMPLOYEE).then(invitedBack(CLEO, BEN))),
            new Planted(
                    SOMEBODY_WAS_INVITED_BACK_TOO_LATE,
                    withBen(EMPLOYEE)
                            .then(removed(BEN, RemovalCause.BY_ADMIN))
                            .at(NOON.plus(Duration.ofDays(30)))
                            .then(invitedBack(CLEO, BEN))),

            // who may
            new Planted(
                    SOMEBODY_DID_WHAT_THEY_MAY_NOT,
                    withBen(EMPLOYEE).by(BEN.actor()).then(new CustomerRenamed(ACME, "New"))),
            new Planted(
                    SOMEBODY_DID_WHAT_THEY_MAY_NOT,
                    withBen(ADMIN)
                            .then(endSet(BEN, TOMORROW))
                            .at(TOMORROW)
                            .by(BEN.actor())
                            .then(invited(CLEO, TOMORROW.plus(WEEK)))),
            new Planted(
                    SOMEBODY_DID_WHAT_THEY_MAY_NOT,
                    withBen(ADMIN)
                            .then(removed(BEN, RemovalCause.BY_ADMIN))
                            .by(BEN.actor())
                            .then(invited(CLEO, TOMORROW))),
            new Planted(
                    SOMEBODY_DID_WHAT_THEY_MAY_NOT,
                    withBen(EMPLOYEE).by(POLICY).then(removed(BEN, RemovalCause.BY_ADMIN))),
            new Planted(
                    SOMEBODY_DID_WHAT_THEY_MAY_NOT,
                    acme().then(invited(BEN, TOMORROW))
                            .by(DORA.actor())
                            .then(cancelled(BEN, CancellationCause.BY_ADMIN))),
            new Planted(
                    SOMEBODY_REPORTED_A_MAIL_AS_UNDELIVERED,
                    acme().then(invited(BEN, TOMORROW)).then(new InvitationUndelivered(ACME, BEN.invitationId()))),
            new Planted(
                    SOMEBODY_WAS_ERASED_WHO_IS_A_USER,
                    withBen(EMPLOYEE).by(OPERATOR).then(new PersonErased(ACME, BEN.personId()))),

            // partners
            new Planted(
                    CUSTOMERS_ARE_MANAGED_BY_WHO_IS_NO_PARTNER,
                    acme().by(OPERATOR).then(managed())),
            new Planted(
                    CUSTOMERS_ARE_MANAGED_BY_WHO_IS_NO_PARTNER,
                    managedByBirch()
                            .in(BIRCH)
                            .then(
                                    new KindChanged(BIRCH, CustomerKind.PARTNER, CustomerKind.CUSTOMER),
                                    new GroupChanged(BIRCH, PAULA.membershipId(), Groups.PARTNER_ADMIN, ADMIN, false))),
            new Planted(
                    A_MANAGED_CUSTOMER_IS_A_PARTNER,
                    managedByBirch()
                            .by(OPERATOR)
                            .then(
                                    new KindChanged(ACME, CustomerKind.CUSTOMER, CustomerKind.PARTNER),
                                    new GroupChanged(ACME, ANNA.membershipId(), ADMIN, Groups.PARTNER_ADMIN, false))),
            new Planted(
                    A_GROUP_IS_NOT_ONE_OF_THE_CUSTOMERS_KIND,
                    acme().by(OPERATOR).then(new KindChanged(ACME, CustomerKind.CUSTOMER, CustomerKind.PARTNER))),
            new Planted(
                    SOMEBODY_ELSE_THAN_AN_OPERATOR_DECIDED_ABOUT_PARTNERS,
                    managedByBirch().by(ANNA.actor()).then(new ManagingPartnerChanged(ACME, BIRCH, null))),
            new Planted(
                    THE_FORMER_PARTNER_WAS_ANOTHER,
                    managedByBirch().by(OPERATOR).then(new ManagingPartnerChanged(ACME, OTHER, null))),
            new Planted(
                    SOMEBODY_DID_WHAT_THEY_MAY_NOT,
                    birch().in(ACME)
                            .by(new Actor.PartnerUser(DORA.personId(), BIRCH))
                            .then(managedCreated())),
            new Planted(
                    SOMEBODY_DID_WHAT_THEY_MAY_NOT,
                    managedByBirch()
                            .by(OPERATOR)
                            .then(new ManagingPartnerChanged(ACME, BIRCH, null))
                            .by(PARTNER)
                            .then(new CustomerRenamed(ACME, "New"))),
            new Planted(
                    SOMEBODY_DID_WHAT_THEY_MAY_NOT,
                    birch().in(ACME)
                            .by(ANNA.actor())
                            .then(opened(), joined(ANNA, ADMIN))
                            .by(PARTNER)
                            .then(throughBirch(NOON.plus(WEEK)))),
            new Planted(
                    SOMEBODY_CAME_THROUGH_A_PARTNER_FOR_ANOTHER_OR_LONGER_THAN_THEY_MAY,
                    managedByBirch()
                            .in(BIRCH)
                            .by(OPERATOR)
                            .then(new MembershipEndSet(BIRCH, PAULA.membershipId(), TOMORROW))
                            .in(ACME)
                            .by(PARTNER)
                            .then(throughBirch(TOMORROW.plusMillis(1)))),
            new Planted(
                    A_PARTNERS_USER_STAYS_THOUGH_ANOTHER_PARTNER_MANAGES_THE_CUSTOMER,
                    managedByBirch()
                            .by(PARTNER)
                            .then(throughBirch(TOMORROW))
                            .by(OPERATOR)
                            .then(new ManagingPartnerChanged(ACME, BIRCH, null))),
            new Planted(
                    SOMEBODY_DID_WHAT_THEY_MAY_NOT,
                    managedByBirch()
                            .by(PARTNER)
                            .then(throughBirch(TOMORROW))
                            .in(BIRCH)
                            .by(OPERATOR)
                            .then(new UserRemoved(
                                    BIRCH, PAULA.membershipId(), PAULA.personId(), RemovalCause.BY_ADMIN, true))
                            .in(ACME)
                            .by(PAULA.actor())
                            .then(new CustomerRenamed(ACME, "New"))),
            new Planted(
                    THE_LAST_ADMIN_IS_GONE_BY_A_USERS_COMMAND,
                    managedByBirch()
                            .by(PARTNER)
                            .then(throughBirch(TOMORROW))
                            .by(ANNA.actor())
                            .then(new UserRemoved(
                                    ACME, ANNA.membershipId(), ANNA.personId(), RemovalCause.LEFT, true))),
            new Planted(
                    SOMEBODY_WAS_REMOVED_WHO_IS_NO_USER,
                    withBen(EMPLOYEE).by(POLICY).then(removed(BEN, RemovalCause.PARTNER_ACCESS_ENDED))),

            // invitations
            new Planted(
                    TWO_INVITATIONS_OF_ONE_ADDRESS_ARE_PENDING,
                    acme().then(invited(BEN, TOMORROW)).then(invitedAgain(BEN))),
            new Planted(
                    AN_INVITATIONS_ID_WAS_USED_TWICE,
                    acme().then(invited(BEN, TOMORROW))
                            .then(cancelled(BEN, CancellationCause.BY_ADMIN))
                            .then(invited(BEN, TOMORROW))),
            new Planted(A_USER_WAS_INVITED, withBen(EMPLOYEE).then(invitedAgain(BEN))),
            new Planted(
                    TOO_MANY_INVITATIONS_ARE_PENDING,
                    acme().then(invited(BEN, TOMORROW))
                            .then(invited(CLEO, TOMORROW))
                            .then(invited(DORA, TOMORROW))),
            new Planted(
                    TOO_MANY_INVITATIONS_WERE_SENT_IN_A_DAY,
                    acme().then(invited(BEN, TOMORROW), cancelled(BEN, CancellationCause.BY_ADMIN))
                            .then(invited(CLEO, TOMORROW), cancelled(CLEO, CancellationCause.BY_ADMIN))
                            .then(invited(DORA, TOMORROW), cancelled(DORA, CancellationCause.BY_ADMIN))
                            .at(TOMORROW.minusMillis(1))
                            .then(invitedAgain(BEN))),
            new Planted(
                    AN_INVITATION_LIVES_TOO_SHORT_OR_TOO_LONG,
                    acme().then(invited(BEN, NOON.plus(Duration.ofHours(1)).minusMillis(1)))),
            new Planted(
                    AN_INVITATION_LIVES_TOO_SHORT_OR_TOO_LONG,
                    acme().then(invited(BEN, NOON.plus(Duration.ofDays(30)).plusMillis(1)))),
            new Planted(
                    A_MAIL_WAS_SENT_TOO_OFTEN,
                    acme().then(invited(BEN, TOMORROW))
                            .at(NOON.plusMillis(59_999))
                            .then(resent())),
            new Planted(A_MAIL_WAS_SENT_TOO_OFTEN, resentByTheMinute(6)),
            new Planted(A_MAIL_WAS_SENT_TOO_OFTEN, unconfirmed().then(new ConfirmationResent(ACME, NEW_LINK.hash()))),
            new Planted(A_WARNING_CAME_AFTER_THE_LIMIT, acme().then(new InvitationLimitNeared(ACME, 51, 50))),
            new Planted(
                    SOMETHING_HAPPENED_TO_AN_INVITATION_THAT_HAD_ENDED,
                    acme().then(invited(BEN, TOMORROW), new InvitationDeclined(ACME, BEN.invitationId()))
                            .by(BEN.actor())
                            .then(accepted(BEN))),
            new Planted(
                    SOMETHING_HAPPENED_TO_AN_EXPIRED_INVITATION,
                    acme().then(invited(BEN, TOMORROW))
                            .at(TOMORROW)
                            .by(BEN.actor())
                            .then(accepted(BEN))),
            new Planted(
                    SOMETHING_HAPPENED_TO_AN_EXPIRED_INVITATION,
                    acme().then(invited(BEN, TOMORROW)).at(TOMORROW).then(resent())),
            new Planted(
                    AN_INVITATION_EXPIRED_TOO_EARLY,
                    acme().then(invited(BEN, TOMORROW))
                            .at(TOMORROW.minusMillis(1))
                            .by(POLICY)
                            .then(new InvitationExpired(ACME, BEN.invitationId()))),
            new Planted(
                    ONE_PERSON_ACCEPTED_FOR_ANOTHER,
                    acme().then(invited(BEN, TOMORROW)).by(CLEO.actor()).then(accepted(BEN))),
            new Planted(
                    SOMEBODY_WHO_SHOULD_HAVE_DID_NOT_BECOME_A_USER,
                    acme().then(invited(BEN, TOMORROW)).by(BEN.actor()).then(accepted(BEN)[0])),
            new Planted(
                    AN_INVITATION_OUTLIVED_THE_END_DATE_OF_ITS_INVITER,
                    withBen(ADMIN)
                            .then(endSet(BEN, TOMORROW))
                            .by(BEN.actor())
                            .then(invitedBy(BEN, CLEO))
                            .at(TOMORROW)
                            .by(CLEO.actor())
                            .then(accepted(CLEO))),

            // users
            new Planted(
                    A_PERSON_IS_A_USER_TWICE,
                    withBen(EMPLOYEE)
                            .then(invitedAgain(BEN))
                            .by(BEN.actor())
                            .then(
                                    new InvitationAccepted(
                                            ACME, BEN.secondInvitationId(), BEN.secondMembershipId(), BEN.personId()),
                                    joined(
                                            BEN,
                                            BEN.secondMembershipId(),
                                            EMPLOYEE,
                                            BEN.secondInvitationId(),
                                            BEN.membershipId()))),
            new Planted(A_MEMBERSHIPS_ID_WAS_USED_TWICE, benIsBack(BEN.membershipId(), BEN.membershipId())),
            new Planted(THE_FORMER_MEMBERSHIP_IS_NOT_LINKED, benIsBack(BEN.secondMembershipId(), null)),
            new Planted(SOMEBODY_BECAME_A_USER_WITHOUT_AN_INVITATION, acme().then(joined(BEN, EMPLOYEE))),
            new Planted(
                    SOMEBODY_BECAME_A_USER_OTHER_THAN_OFFERED,
                    acme().then(invited(BEN, TOMORROW))
                            .by(BEN.actor())
                            .then(accepted(BEN)[0], joined(BEN, BEN.membershipId(), ADMIN, BEN.invitationId(), null))),
            new Planted(
                    SOMEBODY_BECAME_A_USER_OTHER_THAN_OFFERED,
                    acme().then(invited(BEN, TOMORROW))
                            .by(BEN.actor())
                            .then(joined(BEN, BEN.membershipId(), EMPLOYEE, BEN.invitationId(), null))),
            new Planted(
                    A_GROUP_IS_NOT_ONE_OF_THE_CUSTOMERS_KIND,
                    withBen(EMPLOYEE).then(new GroupChanged(ACME, BEN.membershipId(), EMPLOYEE, CONTROLLER, false))),
            new Planted(
                    A_GROUP_IS_NOT_ONE_OF_THE_CUSTOMERS_KIND,
                    acme().then(invited(BEN, BEN.invitationId(), CONTROLLER, null, LINK, TOMORROW))),
            new Planted(
                    A_USER_HAD_ANOTHER_GROUP_THAN_RECORDED,
                    withBen(EMPLOYEE).then(new GroupChanged(ACME, BEN.membershipId(), CONTROLLER, ADMIN, false))),
            new Planted(A_MEMBERSHIP_WAS_ENDED_IN_THE_PAST, withBen(EMPLOYEE).then(endSet(BEN, NOON))),
            new Planted(
                    A_MEMBERSHIP_DID_NOT_END_WHEN_ITS_END_DATE_SAID,
                    withBen(EMPLOYEE)
                            .then(endSet(BEN, TOMORROW))
                            .at(TOMORROW.minusMillis(1))
                            .by(POLICY)
                            .then(removed(BEN, RemovalCause.EXPIRED))),
            new Planted(
                    A_MEMBERSHIP_DID_NOT_END_WHEN_ITS_END_DATE_SAID,
                    withBen(EMPLOYEE)
                            .then(endSet(BEN, TOMORROW))
                            .at(TOMORROW)
                            .then(removed(BEN, RemovalCause.BY_ADMIN))),
            new Planted(
                    SOMETHING_HAPPENED_TO_A_MEMBERSHIP_THAT_HAD_ENDED,
                    withBen(EMPLOYEE)
                            .then(removed(BEN, RemovalCause.BY_ADMIN))
                            .then(new GroupChanged(ACME, BEN.membershipId(), EMPLOYEE, ADMIN, false))),
            new Planted(SOMEBODY_WAS_REMOVED_WHO_IS_NO_USER, acme().then(removed(BEN, RemovalCause.BY_ADMIN))),
            new Planted(
                    SOMEBODY_WAS_REMOVED_WHO_IS_NO_USER,
                    withBen(EMPLOYEE)
                            .then(removed(BEN, RemovalCause.BY_ADMIN))
                            .then(removed(BEN, RemovalCause.BY_ADMIN))),
            new Planted(
                    ONE_PERSON_WAS_REMOVED_FOR_ANOTHER,
                    withBen(EMPLOYEE)
                            .then(new UserRemoved(
                                    ACME, BEN.membershipId(), CLEO.personId(), RemovalCause.BY_ADMIN, false))),
            new Planted(ONE_PERSON_LEFT_FOR_ANOTHER, withBen(EMPLOYEE).then(removed(BEN, RemovalCause.LEFT))),
            new Planted(
                    AN_INVITATION_BY_SOMEBODY_WHO_LEFT_IS_PENDING,
                    withBen(ADMIN).by(BEN.actor()).then(invitedBy(BEN, CLEO)).then(removed(BEN, RemovalCause.LEFT))),
            new Planted(
                    AN_INVITATION_TO_A_REMOVED_PERSON_IS_PENDING,
                    withBen(EMPLOYEE).then(invitedAgain(BEN)).then(removed(BEN, RemovalCause.BY_ADMIN))),

            // general data
            new Planted(
                    SOMEBODY_DID_WHAT_THEY_MAY_NOT,
                    withBen(EMPLOYEE).by(BEN.actor()).then(addressAdded())),
            new Planted(
                    A_CARD_NUMBER_IS_IN_AN_EVENT, acme().then(new CostCentreSet(ACME, own("see 4111 1111 1111 1111")))),
            new Planted(THE_SAME_VALUE_WAS_RECORDED_AGAIN, acme().then(new CostCentreSet(ACME, null))),
            new Planted(THE_SAME_VALUE_WAS_RECORDED_AGAIN, acme().then(new PaymentDefaultsSet(ACME, null, null))),
            new Planted(
                    THE_SAME_VALUE_WAS_RECORDED_AGAIN,
                    acme().then(addressAdded())
                            .then(new BillingAddressChanged(
                                    ACME, BERLIN, own(address("Berlin").asText())))),
            new Planted(
                    THE_SAME_VALUE_WAS_RECORDED_AGAIN,
                    acme().then(new CompanyAddressSet(ACME, own("x"))).then(new CompanyAddressSet(ACME, own("x")))),
            new Planted(
                    A_DEFAULT_IS_NOT_AVAILABLE,
                    acme().then(invoiceRequested()).then(new PaymentDefaultsSet(ACME, INVOICE, null))),
            new Planted(
                    A_DEFAULT_IS_NOT_AVAILABLE,
                    acme().then(addressAdded(), new BillingAddressRemoved(ACME, BERLIN))
                            .then(new PaymentDefaultsSet(ACME, null, BERLIN))),
            new Planted(A_BILLING_ADDRESSES_ID_WAS_USED_TWICE, acme().then(addressAdded(), addressAdded())),
            new Planted(
                    SOMETHING_HAPPENED_TO_A_BILLING_ADDRESS_THAT_WAS_REMOVED,
                    acme().then(addressAdded(), new BillingAddressRemoved(ACME, BERLIN))
                            .then(new BillingAddressRemoved(ACME, BERLIN))),
            new Planted(
                    WHAT_A_PROJECT_NAMES_WAS_REMOVED,
                    acme().then(addressAdded()).named(BERLIN).then(new BillingAddressRemoved(ACME, BERLIN))),
            new Planted(
                    WHAT_A_PROJECT_NAMES_WAS_REMOVED,
                    acme().then(mandateAdded()).named(MANDATE).then(new PaymentMethodRemoved(ACME, MANDATE))),
            new Planted(
                    INVOICE_WAS_REQUESTED_TWICE,
                    acme().then(invoiceRequested()).then(new InvoicePaymentRequested(ACME, CARD))),
            new Planted(A_PAYMENT_METHODS_ID_WAS_USED_TWICE, acme().then(mandateAdded(), mandateAdded())),
            new Planted(
                    SOMEBODY_ELSE_THAN_AN_OPERATOR_ENABLED_A_PAYMENT_METHOD,
                    acme().then(invoiceRequested()).then(enabled())),
            new Planted(
                    WHAT_WAS_NOT_REQUESTED_WAS_ENABLED,
                    acme().then(invoiceRequested()).by(OPERATOR).then(enabled()).then(enabled())),
            new Planted(AN_EXPIRED_CARD_WAS_ADDED, acme().then(cardAdded(NOON))),
            new Planted(
                    SOMEBODY_DID_WHAT_ONLY_THE_CLOCK_DOES,
                    acme().then(cardAdded(TOMORROW)).at(TOMORROW).then(new PaymentMethodExpired(ACME, CARD))),
            new Planted(
                    A_PAYMENT_METHOD_EXPIRED_THAT_IS_GOOD_OR_HAS_ENDED,
                    acme().then(cardAdded(TOMORROW))
                            .at(TOMORROW.minusMillis(1))
                            .by(POLICY)
                            .then(new PaymentMethodExpired(ACME, CARD))),
            new Planted(
                    A_PAYMENT_METHOD_WAS_REMOVED_TWICE,
                    acme().then(mandateAdded())
                            .then(new PaymentMethodRemoved(ACME, MANDATE), new PaymentMethodRemoved(ACME, MANDATE))),

            // the time to name a payment method
            new Planted(
                    A_REMINDER_CAME_AT_A_WRONG_TIME,
                    acme().at(DUE.minus(WEEK).minusMillis(1))
                            .by(POLICY)
                            .then(new PaymentReminderDue(ACME, DUE, false))),
            new Planted(
                    A_REMINDER_CAME_AT_A_WRONG_TIME,
                    acme().at(DUE).by(POLICY).then(new PaymentReminderDue(ACME, DUE, true))),
            new Planted(
                    A_REMINDER_CAME_AT_A_WRONG_TIME,
                    acme().at(DUE.minus(WEEK))
                            .by(POLICY)
                            .then(new PaymentReminderDue(ACME, DUE, false), new PaymentReminderDue(ACME, DUE, false))),
            new Planted(
                    AN_ACCOUNT_WAS_RESTRICTED_WITHOUT_NEED,
                    acme().at(DUE.minusMillis(1)).by(POLICY).then(new CustomerRestricted(ACME))),
            new Planted(
                    AN_ACCOUNT_WAS_RESTRICTED_WITHOUT_NEED,
                    acme().then(mandateAdded()).at(DUE).by(POLICY).then(new CustomerRestricted(ACME))),
            new Planted(
                    SOMEBODY_WAS_INVITED_INTO_A_RESTRICTED_ACCOUNT,
                    acme().at(DUE).then(invited(BEN, DUE.plus(WEEK)))),
            new Planted(A_RESTRICTION_IS_NOT_IN_THE_BOOKS, acme().at(DUE).then(mandateAdded())),
            new Planted(
                    A_RESTRICTION_STAYS_ALTHOUGH_THERE_IS_A_PAYMENT_METHOD,
                    acme().at(DUE).then(new CustomerRestricted(ACME), mandateAdded())),
            new Planted(
                    A_RESTRICTION_WAS_LIFTED_THAT_WAS_NONE, acme().then(mandateAdded(), new RestrictionLifted(ACME))),

            // the last admin
            new Planted(
                    THE_LAST_ADMIN_IS_GONE_BY_A_USERS_COMMAND,
                    withBen(EMPLOYEE)
                            .then(new UserRemoved(
                                    ACME, ANNA.membershipId(), ANNA.personId(), RemovalCause.BY_ADMIN, true))),
            new Planted(
                    THE_LAST_ADMIN_IS_GONE_BY_A_USERS_COMMAND,
                    withBen(ADMIN)
                            .then(endSet(BEN, TOMORROW))
                            .at(TOMORROW)
                            .then(new GroupChanged(ACME, ANNA.membershipId(), ADMIN, EMPLOYEE, true))),
            new Planted(THE_LAST_ADMIN_IS_GONE_BY_A_USERS_COMMAND, acme().then(endSet(ANNA, TOMORROW))),
            new Planted(
                    THE_LAST_ADMIN_IS_GONE_BY_A_USERS_COMMAND,
                    withBen(ADMIN).then(endSet(BEN, TOMORROW)).then(endSet(ANNA, TOMORROW))),
            new Planted(
                    AN_EVENT_DOES_NOT_SAY_RIGHTLY_WHETHER_AN_ADMIN_IS_LEFT,
                    acme().by(OPERATOR).then(removed(ANNA, RemovalCause.BY_ADMIN))),
            new Planted(
                    AN_EVENT_DOES_NOT_SAY_RIGHTLY_WHETHER_AN_ADMIN_IS_LEFT,
                    withBen(ADMIN).then(new GroupChanged(ACME, BEN.membershipId(), ADMIN, EMPLOYEE, true))));

    @ParameterizedTest
    @FieldSource("PLANTED")
    void objectsToWhatIsBroken(Planted planted) {
        assertThat(planted.history().objections()).contains(planted.objection());
    }

    @Test
    void objectsToEverythingThatCanBeBroken() {
        assertThat(PLANTED.stream().map(Planted::objection).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(Objection.class));
    }

    @Test
    void doesNotUnderstandWhatNeverWas() {
        assertThatThrownBy(() -> acme().then(endSet(BEN, TOMORROW)).objections())
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() ->
                        acme().then(cancelled(BEN, CancellationCause.BY_ADMIN)).objections())
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void objectsToNothingElse() {
        assertThat(unconfirmed().then(new CustomerConfirmed(ACME)).objections()).isEmpty();
        assertThat(resentByTheMinute(5).objections()).isEmpty();
        assertThat(benIsBack(BEN.secondMembershipId(), BEN.membershipId()).objections())
                .isEmpty();
        assertThat(acme().by(OPERATOR)
                        .then(new UserRemoved(ACME, ANNA.membershipId(), ANNA.personId(), RemovalCause.BY_ADMIN, true))
                        .objections())
                .isEmpty();
        assertThat(withBen(ADMIN)
                        .then(endSet(ANNA, TOMORROW))
                        .at(TOMORROW)
                        .by(POLICY)
                        .then(removed(ANNA, RemovalCause.EXPIRED))
                        .objections())
                .isEmpty();
        assertThat(withBen(ADMIN)
                        .by(BEN.actor())
                        .then(invitedBy(BEN, CLEO))
                        .then(removed(BEN, RemovalCause.LEFT), cancelled(CLEO, CancellationCause.INVITER_LEFT))
                        .objections())
                .isEmpty();
        assertThat(acme().then(invited(BEN, TOMORROW))
                        .then(cancelled(BEN, CancellationCause.CUSTOMER_CLOSED), new CustomerClosed(ACME))
                        .objections())
                .isEmpty();
    }

    @Test
    void objectsToNothingInTheGeneralDataOfAnOrdinaryCustomer() {
        assertThat(acme().then(addressAdded(), invoiceRequested())
                        .by(POLICY)
                        .at(DUE.minus(WEEK))
                        .then(new PaymentReminderDue(ACME, DUE, false))
                        .at(DUE)
                        .then(new CustomerRestricted(ACME))
                        .by(OPERATOR)
                        .then(enabled(), new RestrictionLifted(ACME))
                        .by(ANNA.actor())
                        .then(new PaymentDefaultsSet(ACME, INVOICE, BERLIN))
                        .then(new PaymentMethodRemoved(ACME, INVOICE))
                        .then(new PaymentDefaultsSet(ACME, null, null))
                        .objections())
                .isEmpty();
    }

    /** At noon, by Anna, unless told otherwise. */
    static final class History {
        private final List<Act> acts = new ArrayList<>();
        private CustomerId customerId = ACME;
        private Actor actor = ANNA.actor();
        private final Set<Object> named = new HashSet<>();
        private Instant now = NOON;

        /** Projects name it. */
        History named(Object id) {
            named.add(id);
            return this;
        }

        History in(CustomerId other) {
            customerId = other;
            return this;
        }

        History by(Actor other) {
            actor = other;
            return this;
        }

        History at(Instant instant) {
            now = instant;
            return this;
        }

        /** In one act. */
        History then(CustomerEvent... events) {
            acts.add(new Act(customerId, actor, now, List.of(events)));
            return this;
        }

        List<Objection> objections() {
            var invariants = new Invariants(Groups.shipped(), new InvitationRules(WEEK, 2, 3));
            invariants.secretExists(LINK);
            invariants.namedByProjects().addAll(named);
            acts.forEach(invariants::record);
            return invariants.objections();
        }

        @Override
        public String toString() {
            var last = acts.getLast();
            return last.actor() + " at " + last.at() + ": " + last.events();
        }
    }

    private static History acceptedByBen() {
        return acme().then(invited(BEN, TOMORROW))
                .by(BEN.actor())
                .then(
                        new InvitationAccepted(ACME, BEN.invitationId(), BEN.membershipId(), BEN.personId()),
                        joined(BEN, BEN.membershipId(), EMPLOYEE, BEN.invitationId(), null));
    }

    private static CustomerEvent skipped(MembershipId membership) {
        return new PlannedAccessSkipped(ACME, BEN.invitationId(), membership, ALPHA, SkipReason.PROJECT_ENDED);
    }

    private static CustomerEvent invitedBack(FirmPerson person, FirmPerson former) {
        var key = KeyId.of(person.invitationId());
        return new UserInvited(
                ACME,
                person.invitationId(),
                person.nameAs(key),
                person.emailAs(key),
                EMPLOYEE,
                ANNA.membershipId(),
                LINK.hash(),
                NOON.plus(Duration.ofDays(31)),
                Language.EN,
                null,
                former.membershipId());
    }

    private static History acme() {
        return new History().then(opened(), joined(ANNA, ADMIN));
    }

    /** Paula opened Birch, and is the admin of the partner that it is. */
    private static History birch() {
        var key = KeyId.of(PAULA.personId());
        return new History()
                .in(BIRCH)
                .by(PAULA.actor())
                .then(
                        new CustomerOpened(
                                BIRCH, CustomerKind.PARTNER, "birch", "Birch", PAULA.personId(), false, null, null),
                        new UserJoined(
                                BIRCH,
                                PAULA.membershipId(),
                                PAULA.personId(),
                                PAULA.nameAs(key),
                                PAULA.emailAs(key),
                                Groups.PARTNER_ADMIN,
                                Language.EN,
                                null,
                                null));
    }

    /** Paula adds herself to ACME. */
    private static CustomerEvent[] throughBirch(Instant endsAt) {
        var key = KeyId.of(PAULA.personId());
        return new CustomerEvent[] {
            new UserJoined(
                    ACME,
                    PAULA.secondMembershipId(),
                    PAULA.personId(),
                    PAULA.nameAs(key),
                    PAULA.emailAs(key),
                    ADMIN,
                    Language.EN,
                    null,
                    null,
                    new PartnerMembership(BIRCH, PAULA.membershipId())),
            new MembershipEndSet(ACME, PAULA.secondMembershipId(), endsAt)
        };
    }

    private static History managedByBirch() {
        return birch().in(ACME)
                .by(ANNA.actor())
                .then(opened(), joined(ANNA, ADMIN))
                .by(OPERATOR)
                .then(managed());
    }

    private static History unconfirmed() {
        return new History().then(openedUnconfirmed(TOMORROW), joined(ANNA, ADMIN));
    }

    private static History withBen(GroupName group) {
        return acme().then(invited(BEN, BEN.invitationId(), group, ANNA.membershipId(), LINK, TOMORROW))
                .by(BEN.actor())
                .then(accepted(BEN)[0], joined(BEN, BEN.membershipId(), group, BEN.invitationId(), null))
                .by(ANNA.actor());
    }

    private static History benIsBack(MembershipId membership, @Nullable MembershipId former) {
        return withBen(EMPLOYEE)
                .then(removed(BEN, RemovalCause.BY_ADMIN))
                .then(invitedAgain(BEN))
                .by(BEN.actor())
                .then(
                        new InvitationAccepted(ACME, BEN.secondInvitationId(), membership, BEN.personId()),
                        joined(BEN, membership, EMPLOYEE, BEN.secondInvitationId(), former));
    }

    private static History resentByTheMinute(int times) {
        var history = acme().then(invited(BEN, TOMORROW));
        for (int minute = 1; minute <= times; minute++) {
            history.at(NOON.plus(Duration.ofMinutes(minute))).then(resent());
        }
        return history;
    }

    private static CustomerEvent resent() {
        return new InvitationResent(ACME, BEN.invitationId(), NEW_LINK.hash(), TOMORROW.plus(WEEK));
    }

    private static CustomerEvent invitedAgain(FirmPerson person) {
        return invited(
                person, person.secondInvitationId(), EMPLOYEE, ANNA.membershipId(), NEW_LINK, TOMORROW.plus(WEEK));
    }

    private static CustomerEvent invitedBy(FirmPerson inviter, FirmPerson person) {
        return invited(person, person.invitationId(), EMPLOYEE, inviter.membershipId(), LINK, TOMORROW.plus(WEEK));
    }

    private static CustomerEvent[] accepted(FirmPerson person) {
        return new CustomerEvent[] {
            new InvitationAccepted(ACME, person.invitationId(), person.membershipId(), person.personId()),
            joined(person, person.membershipId(), EMPLOYEE, person.invitationId(), null)
        };
    }
}
