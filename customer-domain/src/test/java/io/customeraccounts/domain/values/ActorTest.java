package io.customeraccounts.domain.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActorTest {

    private static final UUID ID = UUID.fromString("01990000-0000-7000-8000-00000000000a");
    private static final UUID OTHER = UUID.fromString("01990000-0000-7000-8000-00000000000b");

    private static final List<Actor> ACTORS = List.of(
            new Actor.Person(new PersonId(ID)),
            new Actor.PartnerUser(new PersonId(ID), new CustomerId(OTHER)),
            new Actor.Operator(new PersonId(ID)),
            new Actor.Client("a-client"),
            new Actor.Client("urn:example:client"),
            new Actor.Invitee(new InvitationId(ID)),
            new Actor.Policy("ExpireInvitationsWhenDue"));

    @ParameterizedTest
    @FieldSource("ACTORS")
    void isReadBackAsItWasWritten(Actor actor) {
        assertThat(Actor.parse(actor.asText())).isEqualTo(actor);
    }

    @Test
    void isWrittenAsKindAndId() {
        assertThat(ACTORS.stream().map(Actor::asText))
                .containsExactly(
                        "person:" + ID,
                        "partner-user:" + ID + ":" + OTHER,
                        "operator:" + ID,
                        "client:a-client",
                        "client:urn:example:client",
                        "invitee:" + ID,
                        "policy:ExpireInvitationsWhenDue");
    }

    @Test
    void isShownHereInEveryKind() {
        assertThat(ACTORS.stream().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(Arrays.stream(Actor.class.getPermittedSubclasses()).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "person",
                "person:",
                "person:anna",
                "person:0-0-0-0-0",
                "person:01990000-0000-7000-8000-00000000000A",
                "Person:01990000-0000-7000-8000-00000000000a",
                "partner-user:01990000-0000-7000-8000-00000000000a",
                "partner-user:01990000-0000-7000-8000-00000000000a:",
                "operator:01990000-0000-7000-8000-00000000000a:01990000-0000-7000-8000-00000000000b",
                "nobody:01990000-0000-7000-8000-00000000000a"
            })
    void isNotReadFromAnythingElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Actor.parse(text));
    }
}
