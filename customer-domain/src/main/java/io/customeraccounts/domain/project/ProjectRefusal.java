package io.customeraccounts.domain.project;

import io.customeraccounts.domain.Refusal;
import io.customeraccounts.domain.project.Resources.Resource;
import io.customeraccounts.domain.values.BillingAddressId;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PaymentMethodId;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a project refuses a command. */
public abstract sealed class ProjectRefusal extends Refusal {

    private ProjectRefusal(String message) {
        super(message);
    }

    /** The acting person is no active user, or their group lacks the permission; or it is nothing for such an actor. */
    public static final class NotPermitted extends ProjectRefusal {
        private final Permission missing;

        public NotPermitted(Permission missing) {
            super("missing permission " + missing);
            this.missing = missing;
        }

        public Permission missing() {
            return missing;
        }
    }

    /** The customer has no such project; another one may. */
    public static final class ProjectNotFound extends ProjectRefusal {
        public ProjectNotFound() {
            super("no such project");
        }
    }

    /** The thing was changed after the caller last saw it. */
    public static final class VersionMismatch extends ProjectRefusal {
        private final long current;

        public VersionMismatch(long current) {
            super("version is " + current + " now");
            this.current = current;
        }

        public long current() {
            return current;
        }
    }

    /** The owning account must be confirmed first. */
    public static final class CustomerPendingConfirmation extends ProjectRefusal {
        public CustomerPendingConfirmation(CustomerId id) {
            super("customer " + id + " is not confirmed");
        }
    }

    /** The owning account was never confirmed and is gone. */
    public static final class CustomerIsExpired extends ProjectRefusal {
        public CustomerIsExpired(CustomerId id) {
            super("customer " + id + " has expired");
        }
    }

    /** The owning account is closed; nothing can change in it any more. */
    public static final class CustomerIsClosed extends ProjectRefusal {
        public CustomerIsClosed(CustomerId id) {
            super("customer " + id + " is closed");
        }
    }

    /** The owning account has no payment method in time: what exists keeps working, and nothing new may come. */
    public static final class CustomerIsRestricted extends ProjectRefusal {
        public CustomerIsRestricted(CustomerId id) {
            super("customer " + id + " is restricted");
        }
    }

    /** The customer has no payment method that can be used, or not the one that was asked for. */
    public static final class PaymentMethodRequired extends ProjectRefusal {
        private final @Nullable PaymentMethodId wish;

        /** @param wish absent if the customer's default was asked for */
        public PaymentMethodRequired(@Nullable PaymentMethodId wish) {
            super("no payment method " + (wish == null ? "by default" : wish));
            this.wish = wish;
        }

        public Optional<PaymentMethodId> wish() {
            return Optional.ofNullable(wish);
        }
    }

    /** The customer has no billing address, or not the one that was asked for. */
    public static final class BillingAddressRequired extends ProjectRefusal {
        private final @Nullable BillingAddressId wish;

        /** @param wish absent if the customer's default was asked for */
        public BillingAddressRequired(@Nullable BillingAddressId wish) {
            super("no billing address " + (wish == null ? "by default" : wish));
            this.wish = wish;
        }

        public Optional<BillingAddressId> wish() {
            return Optional.ofNullable(wish);
        }
    }

    /** Another project of the customer has the identifier, or had it. */
    public static final class ProjectIdentifierTaken extends ProjectRefusal {
        private final String identifier;

        public ProjectIdentifierTaken(String identifier) {
            super("identifier " + identifier + " is taken");
            this.identifier = identifier;
        }

        public String identifier() {
            return identifier;
        }
    }

    /** No connected system serves the location. */
    public static final class LocationNotAvailable extends ProjectRefusal {
        private final LocationName location;

        public LocationNotAvailable(LocationName location) {
            super("no system serves " + location);
            this.location = location;
        }

        public LocationName location() {
            return location;
        }
    }

    /** {@link LocationName#GLOBAL} is on every project. */
    public static final class LocationNotRemovable extends ProjectRefusal {
        private final LocationName location;

        public LocationNotRemovable(LocationName location) {
            super("location " + location + " is on every project");
            this.location = location;
        }

        public LocationName location() {
            return location;
        }
    }

    /** The project is not in that location. */
    public static final class LocationNotOnProject extends ProjectRefusal {
        private final LocationName location;

        public LocationNotOnProject(LocationName location) {
            super("project is not in location " + location);
            this.location = location;
        }

        public LocationName location() {
            return location;
        }
    }

    /** Connected systems still have something of the project there. */
    public static final class ResourcesRemain extends ProjectRefusal {
        private final List<Resource> remaining;

        /** @param remaining in the order of {@link Resources.Report}, not empty */
        public ResourcesRemain(List<Resource> remaining) {
            super("at least " + remaining.size() + " resources remain");
            this.remaining = List.copyOf(remaining);
        }

        public List<Resource> remaining() {
            return remaining;
        }
    }

    /** Whether anything remains is not known: some systems have not reported. */
    public static final class ResourceStatusUnknown extends ProjectRefusal {
        private final List<String> systems;

        /** @param systems those that have not reported, not empty */
        public ResourceStatusUnknown(List<String> systems) {
            super(systems.size() + " systems have not reported");
            this.systems = List.copyOf(systems);
        }

        public List<String> systems() {
            return systems;
        }
    }

    /** Only an active user of the customer can be assigned, or have an access changed. */
    public static final class NotAUser extends ProjectRefusal {
        private final MembershipId membershipId;

        public NotAUser(MembershipId membershipId) {
            super("not a user: " + membershipId);
            this.membershipId = membershipId;
        }

        public MembershipId membershipId() {
            return membershipId;
        }
    }

    /** The user has access already, with another role; that one can be changed. */
    public static final class AlreadyAssigned extends ProjectRefusal {
        private final GrantId grantId;
        private final ProjectRole role;

        public AlreadyAssigned(GrantId grantId, ProjectRole role) {
            super("assigned already by " + grantId + " as " + role);
            this.grantId = grantId;
            this.role = role;
        }

        public GrantId grantId() {
            return grantId;
        }

        public ProjectRole role() {
            return role;
        }
    }

    /** The project never had such an access. */
    public static final class GrantNotFound extends ProjectRefusal {
        public GrantNotFound() {
            super("no such grant");
        }
    }

    /** The access has ended. It never comes back: whoever is assigned again gets another one. */
    public static final class GrantEnded extends ProjectRefusal {
        private final GrantId grantId;
        private final Instant endedAt;

        public GrantEnded(GrantId grantId, Instant endedAt) {
            super("grant " + grantId + " has ended at " + endedAt);
            this.grantId = grantId;
            this.endedAt = endedAt;
        }

        public GrantId grantId() {
            return grantId;
        }

        public Instant endedAt() {
            return endedAt;
        }
    }

    /** An access cannot end in the past. */
    public static final class AccessEndPast extends ProjectRefusal {
        private final Instant now;

        public AccessEndPast(Instant now) {
            super("access end is not after " + now);
            this.now = now;
        }

        public Instant now() {
            return now;
        }
    }

    /** What was typed to confirm an irrevocable act is not what had to be typed. */
    public static final class ConfirmationMismatch extends ProjectRefusal {
        public ConfirmationMismatch() {
            super("typed confirmation does not match");
        }
    }

    /** The project is marked for deletion, or deleted; nothing can change in it any more. */
    public static final class ProjectEnded extends ProjectRefusal {
        private final ProjectId projectId;
        private final Instant markedAt;

        public ProjectEnded(ProjectId projectId, Instant markedAt) {
            super("project " + projectId + " is marked for deletion since " + markedAt);
            this.projectId = projectId;
            this.markedAt = markedAt;
        }

        public ProjectId projectId() {
            return projectId;
        }

        public Instant markedAt() {
            return markedAt;
        }
    }
}
