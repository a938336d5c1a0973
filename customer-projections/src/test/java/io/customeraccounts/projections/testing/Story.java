package io.customeraccounts.projections.testing;

import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAccepted;
import io.customeraccounts.domain.events.CustomerEvent.ManagedCustomerCreated;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.events.CustomerEvent.UserInvited;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.events.ProjectEvent.ProjectAccessRevoked;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.events.ProjectEvent.UserAssigned;
import io.customeraccounts.domain.events.ProjectEvent.UserUnassigned;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PartnerMembership;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import io.customeraccounts.domain.values.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The people and firms of the tests, and what happens to them. */
public final class Story {

    public static final Firm ACME = new Firm("acme", "ACME");
    public static final Firm BOLT = new Firm("bolt", "Bolt & Co");
    public static final Somebody ANNA = new Somebody("Anna Alder", "anna@acme.example");
    public static final Somebody BEN = new Somebody("Ben Beech", "Ben@acme.example");
    public static final Somebody CLEO = new Somebody("Cléo Cedar", "cleo@acme.example");

    public static final Venture APOLLO = new Venture(ACME, "apollo");
    public static final Venture GEMINI = new Venture(ACME, "gemini");

    private Story() {}

    /** An id that is always the same for the same words. */
    public static UUID id(String words) {
        return UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8));
    }

    /** A customer. */
    public record Firm(String identifier, String name) {

        public CustomerId id() {
            return new CustomerId(Story.id("customer " + identifier));
        }

        /** A customer that is a partner. */
        public CustomerOpened openedAsPartner(Somebody by) {
            return new CustomerOpened(id(), CustomerKind.PARTNER, identifier, name, by.id(), true, null, null);
        }

        public ManagedCustomerCreated createdBy(Firm partner) {
            return new ManagedCustomerCreated(id(), identifier, name, partner.id());
        }

        /** Usable at once. */
        public CustomerOpened opened(Somebody by) {
            return new CustomerOpened(id(), CustomerKind.CUSTOMER, identifier, name, by.id(), true, null, null);
        }

        public CustomerOpened openedUntil(Somebody by, Instant confirmBy) {
            return new CustomerOpened(
                    id(),
                    CustomerKind.CUSTOMER,
                    identifier,
                    name,
                    by.id(),
                    true,
                    confirmBy,
                    new Secret("confirm " + identifier).hash());
        }
    }

    /** A project; each person has at most one grant in it, unless a test makes more. */
    public record Venture(Firm firm, String identifier) {

        public ProjectId id() {
            return new ProjectId(Story.id("project %s of %s".formatted(identifier, firm.identifier())));
        }

        public GrantId grantOf(Somebody somebody) {
            return new GrantId(Story.id("grant of %s in %s".formatted(somebody.email(), id())));
        }

        public ProjectCreated created() {
            return created(identifier);
        }

        public ProjectCreated created(String name) {
            return new ProjectCreated(
                    firm.id(),
                    id(),
                    identifier,
                    name,
                    new PaymentMethodId(Story.id("payment method of " + firm.identifier())),
                    new BillingAddressId(Story.id("billing address of " + firm.identifier())),
                    List.of(LocationName.GLOBAL));
        }

        public UserAssigned assigned(Somebody somebody) {
            return assigned(somebody, null);
        }

        public UserAssigned assigned(Somebody somebody, @Nullable Instant endsAt) {
            return assigned(grantOf(somebody), somebody.in(firm), endsAt);
        }

        public UserAssigned assigned(GrantId grantId, MembershipId membershipId, @Nullable Instant endsAt) {
            return new UserAssigned(
                    firm.id(), id(), grantId, membershipId, ProjectRole.PROJECT_USER, false, endsAt, null);
        }

        public UserUnassigned unassigned(Somebody somebody) {
            return new UserUnassigned(firm.id(), id(), grantOf(somebody), somebody.in(firm));
        }

        public ProjectAccessRevoked revoked(Somebody somebody, RevocationCause cause) {
            return new ProjectAccessRevoked(firm.id(), id(), grantOf(somebody), somebody.in(firm), cause);
        }

        public ProjectMarkedForDeletion marked() {
            return new ProjectMarkedForDeletion(firm.id(), id());
        }
    }

    /** A person; in each firm with at most one membership and one invitation, unless a test makes more. */
    public record Somebody(String name, String email) {

        public PersonId id() {
            return new PersonId(Story.id("person " + email));
        }

        public EmailAddress address() {
            return EmailAddress.parse(email);
        }

        public MembershipId in(Firm firm) {
            return new MembershipId(Story.id("membership " + email + " in " + firm.identifier()));
        }

        public InvitationId invitedTo(Firm firm) {
            return new InvitationId(Story.id("invitation " + email + " to " + firm.identifier()));
        }

        public Secret linkTo(Firm firm) {
            return new Secret("link " + email + " " + firm.identifier());
        }

        public UserJoined joined(Firm firm, GroupName group) {
            return joined(firm, in(firm), group, null);
        }

        public UserJoined joined(
                Firm firm, MembershipId membershipId, GroupName group, @Nullable InvitationId invitationId) {
            var key = KeyId.of(id());
            return new UserJoined(
                    firm.id(),
                    membershipId,
                    id(),
                    new Personal.Known(key, name),
                    new Personal.Known(key, email),
                    group,
                    Language.EN,
                    invitationId,
                    null);
        }

        /** A user of the partner, who adds themself to a customer that it manages. */
        public UserJoined entered(Firm firm, Firm partner) {
            var key = KeyId.of(id());
            return new UserJoined(
                    firm.id(),
                    in(firm),
                    id(),
                    new Personal.Known(key, name),
                    new Personal.Known(key, email),
                    Groups.CUSTOMER_ADMIN,
                    Language.EN,
                    null,
                    null,
                    new PartnerMembership(partner.id(), in(partner)));
        }

        /** After the membership that the person had before. */
        public UserJoined cameBack(Firm firm, MembershipId membershipId, GroupName group) {
            var key = KeyId.of(id());
            return new UserJoined(
                    firm.id(),
                    membershipId,
                    id(),
                    new Personal.Known(key, name),
                    new Personal.Known(key, email),
                    group,
                    Language.EN,
                    null,
                    in(firm));
        }

        public UserJoined admin(Firm firm) {
            return joined(firm, Groups.CUSTOMER_ADMIN);
        }

        public UserJoined employee(Firm firm) {
            return joined(firm, Groups.CUSTOMER_EMPLOYEE);
        }

        public UserInvited invited(Firm firm, @Nullable Somebody by, Instant expiresAt) {
            return invited(firm, invitedTo(firm), by, expiresAt);
        }

        public UserInvited invited(Firm firm, InvitationId invitationId, @Nullable Somebody by, Instant expiresAt) {
            var key = KeyId.of(invitationId);
            return new UserInvited(
                    firm.id(),
                    invitationId,
                    new Personal.Known(key, name),
                    new Personal.Known(key, email),
                    Groups.CUSTOMER_EMPLOYEE,
                    by == null ? null : by.in(firm),
                    linkTo(firm).hash(),
                    expiresAt,
                    Language.DE);
        }

        /** With {@link UserJoined}, as it is decided. */
        public CustomerEvent[] accepted(Firm firm) {
            return new CustomerEvent[] {
                new InvitationAccepted(firm.id(), invitedTo(firm), in(firm), id()),
                joined(firm, in(firm), Groups.CUSTOMER_EMPLOYEE, invitedTo(firm))
            };
        }

        public UserRemoved removed(Firm firm) {
            return removed(firm, RemovalCause.BY_ADMIN, false);
        }

        public UserRemoved removed(Firm firm, RemovalCause cause, boolean leavesNoAdmin) {
            return new UserRemoved(firm.id(), in(firm), id(), cause, leavesNoAdmin);
        }
    }
}
