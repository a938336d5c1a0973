package io.customeraccounts.domain.project;

import static io.customeraccounts.domain.project.ProjectStory.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.project.OwningCustomer.Standing;
import io.customeraccounts.domain.project.ProjectCommand.*;
import io.customeraccounts.domain.project.ProjectRefusal.*;
import io.customeraccounts.domain.values.*;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Who may give which command, and in which customers, judged at the moment of the decision. */
class WhoMayTest {

    /** A command, ready but for who gives it and in whose name. */
    record Order(Class<? extends ProjectCommand> type, BiFunction<CustomerId, Actor, ProjectCommand> command) {

        ProjectCommand by(Actor actor) {
            return in(ACME, actor);
        }

        ProjectCommand in(CustomerId customerId, Actor actor) {
            return command.apply(customerId, actor);
        }

        @Override
        public String toString() {
            return type.getSimpleName();
        }
    }

    private static final Actor INVITEE = new Actor.Invitee(CLEO.invitationId());

    /** What admins do in a project that is there. Dora is the one who tries; Ben has access and Cleo has not. */
    static final List<Order> CHANGES = List.of(
            new Order(
                    RenameProject.class,
                    (acme, actor) -> new RenameProject(acme, PORTAL, actor, new ProjectName("Shop"), null)),
            new Order(
                    ChangeProjectPayment.class,
                    (acme, actor) -> new ChangeProjectPayment(acme, PORTAL, actor, INVOICE, null, null)),
            new Order(AddLocation.class, (acme, actor) -> new AddLocation(acme, PORTAL, actor, OSLO)),
            new Order(RemoveLocation.class, (acme, actor) -> new RemoveLocation(acme, PORTAL, actor, BERLIN)),
            new Order(
                    SetProjectTags.class,
                    (acme, actor) ->
                            new SetProjectTags(acme, PORTAL, actor, List.of(new ProjectTag("stage", "live")), null)),
            new Order(
                    AssignUser.class,
                    (acme, actor) ->
                            new AssignUser(acme, PORTAL, actor, CLEO.grantId(), CLEO.membershipId(), USER, null, null)),
            new Order(
                    ChangeProjectRole.class,
                    (acme, actor) -> new ChangeProjectRole(acme, PORTAL, actor, BEN.grantId(), READER, null)),
            new Order(
                    SetAccessEnd.class,
                    (acme, actor) -> new SetAccessEnd(acme, PORTAL, actor, BEN.grantId(), NOON.plus(WEEK), null)),
            new Order(UnassignUser.class, (acme, actor) -> new UnassignUser(acme, PORTAL, actor, BEN.grantId(), null)),
            new Order(
                    DeleteProject.class,
                    (acme, actor) -> new DeleteProject(acme, PORTAL, actor, PORTAL_IDENTIFIER.value(), null)));

    private static final Order CREATION = new Order(
            CreateProject.class,
            (acme, actor) -> new CreateProject(
                    acme, PORTAL, actor, PORTAL_IDENTIFIER, new ProjectName("Portal"), null, null, List.of()));

    static final List<Order> ADMIN_COMMANDS =
            Stream.concat(Stream.of(CREATION), CHANGES.stream()).toList();

    /** What is nothing for the customer itself. */
    private static final Order QUOTA =
            new Order(SetQuota.class, (acme, actor) -> new SetQuota(acme, PORTAL, actor, BERLIN, new Quota(5), null));

    /** What the service does by itself. */
    static final List<Order> POLICY_COMMANDS = List.of(
            new Order(
                    RevokeProjectAccess.class,
                    (acme, actor) ->
                            new RevokeProjectAccess(acme, PORTAL, actor, BEN.grantId(), RevocationCause.USER_REMOVED)),
            new Order(ConfirmProjectDeletion.class, (acme, actor) -> new ConfirmProjectDeletion(acme, PORTAL, actor)));

    /** What a restricted customer must not do any more. */
    private static final Set<Class<?>> NEW = Set.of(CreateProject.class, AssignUser.class);

    @Test
    void isSaidForEveryCommand() {
        var said = Stream.of(ADMIN_COMMANDS, List.of(QUOTA), POLICY_COMMANDS)
                .flatMap(List::stream)
                .map(Order::type)
                .collect(Collectors.toSet());
        assertThat(said).isEqualTo(Set.of(ProjectCommand.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void anAdminMay(Order command) {
        before(command).member(DORA, ADMIN).when(command.by(DORA.actor())).succeeds();
    }

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void anOperatorMayAsTheEdgeHasJudgedThem(Order command) {
        before(command).when(command.by(OPERATOR)).succeeds();
    }

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void aPartnersUserMayNothingButWhatIsTheirs(Order command) {
        if (command.type() == SetProjectTags.class) {
            before(command).when(command.by(PARTNER)).succeeds();
        } else {
            before(command).when(command.by(PARTNER)).refused(notPermitted());
        }
    }

    @Test
    void aPartnersUserMayWhatTheirGroupInThePartnerAllows() {
        var tags = CHANGES.stream()
                .filter(order -> order.type() == SetProjectTags.class)
                .findFirst()
                .orElseThrow();
        for (var group : Groups.shipped().of(CustomerKind.PARTNER)) {
            judge(tags, group, Permission.EDIT_PROJECT_TAGS);
            judge(QUOTA, group, Permission.MANAGE_QUOTA);
        }
        portal().partnerUserIs(null).when(tags.by(PARTNER)).refused(new NotPermitted(Permission.EDIT_PROJECT_TAGS));
        portal().partnerUserIs(null).when(QUOTA.by(PARTNER)).refused(new NotPermitted(Permission.MANAGE_QUOTA));
    }

    private static void judge(Order command, Group group, Permission needed) {
        var outcome = portal().partnerUserIs(group.name()).when(command.by(PARTNER));
        if (group.allows(needed)) {
            outcome.succeeds();
        } else {
            outcome.refused(new NotPermitted(needed));
        }
    }

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void aClientMayAsTheEdgeHasJudgedItButNeverDelete(Order command) {
        if (command.type() == DeleteProject.class) {
            before(command).when(command.by(CLIENT)).refused(notPermitted());
        } else {
            before(command).when(command.by(CLIENT)).succeeds();
        }
    }

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void anEmployeeMayNot(Order command) {
        before(command).member(DORA, EMPLOYEE).when(command.by(DORA.actor())).refused(notPermitted());
    }

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void aProjectAdminMayNot(Order command) {
        var story = command.equals(CREATION)
                ? acme()
                : portal().happened(assigned(BEN, USER), assigned(CLEO, ProjectRole.PROJECT_ADMIN));
        story.when(command.by(CLEO.actor())).refused(notPermitted());
    }

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void somebodyElseMayNot(Order command) {
        before(command).when(command.by(DORA.actor())).refused(notPermitted());
        before(command).when(command.by(INVITEE)).refused(notPermitted());
        before(command).when(command.by(POLICY)).refused(notPermitted());
    }

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void anAdminMayUntilTheirEndDate(Order command) {
        var end = NOON.plus(Duration.ofHours(1));
        before(command)
                .member(DORA, ADMIN, end)
                .at(end.minusMillis(1))
                .when(command.by(DORA.actor()))
                .succeeds();
        before(command)
                .member(DORA, ADMIN, end)
                .at(end)
                .when(command.by(DORA.actor()))
                .refused(notPermitted());
    }

    @Test
    void aQuotaIsForPartnersAndOperatorsOnly() {
        portal().when(QUOTA.by(OPERATOR)).succeeds();
        portal().when(QUOTA.by(PARTNER)).succeeds();
        Stream.of(ANNA.actor(), BEN.actor(), DORA.actor(), CLIENT, INVITEE, POLICY)
                .forEach(actor -> portal().when(QUOTA.by(actor)).refused(new NotPermitted(Permission.MANAGE_QUOTA)));
        portal().when(QUOTA.in(BOLT, OPERATOR)).refused(new ProjectNotFound());
        portal().customerIs(Standing.CLOSED).when(QUOTA.by(OPERATOR)).refused(new CustomerIsClosed(ACME));
    }

    @ParameterizedTest
    @FieldSource("POLICY_COMMANDS")
    void onlyAPolicyMay(Order command) {
        before(command).when(command.by(POLICY)).succeeds();
        Stream.of(ANNA.actor(), CLIENT, OPERATOR, PARTNER, INVITEE)
                .forEach(actor -> before(command).when(command.by(actor)).refused(notPermitted()));
    }

    @ParameterizedTest
    @FieldSource("CHANGES")
    void anotherCustomersProjectIsNotFound(Order command) {
        before(command).when(command.in(BOLT, OPERATOR)).refused(new ProjectNotFound());
    }

    @ParameterizedTest
    @FieldSource("POLICY_COMMANDS")
    void anotherCustomersProjectIsNotFoundByAPolicy(Order command) {
        before(command).when(command.in(BOLT, POLICY)).refused(new ProjectNotFound());
    }

    // The customer's state

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void nobodyMayInACustomerThatCannotBeUsed(Order command) {
        before(command)
                .customerIs(Standing.PENDING_CONFIRMATION)
                .when(command.by(ANNA.actor()))
                .refused(new CustomerPendingConfirmation(ACME));
        before(command)
                .customerIs(Standing.EXPIRED)
                .when(command.by(ANNA.actor()))
                .refused(new CustomerIsExpired(ACME));
        before(command)
                .customerIs(Standing.CLOSED)
                .when(command.by(ANNA.actor()))
                .refused(new CustomerIsClosed(ACME));
    }

    @ParameterizedTest
    @FieldSource("ADMIN_COMMANDS")
    void aRestrictedCustomerKeepsWhatItHasAndGetsNothingNew(Order command) {
        var outcome = before(command).customerIs(Standing.RESTRICTED).when(command.by(ANNA.actor()));
        if (NEW.contains(command.type())) {
            outcome.refused(new CustomerIsRestricted(ACME));
        } else {
            outcome.succeeds();
        }
    }

    private static NotPermitted notPermitted() {
        return new NotPermitted(Permission.EDIT_CUSTOMER);
    }

    private static ProjectStory before(Order command) {
        return command.equals(CREATION) ? acme() : portal().happened(assigned(BEN, USER));
    }
}
