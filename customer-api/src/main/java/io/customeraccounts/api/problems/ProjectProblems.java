package io.customeraccounts.api.problems;

import io.customeraccounts.domain.project.ProjectRefusal;
import io.customeraccounts.domain.project.ProjectRefusal.AccessEndPast;
import io.customeraccounts.domain.project.ProjectRefusal.AlreadyAssigned;
import io.customeraccounts.domain.project.ProjectRefusal.BillingAddressRequired;
import io.customeraccounts.domain.project.ProjectRefusal.ConfirmationMismatch;
import io.customeraccounts.domain.project.ProjectRefusal.CustomerIsClosed;
import io.customeraccounts.domain.project.ProjectRefusal.CustomerIsExpired;
import io.customeraccounts.domain.project.ProjectRefusal.CustomerIsRestricted;
import io.customeraccounts.domain.project.ProjectRefusal.CustomerPendingConfirmation;
import io.customeraccounts.domain.project.ProjectRefusal.GrantEnded;
import io.customeraccounts.domain.project.ProjectRefusal.GrantNotFound;
import io.customeraccounts.domain.project.ProjectRefusal.LocationNotAvailable;
import io.customeraccounts.domain.project.ProjectRefusal.LocationNotOnProject;
import io.customeraccounts.domain.project.ProjectRefusal.LocationNotRemovable;
import io.customeraccounts.domain.project.ProjectRefusal.NotAUser;
import io.customeraccounts.domain.project.ProjectRefusal.NotPermitted;
import io.customeraccounts.domain.project.ProjectRefusal.PaymentMethodRequired;
import io.customeraccounts.domain.project.ProjectRefusal.ProjectEnded;
import io.customeraccounts.domain.project.ProjectRefusal.ProjectIdentifierTaken;
import io.customeraccounts.domain.project.ProjectRefusal.ProjectNotFound;
import io.customeraccounts.domain.project.ProjectRefusal.ResourceStatusUnknown;
import io.customeraccounts.domain.project.ProjectRefusal.ResourcesRemain;
import io.customeraccounts.domain.project.ProjectRefusal.VersionMismatch;
import io.customeraccounts.domain.project.Resources.Resource;
import java.util.Map;
import org.springframework.http.HttpHeaders;

/** What the refusals of projects are called outside; without a default branch, so that a new one stops the build here. */
final class ProjectProblems {

    private ProjectProblems() {}

    static Problem of(ProjectRefusal refusal) {
        return switch (refusal) {
            case NotPermitted it ->
                Problem.of(ProblemType.NOT_PERMITTED)
                        .with("permission", it.missing().name());
            case ProjectNotFound it -> Problem.of(ProblemType.PROJECT_NOT_FOUND);
            case VersionMismatch it ->
                Problem.of(ProblemType.VERSION_MISMATCH)
                        .with("currentVersion", it.current())
                        .header(HttpHeaders.ETAG, "\"" + it.current() + "\"");
            case CustomerPendingConfirmation it -> Problem.of(ProblemType.CUSTOMER_PENDING_CONFIRMATION);
            case CustomerIsExpired it -> Problem.of(ProblemType.CUSTOMER_EXPIRED);
            case CustomerIsClosed it -> Problem.of(ProblemType.CUSTOMER_CLOSED);
            case CustomerIsRestricted it -> Problem.of(ProblemType.CUSTOMER_RESTRICTED);
            case PaymentMethodRequired it -> Problem.of(ProblemType.PAYMENT_METHOD_REQUIRED);
            case BillingAddressRequired it -> Problem.of(ProblemType.BILLING_ADDRESS_REQUIRED);
            case ProjectIdentifierTaken it ->
                Problem.of(ProblemType.IDENTIFIER_TAKEN).with("identifier", it.identifier());
            case LocationNotAvailable it ->
                Problem.of(ProblemType.LOCATION_NOT_AVAILABLE)
                        .with("location", it.location().value());
            case LocationNotRemovable it ->
                Problem.of(ProblemType.LOCATION_NOT_REMOVABLE)
                        .with("location", it.location().value());
            case LocationNotOnProject it ->
                Problem.of(ProblemType.LOCATION_NOT_ON_PROJECT)
                        .with("location", it.location().value());
            case ResourcesRemain it ->
                Problem.of(ProblemType.RESOURCES_REMAIN)
                        .with(
                                "resources",
                                it.remaining().stream()
                                        .map(ProjectProblems::shown)
                                        .toList());
            case ResourceStatusUnknown it ->
                Problem.of(ProblemType.RESOURCE_STATUS_UNKNOWN).with("systems", it.systems());
            case NotAUser it ->
                Problem.of(ProblemType.NOT_A_USER)
                        .with("membershipId", it.membershipId().toString());
            case AlreadyAssigned it ->
                Problem.of(ProblemType.ALREADY_ASSIGNED)
                        .with("grantId", it.grantId().toString())
                        .with("role", it.role().name());
            case GrantNotFound it -> Problem.of(ProblemType.GRANT_NOT_FOUND);
            case GrantEnded it ->
                Problem.of(ProblemType.GRANT_ENDED)
                        .with("grantId", it.grantId().toString())
                        .with("endedAt", it.endedAt().toString());
            case AccessEndPast it ->
                Problem.of(ProblemType.ACCESS_END_PAST).with("now", it.now().toString());
            case ConfirmationMismatch it -> Problem.of(ProblemType.CONFIRMATION_MISMATCH);
            case ProjectEnded it ->
                Problem.of(ProblemType.PROJECT_ENDED)
                        .with("projectId", it.projectId().toString())
                        .with("markedAt", it.markedAt().toString());
        };
    }

    private static Map<String, String> shown(Resource resource) {
        return Map.of(
                "system", resource.system(),
                "location", resource.location().value(),
                "name", resource.name());
    }
}
