package io.customeraccounts.api.invitations;

import io.customeraccounts.api.http.Fields;
import io.customeraccounts.api.http.Fields.Field;
import io.customeraccounts.api.http.Fields.NotThis;
import io.customeraccounts.domain.values.EmailAddress;
import io.customeraccounts.domain.values.FullName;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.MembershipId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Schema(name = "InviteUser")
record InviteUserRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "Anna Schmidt") @Nullable
        String fullName,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "anna@example.org") @Nullable
        String email,

        @Schema(description = "CUSTOMER_EMPLOYEE if absent.", example = "CUSTOMER_EMPLOYEE") @Nullable
        String group,

        @Schema(
                description =
                        "How long it can be accepted, 1 hour to 30 days (ISO 8601); the installation's setting if absent.",
                example = "P7D")
        @Nullable
        String lifetime,

        @Schema(description = "Of the mail: en or de; that of the inviter if absent.", example = "en") @Nullable
        String language,

        @Schema(description = "Becomes real with the acceptance; at most 50 projects.") @Nullable
        List<@Nullable PlannedAccessRequest> plannedAccess,

        @Schema(
                format = "uuid",
                description =
                        "Who is invited back: a membership that ended within the last 30 days. Nothing of it comes back by itself.",
                example = "0193584e-3b00-7000-8000-000000000005")
        @Nullable
        String formerMembershipId) {

    record Checked(
            Field<FullName> fullName,
            Field<EmailAddress> email,
            Field<GroupName> group,
            Field<Duration> lifetime,
            Field<Language> language,
            Field<MembershipId> formerMembershipId) {}

    /** @param fields collects what is wrong; to be checked before anything is asked for */
    Checked check(Fields fields) {
        return new Checked(
                fields.required("/fullName", fullName, FullName::new),
                fields.required("/email", email, EmailAddress::parse),
                fields.optional("/group", group, GroupName::new),
                fields.optional("/lifetime", lifetime, InviteUserRequest::duration),
                fields.optional("/language", language, Fields::language),
                fields.optional("/formerMembershipId", formerMembershipId, Fields.id(MembershipId::parse)));
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw new NotThis("not-a-duration");
        }
    }
}
