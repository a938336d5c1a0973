package io.customeraccounts.projections.privacy;

import static io.customeraccounts.projections.testing.ReadSide.NOON;
import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BEN;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.CustomerExpired;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAmended;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.policies.ErasePersonsWhoNeverConfirmed;
import io.customeraccounts.domain.policies.ReadableCopies;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.privacy.PersonalDataVault.KeyDestroyed;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.projections.policymemory.SqlCustomersOfPersons;
import io.customeraccounts.projections.policymemory.SqlDueSheet;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story;
import io.customeraccounts.projections.testing.Waiting;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.crypto.spec.SecretKeySpec;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Rule: Privacy. A command that is under way while a person is erased leaves no readable copy of them. */
@ParameterizedClass
@EnumSource
class ErasedMeanwhileTest {

    private final Databases kind;
    private final ExecutorService elsewhere = Executors.newSingleThreadExecutor();
    private ReadSide is;

    ErasedMeanwhileTest(Databases kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        is = new ReadSide(
                kind, it -> new JdbcPersonalDataVault(it.sql, it.clock, new SecretKeySpec(new byte[32], "AES")));
        is.happened(ACME.opened(ANNA));
    }

    @AfterEach
    void close() {
        elsewhere.shutdownNow();
        is.close();
    }

    @Test
    void whoIsErasedWhileTheyJoinHasNoReadableName() throws Exception {
        inTransaction(() -> seal(KeyId.of(BEN.id()), "so that there is a key"));

        meanwhile(this::benJoins, this::eraseBen);

        assertThat(is.users.presentOrFormer(BEN.in(ACME))).hasValueSatisfying(ben -> {
            assertThat(ben.fullName()).isNull();
            assertThat(ben.email()).isNull();
        });
    }

    @Test
    void whoIsErasedWhileTheyJoinForTheFirstTimeHasNoReadableName() throws Exception {
        meanwhile(this::benJoins, this::eraseBen);

        assertThat(is.users.presentOrFormer(BEN.in(ACME)))
                .hasValueSatisfying(ben -> assertThat(ben.fullName()).isNull());
    }

    @Test
    void anInvitationThatIsErasedWhileItIsAmendedHasNoReadableName() throws Exception {
        is.happened(BEN.invited(ACME, null, NOON.plus(Duration.ofDays(7))));
        var key = KeyId.of(BEN.invitedTo(ACME));
        inTransaction(() -> seal(key, "so that there is a key"));

        meanwhile(
                () -> new InvitationAmended(ACME.id(), BEN.invitedTo(ACME), seal(key, "Benjamin Beech"), null), () -> {
                    is.vault.destroy(key);
                    is.invitations.blank(BEN.invitedTo(ACME));
                });

        assertThat(is.invitations.find(ACME.id(), BEN.invitedTo(ACME)))
                .hasValueSatisfying(ben -> assertThat(ben.fullName()).isNull());
    }

    @Test
    void whoeverIsBeingErasedDoesNotJoin() throws Exception {
        inTransaction(() -> seal(KeyId.of(BEN.id()), "so that there is a key"));

        var joins = inTransaction(() -> {
            eraseBen();
            var waiting = elsewhere.submit(() -> inTransaction(() -> happens(benJoins())));
            untilDoneOrWaiting(waiting);
            return waiting;
        });

        assertThatThrownBy(() -> joins.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(KeyDestroyed.class);
        assertThat(is.users.presentOrFormer(BEN.in(ACME))).isEmpty();
    }

    /** Nobody has followed that they join when the time comes to erase them, and they may not even have joined yet. */
    @Test
    void whoNeverConfirmedIsKeptWhenTheyJoinElsewhereInTheLastMoment() throws Exception {
        var erasing = benNeverConfirmed();

        meanwhile(this::benJoins, () -> erasing.act(NOON.plus(Duration.ofHours(1))));

        assertThat(is.users.presentOrFormer(BEN.in(ACME)))
                .hasValueSatisfying(ben -> assertThat(ben.fullName()).isEqualTo(BEN.name()));
        assertThat(is.vault.open(seal(KeyId.of(BEN.id()), "readable"))).isInstanceOf(Personal.Known.class);
    }

    @Test
    void whoNeverConfirmedIsErasedWhenTheyJoinedNowhere() throws Exception {
        benNeverConfirmed().act(NOON.plus(Duration.ofHours(1)));

        assertThatThrownBy(() -> seal(KeyId.of(BEN.id()), "anything")).isInstanceOf(KeyDestroyed.class);
    }

    /** An account of theirs has expired at noon, which has been followed. */
    private ErasePersonsWhoNeverConfirmed benNeverConfirmed() throws Exception {
        var copies = new ReadableCopies() {
            @Override
            public void erase(PersonId personId) {
                is.users.blank(personId);
            }

            @Override
            public void erase(InvitationId invitationId) {
                is.invitations.blank(invitationId);
            }
        };
        var policy = new ErasePersonsWhoNeverConfirmed(
                new SqlDueSheet(is.sql),
                new SqlCustomersOfPersons(is.sql),
                is.vault,
                copies,
                new SpringTransactionManager(new JdbcTransactionManager(is.database)));
        var expired = new CustomerExpired(BOLT.id(), "bolt", BEN.id());
        inTransaction(() -> seal(KeyId.of(BEN.id()), "so that there is a key"));
        is.happened(BOLT.openedUntil(BEN, NOON), BEN.admin(BOLT), expired);
        new AnnotationEventHandlerAdapter(policy)
                .handle(new GenericEventMessage<>(
                        new GenericMessage<>(Story.id("expired").toString(), expired, Map.of()), () -> NOON));
        return policy;
    }

    /** The event happens; before it is committed, the erasure begins. */
    private void meanwhile(Supplier<CustomerEvent> event, Runnable erasure) throws Exception {
        var erased = inTransaction(() -> {
            happens(event.get());
            var begun = elsewhere.submit(() -> is.transactions.executeWithoutResult(transaction -> erasure.run()));
            untilDoneOrWaiting(begun);
            return begun;
        });
        erased.get(10, TimeUnit.SECONDS);
    }

    private void untilDoneOrWaiting(Future<?> other) {
        Waiting.until(() -> other.isDone() || is.isSomebodyWaitingForALock());
    }

    private boolean happens(CustomerEvent event) {
        is.happened(event);
        return true;
    }

    private void eraseBen() {
        is.vault.destroy(KeyId.of(BEN.id()));
        is.users.blank(BEN.id());
    }

    private UserJoined benJoins() {
        var key = KeyId.of(BEN.id());
        var plain = BEN.joined(ACME, Groups.CUSTOMER_EMPLOYEE);
        return new UserJoined(
                plain.customerId(),
                plain.membershipId(),
                plain.personId(),
                seal(key, BEN.name()),
                seal(key, BEN.email()),
                plain.group(),
                plain.language(),
                null,
                null);
    }

    private Personal.Sealed seal(KeyId key, String value) {
        return is.vault.seal(new Personal.Known(key, value));
    }

    private <T> T inTransaction(Supplier<T> work) {
        return is.transactions.execute(transaction -> work.get());
    }
}
