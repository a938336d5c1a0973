package io.customeraccounts.domain.values;

/** Who does something. Every event names one (rule: History and audit). */
public sealed interface Actor {

    /** Someone who is signed in, acting for themselves; what they may do follows from their membership, if any. */
    record Person(PersonId personId) implements Actor {}

    /** A partner's user, acting on a customer that the partner manages. */
    record PartnerUser(PersonId personId, CustomerId partnerId) implements Actor {}

    /** An installation's operator, acting anywhere; always with a reason. */
    record Operator(PersonId personId) implements Actor {}

    /** A program with credentials of its own; what it may do follows from the scopes of its token. */
    record Client(String clientId) implements Actor {}

    /** Whoever holds the link of an invitation mail, without being signed in. */
    record Invitee(InvitationId invitationId) implements Actor {}

    /** The service itself, following a rule. */
    record Policy(String name) implements Actor {}

    /** The stored form, {@code kind:id[:id]}, such as {@code person:0190...}; read back by {@link #parse}. */
    default String asText() {
        return switch (this) {
            case Person person -> "person:" + person.personId();
            case PartnerUser user -> "partner-user:" + user.personId() + ":" + user.partnerId();
            case Operator operator -> "operator:" + operator.personId();
            case Client client -> "client:" + client.clientId();
            case Invitee invitee -> "invitee:" + invitee.invitationId();
            case Policy policy -> "policy:" + policy.name();
        };
    }

    /** @throws IllegalArgumentException if the text is not what {@link #asText} writes */
    static Actor parse(String text) {
        var parts = text.split(":", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("not an actor: no kind");
        }
        var id = parts[1];
        return switch (parts[0]) {
            case "person" -> new Person(PersonId.parse(id));
            case "partner-user" -> {
                var ids = id.split(":", 2);
                if (ids.length != 2) {
                    throw new IllegalArgumentException("not an actor: no partner");
                }
                yield new PartnerUser(PersonId.parse(ids[0]), CustomerId.parse(ids[1]));
            }
            case "operator" -> new Operator(PersonId.parse(id));
            case "client" -> new Client(id);
            case "invitee" -> new Invitee(InvitationId.parse(id));
            case "policy" -> new Policy(id);
            default -> throw new IllegalArgumentException("not an actor: unknown kind");
        };
    }
}
