package io.customeraccounts.projections.invitations;

import static io.customeraccounts.projections.tables.Columns.at;
import static io.customeraccounts.projections.tables.Columns.textOrNull;

import io.customeraccounts.domain.events.CustomerEvent.InvitationAccepted;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAmended;
import io.customeraccounts.domain.events.CustomerEvent.InvitationCancelled;
import io.customeraccounts.domain.events.CustomerEvent.InvitationDeclined;
import io.customeraccounts.domain.events.CustomerEvent.InvitationExpired;
import io.customeraccounts.domain.events.CustomerEvent.InvitationResent;
import io.customeraccounts.domain.events.CustomerEvent.InvitationUndelivered;
import io.customeraccounts.domain.events.CustomerEvent.PlannedAccessSkipped;
import io.customeraccounts.domain.events.CustomerEvent.UserInvited;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.InvitationState;
import io.customeraccounts.projections.paging.OrderKey;
import io.customeraccounts.projections.tables.Addresses;
import io.customeraccounts.projections.tables.Plans;
import io.customeraccounts.projections.tables.TableWriter;
import java.time.Instant;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;

/** Keeps the table {@code invitation}, in the transaction of the events. */
@ProcessingGroup("read-tables")
class InvitationProjection {

    private final TableWriter table;
    private final PersonalDataVault vault;

    InvitationProjection(TableWriter table, PersonalDataVault vault) {
        this.table = table;
        this.vault = vault;
    }

    @EventHandler
    void on(UserInvited event, @Timestamp Instant at, @SequenceNumber long sequence) {
        var id = event.invitationId().value();
        var opened = vault.openAll(List.of(event.fullName(), event.email()));
        var email = textOrNull(opened.getLast());
        table.sql("""
                insert into {table}
                    (invitation_id, customer_id, full_name, email, pending_email, group_name, language, state,
                     secret_hash, invited_by, invited_at, expires_at, sent_at, resends, delivery, version, by_invited,
                     planned_access, former_membership_id)
                values
                    (:key, :customer, :fullName, :email, :pendingEmail, :group, :language, 'PENDING',
                     :secretHash, :invitedBy, :at, :expiresAt, :at, 0, 'SENT', :version, :byInvited,
                     :planned, :former)
                """)
                .param("key", id)
                .param("customer", event.customerId().value())
                .param("fullName", textOrNull(opened.getFirst()))
                .param("email", email)
                .param("pendingEmail", email == null ? null : Addresses.canonical(email))
                .param("group", event.group().value())
                .param("language", event.language().name())
                .param("secretHash", event.secret().value())
                .param(
                        "invitedBy",
                        event.invitedBy() == null ? null : event.invitedBy().value())
                .param("at", at(at))
                .param("expiresAt", at(event.expiresAt()))
                .param("version", sequence)
                .param("byInvited", OrderKey.of(at, id))
                .param("planned", Plans.text(event.plannedAccess()))
                .param(
                        "former",
                        event.formerMembershipId() == null
                                ? null
                                : event.formerMembershipId().value())
                .update();
    }

    @EventHandler
    void on(InvitationAmended event, @SequenceNumber long sequence) {
        table.sql("""
                        update {table}
                        set full_name = case when :newName then :fullName else full_name end,
                            group_name = coalesce(:group, group_name),
                            planned_access = case when :newPlan then :planned else planned_access end,
                            version = :version
                        where invitation_id = :key
                        """)
                // An erased name is none, but not unchanged either.
                .param("newName", event.fullName() != null)
                .param("fullName", event.fullName() == null ? null : textOrNull(vault.open(event.fullName())))
                .param("group", event.group() == null ? null : event.group().value())
                .param("newPlan", event.plannedAccess() != null)
                .param("planned", Plans.text(event.plannedAccess()))
                .param("version", sequence)
                .param("key", event.invitationId().value())
                .update();
    }

    @EventHandler
    void on(InvitationResent event, @Timestamp Instant at, @SequenceNumber long sequence) {
        table.sql("""
                update {table}
                set secret_hash = :secretHash, expires_at = :expiresAt, sent_at = :at, resends = resends + 1,
                    delivery = 'SENT', version = :version
                where invitation_id = :key
                """)
                .param("secretHash", event.secret().value())
                .param("expiresAt", at(event.expiresAt()))
                .param("at", at(at))
                .param("version", sequence)
                .param("key", event.invitationId().value())
                .update();
    }

    @EventHandler
    void on(InvitationUndelivered event, @SequenceNumber long sequence) {
        table.sql("update {table} set delivery = 'FAILED', version = :version where invitation_id = :key")
                .param("version", sequence)
                .param("key", event.invitationId().value())
                .update();
    }

    @EventHandler
    void on(InvitationAccepted event, @Timestamp Instant at, @SequenceNumber long sequence) {
        table.sql("""
                update {table}
                set state = 'ACCEPTED', pending_email = null, ended_at = :at, membership_id = :membership,
                    version = :version
                where invitation_id = :key
                """)
                .param("at", at(at))
                .param("membership", event.membershipId().value())
                .param("version", sequence)
                .param("key", event.invitationId().value())
                .update();
    }

    @EventHandler
    void on(PlannedAccessSkipped event, @SequenceNumber long sequence) {
        table.sql("""
                update {table}
                set skipped_access = concat(skipped_access, :skipped), version = :version
                where invitation_id = :key
                """)
                .param("skipped", event.projectId() + " " + event.reason() + "\n")
                .param("version", sequence)
                .param("key", event.invitationId().value())
                .update();
    }

    @EventHandler
    void on(InvitationDeclined event, @Timestamp Instant at, @SequenceNumber long sequence) {
        end(event.invitationId(), InvitationState.DECLINED, at, sequence);
    }

    @EventHandler
    void on(InvitationExpired event, @Timestamp Instant at, @SequenceNumber long sequence) {
        end(event.invitationId(), InvitationState.EXPIRED, at, sequence);
    }

    private void end(InvitationId id, InvitationState state, Instant at, long sequence) {
        table.sql("""
                update {table}
                set state = :state, pending_email = null, ended_at = :at, version = :version
                where invitation_id = :key
                """)
                .param("state", state.name())
                .param("at", at(at))
                .param("version", sequence)
                .param("key", id.value())
                .update();
    }

    @EventHandler
    void on(InvitationCancelled event, @Timestamp Instant at, @SequenceNumber long sequence) {
        table.sql("""
                update {table}
                set state = 'CANCELLED', pending_email = null, ended_at = :at, cancelled_because = :cause,
                    version = :version
                where invitation_id = :key
                """)
                .param("at", at(at))
                .param("cause", event.cause().name())
                .param("version", sequence)
                .param("key", event.invitationId().value())
                .update();
    }
}
