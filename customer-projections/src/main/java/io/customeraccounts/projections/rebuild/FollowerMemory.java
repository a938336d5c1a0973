package io.customeraccounts.projections.rebuild;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.EventMessageHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * All that a follower of the ledger remembers. It is rebuilt as one, by the same handlers, in copies of its tables.
 *
 * <p>Left out of the comparison is what work has moved on: {@code try_from}, which whoever takes something up moves ahead, and rows
 * about what is due already, which are gone when it is done, whether or not an event follows. In the memory of partners' access
 * only whether it is to be ended is compared, not by which event: that depends on which of two customers was followed first.
 */
public final class FollowerMemory {

    /** What the policies remember. Nothing in it is personal. */
    public static final FollowerMemory POLICIES = new FollowerMemory(
            "policies",
            MemoryTable.of("due", "subject_id", "customer_id", "project_id", "due_at", "cause")
                    .also("kind")
                    // Of a person who is in several customers that were never confirmed, the last one followed stands
                    // here.
                    .sameIf("l.kind <> 'ERASE_PERSON'")
                    .worked("c.due_at <= :now"),
            MemoryTable.of("person_customer", "person_id").also("customer_id"),
            MemoryTable.of(
                    "open_grant", "grant_id", "project_id", "customer_id", "membership_id", "cause", "because_of"),
            MemoryTable.of("access_end", "subject_id", "cause", "because_of"),
            MemoryTable.of(
                            "partner_access",
                            "membership_id",
                            "customer_id",
                            "partner_id",
                            "partner_membership_id",
                            "began_at")
                    .present("because_of"),
            MemoryTable.of("partner_access_end", "subject_id", "ended_at", "because_of"),
            MemoryTable.of("planned_access", "invitation_id", "planned", "membership_id")
                    .worked("c.membership_id is not null"));

    /** The lines of the history, and what was so from when to when. Nothing in it is personal. */
    public static final FollowerMemory HISTORY = new FollowerMemory(
            "history",
            MemoryTable.of(
                            "history_entry",
                            "event_id",
                            "position",
                            "occurred_at",
                            "name",
                            "customer_id",
                            "project_id",
                            "membership_id",
                            "person_id",
                            "invitation_id",
                            "actor",
                            "cause")
                    .inPartsBy("position"),
            past("past_customer", "customer_id", "identifier", "name", "kind", "state", "confirm_by", "payment_due_by"),
            past(
                    "past_user",
                    "membership_id",
                    "customer_id",
                    "person_id",
                    "invitation_id",
                    "group_name",
                    "ends_at",
                    "partner_id",
                    "partner_membership_id",
                    "partner_since"),
            past("past_invitation", "invitation_id", "customer_id", "group_name", "expires_at"),
            past(
                    "past_project",
                    "project_id",
                    "customer_id",
                    "identifier",
                    "name",
                    "state",
                    "payment_method_id",
                    "billing_address_id"),
            past("past_location", "location_id", "project_id", "location", "place"),
            past(
                    "past_general_data",
                    "customer_id",
                    "company_address_position",
                    "cost_centre_position",
                    "default_payment_method_id",
                    "default_billing_address_id"),
            past("past_billing_address", "billing_address_id", "customer_id", "address_position"),
            past(
                    "past_payment_method",
                    "payment_method_id",
                    "customer_id",
                    "kind",
                    "state",
                    "brand",
                    "expires_at",
                    "added_position"),
            past("past_grant", "grant_id", "customer_id", "project_id", "membership_id", "role", "ends_at"));

    private final String follower;
    private final List<MemoryTable> tables;
    private final Pattern names;

    public FollowerMemory(String follower, MemoryTable... tables) {
        this.follower = follower;
        this.tables = List.of(tables);
        this.names = Pattern.compile(Arrays.stream(tables)
                .map(MemoryTable::name)
                .collect(Collectors.joining("|", "(?<![\\w:.])(", ")(?!\\w)")));
    }

    private static MemoryTable past(String table, String key, String... values) {
        var usual = Stream.of("from_at", "to_position", "to_at", "ended_because", "node");
        return MemoryTable.of(
                        table, key, Stream.concat(usual, Arrays.stream(values)).toArray(String[]::new))
                .also("from_position")
                .inPartsBy("from_position");
    }

    /** The name of its processing group, which is also what its rebuild is called. */
    public String follower() {
        return follower;
    }

    List<MemoryTable> tables() {
        return tables;
    }

    /** The names of the live tables. */
    public List<String> tableNames() {
        return tables.stream().map(MemoryTable::name).toList();
    }

    /**
     * How its copies are filled.
     *
     * @param handlers what handles its events, remembering by the client that it is given and doing nothing else
     */
    public Source by(Function<JdbcClient, Collection<?>> handlers) {
        return new Source(this, handlers);
    }

    /** A memory, and what fills it. */
    public record Source(FollowerMemory memory, Function<JdbcClient, Collection<?>> handlers) {

        /** Those that write to the copies. */
        List<EventMessageHandler> intoCopies(JdbcClient sql) {
            JdbcClient toCopies =
                    statement -> sql.sql(memory.names.matcher(statement).replaceAll("$1_rebuild"));
            return handlers.apply(toCopies).stream()
                    .<EventMessageHandler>map(AnnotationEventHandlerAdapter::new)
                    .toList();
        }
    }
}
