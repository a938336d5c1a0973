package io.customeraccounts.projections.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.EventName;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlainDataTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    /** Whoever adds a field to an event decides here whether everybody who may see the event may see it. */
    private static final String SHOWN = """
            customer.acceptance-refused: customerId, invitationId, personId
            customer.billing-address-added: billingAddressId, customerId
            customer.billing-address-changed: billingAddressId, customerId
            customer.billing-address-removed: billingAddressId, customerId
            customer.card-payment-added: brand, customerId, expiresAt, paymentMethodId
            customer.closed: customerId
            customer.company-address-set: customerId
            customer.confirmation-resent: customerId
            customer.confirmed: customerId
            customer.cost-centre-set: customerId
            customer.expired: customerId, identifier, openedBy
            customer.group-changed: customerId, from, leavesNoAdmin, membershipId, to
            customer.invitation-accepted: customerId, invitationId, membershipId, personId
            customer.invitation-amended: customerId, group, invitationId
            customer.invitation-cancelled: cause, customerId, invitationId
            customer.invitation-declined: customerId, invitationId
            customer.invitation-expired: customerId, invitationId
            customer.invitation-limit-neared: customerId, limit, pending
            customer.invitation-resent: customerId, expiresAt, invitationId
            customer.invitation-undelivered: customerId, invitationId
            customer.invoice-payment-requested: customerId, paymentMethodId
            customer.kind-changed: customerId, from, to
            customer.managed-customer-created: customerId, identifier, name, partnerId
            customer.managing-partner-changed: customerId, from, to
            customer.membership-end-set: customerId, endsAt, membershipId
            customer.opened: bySignUp, confirmBy, customerId, identifier, kind, name, openedBy
            customer.payment-defaults-set: billingAddressId, customerId, paymentMethodId
            customer.payment-method-enabled: customerId, paymentMethodId
            customer.payment-method-expired: customerId, paymentMethodId
            customer.payment-method-removed: customerId, paymentMethodId
            customer.payment-reminder-due: customerId, last, paymentDueBy
            customer.people-searched: customerId, found
            customer.person-data-shown: customerId, personId
            customer.person-erased: customerId, personId
            customer.planned-access-skipped: customerId, invitationId, membershipId, projectId, reason
            customer.renamed: customerId, name
            customer.restricted: customerId
            customer.restriction-lifted: customerId
            customer.sepa-mandate-added: customerId, paymentMethodId
            customer.user-invited: customerId, expiresAt, formerMembershipId, group, invitationId, invitedBy, language
            customer.user-joined: customerId, formerMembershipId, group, invitationId, language, membershipId, personId, throughPartner
            customer.user-removed: cause, customerId, leavesNoAdmin, membershipId, personId
            group.added: customerId, group, kind, permissions
            message.acknowledged: customerId, membershipId, messageId
            message.sent: customerId, kind, messageId, partnerId
            project.access-end-set: customerId, endsAt, grantId, membershipId, projectId
            project.access-revoked: cause, customerId, grantId, membershipId, projectId
            project.created: billingAddressId, customerId, identifier, locations, name, paymentMethodId, projectId
            project.deleted: customerId, projectId
            project.location-added: customerId, location, projectId
            project.location-removed: customerId, location, projectId
            project.marked-for-deletion: customerId, projectId
            project.payment-changed: billingAddressId, customerId, paymentMethodId, projectId
            project.quota-set: customerId, location, projectId, quota
            project.renamed: customerId, name, projectId
            project.role-changed: customerId, from, grantId, membershipId, projectId, to
            project.tags-set: customerId, projectId, tags
            project.user-assigned: bySelf, customerId, endsAt, grantId, invitationId, membershipId, projectId, role
            project.user-unassigned: customerId, grantId, membershipId, projectId
            """;

    @Test
    void showsTheseFieldsAndNoOthers() throws Exception {
        var plain = new PlainData();
        var shown = new TreeMap<String, String>();
        for (var name : EventName.all().keySet()) {
            var data = plain.of(name, Files.readAllBytes(GOLDEN.resolve(name + ".json")));
            shown.put(name, String.join(", ", new TreeSet<>(data.keySet())));
        }

        assertThat(shown.entrySet().stream()
                        .map(event -> event.getKey() + ": " + event.getValue() + "\n")
                        .collect(Collectors.joining()))
                .isEqualTo(SHOWN);
    }

    /** What nobody has decided about. */
    record Planted(
            CustomerId customerId,
            String note,
            Personal fullName,
            Secret.Hash secret,
            CharSequence text,
            List<String> notes,
            Object whatever,
            int count) {}

    @Test
    void leavesOutWhatNobodyHasLetIn() {
        var plain = new PlainData(Map.of("customer.planted", Planted.class));

        var data = plain.of("customer.planted", """
                {"customerId":"0193584e-3b00-7000-8000-00000000000a","note":"Ben called","fullName":{"sealed":"QmVu"},
                 "secret":"dd56","text":"Ben","notes":["Ben called"],"whatever":{"name":"Ben"},"unknown":"Ben","count":3}""".getBytes(UTF_8));

        assertThat(data).containsOnlyKeys("customerId", "count");
    }
}
