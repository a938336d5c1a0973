package io.customeraccounts.projections.testing;

import com.zaxxer.hikari.HikariDataSource;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.InstallationEvent;
import io.customeraccounts.domain.events.MessageEvent;
import io.customeraccounts.domain.events.ProjectEvent;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.projections.access.Grants;
import io.customeraccounts.projections.customers.Customers;
import io.customeraccounts.projections.generaldata.GeneralData;
import io.customeraccounts.projections.groups.SqlGroups;
import io.customeraccounts.projections.invitations.Invitations;
import io.customeraccounts.projections.ledger.Following;
import io.customeraccounts.projections.messages.Messages;
import io.customeraccounts.projections.persons.Persons;
import io.customeraccounts.projections.projects.Projects;
import io.customeraccounts.projections.testing.RandomHistory.Decision;
import io.customeraccounts.projections.users.Users;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The read tables on a database of their own, with the queries that read them and the projections that write them. */
public final class ReadSide implements AutoCloseable {

    public static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    /** The read tables, which the events alone determine, and their keys. */
    private static final Map<String, String> TABLES = Map.ofEntries(
            Map.entry("customer", "customer_id"),
            Map.entry("customer_user", "membership_id"),
            Map.entry("added_group", "group_id"),
            Map.entry("invitation", "invitation_id"),
            Map.entry("general_data", "customer_id"),
            Map.entry("billing_address", "billing_address_id"),
            Map.entry("payment_method", "payment_method_id"),
            Map.entry("project", "project_id"),
            Map.entry("project_location", "location_id"),
            Map.entry("project_access", "grant_id"),
            Map.entry("message", "message_id"),
            Map.entry("message_reading", "reading_id"));

    private static final List<String> OTHER_TABLES = List.of(
            "identifier_reservation",
            "project_identifier_reservation",
            "sign_up",
            "person",
            "person_address",
            "due",
            "person_customer",
            "open_grant",
            "access_end",
            "partner_access",
            "partner_access_end",
            "planned_access");

    /** Laid out and empty: emptying tables takes a tenth of the time of laying them out, or less. */
    private static final Map<Databases, Queue<HikariDataSource>> EMPTY =
            Map.of(Databases.H2, new ConcurrentLinkedQueue<>(), Databases.POSTGRES, new ConcurrentLinkedQueue<>());

    private final Databases kind;
    private final boolean reusable;
    public final HikariDataSource database;
    public final JdbcClient sql;
    public final TransactionTemplate transactions;
    public final PersonalDataVault vault;
    public final TestClock clock = new TestClock(NOON);
    public final Customers customers;
    public final Users users;
    public final Invitations invitations;
    public final Persons persons;
    public final GeneralData generalData;
    public final Projects projects;
    public final Grants grants;
    public final Messages messages;

    private final List<EventMessageHandler> projections;
    private final Map<String, Long> sequences = new HashMap<>();

    public ReadSide(Databases kind, PersonalDataVault vault) {
        this(kind, is -> vault, true);
    }

    /** @param vaultOf makes a vault that keeps its keys in the same database */
    public ReadSide(Databases kind, Function<ReadSide, PersonalDataVault> vaultOf) {
        this(kind, vaultOf, false);
    }

    private ReadSide(Databases kind, Function<ReadSide, PersonalDataVault> vaultOf, boolean reusable) {
        this.kind = kind;
        this.reusable = reusable;
        database = empty(kind);
        sql = JdbcClient.create(database);
        transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        customers = new Customers(sql, clock);
        users = new Users(sql, clock);
        invitations = new Invitations(sql, clock);
        persons = new Persons(sql, transactions);
        generalData = new GeneralData(sql, clock);
        projects = new Projects(sql, clock);
        messages = new Messages(sql, clock);
        grants = new Grants(sql, clock, Groups.shipped());
        vault = vaultOf.apply(this);
        projections = Stream.of(
                        Customers.projection(Customers.TABLE.live(sql), Groups.shipped()),
                        SqlGroups.projection(SqlGroups.TABLE.live(sql)),
                        Users.projection(Users.TABLE.live(sql), vault, Groups.shipped()),
                        Invitations.projection(Invitations.TABLE.live(sql), vault),
                        GeneralData.projection(GeneralData.TABLE.live(sql), vault),
                        GeneralData.billingAddressProjection(GeneralData.BILLING_ADDRESSES.live(sql), vault),
                        GeneralData.paymentMethodProjection(GeneralData.PAYMENT_METHODS.live(sql), vault),
                        Projects.projection(Projects.TABLE.live(sql)),
                        Projects.locationProjection(Projects.LOCATIONS.live(sql)),
                        Grants.projection(Grants.TABLE.live(sql)),
                        Messages.projection(Messages.TABLE.live(sql)),
                        Messages.readingProjection(Messages.READINGS.live(sql)))
                .<EventMessageHandler>map(AnnotationEventHandlerAdapter::new)
                .toList();
    }

    private static HikariDataSource empty(Databases kind) {
        var waiting = EMPTY.get(kind).poll();
        if (waiting != null) {
            return waiting;
        }
        var fresh = kind.laidOut();
        return fresh;
    }

    /** These happen now, in one transaction, one after the other. */
    public void happened(DomainEvent... events) {
        happened(new Decision(clock.instant(), List.of(events)));
    }

    /** This was decided at its own time, which is now from then on. */
    public void happened(Decision decision) {
        transactions.executeWithoutResult(transaction -> messages(decision).forEach(this::handle));
    }

    /** The events as they go into the store: each with an id that is the same on every
     * database, the next number of its customer or project, and its time. */
    public List<DomainEventMessage<DomainEvent>> messages(Decision decision) {
        clock.moveTo(decision.at());
        return decision.events().stream().map(this::message).toList();
    }

    private DomainEventMessage<DomainEvent> message(DomainEvent event) {
        return switch (event) {
            case CustomerEvent it -> message("customer", it.customerId().toString(), it);
            case InstallationEvent.GroupAdded it ->
                message("group", Story.id("group " + it.group()).toString(), it);
            case ProjectEvent it -> message("project", it.projectId().toString(), it);
            case MessageEvent it -> message("message", it.messageId().toString(), it);
        };
    }

    private DomainEventMessage<DomainEvent> message(String type, String id, DomainEvent event) {
        var sequence = sequences.merge(id, 0L, (last, first) -> last + 1);
        var eventId = Story.id("event %s %d".formatted(id, sequence)).toString();
        return new GenericDomainEventMessage<>(
                type, id, sequence, new GenericMessage<>(eventId, event, Map.of()), clock.instant());
    }

    public void handle(EventMessage<?> message) {
        Following.tell(message, projections);
    }

    /** Every row of every read table, as text, in the order of the keys. */
    public Map<String, List<String>> rows() {
        var rows = new TreeMap<String, List<String>>();
        TABLES.forEach((table, key) -> rows.put(
                table,
                sql.sql("select * from " + table + " order by " + key).query().listOfRows().stream()
                        .map(ReadSide::text)
                        .toList()));
        return rows;
    }

    private static String text(Map<String, Object> row) {
        return row.entrySet().stream()
                .map(column -> column.getKey() + "=" + text(column.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> "null";
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case Timestamp timestamp -> timestamp.toInstant().toString();
            case OffsetDateTime timestamp -> timestamp.toInstant().toString();
            default -> value.toString();
        };
    }

    /** See {@link Databases#isSomebodyWaitingForALock}. */
    public boolean isSomebodyWaitingForALock() {
        return kind.isSomebodyWaitingForALock(database);
    }

    /** A time after now. */
    public Instant in(Duration duration) {
        return clock.instant().plus(duration);
    }

    @Override
    public void close() {
        if (reusable) {
            // PostgreSQL would make new files for each truncated table and each of its indexes.
            Stream.concat(TABLES.keySet().stream(), OTHER_TABLES.stream())
                    .forEach(table -> sql.sql("delete from " + table).update());
            EMPTY.get(kind).add(database);
        } else {
            database.close();
        }
    }
}
