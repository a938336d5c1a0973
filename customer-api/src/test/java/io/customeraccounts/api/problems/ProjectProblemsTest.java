package io.customeraccounts.api.problems;

import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.project.ProjectRefusal;
import io.customeraccounts.domain.project.ProjectRefusal.*;
import io.customeraccounts.domain.project.Resources.Resource;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GrantId;
import io.customeraccounts.domain.values.LocationName;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.Permission;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.domain.values.ProjectRole;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class ProjectProblemsTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final UUID ID = UUID.fromString("0193584e-3b00-7000-8000-00000000000a");
    private static final CustomerId ACME = new CustomerId(ID);
    private static final GrantId GRANT = new GrantId(ID);

    private final JsonMapper json = new JsonMapper();
    private final Problems problems = new Problems(Clock.fixed(NOON, ZoneOffset.UTC), json);

    static Stream<Arguments> refusals() {
        return Stream.of(
                outside(
                        new NotPermitted(Permission.EDIT_CUSTOMER),
                        403,
                        "not-permitted",
                        "permission",
                        "EDIT_CUSTOMER"),
                outside(new ProjectNotFound(), 404, "project-not-found"),
                outside(new VersionMismatch(17), 412, "version-mismatch", "currentVersion", 17),
                outside(new CustomerPendingConfirmation(ACME), 409, "customer-pending-confirmation"),
                outside(new CustomerIsExpired(ACME), 410, "customer-expired"),
                outside(new CustomerIsClosed(ACME), 410, "customer-closed"),
                outside(new CustomerIsRestricted(ACME), 409, "customer-restricted"),
                outside(new PaymentMethodRequired(null), 409, "payment-method-required"),
                outside(new BillingAddressRequired(null), 409, "billing-address-required"),
                outside(new ProjectIdentifierTaken("portal"), 409, "identifier-taken", "identifier", "portal"),
                outside(
                        new LocationNotAvailable(new LocationName("eu-de")),
                        422,
                        "location-not-available",
                        "location",
                        "eu-de"),
                outside(
                        new LocationNotOnProject(new LocationName("eu-de")),
                        422,
                        "location-not-on-project",
                        "location",
                        "eu-de"),
                outside(
                        new LocationNotRemovable(LocationName.GLOBAL),
                        409,
                        "location-not-removable",
                        "location",
                        "global"),
                outside(
                        new ResourcesRemain(List.of(new Resource("openstack", new LocationName("eu-de"), "vm-1"))),
                        409,
                        "resources-remain",
                        "resources",
                        List.of(Map.of("system", "openstack", "location", "eu-de", "name", "vm-1"))),
                outside(
                        new ResourceStatusUnknown(List.of("openstack")),
                        409,
                        "resource-status-unknown",
                        "systems",
                        List.of("openstack")),
                outside(new NotAUser(new MembershipId(ID)), 422, "not-a-user", "membershipId", ID.toString()),
                outside(
                        new AlreadyAssigned(GRANT, ProjectRole.PROJECT_READER),
                        409,
                        "already-assigned",
                        "grantId",
                        ID.toString(),
                        "role",
                        "PROJECT_READER"),
                outside(new GrantNotFound(), 404, "grant-not-found"),
                outside(new GrantEnded(GRANT, NOON), 410, "grant-ended", "endedAt", "2026-11-23T12:00:00Z"),
                outside(new AccessEndPast(NOON), 422, "access-end-past", "now", "2026-11-23T12:00:00Z"),
                outside(new ConfirmationMismatch(), 422, "confirmation-mismatch"),
                outside(
                        new ProjectEnded(new ProjectId(ID), NOON),
                        410,
                        "project-ended",
                        "markedAt",
                        "2026-11-23T12:00:00Z"));
    }

    private static Arguments outside(ProjectRefusal refusal, int status, String code, Object... members) {
        return Arguments.of(refusal, status, code, members);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void tellsEveryRefusalWithItsStatusCodeAndDetails(
            ProjectRefusal refusal, int status, String code, Object[] members) {
        var document = problems.render(problems.of(refusal), Locale.ENGLISH);
        var body = json.readerForMapOf(Object.class).<Map<String, Object>>readValue(document.body());

        assertThat(document.status()).isEqualTo(status);
        assertThat(body).containsEntry("status", status).containsEntry("code", code);
        assertThat((String) body.get("detail")).isNotBlank().doesNotContain("{");
        for (var i = 0; i < members.length; i += 2) {
            assertThat(body).containsEntry((String) members[i], members[i + 1]);
        }
    }

    @Test
    void theTableAboveNamesEveryRefusal() {
        var told = refusals().map(arguments -> arguments.get()[0].getClass()).collect(Collectors.toSet());

        assertThat(told).isEqualTo(Set.of(ProjectRefusal.class.getPermittedSubclasses()));
    }
}
