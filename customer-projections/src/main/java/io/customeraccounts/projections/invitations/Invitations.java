package io.customeraccounts.projections.invitations;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.instant;
import static io.customeraccounts.projections.tables.Columns.instantOrNull;
import static io.customeraccounts.projections.tables.Columns.textOrNull;
import static io.customeraccounts.projections.tables.Columns.uuid;
import static io.customeraccounts.projections.tables.Columns.uuidOrNull;
import static java.util.stream.Collectors.toMap;

import io.customeraccounts.domain.events.CustomerEvent.CancellationCause;
import io.customeraccounts.domain.events.CustomerEvent.SkipReason;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.InvitationState;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.customers.CustomerState;
import io.customeraccounts.projections.paging.OrderKey;
import io.customeraccounts.projections.paging.Page;
import io.customeraccounts.projections.paging.Page.Keyed;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.tables.Plans;
import io.customeraccounts.projections.tables.ReadTable;
import io.customeraccounts.projections.tables.TableWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The invitations, as the events up to the last acknowledged command left them. Whether one is still pending is judged by
 * the clock at each question.
 */
public final class Invitations {

    /** Nobody is invited by more customers at once; the oldest are left out. */
    private static final int MAX_OFFERS = 200;

    public static final ReadTable TABLE = new ReadTable(
            "invitation",
            "invitation_id",
            List.of("pending_email", "customer_id"),
            Set.of("full_name", "email", "pending_email", "secret_hash"));

    private final JdbcClient sql;
    private final Clock clock;

    /** @param clock says which invitations have expired */
    public Invitations(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** The event handlers that keep the table {@code invitation}; live, for the processing group {@code read-tables}. */
    public static Object projection(TableWriter table, PersonalDataVault vault) {
        return new InvitationProjection(table, vault);
    }

    public Optional<InvitationRow> find(CustomerId customerId, InvitationId invitationId) {
        var now = clock.instant();
        return sql.sql("""
                        select i.*, inviter.full_name as inviter_name
                        from invitation i left join customer_user inviter on inviter.membership_id = i.invited_by
                        where i.invitation_id = :invitation and i.customer_id = :customer
                        """)
                .param("invitation", invitationId.value())
                .param("customer", customerId.value())
                .query((row, number) -> read(row, now))
                .optional();
    }

    /**
     * The invitations of the customer, the newest first.
     *
     * @param state as the clock sees it; absent for all
     * @throws io.customeraccounts.projections.paging.MalformedCursor if the cursor does not come from the same list: same
     *     customer and state
     */
    public Page<InvitationRow> page(CustomerId customerId, @Nullable InvitationState state, PageRequest request) {
        var list = "invitations of " + customerId + " " + (state == null ? "" : state.name());
        var start = request.start(list);
        var now = clock.instant();
        // H2 goes through an index in its order only if told to order by all of its columns.
        var found = sql.sql("""
                        select i.*, inviter.full_name as inviter_name
                        from invitation i left join customer_user inviter on inviter.membership_id = i.invited_by
                        where i.customer_id = :customer and i.by_invited < :start
                          %s
                        order by i.customer_id desc, %s i.by_invited desc
                        limit :limit
                        """.formatted(
                        condition(state), state == null || state == InvitationState.EXPIRED ? "" : "i.state desc,"))
                .param("customer", customerId.value())
                .param("start", start == null ? OrderKey.highest() : start)
                .param("now", at(now))
                .param("limit", request.limit() + 1)
                .query((row, number) -> new Keyed<>(row.getBytes("by_invited"), read(row, now)))
                .list();
        return Page.of(found, request, list);
    }

    private static String condition(@Nullable InvitationState state) {
        if (state == null) {
            return "";
        }
        return switch (state) {
            case PENDING -> "and i.state = 'PENDING' and i.expires_at > :now";
            case EXPIRED -> "and (i.state = 'EXPIRED' or i.state = 'PENDING' and i.expires_at <= :now)";
            case ACCEPTED, DECLINED, CANCELLED -> "and i.state = '" + state.name() + "'";
        };
    }

    /** The invitation whose last mail has the secret with this hash, whatever has become of it. */
    public Optional<InvitationOffer> bySecret(Secret.Hash hash) {
        return offer("i.secret_hash = :it", hash.value());
    }

    /** The invitation as its invitee sees it, whatever has become of it; who may see it is for the caller to judge. */
    public Optional<InvitationOffer> byId(InvitationId invitationId) {
        return offer("i.invitation_id = :it", invitationId.value());
    }

    private Optional<InvitationOffer> offer(String condition, Object it) {
        var now = clock.instant();
        return sql.sql("""
                        select i.*, inviter.full_name as inviter_name,
                               c.name as customer_name, c.state as customer_state, c.confirm_by,
                               c.payment_due_by
                        from invitation i
                             join customer c on c.customer_id = i.customer_id
                             left join customer_user inviter on inviter.membership_id = i.invited_by
                        where %s
                        """.formatted(condition))
                .param("it", it)
                .query((row, number) -> readOffer(row, now))
                .optional();
    }

    /**
     * What any of the addresses can accept now, the newest first, at most {@value #MAX_OFFERS}. Not those of customers
     * that are not confirmed, or have ended.
     *
     * @param verified addresses that are proven to be the person's
     */
    public List<InvitationOffer> offersTo(Collection<EmailAddress> verified) {
        if (verified.isEmpty()) {
            return List.of();
        }
        var now = clock.instant();
        return sql.sql("""
                        select i.*, inviter.full_name as inviter_name,
                               c.name as customer_name, c.state as customer_state, c.confirm_by,
                               c.payment_due_by
                        from invitation i
                             join customer c on c.customer_id = i.customer_id
                             left join customer_user inviter on inviter.membership_id = i.invited_by
                        where i.pending_email in (:emails) and i.expires_at > :now
                          and c.state in ('ACTIVE', 'NO_ADMIN')
                        order by i.by_invited desc
                        limit :limit
                        """)
                .param("emails", verified.stream().map(EmailAddress::canonical).toList())
                .param("now", at(now))
                .param("limit", MAX_OFFERS)
                .query((row, number) -> readOffer(row, now))
                .list();
    }

    /**
     * Removes name and address of an invitation whose key is destroyed. Replaying the events gives the same row from then
     * on.
     */
    public void blank(InvitationId invitationId) {
        TABLE.heldWithCopy(sql)
                .forEach(table -> sql.sql("""
                update %s set full_name = null, email = null, pending_email = null
                where invitation_id = :invitation
                """.formatted(table))
                        .param("invitation", invitationId.value())
                        .update());
    }

    private static InvitationRow read(ResultSet row, Instant now) throws SQLException {
        var expiresAt = instant(row, "expires_at");
        var state = state(row, expiresAt, now);
        return new InvitationRow(
                new InvitationId(uuid(row, "invitation_id")),
                new CustomerId(uuid(row, "customer_id")),
                textOrNull(row, "full_name"),
                textOrNull(row, "email"),
                new GroupName(row.getString("group_name")),
                Language.valueOf(row.getString("language")),
                state,
                Delivery.valueOf(row.getString("delivery")),
                membershipId(uuidOrNull(row, "invited_by")),
                textOrNull(row, "inviter_name"),
                instant(row, "invited_at"),
                instant(row, "sent_at"),
                row.getInt("resends"),
                expiresAt,
                endedAt(row, state, expiresAt),
                cancellationCause(textOrNull(row, "cancelled_because")),
                membershipId(uuidOrNull(row, "membership_id")),
                Plans.parse(textOrNull(row, "planned_access")),
                skipped(textOrNull(row, "skipped_access")),
                membershipId(uuidOrNull(row, "former_membership_id")),
                row.getLong("version"));
    }

    private static Map<ProjectId, SkipReason> skipped(@Nullable String text) {
        return text == null
                ? Map.of()
                : text.lines()
                        .map(line -> List.of(line.split(" ", -1)))
                        .collect(toMap(
                                words -> ProjectId.parse(words.get(0)), words -> SkipReason.valueOf(words.get(1))));
    }

    private static InvitationOffer readOffer(ResultSet row, Instant now) throws SQLException {
        var expiresAt = instant(row, "expires_at");
        var state = state(row, expiresAt, now);
        return new InvitationOffer(
                new InvitationId(uuid(row, "invitation_id")),
                new CustomerId(uuid(row, "customer_id")),
                row.getString("customer_name"),
                CustomerState.at(
                        now,
                        CustomerState.valueOf(row.getString("customer_state")),
                        instantOrNull(row, "confirm_by"),
                        instantOrNull(row, "payment_due_by")),
                textOrNull(row, "full_name"),
                textOrNull(row, "email"),
                textOrNull(row, "inviter_name"),
                new GroupName(row.getString("group_name")),
                Language.valueOf(row.getString("language")),
                state,
                expiresAt,
                endedAt(row, state, expiresAt));
    }

    private static InvitationState state(ResultSet row, Instant expiresAt, Instant now) throws SQLException {
        var recorded = InvitationState.valueOf(row.getString("state"));
        return recorded == InvitationState.PENDING && !now.isBefore(expiresAt) ? InvitationState.EXPIRED : recorded;
    }

    private static @Nullable Instant endedAt(ResultSet row, InvitationState state, Instant expiresAt)
            throws SQLException {
        return state == InvitationState.EXPIRED ? expiresAt : instantOrNull(row, "ended_at");
    }

    private static @Nullable MembershipId membershipId(@Nullable UUID value) {
        return value == null ? null : new MembershipId(value);
    }

    private static @Nullable CancellationCause cancellationCause(@Nullable String value) {
        return value == null ? null : CancellationCause.valueOf(value);
    }
}
