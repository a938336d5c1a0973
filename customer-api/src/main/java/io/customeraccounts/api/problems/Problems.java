package io.customeraccounts.api.problems;

import io.customeraccounts.domain.Refusal;
import io.customeraccounts.domain.customer.CustomerRefusal;
import io.customeraccounts.domain.customer.CustomerRefusal.AlreadyAUser;
import io.customeraccounts.domain.customer.CustomerRefusal.AlreadySignedUp;
import io.customeraccounts.domain.customer.CustomerRefusal.BillingAddressNotAvailable;
import io.customeraccounts.domain.customer.CustomerRefusal.BillingAddressNotFound;
import io.customeraccounts.domain.customer.CustomerRefusal.CameThroughPartner;
import io.customeraccounts.domain.customer.CustomerRefusal.CardExpired;
import io.customeraccounts.domain.customer.CustomerRefusal.ConfirmationMismatch;
import io.customeraccounts.domain.customer.CustomerRefusal.ConfirmationUnknown;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsClosed;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsExpired;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsManaged;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsPartner;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerIsRestricted;
import io.customeraccounts.domain.customer.CustomerRefusal.CustomerPendingConfirmation;
import io.customeraccounts.domain.customer.CustomerRefusal.EmailNotVerified;
import io.customeraccounts.domain.customer.CustomerRefusal.FormerMembershipUnknown;
import io.customeraccounts.domain.customer.CustomerRefusal.GroupNotAvailable;
import io.customeraccounts.domain.customer.CustomerRefusal.IdentifierTaken;
import io.customeraccounts.domain.customer.CustomerRefusal.InUse;
import io.customeraccounts.domain.customer.CustomerRefusal.InvitationEnded;
import io.customeraccounts.domain.customer.CustomerRefusal.InvitationLimit;
import io.customeraccounts.domain.customer.CustomerRefusal.InvitationNotFound;
import io.customeraccounts.domain.customer.CustomerRefusal.InvitationPending;
import io.customeraccounts.domain.customer.CustomerRefusal.LastAdmin;
import io.customeraccounts.domain.customer.CustomerRefusal.LifetimeOutOfRange;
import io.customeraccounts.domain.customer.CustomerRefusal.ManagedCustomersLeft;
import io.customeraccounts.domain.customer.CustomerRefusal.MembershipEndPast;
import io.customeraccounts.domain.customer.CustomerRefusal.NotPermitted;
import io.customeraccounts.domain.customer.CustomerRefusal.PartnerNotAvailable;
import io.customeraccounts.domain.customer.CustomerRefusal.PaymentMethodNotAvailable;
import io.customeraccounts.domain.customer.CustomerRefusal.PaymentMethodNotFound;
import io.customeraccounts.domain.customer.CustomerRefusal.ResendLimit;
import io.customeraccounts.domain.customer.CustomerRefusal.UserNotFound;
import io.customeraccounts.domain.customer.CustomerRefusal.VersionMismatch;
import io.customeraccounts.domain.groups.GroupRefusal;
import io.customeraccounts.domain.messages.MessageRefusal;
import io.customeraccounts.domain.project.ProjectRefusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Turns whatever was refused into the answer that says so: {@code application/problem+json} (RFC 9457). */
@Component
public class Problems {

    public static final String MEDIA_TYPE = "application/problem+json";

    private final Clock clock;
    private final JsonMapper json;

    public Problems(Clock clock, JsonMapper json) {
        this.clock = clock;
        this.json = json;
    }

    /** @param body JSON, in UTF-8 */
    @SuppressWarnings("ArrayRecordComponent") // written to a response or a row and never compared
    public record Document(int status, Map<String, String> headers, byte[] body) {}

    /** What the refusal is called outside. */
    public Problem of(Refusal refusal) {
        return switch (refusal) {
            case CustomerRefusal it -> of(it);
            case ProjectRefusal it -> ProjectProblems.of(it);
            case MessageRefusal it -> MessageProblems.of(it);
            case GroupRefusal it -> of(it);
            default -> throw new IllegalArgumentException("refused by an unknown aggregate", refusal);
        };
    }

    private static Problem of(GroupRefusal refusal) {
        return switch (refusal) {
            case GroupRefusal.NotAnOperator it -> Problem.of(ProblemType.NOT_PERMITTED);
            case GroupRefusal.GroupExists it ->
                Problem.of(ProblemType.GROUP_EXISTS).with("group", it.group().value());
        };
    }

    /** Without a default branch, so that a new refusal stops the build here. */
    private Problem of(CustomerRefusal refusal) {
        return switch (refusal) {
            case NotPermitted it ->
                Problem.of(ProblemType.NOT_PERMITTED)
                        .with("permission", it.missing().name());
            case VersionMismatch it ->
                Problem.of(ProblemType.VERSION_MISMATCH)
                        .with("currentVersion", it.current())
                        .header(HttpHeaders.ETAG, "\"" + it.current() + "\"");
            case AlreadySignedUp it ->
                Problem.of(ProblemType.ALREADY_SIGNED_UP).with("customerId", text(it.existing()));
            case IdentifierTaken it -> Problem.of(ProblemType.IDENTIFIER_TAKEN).with("identifier", it.identifier());
            case CustomerPendingConfirmation it -> Problem.of(ProblemType.CUSTOMER_PENDING_CONFIRMATION);
            case CustomerIsExpired it -> Problem.of(ProblemType.CUSTOMER_EXPIRED);
            case CustomerIsClosed it -> Problem.of(ProblemType.CUSTOMER_CLOSED);
            case ConfirmationUnknown it -> Problem.of(ProblemType.CONFIRMATION_UNKNOWN);
            case ConfirmationMismatch it -> Problem.of(ProblemType.CONFIRMATION_MISMATCH);
            case GroupNotAvailable it ->
                Problem.of(ProblemType.GROUP_NOT_AVAILABLE)
                        .with("kind", it.kind().name());
            case UserNotFound it -> Problem.of(ProblemType.USER_NOT_FOUND);
            case LastAdmin it ->
                Problem.of(ProblemType.LAST_ADMIN)
                        .with(
                                "candidates",
                                it.candidates().stream()
                                        .map(id -> Map.of("membershipId", text(id)))
                                        .toList());
            case MembershipEndPast it ->
                Problem.of(ProblemType.MEMBERSHIP_END_PAST).with("now", text(it.now()));
            case AlreadyAUser it ->
                Problem.of(ProblemType.ALREADY_A_USER).with("membershipId", text(it.membershipId()));
            case InvitationPending it ->
                Problem.of(ProblemType.INVITATION_PENDING).with("invitationId", text(it.invitationId()));
            case InvitationLimit it ->
                Problem.of(ProblemType.INVITATION_LIMIT)
                        .with("limit", it.limit())
                        .with("per", it.daily() ? "24-hours" : "pending");
            case LifetimeOutOfRange it ->
                Problem.of(ProblemType.LIFETIME_OUT_OF_RANGE)
                        .with("shortest", text(it.shortest()))
                        .with("longest", text(it.longest()));
            case ResendLimit it ->
                Problem.of(ProblemType.RESEND_LIMIT)
                        .with("possibleAt", text(it.possibleAt()))
                        .retryAfter(Duration.between(clock.instant(), it.possibleAt()));
            case FormerMembershipUnknown it -> Problem.of(ProblemType.FORMER_MEMBERSHIP_UNKNOWN);
            case InvitationNotFound it -> Problem.of(ProblemType.INVITATION_NOT_FOUND);
            case InvitationEnded it ->
                Problem.of(ended(it))
                        .with("invitationId", text(it.invitationId()))
                        .with("endedAt", text(it.endedAt()));
            case EmailNotVerified it -> Problem.of(ProblemType.EMAIL_NOT_VERIFIED);
            case CustomerIsRestricted it -> Problem.of(ProblemType.CUSTOMER_RESTRICTED);
            case PaymentMethodNotFound it -> Problem.of(ProblemType.PAYMENT_METHOD_NOT_FOUND);
            case BillingAddressNotFound it -> Problem.of(ProblemType.BILLING_ADDRESS_NOT_FOUND);
            case PaymentMethodNotAvailable it ->
                Problem.of(ProblemType.PAYMENT_METHOD_REQUIRED).with("paymentMethodId", text(it.paymentMethodId()));
            case BillingAddressNotAvailable it ->
                Problem.of(ProblemType.BILLING_ADDRESS_REQUIRED).with("billingAddressId", text(it.billingAddressId()));
            case CardExpired it -> Problem.of(ProblemType.CARD_EXPIRED).with("expiredAt", text(it.expiredAt()));
            case InUse it ->
                Problem.of(ProblemType.IN_USE)
                        .with(
                                "projects",
                                it.projects().stream()
                                        .map(id -> Map.of("projectId", text(id)))
                                        .toList());
            case PartnerNotAvailable it ->
                Problem.of(ProblemType.PARTNER_NOT_AVAILABLE).with("partnerId", text(it.partnerId()));
            case CustomerIsManaged it -> Problem.of(ProblemType.CUSTOMER_MANAGED);
            case CustomerIsPartner it -> Problem.of(ProblemType.CUSTOMER_IS_PARTNER);
            case CameThroughPartner it -> Problem.of(ProblemType.CAME_THROUGH_PARTNER);
            case ManagedCustomersLeft it -> Problem.of(ProblemType.MANAGED_CUSTOMERS_LEFT);
        };
    }

    private static ProblemType ended(InvitationEnded refusal) {
        return switch (refusal.state()) {
            case ACCEPTED -> ProblemType.INVITATION_ACCEPTED;
            case DECLINED -> ProblemType.INVITATION_DECLINED;
            case CANCELLED -> ProblemType.INVITATION_CANCELLED;
            case EXPIRED -> ProblemType.INVITATION_EXPIRED;
            case PENDING -> throw new IllegalArgumentException("a pending invitation has not ended");
        };
    }

    private static String text(Object value) {
        return value.toString();
    }

    public Document render(Problem problem, Locale language) {
        var texts = ProblemTexts.in(language);
        var type = problem.type();
        var body = new LinkedHashMap<String, Object>();
        body.put("type", type.page().toString());
        body.put("title", texts.title(type));
        body.put("status", type.status());
        body.put("detail", texts.detail(problem));
        body.put("code", type.code());
        if (!problem.errors().isEmpty()) {
            body.put(
                    "errors",
                    problem.errors().stream()
                            .map(error -> rendered(error, texts))
                            .toList());
        }
        problem.details().forEach(body::putIfAbsent);

        var headers = new LinkedHashMap<String, String>();
        headers.put(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE);
        headers.put(HttpHeaders.CONTENT_LANGUAGE, language.getLanguage());
        headers.put(HttpHeaders.CACHE_CONTROL, "no-store");
        headers.putAll(problem.headers());
        return new Document(type.status(), headers, json.writeValueAsBytes(body));
    }

    private static Map<String, Object> rendered(FieldError error, ProblemTexts texts) {
        var member = new LinkedHashMap<String, Object>();
        member.put(error.in().member(), error.shownName());
        member.put("code", error.code());
        member.put("detail", texts.detail(error));
        error.details().forEach(member::putIfAbsent);
        return member;
    }

    /** What a page says about a problem. */
    public record Words(String title, String happened, String todo) {}

    public static Words words(ProblemType type, Locale language) {
        var texts = ProblemTexts.in(language);
        return new Words(texts.title(type), texts.what(type), texts.remedy(type));
    }

    /** For filters and error pages; handlers throw the {@link Problem} instead. */
    public void write(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
        write(request, response, render(problem, language(request)));
    }

    static void write(HttpServletRequest request, HttpServletResponse response, Document document) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(document.status());
        document.headers().forEach(response::setHeader);
        response.setContentLength(document.body().length);
        if (!"HEAD".equals(request.getMethod())) {
            response.getOutputStream().write(document.body());
        }
    }

    /** The first of the accepted languages that there is, otherwise English; never that of the server. */
    public static Locale language(HttpServletRequest request) {
        if (request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) == null) {
            return Locale.ENGLISH;
        }
        List<Locale> accepted = Collections.list(request.getLocales());
        for (var locale : accepted) {
            for (var language : ProblemTexts.LANGUAGES) {
                if (language.getLanguage().equals(locale.getLanguage())) {
                    return language;
                }
            }
        }
        return Locale.ENGLISH;
    }
}
