package io.customeraccounts.api.mail;

import io.customeraccounts.api.mail.MailContent.Recipient;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.Secret;
import io.customeraccounts.projections.rebuild.FollowerMemory;
import io.customeraccounts.projections.rebuild.MemoryTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** What has to be known of customers, users and pending invitations in order to write to people. */
class MailMemory {

    /** With what {@link MailProjects} remembers. Names and addresses stand in it as in the events, encrypted. */
    static final FollowerMemory REBUILDABLE = new FollowerMemory(
            MailFollower.PROCESSING_GROUP,
            MemoryTable.of("mail_customer", "customer_id", "name", "confirm_by", "confirmation", "opener")
                    .hidden("confirmation"),
            MemoryTable.of(
                            "mail_user",
                            "membership_id",
                            "customer_id",
                            "full_name",
                            "email",
                            "language",
                            "manages_users",
                            "ends_at")
                    .hidden("full_name", "email"),
            MemoryTable.of(
                            "mail_invitation",
                            "invitation_id",
                            "customer_id",
                            "full_name",
                            "email",
                            "language",
                            "group_name",
                            "invited_by",
                            "expires_at",
                            "secret_hash")
                    .hidden("full_name", "email", "secret_hash"),
            MemoryTable.of("mail_project", "project_id", "customer_id", "name"),
            MemoryTable.of("mail_grant", "grant_id", "customer_id", "project_id", "membership_id"));

    /**
     * An account that has not ended.
     *
     * @param confirmBy absent if nothing has to be confirmed any more
     * @param confirmation the hash of the secret that confirms; absent likewise
     * @param opener absent until it is known
     */
    record Customer(
            CustomerId customerId,
            String name,
            @Nullable Instant confirmBy,
            Secret.@Nullable Hash confirmation,
            @Nullable MembershipId opener) {}

    /** @param endsAt absent if the membership has no end */
    record User(
            MembershipId membershipId,
            CustomerId customerId,
            Recipient recipient,
            boolean managesUsers,
            @Nullable Instant endsAt) {}

    /**
     * An invitation that has not ended by an event.
     *
     * @param invitedBy absent if no user invited
     */
    record Invitation(
            InvitationId invitationId,
            CustomerId customerId,
            Recipient recipient,
            GroupName group,
            @Nullable MembershipId invitedBy,
            Instant expiresAt,
            Secret.Hash secret) {}

    /**
     * What to write to a user about.
     *
     * @param name that of the customer
     * @param user absent if it is none, or none any more
     */
    record Membership(String name, @Nullable User user) {}

    private final JdbcClient sql;

    MailMemory(JdbcClient sql) {
        this.sql = sql;
    }

    void add(Customer customer) {
        var confirmation = customer.confirmation();
        sql.sql("""
                insert into mail_customer (customer_id, name, confirm_by, confirmation)
                values (:customer, :name, :confirmBy, :confirmation)
                on conflict do nothing
                """)
                .param("customer", customer.customerId().value())
                .param("name", customer.name())
                .param("confirmBy", utc(customer.confirmBy()))
                .param("confirmation", confirmation == null ? null : confirmation.value())
                .update();
    }

    void rename(CustomerId id, String name) {
        sql.sql("update mail_customer set name = :name where customer_id = :customer")
                .param("name", name)
                .param("customer", id.value())
                .update();
    }

    void setOpener(CustomerId id, MembershipId opener) {
        sql.sql("update mail_customer set opener = :opener where customer_id = :customer")
                .param("opener", opener.value())
                .param("customer", id.value())
                .update();
    }

    void setConfirmation(CustomerId id, Secret.Hash confirmation) {
        sql.sql("update mail_customer set confirmation = :confirmation where customer_id = :customer")
                .param("confirmation", confirmation.value())
                .param("customer", id.value())
                .update();
    }

    void confirm(CustomerId id) {
        sql.sql("update mail_customer set confirm_by = null, confirmation = null where customer_id = :customer")
                .param("customer", id.value())
                .update();
    }

    Optional<Customer> customer(CustomerId id) {
        return sql.sql("select * from mail_customer where customer_id = :customer")
                .param("customer", id.value())
                .query(MailMemory::customer)
                .optional();
    }

    /** Forgets the customer with everything in it. */
    void forget(CustomerId id) {
        for (var table : List.of("mail_grant", "mail_project", "mail_invitation", "mail_user", "mail_customer")) {
            sql.sql("delete from " + table + " where customer_id = :customer")
                    .param("customer", id.value())
                    .update();
        }
    }

    void add(User user) {
        recipient("""
                        insert into mail_user (membership_id, customer_id, full_name, email, language, manages_users)
                        values (:membership, :customer, :fullName, :email, :language, :managesUsers)
                        on conflict do nothing
                        """, user.recipient())
                .param("membership", user.membershipId().value())
                .param("customer", user.customerId().value())
                .param("managesUsers", user.managesUsers())
                .update();
    }

    void setManagesUsers(MembershipId id, boolean managesUsers) {
        sql.sql("update mail_user set manages_users = :managesUsers where membership_id = :membership")
                .param("managesUsers", managesUsers)
                .param("membership", id.value())
                .update();
    }

    void setEnd(MembershipId id, @Nullable Instant endsAt) {
        sql.sql("update mail_user set ends_at = :endsAt where membership_id = :membership")
                .param("endsAt", utc(endsAt))
                .param("membership", id.value())
                .update();
    }

    Optional<User> user(MembershipId id) {
        return sql.sql("select * from mail_user where membership_id = :membership")
                .param("membership", id.value())
                .query(MailMemory::user)
                .optional();
    }

    /** The customer's name together with a user; empty if the customer has ended. */
    Optional<Membership> membership(CustomerId customerId, @Nullable MembershipId id) {
        return sql.sql("""
                        select c.name, u.* from mail_customer c left join mail_user u on u.membership_id = :membership
                        where c.customer_id = :customer
                        """)
                .param("membership", id == null ? null : id.value())
                .param("customer", customerId.value())
                .query((row, number) -> new Membership(
                        row.getString("name"), row.getObject("membership_id") == null ? null : user(row, number)))
                .optional();
    }

    /** Who can manage the customer's users at that time. */
    List<User> admins(CustomerId id, Instant at) {
        return sql.sql("""
                select * from mail_user
                where customer_id = :customer and manages_users and (ends_at is null or ends_at > :at)
                order by membership_id
                """)
                .param("customer", id.value())
                .param("at", utc(at))
                .query(MailMemory::user)
                .list();
    }

    void forget(MembershipId id) {
        sql.sql("delete from mail_user where membership_id = :membership")
                .param("membership", id.value())
                .update();
    }

    void add(Invitation invitation) {
        var invitedBy = invitation.invitedBy();
        recipient("""
                        insert into mail_invitation (invitation_id, customer_id, full_name, email, language, group_name,
                            invited_by, expires_at, secret_hash)
                        values (:invitation, :customer, :fullName, :email, :language, :group,
                            :invitedBy, :expiresAt, :secret)
                        on conflict do nothing
                        """, invitation.recipient())
                .param("invitation", invitation.invitationId().value())
                .param("customer", invitation.customerId().value())
                .param("group", invitation.group().value())
                .param("invitedBy", invitedBy == null ? null : invitedBy.value())
                .param("expiresAt", utc(invitation.expiresAt()))
                .param("secret", invitation.secret().value())
                .update();
    }

    /** Changes what is given and keeps what is absent. */
    void amend(InvitationId id, @Nullable Personal fullName, @Nullable GroupName group) {
        sql.sql("""
                update mail_invitation
                set full_name = coalesce(:fullName, full_name), group_name = coalesce(:group, group_name)
                where invitation_id = :invitation
                """)
                .param("fullName", fullName == null ? null : text(fullName))
                .param("group", group == null ? null : group.value())
                .param("invitation", id.value())
                .update();
    }

    void renew(InvitationId id, Secret.Hash secret, Instant expiresAt) {
        sql.sql("""
                update mail_invitation set secret_hash = :secret, expires_at = :expiresAt
                where invitation_id = :invitation
                """)
                .param("secret", secret.value())
                .param("expiresAt", utc(expiresAt))
                .param("invitation", id.value())
                .update();
    }

    Optional<Invitation> invitation(InvitationId id) {
        return sql.sql("select * from mail_invitation where invitation_id = :invitation")
                .param("invitation", id.value())
                .query(MailMemory::invitation)
                .optional();
    }

    List<Invitation> invitations(CustomerId id) {
        return sql.sql("select * from mail_invitation where customer_id = :customer")
                .param("customer", id.value())
                .query(MailMemory::invitation)
                .list();
    }

    void forget(InvitationId id) {
        sql.sql("delete from mail_invitation where invitation_id = :invitation")
                .param("invitation", id.value())
                .update();
    }

    private StatementSpec recipient(String statement, Recipient recipient) {
        return sql.sql(statement)
                .param("fullName", text(recipient.fullName()))
                .param("email", text(recipient.email()))
                .param("language", recipient.language().name());
    }

    private static Customer customer(ResultSet row, int number) throws SQLException {
        var confirmation = row.getString("confirmation");
        return new Customer(
                new CustomerId(id(row, "customer_id")),
                row.getString("name"),
                instant(row, "confirm_by"),
                confirmation == null ? null : new Secret.Hash(confirmation),
                membership(row, "opener"));
    }

    private static User user(ResultSet row, int number) throws SQLException {
        return new User(
                new MembershipId(id(row, "membership_id")),
                new CustomerId(id(row, "customer_id")),
                recipient(row),
                row.getBoolean("manages_users"),
                instant(row, "ends_at"));
    }

    private static Invitation invitation(ResultSet row, int number) throws SQLException {
        return new Invitation(
                new InvitationId(id(row, "invitation_id")),
                new CustomerId(id(row, "customer_id")),
                recipient(row),
                new GroupName(row.getString("group_name")),
                membership(row, "invited_by"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                new Secret.Hash(row.getString("secret_hash")));
    }

    private static Recipient recipient(ResultSet row) throws SQLException {
        return new Recipient(
                personal(row.getString("email")),
                personal(row.getString("full_name")),
                Language.valueOf(row.getString("language")));
    }

    private static UUID id(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private static @Nullable MembershipId membership(ResultSet row, String column) throws SQLException {
        var id = row.getObject(column, UUID.class);
        return id == null ? null : new MembershipId(id);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static String text(Personal value) {
        if (!(value instanceof Personal.Sealed sealed)) {
            throw new IllegalArgumentException("personal values are remembered as they come from the store");
        }
        return sealed.key() + ":" + sealed.ciphertext();
    }

    private static Personal personal(String text) {
        var parts = text.split(":", 2);
        return new Personal.Sealed(KeyId.parse(parts[0]), parts[1]);
    }
}
