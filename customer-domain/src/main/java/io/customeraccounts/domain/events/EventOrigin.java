package io.customeraccounts.domain.events;

/** The names under which an event's metadata say where it comes from (rule: History and audit). */
public final class EventOrigin {

    /** Who did it, as written by {@link io.customeraccounts.domain.values.Actor#asText()}. Always present. */
    public static final String ACTOR = "actor";

    /** The id of the command, or for a consequence the id of the event that caused it. Always present. */
    public static final String CAUSE = "cause";

    /** Why, in the words of the actor. Present where the actor gave or had to give one. */
    public static final String REASON = "reason";

    private EventOrigin() {}
}
