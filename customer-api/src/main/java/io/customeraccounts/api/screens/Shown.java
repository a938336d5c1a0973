package io.customeraccounts.api.screens;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            @Nullable Instant paymentDueBy) {}

    record Me(String fullName, List<Address> emails, String language, boolean operator, boolean auditor) {}

    record Address(String email, boolean verified) {}

    record Preview(
            List<EndingAccess> ending,
            List<String> leftWithNobody,
            List<String> cancelledInvitations,
            List<Mail> mails,
            String version) {}

    record EndingAccess(String projectId, String membershipId, String role) {}

    record Mail(String kind, String membershipId) {}

    /** What is wrong with a part of the body, or with a parameter. */
    record Wrong(@Nullable String pointer, @Nullable String parameter, String code, String detail) {

        String field() {
            var name = pointer == null ? String.valueOf(parameter) : pointer.replaceFirst("^#/", "");
            return name.replace('/', '-');
        }
    }

    record Problem(
            String code,
            @Nullable String title,
            @Nullable String detail,
            @Nullable List<Wrong> errors,
            @Nullable User current,
            @Nullable List<User> candidates) {

        /** What is wrong with each field, by its name. */
        Map<String, String> byField() {
            var fields = new LinkedHashMap<String, String>();
            if (errors != null) {
                errors.forEach(error -> fields.putIfAbsent(error.field(), error.detail()));
            }
            return fields;
        }

        /** Whether something that was written must not be shown again (rule: General data). */
        boolean hides() {
            return code.equals("card-number-not-allowed");
        }
    }
}
