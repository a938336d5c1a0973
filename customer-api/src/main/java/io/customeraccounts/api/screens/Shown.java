package io.customeraccounts.api.screens;

import io.customeraccounts.api.http.Isolation;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What pages read of the answers of the API. */
final class Shown {

    private Shown() {}

    /** @param next where the list goes on; absent at its end */
    record Users(List<User> items, @Nullable String next) {}

    record User(
            @Nullable String membershipId,
            @Nullable String fullName,
            @Nullable String email,
            @Nullable String group,
            @Nullable Instant joinedAt,
            @Nullable Instant endsAt,
            @Nullable String version) {

        /** The last day on which the membership is good, in UTC. */
        public @Nullable LocalDate lastDay() {
            return Shown.lastDay(endsAt);
        }
    }

    static @Nullable LocalDate lastDay(@Nullable Instant end) {
        return end == null ? null : end.minusNanos(1).atOffset(ZoneOffset.UTC).toLocalDate();
    }

    record Invitations(List<Invitation> items, @Nullable String next) {}

    record Invitation(
            String id,
            @Nullable String fullName,
            @Nullable String email,
            String group,
            String state,
            String delivery,
            @Nullable String inviterName,
            Instant sentAt,
            int resends,
            Instant expiresAt) {}

    record Groups(List<Group> items) {}

    record Group(String name, String kind) {}

    record Memberships(List<Membership> items) {}

    record Membership(
            String membershipId,
            String customerId,
            String customerName,
            String customerState,
            String kind,
            String group,
            Instant joinedAt,
            @Nullable Instant endsAt) {}

    record Customer(
            String id,
            String identifier,
            String name,
            String kind,
            String state,
            @Nullable Instant confirmBy,
            @Nullable Instant paymentDueBy,
            @Nullable Instant openedAt,
            @Nullable String managedBy,
            @Nullable Systems systems) {

        public boolean isPartner() {
            return kind.equals("PARTNER");
        }

        /** Whether it is a partner, or one manages it. */
        public boolean isAdministered() {
            return isPartner() || managedBy != null;
        }
    }

    record Systems(int confirmed, int of) {}

    record Me(String fullName, List<Address> emails, String language, boolean operator, boolean auditor) {}

    record Address(String email, boolean verified) {}

    record Projects(List<Project> items, @Nullable String next) {}

    record Project(
            String id,
            String identifier,
            String name,
            @Nullable String paymentMethodId,
            @Nullable String billingAddressId,
            List<String> locations,
            String state,
            Instant createdAt) {}

    record ProjectUsers(List<ProjectUser> items, @Nullable String next) {}

    record ProjectUser(
            String membershipId,
            @Nullable String fullName,
            @Nullable String email,
            @Nullable Manage manage,
            @Nullable Access use) {}

    record Expiring(List<EndingSoon> items) {}

    record EndingSoon(String name, @Nullable String fullName, SoonEnded access) {}

    record SoonEnded(
            String projectId, String role, @Nullable Instant endsAt) {

        public @Nullable LocalDate lastDay() {
            return Shown.lastDay(endsAt);
        }
    }

    record Manage(String group) {}

    record Access(
            String grantId,
            String role,
            Instant assignedAt,
            boolean bySelf,
            @Nullable String invitationId,
            @Nullable Instant endsAt,
            String version) {

        /** The last day on which the access is good, in UTC. */
        public @Nullable LocalDate lastDay() {
            return Shown.lastDay(endsAt);
        }
    }

    record Locations(List<Location> items) {}

    record Location(String name, boolean onEveryProject) {}

    record Confirmation(int confirmed, int of, List<Missing> missing) {}

    record Missing(String name, Instant since) {}

    record GeneralData(
            @Nullable PostalAddress companyAddress,
            @Nullable String costCentre,
            @Nullable String defaultPaymentMethodId,
            @Nullable String defaultBillingAddressId) {}

    record PostalAddress(
            List<String> lines,
            @Nullable String postalCode,
            String city,
            String country,
            @Nullable String vatId) {

        public String inLines() {
            return String.join("\n", lines);
        }

        /** In one line. */
        public String inOne() {
            return lines.stream().map(Isolation::isolate).collect(Collectors.joining(", ")) + ", "
                    + (postalCode == null ? "" : Isolation.isolate(postalCode) + " ") + Isolation.isolate(city) + ", "
                    + country;
        }
    }

    record BillingAddresses(List<BillingAddress> items) {}

    record BillingAddress(String id, PostalAddress address) {}

    record PaymentMethods(List<PaymentMethod> items) {}

    record PaymentMethod(
            String id,
            String kind,
            String state,
            @Nullable Card card,
            @Nullable Mandate sepaMandate) {

        /** What tells it from others of its kind. */
        public String what() {
            if (card != null) {
                return card.brand() + (card.lastDigits() == null ? "" : " …" + card.lastDigits()) + ", "
                        + card.expiryMonth();
            }
            return sepaMandate == null
                    ? ""
                    : Stream.of(sepaMandate.iban(), sepaMandate.reference())
                            .flatMap(Stream::ofNullable)
                            .collect(Collectors.joining(", "));
        }
    }

    record Card(String brand, @Nullable String lastDigits, String expiryMonth) {}

    record Mandate(
            @Nullable String iban,
            @Nullable String reference,
            @Nullable String accountHolder) {}

    record History(List<Entry> items, @Nullable String next) {}

    record Entry(
            long position,
            String id,
            Instant time,
            String event,
            String sentence,
            String actor,
            @Nullable String actorName,
            @Nullable String reason,
            String cause,
            @Nullable String projectId,
            @Nullable String membershipId,
            @Nullable String personId,
            @Nullable String invitationId) {

        /** The most particular thing that it is about; absent if that is the customer as a whole. */
        public @Nullable String subject() {
            return Stream.of(membershipId, invitationId, personId, projectId)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
    }

    record Event(Entry entry, long sequence, Map<String, Object> data, List<Entry> causes) {}

    /** @param size of the tree that it is proved for */
    record Inclusion(String position, String size, String leafHash, List<String> hashes) {}

    /** @param complete whether everything that had happened by then is taken into account */
    record Known(Instant at, boolean complete, @Nullable Instant completeBefore) {}

    record PastCustomer(Known known, String identifier, String name, String kind, String state) {}

    record PastUsers(
            Known known, List<PastUser> items, @Nullable String next) {}

    record PastUser(
            String membershipId,
            @Nullable String fullName,
            String group,
            @Nullable Instant endsAt) {

        public @Nullable LocalDate lastDay() {
            return Shown.lastDay(endsAt);
        }
    }

    record PastInvitations(
            Known known,
            List<PastInvitation> items,
            @Nullable String next) {}

    record PastInvitation(String invitationId, @Nullable String fullName, String group, Instant expiresAt) {}

    record PastProjects(
            Known known, List<PastProject> items, @Nullable String next) {}

    record PastProject(
            String projectId,
            String identifier,
            String name,
            String state,
            @Nullable String paymentMethodId,
            @Nullable String billingAddressId,
            List<String> locations) {}

    /** @param erased whether something is absent because it is erased today */
    record PastGeneralData(
            @Nullable PostalAddress companyAddress,
            @Nullable String costCentre,
            @Nullable String defaultPaymentMethodId,
            @Nullable String defaultBillingAddressId,
            boolean erased) {}

    record PastBillingAddresses(List<PastBillingAddress> items) {}

    record PastBillingAddress(String id, @Nullable PostalAddress address) {}

    record PastAccesses(
            Known known, List<PastAccess> items, @Nullable String next) {}

    /** @param role absent if it is about managing */
    record PastAccess(
            String projectId,
            String projectName,
            String membershipId,
            @Nullable String fullName,
            String group,
            @Nullable String role,
            @Nullable Instant endsAt,
            List<Entry> because,
            @Nullable Ended ended) {

        public @Nullable LocalDate lastDay() {
            return Shown.lastDay(endsAt);
        }
    }

    record Ended(Instant at, @Nullable Entry event) {}

    record AccessReview(
            Known from,
            Known to,
            List<AccessChange> items,
            @Nullable String next) {}

    /** @param event absent if only a date has come */
    record AccessChange(
            String change,
            String membershipId,
            @Nullable String fullName,
            @Nullable String projectId,
            @Nullable String projectName,
            @Nullable String before,
            @Nullable String after,
            @Nullable Entry event) {}

    record Clients(List<Client> items) {}

    record Client(
            String clientId,
            String name,
            List<String> scopes,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable String clientSecret) {}

    record MyData(
            List<StoredInvitation> invitations, @Nullable List<StoredPlace> places) {}

    record StoredInvitation(String customerId, Instant invitedAt) {}

    record StoredPlace(String table, long rows) {}

    record MyProjects(List<MyProject> items) {}

    record MyProject(String identifier, String name, Access access) {}

    record MyMessages(List<MyMessage> items) {}

    record MyMessage(String id, String customerName, String partnerName, String text, Instant sentAt) {}

    record MyInvitations(List<MyInvitation> items) {}

    record MyInvitation(
            String id, String customerName, @Nullable String inviterName, String group, Instant expiresAt) {}

    record Preview(
            List<EndingAccess> ending,
            List<String> leftWithNobody,
            List<String> cancelledInvitations,
            List<Mail> mails,
            String version) {}

    record EndingAccess(String projectId, String membershipId, String role) {}

    record Mail(String kind, String membershipId) {}

    /** What is wrong with a part of the body, with a parameter or with a header. */
    record Wrong(
            @Nullable String pointer,
            @Nullable String parameter,
            @Nullable String header,
            String code,
            String detail) {

        String field() {
            if (header != null) {
                return header.toLowerCase(Locale.ROOT);
            }
            var name = pointer == null ? String.valueOf(parameter) : pointer.replaceFirst("^#/", "");
            return name.replaceFirst("/.*", "");
        }
    }

    /** What somebody else has made of it meanwhile. */
    record Current(
            @Nullable String group,
            @Nullable String role,
            @Nullable Instant endsAt) {

        public @Nullable LocalDate lastDay() {
            return Shown.lastDay(endsAt);
        }
    }

    record Problem(
            String code,
            @Nullable String title,
            @Nullable String detail,
            @Nullable List<Wrong> errors,
            @Nullable Current current,
            @Nullable List<User> candidates) {

        /** What is wrong with each field, by its name. */
        Map<String, String> byField() {
            var fields = new LinkedHashMap<String, String>();
            if (errors != null) {
                errors.forEach(error -> fields.putIfAbsent(error.field(), error.detail()));
            }
            if (code.equals("reason-required")) {
                fields.put("reason", String.valueOf(detail));
            }
            return fields;
        }

        /** What is wrong with the parts of the request if anything is, otherwise what is wrong with it as a whole. */
        String said() {
            return errors == null || errors.isEmpty()
                    ? String.valueOf(detail)
                    : errors.stream().map(Wrong::detail).collect(Collectors.joining(" "));
        }

        /** Whether something that was written must not be shown again (rule: General data). */
        boolean hides() {
            return code.equals("card-number-not-allowed");
        }
    }
}
