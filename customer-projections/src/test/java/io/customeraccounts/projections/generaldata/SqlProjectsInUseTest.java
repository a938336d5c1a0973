package io.customeraccounts.projections.generaldata;

import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.customer.ProjectsInUse;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.ProjectDeleted;
import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.events.ProjectEvent.ProjectPaymentChanged;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.project.OwningCustomer;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CardBrand;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.projects.SqlOwningCustomer;
import io.customeraccounts.projections.testing.Databases;
import io.customeraccounts.projections.testing.InMemoryVault;
import io.customeraccounts.projections.testing.Race;
import io.customeraccounts.projections.testing.RandomHistory.Decision;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.axonframework.eventhandling.DomainEventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a customer removes no project names, and what a project names its customer has: each asks the other's tables. */
@ParameterizedClass
@EnumSource(Databases.class)
class SqlProjectsInUseTest {

    private static final int ROUNDS = 100;
    private static final PaymentMethodId MANDATE = new PaymentMethodId(Story.id("mandate"));
    private static final BillingAddressId BERLIN = new BillingAddressId(Story.id("berlin"));
    private static final ProjectId WEBSITE = new ProjectId(Story.id("website"));
    private static final ProjectId SHOP = new ProjectId(Story.id("shop"));

    @Parameter
    Databases kind;

    private ReadSide is;
    private ProjectsInUse inUse;
    private OwningCustomer owner;

    @BeforeEach
    void open() {
        is = new ReadSide(kind, new InMemoryVault());
        inUse = new SqlProjectsInUse(is.sql);
        owner = new SqlOwningCustomer(is.sql, is.clock);
        is.happened(ACME.opened(ANNA), ANNA.admin(ACME), mandateAdded(MANDATE), addressAdded(BERLIN));
    }

    @AfterEach
    void close() {
        is.close();
    }

    @Test
    void findsTheProjectsThatNameIt() {
        is.happened(created(WEBSITE, MANDATE, BERLIN));
        is.happened(created(SHOP, MANDATE, new BillingAddressId(Story.id("hamburg"))));

        assertThat(naming(MANDATE)).containsExactlyInAnyOrder(WEBSITE, SHOP);
        assertThat(naming(BERLIN)).containsExactly(WEBSITE);
        assertThat(naming(new PaymentMethodId(Story.id("another")))).isEmpty();
    }

    @Test
    void findsAProjectUntilItIsDeletedOrNamesSomethingElse() {
        is.happened(created(WEBSITE, MANDATE, BERLIN));
        is.happened(new ProjectMarkedForDeletion(ACME.id(), WEBSITE));
        assertThat(naming(MANDATE)).containsExactly(WEBSITE);
        is.happened(new ProjectDeleted(ACME.id(), WEBSITE));
        assertThat(naming(MANDATE)).isEmpty();

        is.happened(created(SHOP, MANDATE, BERLIN));
        is.happened(new ProjectPaymentChanged(ACME.id(), SHOP, new PaymentMethodId(Story.id("another")), BERLIN));
        assertThat(naming(MANDATE)).isEmpty();
        assertThat(naming(BERLIN)).containsExactly(SHOP);
    }

    @Test
    void letsAProjectNameOnlyWhatItsCustomerHas() {
        var card = new PaymentMethodId(Story.id("card"));
        var invoice = new PaymentMethodId(Story.id("invoice"));
        is.happened(
                new CardPaymentAdded(
                        ACME.id(), card, own("token"), CardBrand.JCB, own("1111"), is.in(Duration.ofDays(1))),
                new InvoicePaymentRequested(ACME.id(), invoice));

        assertThat(owner.holdPaymentMethod(ACME.id(), MANDATE)).contains(MANDATE);
        assertThat(owner.holdPaymentMethod(ACME.id(), card)).contains(card);
        assertThat(owner.holdPaymentMethod(ACME.id(), invoice)).isEmpty();
        assertThat(owner.holdPaymentMethod(BOLT.id(), MANDATE)).isEmpty();
        assertThat(owner.holdBillingAddress(ACME.id(), BERLIN)).contains(BERLIN);
        assertThat(owner.holdBillingAddress(BOLT.id(), BERLIN)).isEmpty();

        is.clock.advance(Duration.ofDays(1));
        assertThat(owner.holdPaymentMethod(ACME.id(), card)).isEmpty();
        is.happened(new PaymentMethodEnabled(ACME.id(), invoice));
        assertThat(owner.holdPaymentMethod(ACME.id(), invoice)).contains(invoice);
        is.happened(new PaymentMethodRemoved(ACME.id(), MANDATE), new BillingAddressRemoved(ACME.id(), BERLIN));
        assertThat(owner.holdPaymentMethod(ACME.id(), MANDATE)).isEmpty();
        assertThat(owner.holdBillingAddress(ACME.id(), BERLIN)).isEmpty();
    }

    @Test
    void offersTheDefaultsToAProjectThatNamesNothing() {
        assertThat(owner.holdPaymentMethod(ACME.id(), null)).isEmpty();
        assertThat(owner.holdBillingAddress(ACME.id(), null)).isEmpty();

        is.happened(new PaymentDefaultsSet(ACME.id(), MANDATE, BERLIN));
        assertThat(owner.holdPaymentMethod(ACME.id(), null)).contains(MANDATE);
        assertThat(owner.holdBillingAddress(ACME.id(), null)).contains(BERLIN);
    }

    @Test
    void saysThatACustomerIsRestrictedAlsoWithoutAnAdmin() {
        is.happened(BOLT.opened(ANNA), ANNA.admin(BOLT));
        is.clock.advance(Duration.ofDays(30).minusMillis(1));
        assertThat(owner.standing(BOLT.id(), is.clock.instant())).contains(OwningCustomer.Standing.ACTIVE);
        is.clock.advance(Duration.ofMillis(1));
        assertThat(owner.standing(BOLT.id(), is.clock.instant())).contains(OwningCustomer.Standing.RESTRICTED);

        is.happened(new UserRemoved(BOLT.id(), ANNA.in(BOLT), ANNA.id(), RemovalCause.BY_ADMIN, true));
        assertThat(owner.standing(BOLT.id(), is.clock.instant())).contains(OwningCustomer.Standing.RESTRICTED);
        assertThat(owner.standing(ACME.id(), is.clock.instant())).contains(OwningCustomer.Standing.ACTIVE);
    }

    @Test
    void isSettledWhenBothHappenAtOnce() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var method = new PaymentMethodId(Story.id("method " + round));
            var address = new BillingAddressId(Story.id("address " + round));
            var project = new ProjectId(Story.id("project " + round));
            is.happened(mandateAdded(method), addressAdded(address));
            var byMethod = round % 2 == 0;
            var removal = message(
                    byMethod
                            ? new PaymentMethodRemoved(ACME.id(), method)
                            : new BillingAddressRemoved(ACME.id(), address));
            var creation = message(created(project, method, address));

            var done = Race.between(List.<Callable<Boolean>>of(
                    () -> inATransaction(
                            () -> (byMethod ? inUse.naming(method) : inUse.naming(address)).isEmpty(), removal),
                    () -> inATransaction(
                            () -> owner.holdPaymentMethod(ACME.id(), method).isPresent()
                                    && owner.holdBillingAddress(ACME.id(), address)
                                            .isPresent(),
                            creation)));

            assertThat(done).as("round %d: removed, created", round).containsExactlyInAnyOrder(true, false);
        }
    }

    private boolean inATransaction(Supplier<Boolean> permitted, DomainEventMessage<?> event) {
        return Boolean.TRUE.equals(is.transactions.execute(transaction -> {
            if (permitted.get()) {
                is.handle(event);
                return true;
            }
            return false;
        }));
    }

    private DomainEventMessage<?> message(DomainEvent event) {
        return is.messages(new Decision(is.clock.instant(), List.of(event))).getFirst();
    }

    private List<ProjectId> naming(PaymentMethodId id) {
        return is.transactions.execute(transaction -> inUse.naming(id));
    }

    private List<ProjectId> naming(BillingAddressId id) {
        return is.transactions.execute(transaction -> inUse.naming(id));
    }

    private static ProjectCreated created(ProjectId id, PaymentMethodId method, BillingAddressId address) {
        return new ProjectCreated(
                ACME.id(), id, "p-" + id.value().hashCode(), "Project", method, address, List.of(LocationName.GLOBAL));
    }

    private static SepaMandateAdded mandateAdded(PaymentMethodId id) {
        return new SepaMandateAdded(ACME.id(), id, own("DE89370400440532013000"), own("M-17"), own("Anna Alder"));
    }

    private static BillingAddressAdded addressAdded(BillingAddressId id) {
        return new BillingAddressAdded(ACME.id(), id, own("DE\n\nBerlin\n\nHauptstr. 17"));
    }

    private static Personal own(String value) {
        return new Personal.Known(KeyId.of(ACME.id()), value);
    }
}
