package io.customeraccounts.domain.customer;

import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsManaged;
import io.customeraccounts.domain.customer.CustomerRefusal.NotPermitted;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.Permission;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which partner manages the customer, and what its users may do here. */
final class Management {

    /** What a group must allow for commands that are not about people (rule: Partner customers). */
    private static final Map<Class<? extends CustomerCommand>, Permission> OVER_MANAGED_CUSTOMERS =
            Map.of(CustomerCommand.AddMyself.class, Permission.ENTER_MANAGED_CUSTOMER);

    private @Nullable CustomerId partner;

    @Nullable
    CustomerId partner() {
        return partner;
    }

    /**
     * Decided here and not only at the edge, so that somebody who loses the right while their command is on its way, or whose
     * partner loses the customer, does not act with it.
     */
    void refuseUnlessPermitted(CustomerCommand command, Partners partners, Instant now) {
        if (command.actor() instanceof Actor.PartnerUser user) {
            var needed = OVER_MANAGED_CUSTOMERS.getOrDefault(command.getClass(), Permission.ADMINISTER_PEOPLE);
            if (!user.partnerId().equals(partner)
                    || partners.permits(user, needed, now).isEmpty()) {
                throw new NotPermitted(needed);
            }
        }
    }

    static void refuseUnlessMayCreate(CustomerCommand.CreateManagedCustomer command, Partners partners, Instant now) {
        var permitted = command.actor() instanceof Actor.Operator
                || (command.actor() instanceof Actor.PartnerUser user
                        && user.partnerId().equals(command.partnerId())
                        && partners.permits(user, Permission.CREATE_MANAGED_CUSTOMER, now)
                                .isPresent());
        if (!permitted) {
            throw new NotPermitted(Permission.CREATE_MANAGED_CUSTOMER);
        }
    }

    void refuseIfManaged(CustomerId id) {
        if (partner != null) {
            throw new CustomerIsManaged(id);
        }
    }

    /** What becomes of a group in a customer of the other kind: who manages users goes on doing so. */
    static GroupName counterpart(GroupName name, CustomerKind kind, Groups groups) {
        var admin = groups.find(name)
                .filter(group -> group.allows(Permission.MANAGE_USERS))
                .isPresent();
        return admin ? Groups.admin(kind) : Groups.employee(kind);
    }

    /** The wish, but no later than the end of the membership in the partner. Absent if neither has one. */
    static @Nullable Instant endWithin(@Nullable Instant wish, Partners.Standing standing) {
        var end = standing.endsAt();
        return end == null || (wish != null && wish.isBefore(end)) ? wish : end;
    }

    void managedBy(@Nullable CustomerId newPartner) {
        partner = newPartner;
    }
}
