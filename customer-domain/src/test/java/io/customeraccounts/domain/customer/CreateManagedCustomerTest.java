package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.CustomerStory.*;

import io.customeraccounts.domain.customer.CustomerCommand.CreateManagedCustomer;
import io.customeraccounts.domain.customer.CustomerCommand.InviteUser;
import io.customeraccounts.domain.customer.CustomerCommand.RestrictCustomer;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsRestricted;
import io.customeraccounts.domain.customer.CustomerRefusal.IdentifierTaken;
import io.customeraccounts.domain.customer.CustomerRefusal.NotPermitted;
import io.customeraccounts.domain.customer.CustomerRefusal.PartnerNotAvailable;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRestricted;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerName;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.Permission;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CreateManagedCustomerTest {

    @Test
    void createsACustomerWithoutUsersThatThePartnerManages() {
        nothing().when(create(PARTNER)).then(managedCreated());
    }

    @Test
    void isAMatterOfThePartnersUsersAndOfOperators() {
        nothing().when(create(OPERATOR)).then(managedCreated());
        for (var actor : new Actor[] {PAULA.actor(), CLIENT, POLICY, new Actor.PartnerUser(PAULA.personId(), ACME)}) {
            nothing().when(create(actor)).refused(new NotPermitted(Permission.CREATE_MANAGED_CUSTOMER));
        }
    }

    @Test
    void isRefusedToWhomTheGroupInThePartnerDoesNotAllowIt() {
        nothing()
                .paulaMayNot(Permission.CREATE_MANAGED_CUSTOMER)
                .when(create(PARTNER))
                .refused(new NotPermitted(Permission.CREATE_MANAGED_CUSTOMER));
    }

    @Test
    void needsAPartnerThatCanBeUsed() {
        nothing().noPartner(BIRCH).when(create(OPERATOR)).refused(new PartnerNotAvailable(BIRCH));
    }

    @Test
    void refusesAnIdentifierThatIsTaken() {
        nothing().taken(ACME_IDENTIFIER.value()).when(create(PARTNER)).refused(new IdentifierTaken("acme"));
    }

    @Test
    void letsTheTimeToPayBeginAtOnce() {
        nothing()
                .happened(NOON.minus(Duration.ofDays(30)), managedCreated())
                .when(new RestrictCustomer(ACME, POLICY))
                .then(new CustomerRestricted(ACME));
    }

    @Test
    void letsAnOperatorInviteItsAdminThoughItIsRestricted() {
        var restricted = nothing().happened(NOON.minus(Duration.ofDays(30)), managedCreated());
        var invite = new InviteUser(
                ACME,
                OPERATOR,
                BEN.invitationId(),
                BEN.profile().fullName(),
                BEN.address(),
                ADMIN,
                null,
                LINK.hash(),
                Language.EN);
        restricted.when(invite).then(invited(BEN, BEN.invitationId(), ADMIN, null, LINK, NOON.plus(WEEK)));
        restricted.happened(NOON.minus(WEEK), joined(ANNA, ADMIN)).when(invite).refused(new CustomerIsRestricted(ACME));
    }

    private static CreateManagedCustomer create(Actor actor) {
        return new CreateManagedCustomer(ACME, actor, BIRCH, new CustomerName("ACME"), ACME_IDENTIFIER);
    }
}
