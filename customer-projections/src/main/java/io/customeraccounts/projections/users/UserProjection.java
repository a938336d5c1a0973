package io.customeraccounts.projections.users;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.atOrNull;
import static io.customeraccounts.projections.tables.Columns.textOrNull;

import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerExpired;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.projections.paging.OrderKey;
import io.customeraccounts.projections.tables.Addresses;
import io.customeraccounts.projections.tables.TableWriter;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.jspecify.annotations.Nullable;

/** Keeps the table {@code customer_user}, in the transaction of the events. */
@ProcessingGroup("read-tables")
class UserProjection {

    private static final int MAX_SEARCHED_NAME = 800;

    private final TableWriter table;
    private final PersonalDataVault vault;
    private final Groups groups;

    UserProjection(TableWriter table, PersonalDataVault vault, Groups groups) {
        this.table = table;
        this.vault = vault;
        this.groups = groups;
    }

    @EventHandler
    void on(UserJoined event, @Timestamp Instant at, @SequenceNumber long sequence) {
        var id = event.membershipId().value();
        var opened = vault.openAll(List.of(event.fullName(), event.email()));
        var fullName = textOrNull(opened.getFirst());
        var email = textOrNull(opened.getLast());
        var byName = byName(id, fullName);
        var through = event.throughPartner();
        table.sql("""
                insert into {table}
                    (membership_id, customer_id, person_id, active_person, full_name, email, canonical_email,
                     group_name, language, invitation_id, former_membership_id, partner_id, partner_membership_id,
                     joined_at, version,
                     search_text, by_name, by_email, by_group, by_joined)
                values
                    (:key, :customer, :person, :person, :fullName, :email, :canonicalEmail,
                     :group, :language, :invitation, :formerMembership, :partner, :partnerMembership,
                     :joinedAt, :version,
                     :searchText, :byName, :byEmail, :byGroup, :byJoined)
                """)
                .param("key", id)
                .param("customer", event.customerId().value())
                .param("person", event.personId().value())
                .param("fullName", fullName)
                .param("email", email)
                .param("canonicalEmail", email == null ? null : Addresses.canonical(email))
                .param("group", event.group().value())
                .param("language", event.language().name())
                .param(
                        "invitation",
                        event.invitationId() == null
                                ? null
                                : event.invitationId().value())
                .param(
                        "formerMembership",
                        event.formerMembershipId() == null
                                ? null
                                : event.formerMembershipId().value())
                .param("partner", through == null ? null : through.partnerId().value())
                .param(
                        "partnerMembership",
                        through == null ? null : through.membershipId().value())
                .param("joinedAt", at(at))
                .param("version", sequence)
                .param("searchText", searchText(fullName, email))
                .param("byName", byName)
                .param("byEmail", byEmail(id, email))
                .param("byGroup", OrderKey.within(event.group().value(), byName))
                .param("byJoined", OrderKey.of(at, id))
                .update();
    }

    /** Whose name is erased comes before everyone else. */
    static byte[] byName(UUID membershipId, @Nullable String fullName) {
        return OrderKey.of(fullName == null ? "" : OrderKey.folded(fullName), membershipId);
    }

    static byte[] byEmail(UUID membershipId, @Nullable String email) {
        return OrderKey.of(email == null ? "" : Addresses.canonical(email), membershipId);
    }

    /** Name and address in one text, so that one look finds either; the line break keeps them apart. */
    private static @Nullable String searchText(@Nullable String fullName, @Nullable String email) {
        return fullName == null || email == null
                ? null
                : cut(OrderKey.folded(fullName)) + "\n" + OrderKey.folded(email) + "\n" + Addresses.canonical(email);
    }

    /** Some characters become eighteen when folded. */
    private static String cut(String text) {
        if (text.length() <= MAX_SEARCHED_NAME) {
            return text;
        }
        var splits = Character.isHighSurrogate(text.charAt(MAX_SEARCHED_NAME - 1));
        return text.substring(0, splits ? MAX_SEARCHED_NAME - 1 : MAX_SEARCHED_NAME);
    }

    @EventHandler
    void on(GroupChanged event, @Timestamp Instant at, @SequenceNumber long sequence) {
        table.sql("""
                update {table}
                set group_name = :group, by_group = cast(:beforeGroup as bytea) || by_name, version = :version
                where membership_id = :key
                """)
                .param("group", event.to().value())
                .param("beforeGroup", OrderKey.before(event.to().value()))
                .param("version", sequence)
                .param("key", event.membershipId().value())
                .update();
        if (admits(event.from()) && !admits(event.to())) {
            endWhatHangsOn("partner_membership_id", event.membershipId().value(), at);
        }
    }

    private boolean admits(GroupName name) {
        return groups.find(name)
                .filter(group -> group.allows(Permission.ENTER_MANAGED_CUSTOMER))
                .isPresent();
    }

    /**
     * Ends the memberships that hang on one in a partner, or on the partner, in the transaction that ends that: from then on
     * they give nothing, although the books of their customers do not say so yet.
     */
    private void endWhatHangsOn(String column, UUID id, Instant at) {
        table.sql("""
                update {table}
                set active_person = null, ended_at = :at, ended_because = 'PARTNER_ACCESS_ENDED',
                    by_name = null, by_email = null, by_group = null, by_joined = null
                where %s = :value and active_person is not null
                """.formatted(column)).param("at", at(at)).of(column, id).update();
    }

    @EventHandler
    void on(MembershipEndSet event, @SequenceNumber long sequence) {
        table.sql("update {table} set ends_at = :endsAt, version = :version where membership_id = :key")
                .param("endsAt", atOrNull(event.endsAt()))
                .param("version", sequence)
                .param("key", event.membershipId().value())
                .update();
        if (event.endsAt() != null) {
            // What hangs on it lasts no longer.
            table.sql("""
                    update {table} set ends_at = :endsAt
                    where partner_membership_id = :value and (ends_at is null or ends_at > :endsAt)
                    """)
                    .param("endsAt", at(event.endsAt()))
                    .of("partner_membership_id", event.membershipId().value())
                    .update();
        }
    }

    @EventHandler
    void on(CustomerClosed event, @Timestamp Instant at) {
        endWhatHangsOn("partner_id", event.customerId().value(), at);
    }

    @EventHandler
    void on(UserRemoved event, @Timestamp Instant at, @SequenceNumber long sequence) {
        table.sql("""
                update {table}
                set active_person = null, ended_at = coalesce(ended_at, :at),
                    ended_because = coalesce(ended_because, :cause), version = :version,
                    by_name = null, by_email = null, by_group = null, by_joined = null
                where membership_id = :key
                """)
                .param("at", at(at))
                .param("cause", event.cause().name())
                .param("version", sequence)
                .param("key", event.membershipId().value())
                .update();
        endWhatHangsOn("partner_membership_id", event.membershipId().value(), at);
    }

    /** Nobody else can have become a user of an account that was never confirmed. */
    @EventHandler
    void on(CustomerExpired event, @Timestamp Instant at) {
        table.sql("""
                update {table}
                set active_person = null, ended_at = :at,
                    full_name = null, email = null, canonical_email = null, search_text = null,
                    by_name = null, by_email = null, by_group = null, by_joined = null
                where customer_id = :value
                """)
                .param("at", at(at))
                .of("customer_id", event.customerId().value())
                .update();
    }
}
