package io.customeraccounts.api.problems;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/**
 * Every kind of problem that an answer can report. The code is the contract with clients and the last segment of the
 * problem's page; the texts are in {@code messages/problems.properties} under the code.
 */
public enum ProblemType {
    MALFORMED_REQUEST("malformed-request", 400),
    NOT_AUTHENTICATED("not-authenticated", 401),
    NOT_PERMITTED("not-permitted", 403),
    INVITATION_EMAIL_MISMATCH("invitation-email-mismatch", 403),
    EMAIL_NOT_VERIFIED("email-not-verified", 403),
    FORM_EXPIRED("form-expired", 403),
    NOT_FOUND("not-found", 404),
    USER_NOT_FOUND("user-not-found", 404),
    PROJECT_NOT_FOUND("project-not-found", 404),
    GRANT_NOT_FOUND("grant-not-found", 404),
    MESSAGE_NOT_FOUND("message-not-found", 404),
    PERSON_NOT_FOUND("person-not-found", 404),
    INVITATION_NOT_FOUND("invitation-not-found", 404),
    PAYMENT_METHOD_NOT_FOUND("payment-method-not-found", 404),
    BILLING_ADDRESS_NOT_FOUND("billing-address-not-found", 404),
    CONFIRMATION_UNKNOWN("confirmation-unknown", 404),
    RESET_UNKNOWN("reset-unknown", 404),
    METHOD_NOT_ALLOWED("method-not-allowed", 405),
    NOT_ACCEPTABLE("not-acceptable", 406),
    CONCURRENT_CHANGE("concurrent-change", 409),
    IDEMPOTENCY_KEY_IN_USE("idempotency-key-in-use", 409),
    ALREADY_SIGNED_UP("already-signed-up", 409),
    ALREADY_REGISTERED("already-registered", 409),
    IDENTIFIER_TAKEN("identifier-taken", 409),
    CUSTOMER_PENDING_CONFIRMATION("customer-pending-confirmation", 409),
    CUSTOMER_RESTRICTED("customer-restricted", 409),
    PAYMENT_METHOD_REQUIRED("payment-method-required", 409),
    BILLING_ADDRESS_REQUIRED("billing-address-required", 409),
    IN_USE("in-use", 409),
    LAST_ADMIN("last-admin", 409),
    ALREADY_A_USER("already-a-user", 409),
    ALREADY_ASSIGNED("already-assigned", 409),
    LOCATION_NOT_REMOVABLE("location-not-removable", 409),
    RESOURCES_REMAIN("resources-remain", 409),
    RESOURCE_STATUS_UNKNOWN("resource-status-unknown", 409),
    CUSTOMER_MANAGED("customer-managed", 409),
    CUSTOMER_IS_PARTNER("customer-is-partner", 409),
    CAME_THROUGH_PARTNER("came-through-partner", 409),
    MANAGED_CUSTOMERS_LEFT("managed-customers-left", 409),
    GROUP_EXISTS("group-exists", 409),
    INVITATION_PENDING("invitation-pending", 409),
    INVITATION_LIMIT("invitation-limit", 409),
    SYSTEM_IN_USE("system-in-use", 409),
    REPORT_OUTDATED("report-outdated", 409),
    PERSON_ELSEWHERE("person-elsewhere", 409),
    REBUILD_RUNNING("rebuild-running", 409),
    REBUILD_NOT_RUNNING("rebuild-not-running", 409),
    CURSOR_GONE("cursor-gone", 410),
    PROJECT_NOT_THERE("project-not-there", 410),
    CUSTOMER_EXPIRED("customer-expired", 410),
    CUSTOMER_CLOSED("customer-closed", 410),
    PROJECT_ENDED("project-ended", 410),
    GRANT_ENDED("grant-ended", 410),
    INVITATION_ACCEPTED("invitation-accepted", 410),
    INVITATION_DECLINED("invitation-declined", 410),
    INVITATION_CANCELLED("invitation-cancelled", 410),
    INVITATION_EXPIRED("invitation-expired", 410),
    VERSION_MISMATCH("version-mismatch", 412),
    BODY_TOO_LARGE("body-too-large", 413),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415),
    INVALID_VALUE("invalid-value", 422),
    CARD_NUMBER_NOT_ALLOWED("card-number-not-allowed", 422),
    CARD_EXPIRED("card-expired", 422),
    CONFIRMATION_MISMATCH("confirmation-mismatch", 422),
    ACCESS_END_PAST("access-end-past", 422),
    EMAIL_MISSING("email-missing", 422),
    FORMER_MEMBERSHIP_UNKNOWN("former-membership-unknown", 422),
    GROUP_NOT_AVAILABLE("group-not-available", 422),
    IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422),
    LOCATION_NOT_AVAILABLE("location-not-available", 422),
    LOCATION_NOT_ON_PROJECT("location-not-on-project", 422),
    LIFETIME_OUT_OF_RANGE("lifetime-out-of-range", 422),
    MEMBERSHIP_END_PAST("membership-end-past", 422),
    NOT_A_USER("not-a-user", 422),
    PARTNER_NOT_AVAILABLE("partner-not-available", 422),
    REASON_REQUIRED("reason-required", 422),
    RESEND_LIMIT("resend-limit", 429),
    TOO_MANY_REQUESTS("too-many-requests", 429),
    INTERNAL_ERROR("internal-error", 500),
    TEMPORARILY_UNAVAILABLE("temporarily-unavailable", 503);

    private final String code;
    private final int status;

    ProblemType(String code, int status) {
        this.code = code;
        this.status = status;
    }

    public String code() {
        return code;
    }

    /** The status of an answer that reports it. */
    public int status() {
        return status;
    }

    /** The problem's page, relative to the service. */
    public URI page() {
        return URI.create("/problems/" + code);
    }

    static Optional<ProblemType> byCode(String code) {
        return Arrays.stream(values()).filter(type -> type.code.equals(code)).findFirst();
    }
}
