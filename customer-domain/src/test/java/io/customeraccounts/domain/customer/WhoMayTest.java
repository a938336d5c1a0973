package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;
import static io.customeraccounts.domain.values.Permission.EDIT_CUSTOMER;
import static io.customeraccounts.domain.values.Permission.MANAGE_USERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.customer.CustomerCommand.*;
import io.customeraccounts.domain.customer.CustomerRefusal.NotPermitted;
import io.customeraccounts.domain.events.CustomerEvent.ManagingPartnerChanged;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.events.CustomerEvent.SkipReason;
import io.customeraccounts.domain.values.*;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Who may give which command, judged at the moment of the decision. */
class WhoMayTest {

    /** A command, ready but for who gives it. */
    record Order(Class<? extends CustomerCommand> type, Permission permission, Function<Actor, CustomerCommand> by) {

        CustomerCommand by(Actor actor) {
            return by.apply(actor);
        }

        @Override
        public String toString() {
            return type.getSimpleName();
        }
    }

    private static final FirmPerson EVE = new FirmPerson("e5e0", "Eve Elm", "eve@acme.example");
    private static final Actor INVITEE = new Actor.Invitee(CLEO.invitationId());

    /** What admins do, clients and operators too. Dora is the one who tries; Ben is a user and Cleo is invited. */
    static final List<Order> ADMIN_COMMANDS = List.of(
            new Order(
                    RenameCustomer.class,
                    EDIT_CUSTOMER,
                    actor -> new RenameCustomer(ACME, actor, new CustomerName("New"), null)),
            new Order(
                    CloseCustomer.class,
                    EDIT_CUSTOMER,
                    actor -> new CloseCustomer(ACME, actor, ACME_IDENTIFIER.value())),
            new Order(
                    ResendConfirmation.class,
                    MANAGE_USERS,
                    actor -> new ResendConfirmation(ACME, actor, NEW_LINK.hash())),
            new Order(
                    InviteUser.class,
                    MANAGE_USERS,
                    actor -> new InviteUser(
                            ACME,
                            actor,
                            EVE.invitationId(),
                            EVE.profile().fullName(),
                            EVE.address(),
                            null,
                            null,
                            LINK.hash(),
                            Language.EN)),
            new Order(
                    AmendInvitation.class,
                    MANAGE_USERS,
                    actor -> new AmendInvitation(ACME, actor, CLEO.invitationId(), null, ADMIN, null)),
            new Order(
                    ResendInvitation.class,
                    MANAGE_USERS,
                    actor -> new ResendInvitation(ACME, actor, CLEO.invitationId(), NEW_LINK.hash())),
            new Order(
                    CancelInvitation.class,
                    MANAGE_USERS,
                    actor -> new CancelInvitation(ACME, actor, CLEO.invitationId())),
            new Order(
                    ChangeGroup.class,
                    MANAGE_USERS,
                    actor -> new ChangeGroup(ACME, actor, BEN.membershipId(), ADMIN, null)),
            new Order(
                    SetMembershipEnd.class,
                    MANAGE_USERS,
                    actor -> new SetMembershipEnd(ACME, actor, BEN.membershipId(), NOON.plus(WEEK), null)),
            new Order(
                    RemoveUser.class,
                    MANAGE_USERS,
                    actor -> new RemoveUser(ACME, actor, BEN.membershipId(), false, null)),
            new Order(
                    SetCompanyAddress.class,
                    EDIT_CUSTOMER,
                    actor -> new SetCompanyAddress(ACME, actor, address("Berlin"), null)),
            new Order(
                    SetCostCentre.class,
                    EDIT_CUSTOMER,
                    actor -> new SetCostCentre(ACME, actor, new TextLine("4711"), null)),
            new Order(
                    SetPaymentDefaults.class,
                    EDIT_CUSTOMER,
                    actor -> new SetPaymentDefaults(ACME, actor, null, BERLIN, null)),
            new Order(
                    AddBillingAddress.class,
                    EDIT_CUSTOMER,
                    actor ->
                            new AddBillingAddress(ACME, actor, new BillingAddressId(ACME.value()), address("Hamburg"))),
            new Order(
                    ChangeBillingAddress.class,
                    EDIT_CUSTOMER,
                    actor -> new ChangeBillingAddress(ACME, actor, BERLIN, address("Hamburg"), null)),
            new Order(
                    RemoveBillingAddress.class,
                    EDIT_CUSTOMER,
                    actor -> new RemoveBillingAddress(ACME, actor, BERLIN, null)),
            new Order(
                    RequestInvoicePayment.class,
                    EDIT_CUSTOMER,
                    actor -> new RequestInvoicePayment(ACME, actor, new PaymentMethodId(ACME.value()))),
            new Order(
                    AddCardPayment.class,
                    EDIT_CUSTOMER,
                    actor -> new AddCardPayment(
                            ACME,
                            actor,
                            CARD,
                            new PaymentCard(
                                    new PaymentCard.Token("pm_1NxYzA2eZvKYlo2C"),
                                    CardBrand.VISA,
                                    new PaymentCard.LastDigits("1111"),
                                    YearMonth.parse("2027-01")))),
            new Order(
                    AddSepaMandate.class,
                    EDIT_CUSTOMER,
                    actor -> new AddSepaMandate(
                            ACME,
                            actor,
                            MANDATE,
                            new SepaMandate(
                                    new Iban("DE89370400440532013000"),
                                    new SepaMandate.Reference("M-17"),
                                    new FullName("Anna Alder")))),
            new Order(
                    RemovePaymentMethod.class,
                    EDIT_CUSTOMER,
                    actor -> new RemovePaymentMethod(ACME, actor, INVOICE, null)));

    /** What the service does by itself. */
    private static final List<Order> POLICY_COMMANDS = List.of(
            new Order(ExpireCustomer.class, MANAGE_USERS, actor -> new ExpireCustomer(ACME, actor)),
            new Order(
                    ExpireInvitation.class,
                    MANAGE_USERS,
                    actor -> new ExpireInvitation(ACME, actor, CLEO.invitationId())),
            new Order(
                    ExpireMembership.class,
                    MANAGE_USERS,
                    actor -> new ExpireMembership(ACME, actor, BEN.membershipId())),
            new Order(
                    SkipPlannedAccess.class,
                    MANAGE_USERS,
                    actor -> new SkipPlannedAccess(ACME, actor, CLEO.invitationId(), ALPHA, SkipReason.PROJECT_ENDED)),
            new Order(
                    ReportUndelivered.class,
                    MANAGE_USERS,
                    actor -> new ReportUndelivered(ACME, actor, CLEO.invitationId(), LINK.hash())),
            new Order(
                    EndPartnerAccess.class,
                    MANAGE_USERS,
                    actor -> new EndPartnerAccess(ACME, actor, PAULA.membershipId())),
            new Order(ExpirePaymentMethod.class, MANAGE_USERS, actor -> new ExpirePaymentMethod(ACME, actor, INVOICE)),
            new Order(RemindOfPayment.class, MANAGE_USERS, actor -> new RemindOfPayment(ACME, actor)),
            new Order(RestrictCustomer.class, MANAGE_USERS, actor -> new RestrictCustomer(ACME, actor)));

    /** What an operator only does. */
    private static final Set<Class<?>> OPERATOR_COMMANDS =
            Set.of(EnablePaymentMethod.class, TransferCustomer.class, BecomePartner.class, BecomeCustomer.class);

    /** What a partner's users do, and operators; the tests of these commands say who may. */
    private static final Set<Class<?>> PARTNER_COMMANDS =
            Set.of(CreateManagedCustomer.class, AddMyself.class, RecordPeopleSearch.class, RecordPersonDataShown.class);

    /** What people do for themselves; the tests of these commands say who may. */
    private static final Set<Class<?>> OWN_COMMANDS = Set.of(
            OpenCustomer.class,
            ConfirmCustomer.class,
            AcceptInvitation.class,
            DeclineInvitation.class,
            ErasePerson.class,
            LeaveCustomer.class);

    @Test
    void isSaidForEveryCommand() {
        var said = Stream.of(
                        ADMIN_COMMANDS.stream().map(Order::type),
                        POLICY_COMMANDS.stream().map(Order::type),
                        OPERATOR_COMMANDS.stream(),
                        PARTNER_COMMANDS.stream(),
                        OWN_COMMANDS.stream())
                .flatMap(Function.identity())
                .collect(Collectors.toSet());
        assertThat(said).isEqualTo(Set.of(CustomerCommand.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void anAdminMay(Order command) {
        story().happened(joined(DORA, ADMIN)).when(command.by(DORA.actor())).succeeds();
    }

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void aClientAnOperatorAndAPartnerMayAsTheEdgeHasJudgedThem(Order command) {
        story().when(command.by(CLIENT)).succeeds();
        story().when(command.by(OPERATOR)).succeeds();
        story().when(command.by(PARTNER)).succeeds();
    }

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void aPartnersUserMayNotOnceTheyHaveLostTheRightOrTheirPartnerTheCustomer(Order command) {
        var missing = new NotPermitted(Permission.ADMINISTER_PEOPLE);
        story().paulaMayNot(Permission.ADMINISTER_PEOPLE)
                .when(command.by(PARTNER))
                .refused(missing);
        story().happened(new ManagingPartnerChanged(ACME, BIRCH, null))
                .when(command.by(PARTNER))
                .refused(missing);
    }

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void anEmployeeMayNot(Order command) {
        story().happened(joined(DORA, EMPLOYEE)).when(command.by(DORA.actor())).refused(missing(command));
    }

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void somebodyElseMayNot(Order command) {
        story().when(command.by(DORA.actor())).refused(missing(command));
        story().when(command.by(INVITEE)).refused(missing(command));
        story().when(command.by(POLICY)).refused(missing(command));
    }

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void anAdminMayNotOnceRemoved(Order command) {
        story().happened(joined(DORA, ADMIN), removed(DORA, RemovalCause.BY_ADMIN))
                .when(command.by(DORA.actor()))
                .refused(missing(command));
    }

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void anAdminMayNotOnceDemoted(Order command) {
        story().happened(joined(DORA, ADMIN), demoted(DORA))
                .when(command.by(DORA.actor()))
                .refused(missing(command));
    }

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void aFormerAdminWhoIsBackAsAnEmployeeMayNot(Order command) {
        story().happened(
                        joined(DORA, ADMIN),
                        removed(DORA, RemovalCause.LEFT),
                        joined(DORA, DORA.secondMembershipId(), EMPLOYEE, DORA.invitationId(), DORA.membershipId()))
                .when(command.by(DORA.actor()))
                .refused(missing(command));
    }

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void anAdminMayUntilTheirEndDate(Order command) {
        var end = NOON.plus(Duration.ofHours(1));
        story().happened(joined(DORA, ADMIN), endSet(DORA, end))
                .at(end.minusMillis(1))
                .when(command.by(DORA.actor()))
                .succeeds();
        story().happened(joined(DORA, ADMIN), endSet(DORA, end))
                .at(end)
                .when(command.by(DORA.actor()))
                .refused(missing(command));
    }

    @ParameterizedTest
    @FieldSource("POLICY_COMMANDS")
    void onlyAPolicyMay(Order command) {
        story().when(command.by(POLICY)).succeeds();
        Stream.of(ANNA.actor(), CLIENT, OPERATOR, PARTNER, INVITEE)
                .forEach(actor -> story().when(command.by(actor)).refused(new NotPermitted(MANAGE_USERS)));
    }

    private static CustomerStory story() {
        return acme().happened(
                        NOON.minusSeconds(60),
                        managed(),
                        joined(BEN, EMPLOYEE),
                        invited(CLEO, NOON.plus(WEEK)),
                        addressAdded(),
                        invoiceRequested());
    }

    private static NotPermitted missing(Order command) {
        return new NotPermitted(command.permission());
    }
}
