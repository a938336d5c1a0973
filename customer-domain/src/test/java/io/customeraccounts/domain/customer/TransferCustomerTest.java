package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.TransferCustomer;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsPartner;
import io.customeraccounts.domain.customer.CustomerRefusal.NotPermitted;
import io.customeraccounts.domain.customer.CustomerRefusal.PartnerNotAvailable;
import io.customeraccounts.domain.customer.CustomerRefusal.VersionMismatch;
import io.customeraccounts.domain.events.CustomerEvent.KindChanged;
import io.customeraccounts.domain.events.CustomerEvent.ManagingPartnerChanged;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.Permission;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransferCustomerTest {

    private static final CustomerId LARCH = new CustomerId(DORA.personId().value());

    @Test
    void handsACustomerToAPartner() {
        acme().when(transfer(OPERATOR, BIRCH)).then(managed());
    }

    @Test
    void handsItFromOnePartnerToAnother() {
        acme().happened(managed())
                .partner(LARCH)
                .when(transfer(OPERATOR, LARCH))
                .then(new ManagingPartnerChanged(ACME, BIRCH, LARCH));
    }

    @Test
    void letsNoPartnerManageItAnyMore() {
        nothing()
                .happened(managedCreated())
                .when(transfer(OPERATOR, null))
                .then(new ManagingPartnerChanged(ACME, BIRCH, null));
    }

    @Test
    void doesNothingIfThePartnerManagesItAlready() {
        acme().happened(managed()).when(transfer(OPERATOR, BIRCH)).nothingHappens();
        acme().when(transfer(OPERATOR, null)).nothingHappens();
    }

    @Test
    void isAMatterOfOperators() {
        for (var actor : new Actor[] {ANNA.actor(), PAULA.actor(), PARTNER, CLIENT, POLICY}) {
            acme().happened(managed()).when(transfer(actor, null)).refused(new NotPermitted(Permission.EDIT_CUSTOMER));
        }
    }

    @Test
    void needsAPartnerThatCanBeUsed() {
        acme().when(transfer(OPERATOR, LARCH)).refused(new PartnerNotAvailable(LARCH));
    }

    @Test
    void refusesToHaveAPartnerManaged() {
        acme().happened(new KindChanged(ACME, CustomerKind.CUSTOMER, CustomerKind.PARTNER))
                .when(transfer(OPERATOR, BIRCH))
                .refused(new CustomerIsPartner(ACME));
    }

    @Test
    void refusesAStaleTransfer() {
        acme().happened(managed())
                .when(new TransferCustomer(ACME, OPERATOR, null, 0L))
                .refused(new VersionMismatch(2));
    }

    private static TransferCustomer transfer(Actor actor, @Nullable CustomerId partner) {
        return new TransferCustomer(ACME, actor, partner, null);
    }
}
