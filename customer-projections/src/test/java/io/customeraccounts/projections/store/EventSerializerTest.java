package io.customeraccounts.projections.store;

import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.APOLLO;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.CLEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.domain.customer.Customer;
import io.customeraccounts.domain.events.CustomerEvent.AcceptanceRefused;
import io.customeraccounts.domain.events.CustomerEvent.CustomerConfirmed;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAmended;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.ProjectEvent.LocationAdded;
import io.customeraccounts.domain.events.ProjectEvent.ProjectDeleted;
import io.customeraccounts.domain.events.ProjectEvent.ProjectTagsSet;
import io.customeraccounts.domain.events.ProjectEvent.QuotaSet;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.project.Project;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.ProjectTag;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.Story;
import java.lang.reflect.Executable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.ConfigToken;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.GenericAggregateFactory;
import org.axonframework.eventsourcing.NoSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.FixedValueParameterResolver;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.ParameterResolver;
import org.axonframework.modelling.command.CommandHandlerInterceptor;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class EventSerializerTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    /** No command is handled here. */
    private static final ParameterResolver<?> NO_PORTS = new FixedValueParameterResolver<>(null);

    private final InMemoryVault vault = new InMemoryVault();
    private final EventSerializer serializer =
            new EventSerializer(vault, Map.of("customer.snapshot", Customer.class, "project.snapshot", Project.class));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "customer.never-heard-of",
                "java.lang.Runtime",
                "io.customeraccounts.domain.events.CustomerEvent$CustomerConfirmed",
                "org.axonframework.eventhandling.GlobalSequenceTrackingToken"
            })
    void refusesToReadWhatIsStoredUnderAnotherName(String name) {
        assertThatThrownBy(() -> serializer.classForType(new SimpleSerializedType(name, null)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(name);
        assertThatThrownBy(() ->
                        serializer.deserialize(new SimpleSerializedObject<>(bytes("{}"), byte[].class, name, null)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(name);
    }

    @Test
    void refusesToWriteWhatHasNoName() {
        assertThatThrownBy(() -> serializer.serialize(new GroupName("x"), byte[].class))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("GroupName");
        assertThatThrownBy(() -> serializer.typeForClass(DomainEvent.class)).isInstanceOf(SerializationException.class);
    }

    @Test
    void refusesToReadWhatIsNotTheJsonOfTheEvent() {
        assertThatThrownBy(() -> read("customer.confirmed", "{\"customerId\":\"acme\"}"))
                .isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> read("customer.confirmed", "{\"customerId\":"))
                .isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> read(
                        "customer.invitation-cancelled",
                        "{\"customerId\":\"" + ACME.id() + "\",\"cause\":\"NEVER_HEARD_OF\"}"))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void sealsPersonalValuesAndReadsThemWithoutOpening() {
        var invited = BEN.invited(ACME, ANNA, NOON);

        var stored = serializer.serialize(invited, byte[].class);

        assertThat(text(stored.getData())).doesNotContain(BEN.name()).doesNotContain(BEN.email());
        vault.destroy(KeyId.of(BEN.invitedTo(ACME)));
        assertThat(serializer.<byte[], DomainEvent>deserialize(stored))
                .isEqualTo(new PersonalSealing(otherVault()).sealed(invited));
    }

    @Test
    void refusesToWriteWhatIsErased() {
        var erased = new Personal.Erased(new KeyId(Story.id("gone")));
        var event = new InvitationAmended(ACME.id(), BEN.invitedTo(ACME), erased, null);

        assertThatThrownBy(() -> serializer.serialize(event, byte[].class))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsMetadataAsFlatTexts() {
        var metadata = MetaData.with("actor", "policy:x").and("cause", "1 \" 2");

        var stored = serializer.serialize(metadata, byte[].class);

        assertThat(text(stored.getData())).contains("\"actor\":\"policy:x\"");
        assertThat(serializer.<byte[], MetaData>deserialize(stored)).isEqualTo(metadata);
        assertThatThrownBy(() -> serializer.serialize(MetaData.with("attempts", 3), byte[].class))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("attempts");
    }

    @Test
    void givesUpcastersATree() {
        var stored = serializer.serialize(new CustomerConfirmed(ACME.id()), JsonNode.class);

        assertThat(stored.getData().get("customerId").stringValue())
                .isEqualTo(ACME.id().toString());
        assertThat(serializer.<JsonNode, DomainEvent>deserialize(stored)).isEqualTo(new CustomerConfirmed(ACME.id()));
    }

    @Test
    void hasAFormForNothing() {
        var nothing = serializer.serialize(null, byte[].class);

        assertThat(nothing.getType()).isEqualTo(SerializedType.emptyType());
        assertThat(serializer.<byte[], Object>deserialize(nothing)).isNull();
        assertThat(serializer.classForType(SerializedType.emptyType())).isEqualTo(Void.class);
        assertThat(serializer.typeForClass(null)).isEqualTo(SerializedType.emptyType());
    }

    static Stream<TrackingToken> tokens() {
        var ten = new GlobalSequenceTrackingToken(10);
        return Stream.of(
                ten,
                ReplayToken.createReplayToken(ten, new GlobalSequenceTrackingToken(4)),
                ReplayToken.createReplayToken(ten),
                ReplayToken.createReplayToken(ten, null, "what for"),
                new MergedTrackingToken(ten, new GlobalSequenceTrackingToken(12)),
                new MergedTrackingToken(null, ReplayToken.createReplayToken(ten)),
                ReplayToken.createReplayToken(new MergedTrackingToken(ten, new GlobalSequenceTrackingToken(12))),
                new ConfigToken(Map.of("id", "node")));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void readsBackEveryToken(TrackingToken token) {
        var stored = serializer.serialize(token, byte[].class);

        assertThat(serializer.<byte[], TrackingToken>deserialize(stored)).isEqualTo(token);
        assertThat(serializer.classForType(
                        new SimpleSerializedType(stored.getType().getName(), null)))
                .isEqualTo(token.getClass());
    }

    @Test
    void writesNoTokenThatItCouldNotReadBack() {
        var ten = new GlobalSequenceTrackingToken(10);

        assertThatThrownBy(() -> serializer.serialize(
                        ReplayToken.createReplayToken(ten, null, new GroupName("x")), byte[].class))
                .isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> serializer.serialize(
                        ReplayToken.createReplayToken(GapAwareTrackingToken.newInstance(1, Set.of())), byte[].class))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void keepsEveryFieldOfAnAggregateInItsSnapshot() {
        var customer = customer(Stream.of(
                        Stream.of(ACME.openedUntil(ANNA, NOON.plusSeconds(60)), ANNA.admin(ACME)),
                        Stream.of(BEN.invited(ACME, ANNA, NOON.plusSeconds(70))),
                        Stream.of(new AcceptanceRefused(ACME.id(), BEN.invitedTo(ACME), CLEO.id())),
                        Stream.of(BEN.accepted(ACME)),
                        Stream.of(new MembershipEndSet(ACME.id(), BEN.in(ACME), NOON.plusSeconds(80))),
                        Stream.of(CLEO.invited(ACME, ANNA, NOON.plusSeconds(90))),
                        Stream.of(BEN.removed(ACME)))
                .flatMap(events -> events)
                .toArray(DomainEvent[]::new));

        var stored = serializer.serialize(customer, byte[].class);

        assertThat(stored.getType().getName()).isEqualTo("customer.snapshot");
        assertThat(text(stored.getData())).contains(BEN.id().toString()).doesNotContain("@");
        var read = serializer.<byte[], Customer>deserialize(stored);
        assertThat(read).usingRecursiveComparison().isEqualTo(customer);
        assertThat(read).usingRecursiveComparison().isNotEqualTo(customer(ACME.opened(ANNA), ANNA.admin(ACME)));
    }

    @Test
    void keepsEveryFieldOfAProjectInItsSnapshot() {
        var project = project(
                APOLLO.created(),
                new LocationAdded(ACME.id(), APOLLO.id(), LocationName.parse("berlin")),
                new ProjectTagsSet(ACME.id(), APOLLO.id(), List.of(new ProjectTag("stage", "live"))),
                new QuotaSet(ACME.id(), APOLLO.id(), LocationName.parse("berlin"), 5L),
                APOLLO.assigned(BEN, NOON.plusSeconds(60)),
                APOLLO.assigned(ANNA),
                APOLLO.unassigned(ANNA),
                APOLLO.assigned(CLEO),
                new ProjectDeleted(ACME.id(), APOLLO.id()));

        var stored = serializer.serialize(project, byte[].class);

        assertThat(stored.getType().getName()).isEqualTo("project.snapshot");
        var read = serializer.<byte[], Project>deserialize(stored);
        assertThat(read).usingRecursiveComparison().isEqualTo(project);
        assertThat(read)
                .usingRecursiveComparison()
                .isNotEqualTo(project(APOLLO.created(), APOLLO.assigned(BEN, NOON.plusSeconds(60))));
        var marked = project(APOLLO.created(), APOLLO.assigned(CLEO), APOLLO.marked());
        assertThat(serializer.<byte[], Project>deserialize(serializer.serialize(marked, byte[].class)))
                .usingRecursiveComparison()
                .isEqualTo(marked);
    }

    private Customer customer(DomainEvent... events) {
        return aggregate(Customer.class, Customer.TYPE, ACME.id().toString(), events);
    }

    private Project project(DomainEvent... events) {
        return aggregate(Project.class, Project.TYPE, APOLLO.id().toString(), events);
    }

    private static boolean takesCommands(Executable handler) {
        return handler.isAnnotationPresent(CommandHandler.class)
                || handler.isAnnotationPresent(CommandHandlerInterceptor.class);
    }

    private <T> T aggregate(Class<T> type, String name, String id, DomainEvent... events) {
        var model = new AnnotatedAggregateMetaModelFactory(MultiParameterResolverFactory.ordered(
                        ClasspathParameterResolverFactory.forClass(type),
                        (handler, parameters, index) -> index > 0 && takesCommands(handler) ? NO_PORTS : null))
                .createModel(type);
        var sealing = new PersonalSealing(vault);
        var messages = IntStream.range(0, events.length)
                .mapToObj(i -> new GenericDomainEventMessage<>(
                        name, id, i, new GenericMessage<>(sealing.sealed(events[i])), NOON.plusSeconds(i)))
                .toList();
        var stream = DomainEventStream.of(messages);
        var aggregate = EventSourcedAggregate.initialize(
                new GenericAggregateFactory<>(model).createAggregateRoot(id, stream.peek()),
                model,
                null,
                NoSnapshotTriggerDefinition.TRIGGER);
        aggregate.initializeState(stream);
        return aggregate.getAggregateRoot();
    }

    static class Before {
        long count;
        Map<String, Before.Part> parts = new HashMap<>();

        record Part(int size) {}
    }

    static class WithAnotherField {
        long count;
        Map<String, WithAnotherField.Part> parts = new HashMap<>();
        boolean more;

        record Part(int size) {}
    }

    static class WithAnotherPart {
        long count;
        Map<String, WithAnotherPart.Part> parts = new HashMap<>();

        record Part(int size, @Nullable String name) {}
    }

    static class WithAnotherType {
        int count;
        Map<String, WithAnotherType.Part> parts = new HashMap<>();

        record Part(int size) {}
    }

    @Test
    void givesSnapshotsOfAChangedAggregateAnotherRevision() {
        assertThat(Stream.of(Before.class, WithAnotherField.class, WithAnotherPart.class, WithAnotherType.class)
                        .map(EventSerializerTest::shapeWithoutNames)
                        .distinct())
                .hasSize(4);
        assertThat(Shape.of(Before.class)).isEqualTo(Shape.of(Before.class)).hasSize(16);
    }

    /** What {@link Shape} hashes, but as if all these classes had the same name. */
    private static String shapeWithoutNames(Class<?> type) {
        return Shape.described(type).replace(type.getName(), "");
    }

    private DomainEvent read(String name, String json) {
        return serializer.deserialize(new SimpleSerializedObject<>(bytes(json), byte[].class, name, "1"));
    }

    private static InMemoryVault otherVault() {
        return new InMemoryVault();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
