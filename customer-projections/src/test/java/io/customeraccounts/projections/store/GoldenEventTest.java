package io.customeraccounts.projections.store;

import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.CustomerEvent.AcceptanceRefused;
import io.customeraccounts.domain.events.CustomerEvent.BillingAddressAdded;
import io.customeraccounts.domain.events.CustomerEvent.BillingAddressChanged;
import io.customeraccounts.domain.events.CustomerEvent.BillingAddressRemoved;
import io.customeraccounts.domain.events.CustomerEvent.CancellationCause;
import io.customeraccounts.domain.events.CustomerEvent.CardPaymentAdded;
import io.customeraccounts.domain.events.CustomerEvent.CompanyAddressSet;
import io.customeraccounts.domain.events.CustomerEvent.ConfirmationResent;
import io.customeraccounts.domain.events.CustomerEvent.CostCentreSet;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerConfirmed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerExpired;
import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRenamed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRestricted;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAccepted;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAmended;
import io.customeraccounts.domain.events.CustomerEvent.InvitationCancelled;
import io.customeraccounts.domain.events.CustomerEvent.InvitationDeclined;
import io.customeraccounts.domain.events.CustomerEvent.InvitationExpired;
import io.customeraccounts.domain.events.CustomerEvent.InvitationLimitNeared;
import io.customeraccounts.domain.events.CustomerEvent.InvitationResent;
import io.customeraccounts.domain.events.CustomerEvent.InvitationUndelivered;
import io.customeraccounts.domain.events.CustomerEvent.InvoicePaymentRequested;
import io.customeraccounts.domain.events.CustomerEvent.KindChanged;
import io.customeraccounts.domain.events.CustomerEvent.ManagedCustomerCreated;
import io.customeraccounts.domain.events.CustomerEvent.ManagingPartnerChanged;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.PaymentDefaultsSet;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodEnabled;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodExpired;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodRemoved;
import io.customeraccounts.domain.events.CustomerEvent.PaymentReminderDue;
import io.customeraccounts.domain.events.CustomerEvent.PeopleSearched;
import io.customeraccounts.domain.events.CustomerEvent.PersonDataShown;
import io.customeraccounts.domain.events.CustomerEvent.PersonErased;
import io.customeraccounts.domain.events.CustomerEvent.PlannedAccessSkipped;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.events.CustomerEvent.RestrictionLifted;
import io.customeraccounts.domain.events.CustomerEvent.SepaMandateAdded;
import io.customeraccounts.domain.events.CustomerEvent.SkipReason;
import io.customeraccounts.domain.events.CustomerEvent.UserInvited;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.EventName;
import io.customeraccounts.domain.events.InstallationEvent;
import io.customeraccounts.domain.events.InstallationEvent.GroupAdded;
import io.customeraccounts.domain.events.MessageEvent.MessageAcknowledged;
import io.customeraccounts.domain.events.MessageEvent.MessageSent;
import io.customeraccounts.domain.events.ProjectEvent.AccessEndSet;
import io.customeraccounts.domain.events.ProjectEvent.LocationAdded;
import io.customeraccounts.domain.events.ProjectEvent.LocationRemoved;
import io.customeraccounts.domain.events.ProjectEvent.ProjectAccessRevoked;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.ProjectDeleted;
import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.events.ProjectEvent.ProjectPaymentChanged;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRenamed;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRoleChanged;
import io.customeraccounts.domain.events.ProjectEvent.ProjectTagsSet;
import io.customeraccounts.domain.events.ProjectEvent.QuotaSet;
import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.events.ProjectEvent.UserAssigned;
import io.customeraccounts.domain.events.ProjectEvent.UserUnassigned;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CardBrand;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.MessageId;
import io.customeraccounts.domain.values.MessageKind;
import io.customeraccounts.domain.values.PartnerMembership;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.PlannedAccess;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.domain.values.ProjectTag;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.Story;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The stored form of every event, frozen: what is in {@code golden/} has been written somewhere and must be readable for ever. */
class GoldenEventTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Secret.Hash HASH = new Secret("golden").hash();
    private static final KeyId KEY = KeyId.of(BEN.invitedTo(ACME));
    private static final ProjectId PROJECT = new ProjectId(Story.id("project"));
    private static final MessageId MESSAGE = new MessageId(Story.id("message"));
    private static final GrantId GRANT = new GrantId(Story.id("grant"));
    private static final PaymentMethodId PAYMENT = new PaymentMethodId(Story.id("payment method"));
    private static final BillingAddressId ADDRESS = new BillingAddressId(Story.id("billing address"));
    private static final ProjectId ALPHA = new ProjectId(Story.id("project alpha"));
    private static final List<PlannedAccess> PLAN = List.of(
            new PlannedAccess(ALPHA, ProjectRole.PROJECT_ADMIN, NOON),
            new PlannedAccess(new ProjectId(Story.id("project beta")), ProjectRole.PROJECT_READER, null));
    private static final JsonMapper JSON = new JsonMapper();

    private final EventSerializer serializer = new EventSerializer(new InMemoryVault(), Map.of());

    /** One of each, with every field present and none with the value it would have if it were absent. */
    static Stream<DomainEvent> events() {
        var acme = ACME.id();
        var invitation = BEN.invitedTo(ACME);
        var membership = BEN.in(ACME);
        var name = new Personal.Known(KEY, BEN.name());
        var email = new Personal.Known(KEY, BEN.email());
        return Stream.of(
                new CustomerOpened(acme, CustomerKind.CUSTOMER, "acme", "ACME", ANNA.id(), true, NOON, HASH),
                new ConfirmationResent(acme, HASH),
                new CustomerConfirmed(acme),
                new CustomerExpired(acme, "acme", ANNA.id()),
                new CustomerRenamed(acme, "ACME Group"),
                new CustomerClosed(acme),
                new UserInvited(
                        acme,
                        invitation,
                        name,
                        email,
                        Groups.CUSTOMER_EMPLOYEE,
                        ANNA.in(ACME),
                        HASH,
                        NOON,
                        Language.DE,
                        PLAN,
                        new MembershipId(Story.id("former membership"))),
                new InvitationAmended(acme, invitation, name, Groups.CUSTOMER_ADMIN, PLAN),
                new InvitationResent(acme, invitation, HASH, NOON.plusNanos(123_456_789)),
                new InvitationUndelivered(acme, invitation),
                new AcceptanceRefused(acme, invitation, BEN.id()),
                new InvitationAccepted(acme, invitation, membership, BEN.id()),
                new PlannedAccessSkipped(acme, invitation, membership, ALPHA, SkipReason.PROJECT_ENDED),
                new InvitationDeclined(acme, invitation),
                new InvitationCancelled(acme, invitation, CancellationCause.INVITER_LEFT),
                new InvitationExpired(acme, invitation),
                new InvitationLimitNeared(acme, 45, 50),
                new UserJoined(
                        acme,
                        membership,
                        BEN.id(),
                        name,
                        email,
                        Groups.CUSTOMER_EMPLOYEE,
                        Language.EN,
                        invitation,
                        new MembershipId(Story.id("former membership")),
                        new PartnerMembership(BOLT.id(), BEN.in(BOLT))),
                new GroupChanged(acme, membership, Groups.CUSTOMER_EMPLOYEE, Groups.CUSTOMER_ADMIN, true),
                new MembershipEndSet(acme, membership, NOON),
                new UserRemoved(acme, membership, BEN.id(), RemovalCause.BY_ADMIN, true),
                new PersonErased(acme, BEN.id()),
                new PeopleSearched(acme, 3),
                new PersonDataShown(acme, BEN.id()),
                new CompanyAddressSet(acme, own("DE\n10115\nBerlin\n\nHauptstr. 17")),
                new CostCentreSet(acme, own("4711")),
                new PaymentDefaultsSet(acme, PAYMENT, ADDRESS),
                new BillingAddressAdded(acme, ADDRESS, own("DE\n10115\nBerlin\n\nHauptstr. 17")),
                new BillingAddressChanged(acme, ADDRESS, own("DE\n20095\nHamburg\n\nAlter Wall 1")),
                new BillingAddressRemoved(acme, ADDRESS),
                new InvoicePaymentRequested(acme, PAYMENT),
                new PaymentMethodEnabled(acme, PAYMENT),
                new CardPaymentAdded(acme, PAYMENT, own("pm_1NxYzA2eZvKYlo2C"), CardBrand.VISA, own("1111"), NOON),
                new SepaMandateAdded(acme, PAYMENT, own("DE89370400440532013000"), own("M-17"), own("Anna Alder")),
                new PaymentMethodExpired(acme, PAYMENT),
                new PaymentMethodRemoved(acme, PAYMENT),
                new PaymentReminderDue(acme, NOON, true),
                new CustomerRestricted(acme),
                new RestrictionLifted(acme),
                new ManagedCustomerCreated(acme, "acme", "ACME", BOLT.id()),
                new ManagingPartnerChanged(acme, BOLT.id(), new CustomerId(Story.id("customer cone"))),
                new KindChanged(acme, CustomerKind.CUSTOMER, CustomerKind.PARTNER),
                new GroupAdded(
                        InstallationEvent.INSTALLATION,
                        new GroupName("BILLING_READER"),
                        CustomerKind.CUSTOMER,
                        List.of(Permission.VIEW_CUSTOMER, Permission.READ_HISTORY)),
                new ProjectCreated(
                        acme,
                        PROJECT,
                        "rocket",
                        "Rocket",
                        PAYMENT,
                        ADDRESS,
                        List.of(LocationName.GLOBAL, new LocationName("eu-north"))),
                new ProjectRenamed(acme, PROJECT, "Rocket 2"),
                new ProjectPaymentChanged(acme, PROJECT, PAYMENT, ADDRESS),
                new LocationAdded(acme, PROJECT, new LocationName("eu-north")),
                new LocationRemoved(acme, PROJECT, new LocationName("eu-north")),
                new ProjectTagsSet(acme, PROJECT, List.of(new ProjectTag("stage", "live"))),
                new QuotaSet(acme, PROJECT, new LocationName("eu-north"), 42L),
                new MessageSent(
                        acme, MESSAGE, new CustomerId(Story.id("partner")), MessageKind.SINGLE_READ_ONLY, "Hello"),
                new MessageAcknowledged(acme, MESSAGE, membership),
                new UserAssigned(acme, PROJECT, GRANT, membership, ProjectRole.PROJECT_USER, true, NOON, invitation),
                new ProjectRoleChanged(
                        acme, PROJECT, GRANT, membership, ProjectRole.PROJECT_USER, ProjectRole.PROJECT_ADMIN),
                new AccessEndSet(acme, PROJECT, GRANT, membership, NOON),
                new UserUnassigned(acme, PROJECT, GRANT, membership),
                new ProjectAccessRevoked(acme, PROJECT, GRANT, membership, RevocationCause.USER_REMOVED),
                new ProjectMarkedForDeletion(acme, PROJECT),
                new ProjectDeleted(acme, PROJECT));
    }

    private static Personal own(String value) {
        return new Personal.Known(KeyId.of(ACME.id()), value);
    }

    @Test
    void everyEventIsHereAndNothingElseIs() throws IOException {
        assertThat(events().map(Object::getClass))
                .hasSameElementsAs(EventName.all().values());
        try (var files = Files.list(GOLDEN)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(EventName.all().keySet().stream()
                            .map(name -> name + ".json")
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void writesWhatHasAlwaysBeenWritten(DomainEvent event) {
        var written = serializer.serialize(event, byte[].class);

        assertThat(new String(written.getData(), StandardCharsets.UTF_8)).isEqualTo(golden(event));
        assertThat(written.getType().getName()).isEqualTo(EventName.of(event.getClass()));
        assertThat(written.getType().getRevision()).isEqualTo("1");
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsWhatHasAlwaysBeenWritten(DomainEvent event) {
        assertThat(read(event, golden(event))).isEqualTo(sealed(event));
    }

    /**
     * What was stored before invitations could promise access to projects, and before partners' users could add themselves,
     * and is still stored where none of this is so.
     */
    static Stream<DomainEvent> eventsOfOldShape() {
        var name = new Personal.Known(KEY, BEN.name());
        return Stream.of(
                new UserInvited(
                        ACME.id(),
                        BEN.invitedTo(ACME),
                        name,
                        new Personal.Known(KEY, BEN.email()),
                        Groups.CUSTOMER_EMPLOYEE,
                        ANNA.in(ACME),
                        HASH,
                        NOON,
                        Language.DE),
                new InvitationAmended(ACME.id(), BEN.invitedTo(ACME), name, Groups.CUSTOMER_ADMIN),
                new UserJoined(
                        ACME.id(),
                        BEN.in(ACME),
                        BEN.id(),
                        name,
                        new Personal.Known(KEY, BEN.email()),
                        Groups.CUSTOMER_EMPLOYEE,
                        Language.EN,
                        BEN.invitedTo(ACME),
                        new MembershipId(Story.id("former membership"))));
    }

    @ParameterizedTest
    @MethodSource("eventsOfOldShape")
    void writesAndReadsWhatWasWrittenBeforeThereWereFurtherFields(DomainEvent event) throws IOException {
        var before = Files.readString(
                        Path.of("src/test/resources/golden-before").resolve(EventName.of(event.getClass()) + ".json"))
                .strip();

        assertThat(new String(serializer.serialize(event, byte[].class).getData(), StandardCharsets.UTF_8))
                .isEqualTo(before);
        assertThat(read(event, before)).isEqualTo(sealed(event));
    }

    @ParameterizedTest
    @MethodSource("events")
    void ignoresFieldsItDoesNotKnow(DomainEvent event) {
        var json = fields(event);
        json.put("later", "and unknown");
        json.putObject("nested").put("customerId", 7);

        assertThat(read(event, json.toString())).isEqualTo(sealed(event));
    }

    @ParameterizedTest
    @MethodSource("events")
    void leavesOutWhatIsAbsentAndReadsItAsAbsent(DomainEvent event) {
        var optional = Arrays.stream(event.getClass().getRecordComponents())
                .filter(component -> component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(component -> component.getName())
                .collect(Collectors.toSet());
        var json = fields(event);
        json.remove(optional);

        var sparse = read(event, json.toString());

        assertThat(JSON.readTree(serializer.serialize(sparse, byte[].class).getData()))
                .isEqualTo(json);
    }

    /** Were a field renamed or dropped, or a sample too poor to show it, this would notice. */
    @ParameterizedTest
    @MethodSource("events")
    void noticesEveryFieldThatGoesMissing(DomainEvent event) {
        assertThat(fields(event).propertyNames()).isEqualTo(componentsOf(event));
        for (var field : fields(event).propertyNames()) {
            var json = fields(event);
            JsonNode value = json.remove(field);
            json.set(field + "Renamed", value);

            assertThat(read(event, json.toString())).as("without " + field).isNotEqualTo(sealed(event));
        }
    }

    private static Set<String> componentsOf(DomainEvent event) {
        return Arrays.stream(event.getClass().getRecordComponents())
                .map(component -> component.getName())
                .collect(Collectors.toSet());
    }

    private DomainEvent read(DomainEvent like, String json) {
        return serializer.deserialize(new SimpleSerializedObject<>(
                json.getBytes(StandardCharsets.UTF_8), byte[].class, EventName.of(like.getClass()), "1"));
    }

    private static DomainEvent sealed(DomainEvent event) {
        return new PersonalSealing(new InMemoryVault()).sealed(event);
    }

    private static ObjectNode fields(DomainEvent event) {
        return (ObjectNode) JSON.readTree(golden(event));
    }

    private static String golden(DomainEvent event) {
        try {
            return Files.readString(GOLDEN.resolve(EventName.of(event.getClass()) + ".json"))
                    .strip();
        } catch (IOException e) {
            throw new AssertionError("no golden file for " + EventName.of(event.getClass()), e);
        }
    }
}
