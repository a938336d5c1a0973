package io.customeraccounts.domain.customer;

import static io.customeraccounts.domain.customer.Invariants.Objection.*;

import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.*;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.*;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads events as anybody could who has only the rules, and objects to whatever must never happen. It is written without
 * a look at how {@link Customer} decides: plain books, kept event by event. Not spelled for speed.
 */
final class Invariants {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** What must never happen. */
    enum Objection {
        AN_ACCOUNT_WAS_CONFIRMED_TWICE_OR_TOO_LATE,
        AN_ACCOUNT_WAS_OPENED_TWICE,
        AN_ACCOUNT_WAS_RESTRICTED_WITHOUT_NEED,
        AN_EVENT_DOES_NOT_SAY_RIGHTLY_WHETHER_AN_ADMIN_IS_LEFT,
        AN_EXPIRED_CARD_WAS_ADDED,
        AN_IDENTIFIER_CHANGED,
        AN_IDENTIFIER_WAS_REUSED,
        AN_INVITATIONS_ID_WAS_USED_TWICE,
        AN_INVITATION_BY_SOMEBODY_WHO_LEFT_IS_PENDING,
        AN_INVITATION_EXPIRED_TOO_EARLY,
        AN_INVITATION_IS_PENDING_IN_A_CLOSED_ACCOUNT,
        AN_INVITATION_LIVES_TOO_SHORT_OR_TOO_LONG,
        AN_INVITATION_OUTLIVED_THE_END_DATE_OF_ITS_INVITER,
        AN_INVITATION_TO_A_REMOVED_PERSON_IS_PENDING,
        A_BILLING_ADDRESSES_ID_WAS_USED_TWICE,
        A_CARD_NUMBER_IS_IN_AN_EVENT,
        A_CONFIRMATION_WAS_SENT_FOR_A_CONFIRMED_ACCOUNT,
        A_CONFIRMED_ACCOUNT_EXPIRED_OR_ONE_THAT_COULD_STILL_BE,
        A_DEFAULT_IS_NOT_AVAILABLE,
        A_GROUP_IS_NOT_ONE_OF_THE_CUSTOMERS_KIND,
        A_MANAGED_CUSTOMER_IS_A_PARTNER,
        A_PARTNERS_USER_STAYS_THOUGH_ANOTHER_PARTNER_MANAGES_THE_CUSTOMER,
        A_MAIL_WAS_SENT_TOO_OFTEN,
        A_MEMBERSHIPS_ID_WAS_USED_TWICE,
        A_MEMBERSHIP_DID_NOT_END_WHEN_ITS_END_DATE_SAID,
        A_MEMBERSHIP_WAS_ENDED_IN_THE_PAST,
        A_PAYMENT_METHODS_ID_WAS_USED_TWICE,
        A_PAYMENT_METHOD_EXPIRED_THAT_IS_GOOD_OR_HAS_ENDED,
        A_PAYMENT_METHOD_WAS_REMOVED_TWICE,
        A_PERSON_IS_A_USER_TWICE,
        A_REMINDER_CAME_AT_A_WRONG_TIME,
        A_RESTRICTION_IS_NOT_IN_THE_BOOKS,
        A_RESTRICTION_STAYS_ALTHOUGH_THERE_IS_A_PAYMENT_METHOD,
        A_RESTRICTION_WAS_LIFTED_THAT_WAS_NONE,
        A_SECRET_IS_IN_AN_EVENT,
        A_USER_HAD_ANOTHER_GROUP_THAN_RECORDED,
        A_USER_WAS_INVITED,
        A_WARNING_CAME_AFTER_THE_LIMIT,
        CUSTOMERS_ARE_MANAGED_BY_WHO_IS_NO_PARTNER,
        ACCESS_WAS_SKIPPED_THAT_WAS_NOT_PLANNED_OR_TWICE,
        INVOICE_WAS_REQUESTED_TWICE,
        ONE_PERSON_ACCEPTED_FOR_ANOTHER,
        ONE_PERSON_LEFT_FOR_ANOTHER,
        ONE_PERSON_WAS_REMOVED_FOR_ANOTHER,
        SOMEBODY_BECAME_A_USER_OTHER_THAN_OFFERED,
        SOMEBODY_BECAME_A_USER_WITHOUT_AN_INVITATION,
        SOMEBODY_CAME_THROUGH_A_PARTNER_FOR_ANOTHER_OR_LONGER_THAN_THEY_MAY,
        SOMEBODY_DID_WHAT_ONLY_THE_CLOCK_DOES,
        SOMEBODY_DID_WHAT_THEY_MAY_NOT,
        SOMEBODY_ELSE_THAN_AN_OPERATOR_DECIDED_ABOUT_PARTNERS,
        SOMEBODY_ELSE_THAN_AN_OPERATOR_ENABLED_A_PAYMENT_METHOD,
        SOMEBODY_EXPIRED_AN_ACCOUNT,
        SOMEBODY_REPORTED_A_MAIL_AS_UNDELIVERED,
        SOMEBODY_SKIPPED_PLANNED_ACCESS,
        SOMEBODY_WAS_INVITED_BACK_TOO_LATE,
        SOMEBODY_WAS_INVITED_INTO_A_RESTRICTED_ACCOUNT,
        SOMEBODY_WAS_ERASED_WHO_IS_A_USER,
        SOMEBODY_WAS_REMOVED_WHO_IS_NO_USER,
        SOMEBODY_WHO_SHOULD_HAVE_DID_NOT_BECOME_A_USER,
        SOMETHING_HAPPENED_AFTER_THE_END_OF_THE_ACCOUNT,
        SOMETHING_HAPPENED_BEFORE_THE_ACCOUNT_WAS_CONFIRMED,
        SOMETHING_HAPPENED_BEFORE_THE_ACCOUNT_WAS_OPENED,
        SOMETHING_HAPPENED_TO_AN_EXPIRED_INVITATION,
        SOMETHING_HAPPENED_TO_AN_INVITATION_THAT_HAD_ENDED,
        SOMETHING_HAPPENED_TO_A_BILLING_ADDRESS_THAT_WAS_REMOVED,
        SOMETHING_HAPPENED_TO_A_MEMBERSHIP_THAT_HAD_ENDED,
        THE_EVENT_BELONGS_TO_ANOTHER_CUSTOMER,
        THE_FORMER_MEMBERSHIP_IS_NOT_LINKED,
        THE_FORMER_PARTNER_WAS_ANOTHER,
        THE_LAST_ADMIN_IS_GONE_BY_A_USERS_COMMAND,
        THE_SAME_VALUE_WAS_RECORDED_AGAIN,
        TOO_MANY_INVITATIONS_ARE_PENDING,
        TOO_MANY_INVITATIONS_WERE_SENT_IN_A_DAY,
        TWO_INVITATIONS_OF_ONE_ADDRESS_ARE_PENDING,
        WHAT_A_PROJECT_NAMES_WAS_REMOVED,
        WHAT_WAS_NOT_REQUESTED_WAS_ENABLED
    }

    /** What one command led to. */
    record Act(CustomerId customerId, Actor actor, Instant at, List<CustomerEvent> events) {}

    static final class Member {
        final MembershipId id;
        final PersonId person;
        final EmailAddress address;
        final @Nullable PartnerMembership through;
        GroupName group;

        @Nullable
        Instant endsAt;

        boolean ended;

        @Nullable
        Instant endedAt;

        Member(UserJoined event) {
            id = event.membershipId();
            person = event.personId();
            address = address(event.email());
            group = event.group();
            through = event.throughPartner();
        }

        boolean activeAt(Instant at) {
            return !ended && (endsAt == null || at.isBefore(endsAt));
        }
    }

    static final class Offer {
        final InvitationId id;
        final EmailAddress address;
        final @Nullable MembershipId inviter;
        final List<Instant> mails = new ArrayList<>();
        Secret.Hash secret;
        Instant expiresAt;
        GroupName group;
        List<PlannedAccess> planned;
        final Set<ProjectId> skipped = new HashSet<>();
        boolean ended;

        @Nullable
        PersonId acceptedBy;

        @Nullable
        MembershipId acceptedAs;

        Offer(UserInvited event, Instant at) {
            id = event.invitationId();
            address = address(event.email());
            inviter = event.invitedBy();
            secret = event.secret();
            expiresAt = event.expiresAt();
            group = event.group();
            planned = event.plannedAccess() == null ? List.of() : event.plannedAccess();
            mails.add(at);
        }

        boolean pendingAt(Instant at) {
            return !ended && at.isBefore(expiresAt);
        }
    }

    static final class Account {
        CustomerKind kind;

        /** Who manages it. */
        @Nullable
        CustomerId partner;

        final String identifier;
        final @Nullable Instant confirmBy;
        final List<Instant> confirmationMails = new ArrayList<>();
        final Map<MembershipId, Member> members = new LinkedHashMap<>();
        final Map<InvitationId, Offer> offers = new LinkedHashMap<>();
        final Set<PersonId> erased = new HashSet<>();
        final GeneralDataBook generalData;
        Secret.@Nullable Hash confirmation;
        String name;
        boolean usable;
        boolean over;

        Account(CustomerOpened event, Instant at, Set<Object> namedByProjects) {
            kind = event.kind();
            identifier = event.identifier();
            name = event.name();
            confirmBy = event.confirmBy();
            confirmation = event.confirmation();
            usable = confirmBy == null;
            generalData = new GeneralDataBook(namedByProjects);
            generalData.usableSince = usable ? at : null;
            confirmationMails.add(at);
        }

        Account(ManagedCustomerCreated event, Instant at, Set<Object> namedByProjects) {
            kind = CustomerKind.CUSTOMER;
            partner = event.partnerId();
            identifier = event.identifier();
            name = event.name();
            confirmBy = null;
            usable = true;
            generalData = new GeneralDataBook(namedByProjects);
            generalData.usableSince = at;
        }

        boolean hasAdminAt(Instant at, Groups groups) {
            return members.values().stream()
                    .anyMatch(member -> member.through == null && member.activeAt(at) && manages(member, groups));
        }

        static boolean manages(Member member, Groups groups) {
            return groups.find(member.group).orElseThrow().allows(Permission.MANAGE_USERS);
        }
    }

    private final Groups groups;
    private final InvitationRules rules;
    private final Map<CustomerId, Account> accounts = new LinkedHashMap<>();
    private final Set<Object> ids = new HashSet<>();
    private final Map<String, CustomerId> identifiers = new HashMap<>();
    private final Set<String> secrets = new HashSet<>();
    private final Set<Object> namedByProjects = new HashSet<>();
    private final List<Objection> objections = new ArrayList<>();

    Invariants(Groups groups, InvitationRules rules) {
        this.groups = groups;
        this.rules = rules;
    }

    /** The clear text of a secret that exists somewhere outside. */
    void secretExists(Secret secret) {
        secrets.add(secret.value());
    }

    /** The ids of the payment methods and billing addresses that projects name. */
    Set<Object> namedByProjects() {
        return namedByProjects;
    }

    Map<CustomerId, Account> accounts() {
        return accounts;
    }

    /** Everything that was wrong in what was {@linkplain #record recorded}. */
    List<Objection> objections() {
        return List.copyOf(objections);
    }

    void record(Act act) {
        var before = accounts.get(act.customerId());
        var endings = new ArrayList<Instant>(List.of(act.at()));
        act.events().stream()
                .flatMap(event ->
                        event instanceof MembershipEndSet set ? Stream.ofNullable(set.endsAt()) : Stream.empty())
                .forEach(endings::add);
        var guarded = before == null
                ? List.<Instant>of()
                : endings.stream().filter(end -> before.hasAdminAt(end, groups)).toList();
        var offersBefore = before == null ? List.<Offer>of() : List.copyOf(before.offers.values());
        for (var event : act.events()) {
            record(act, event);
        }
        for (var event : act.events()) {
            if (event instanceof UserRemoved removed && before != null) {
                nothingIsLeftOf(removed, offersBefore, before, act.at());
            }
        }
        for (var event : act.events()) {
            if (event instanceof CustomerOpened || event instanceof InvitationAccepted) {
                require(joins(act.events(), event), SOMEBODY_WHO_SHOULD_HAVE_DID_NOT_BECOME_A_USER);
            }
        }
        var mayLeaveNoAdmin = act.actor() instanceof Actor.Operator
                || act.actor() instanceof Actor.PartnerUser
                || act.events().stream().anyMatch(Invariants::isErasure);
        managementHolds();
        var after = accounts.get(act.customerId());
        objections.addAll(after == null ? List.of() : after.generalData.afterwards());
        if (after != null && !mayLeaveNoAdmin) {
            require(
                    guarded.stream().allMatch(end -> after.hasAdminAt(end, groups)),
                    THE_LAST_ADMIN_IS_GONE_BY_A_USERS_COMMAND);
        }
    }

    private void record(Act act, CustomerEvent event) {
        require(event.customerId().equals(act.customerId()), THE_EVENT_BELONGS_TO_ANOTHER_CUSTOMER);
        require(texts(event).noneMatch(text -> secrets.stream().anyMatch(text::contains)), A_SECRET_IS_IN_AN_EVENT);
        require(
                texts(event)
                        .filter(text -> !text.matches("[0-9a-f]{64}")) // a hash, with any digits
                        .noneMatch(CardNumbers::looksLikeCardNumber),
                A_CARD_NUMBER_IS_IN_AN_EVENT);
        if (event instanceof CustomerOpened opened) {
            opens(opened.customerId(), opened.identifier(), new Account(opened, act.at(), namedByProjects));
            return;
        }
        if (event instanceof ManagedCustomerCreated created) {
            var account = new Account(created, act.at(), namedByProjects);
            opens(created.customerId(), created.identifier(), account);
            requirePartner(created.partnerId());
            require(
                    act.actor() instanceof Actor.Operator
                            || mayOverManaged(act, account, Permission.CREATE_MANAGED_CUSTOMER),
                    SOMEBODY_DID_WHAT_THEY_MAY_NOT);
            return;
        }
        var account = accounts.get(act.customerId());
        if (account == null) {
            require(false, SOMETHING_HAPPENED_BEFORE_THE_ACCOUNT_WAS_OPENED);
            return;
        }
        require(!account.over || isBookkeeping(event), SOMETHING_HAPPENED_AFTER_THE_END_OF_THE_ACCOUNT);
        require(
                account.usable || account.over || happensBeforeConfirmation(event),
                SOMETHING_HAPPENED_BEFORE_THE_ACCOUNT_WAS_CONFIRMED);
        switch (event) {
            case CustomerOpened opened -> throw new IllegalStateException("handled above");
            case ManagedCustomerCreated created -> throw new IllegalStateException("handled above");
            case ManagingPartnerChanged changed -> {
                requireOperator(act);
                require(Objects.equals(changed.from(), account.partner), THE_FORMER_PARTNER_WAS_ANOTHER);
                require(!Objects.equals(changed.to(), account.partner), THE_SAME_VALUE_WAS_RECORDED_AGAIN);
                if (changed.to() != null) {
                    requirePartner(changed.to());
                }
                account.partner = changed.to();
            }
            case KindChanged changed -> {
                requireOperator(act);
                require(
                        changed.from() == account.kind && changed.to() != account.kind,
                        THE_SAME_VALUE_WAS_RECORDED_AGAIN);
                account.kind = changed.to();
            }
            case ConfirmationResent resent -> {
                require(!account.usable, A_CONFIRMATION_WAS_SENT_FOR_A_CONFIRMED_ACCOUNT);
                require(notTooOften(account.confirmationMails, act.at()), A_MAIL_WAS_SENT_TOO_OFTEN);
                account.confirmationMails.add(act.at());
                account.confirmation = resent.confirmation();
            }
            case CustomerConfirmed confirmed -> {
                require(
                        !account.usable && account.confirmBy != null && act.at().isBefore(account.confirmBy),
                        AN_ACCOUNT_WAS_CONFIRMED_TWICE_OR_TOO_LATE);
                account.usable = true;
                account.generalData.usableSince = act.at();
            }
            case CustomerExpired expired -> {
                require(act.actor() instanceof Actor.Policy, SOMEBODY_EXPIRED_AN_ACCOUNT);
                require(
                        !account.usable
                                && account.confirmBy != null
                                && !act.at().isBefore(account.confirmBy),
                        A_CONFIRMED_ACCOUNT_EXPIRED_OR_ONE_THAT_COULD_STILL_BE);
                require(expired.identifier().equals(account.identifier), AN_IDENTIFIER_CHANGED);
                account.over = true;
                identifiers.remove(account.identifier);
            }
            case CustomerRenamed renamed -> {
                requirePermission(act, account, Permission.EDIT_CUSTOMER);
                require(!renamed.name().equals(account.name), THE_SAME_VALUE_WAS_RECORDED_AGAIN);
                account.name = renamed.name();
            }
            case CustomerClosed closed -> {
                requirePermission(act, account, Permission.EDIT_CUSTOMER);
                require(
                        account.offers.values().stream().noneMatch(offer -> offer.pendingAt(act.at())),
                        AN_INVITATION_IS_PENDING_IN_A_CLOSED_ACCOUNT);
                account.over = true;
            }
            case UserInvited invited -> invited(invited, act, account);
            case InvitationAmended amended -> {
                var offer = pending(amended.invitationId(), act, account);
                requirePermission(act, account, Permission.MANAGE_USERS);
                require(
                        amended.fullName() != null
                                || (amended.group() != null && !amended.group().equals(offer.group))
                                || (amended.plannedAccess() != null
                                        && !amended.plannedAccess().equals(offer.planned)),
                        THE_SAME_VALUE_WAS_RECORDED_AGAIN);
                if (amended.plannedAccess() != null) {
                    offer.planned = amended.plannedAccess();
                }
                if (amended.group() != null) {
                    requireGroup(amended.group(), account);
                    offer.group = amended.group();
                }
            }
            case InvitationResent resent -> {
                var offer = pending(resent.invitationId(), act, account);
                requirePermission(act, account, Permission.MANAGE_USERS);
                require(notTooOften(offer.mails, act.at()), A_MAIL_WAS_SENT_TOO_OFTEN);
                offer.mails.add(act.at());
                offer.secret = resent.secret();
                offer.expiresAt = resent.expiresAt();
            }
            case InvitationUndelivered undelivered -> {
                pending(undelivered.invitationId(), act, account);
                require(act.actor() instanceof Actor.Policy, SOMEBODY_REPORTED_A_MAIL_AS_UNDELIVERED);
            }
            case AcceptanceRefused refused -> pending(refused.invitationId(), act, account);
            case InvitationAccepted accepted -> {
                var offer = pending(accepted.invitationId(), act, account);
                require(act.actor().equals(new Actor.Person(accepted.personId())), ONE_PERSON_ACCEPTED_FOR_ANOTHER);
                var inviter = offer.inviter == null ? null : account.members.get(offer.inviter);
                require(
                        inviter == null || inviter.ended || inviter.activeAt(act.at()),
                        AN_INVITATION_OUTLIVED_THE_END_DATE_OF_ITS_INVITER);
                offer.ended = true;
                offer.acceptedBy = accepted.personId();
                offer.acceptedAs = accepted.membershipId();
            }
            case PlannedAccessSkipped skipped -> {
                require(act.actor() instanceof Actor.Policy, SOMEBODY_SKIPPED_PLANNED_ACCESS);
                var offer = account.offers.get(skipped.invitationId());
                require(
                        offer != null
                                && skipped.membershipId().equals(offer.acceptedAs)
                                && offer.skipped.add(skipped.projectId()),
                        ACCESS_WAS_SKIPPED_THAT_WAS_NOT_PLANNED_OR_TWICE);
            }
            case InvitationDeclined declined -> pending(declined.invitationId(), act, account).ended = true;
            case InvitationCancelled cancelled -> {
                if (cancelled.cause() == CancellationCause.BY_ADMIN) {
                    requirePermission(act, account, Permission.MANAGE_USERS);
                }
                pending(cancelled.invitationId(), act, account).ended = true;
            }
            case InvitationExpired expired -> {
                var offer = open(expired.invitationId(), account);
                require(!act.at().isBefore(offer.expiresAt), AN_INVITATION_EXPIRED_TOO_EARLY);
                offer.ended = true;
            }
            case InvitationLimitNeared neared ->
                require(neared.pending() <= neared.limit(), A_WARNING_CAME_AFTER_THE_LIMIT);
            case UserJoined joined -> joined(joined, act, account);
            case GroupChanged changed -> {
                var member = active(changed.membershipId(), act, account);
                requirePermission(act, account, Permission.MANAGE_USERS);
                requireGroup(changed.to(), account);
                require(changed.from().equals(member.group), A_USER_HAD_ANOTHER_GROUP_THAN_RECORDED);
                require(!changed.to().equals(member.group), THE_SAME_VALUE_WAS_RECORDED_AGAIN);
                var wasAdmin = Account.manages(member, groups);
                member.group = changed.to();
                require(
                        changed.leavesNoAdmin() == (wasAdmin && !account.hasAdminAt(act.at(), groups)),
                        AN_EVENT_DOES_NOT_SAY_RIGHTLY_WHETHER_AN_ADMIN_IS_LEFT);
            }
            case MembershipEndSet set -> {
                var member = active(set.membershipId(), act, account);
                var byThemself = member.through != null
                        && act.actor().equals(new Actor.PartnerUser(member.person, member.through.partnerId()));
                if (!byThemself) {
                    requirePermission(act, account, Permission.MANAGE_USERS);
                }
                if (member.through != null) {
                    var inPartner =
                            accounts.get(member.through.partnerId()).members.get(member.through.membershipId());
                    require(
                            inPartner.endsAt == null
                                    || (set.endsAt() != null && !set.endsAt().isAfter(inPartner.endsAt)),
                            SOMEBODY_CAME_THROUGH_A_PARTNER_FOR_ANOTHER_OR_LONGER_THAN_THEY_MAY);
                }
                require(set.endsAt() == null || set.endsAt().isAfter(act.at()), A_MEMBERSHIP_WAS_ENDED_IN_THE_PAST);
                require(!Objects.equals(set.endsAt(), member.endsAt), THE_SAME_VALUE_WAS_RECORDED_AGAIN);
                member.endsAt = set.endsAt();
            }
            case UserRemoved removed -> removed(removed, act, account);
            case PeopleSearched searched -> requireOwn(act, account, Permission.ADMINISTER_PEOPLE);
            case PersonDataShown shown -> requireOwn(act, account, Permission.ADMINISTER_PEOPLE);
            case PersonErased erased -> {
                require(mayErase(act, account, erased.personId()), SOMEBODY_DID_WHAT_THEY_MAY_NOT);
                require(
                        account.members.values().stream().anyMatch(member -> member.person.equals(erased.personId()))
                                && account.members.values().stream()
                                        .noneMatch(member -> member.person.equals(erased.personId()) && !member.ended),
                        SOMEBODY_WAS_ERASED_WHO_IS_A_USER);
                require(account.erased.add(erased.personId()), THE_SAME_VALUE_WAS_RECORDED_AGAIN);
            }
            case CompanyAddressSet it -> edited(it, act, account);
            case CostCentreSet it -> edited(it, act, account);
            case PaymentDefaultsSet it -> edited(it, act, account);
            case BillingAddressAdded it -> edited(it, act, account);
            case BillingAddressChanged it -> edited(it, act, account);
            case BillingAddressRemoved it -> edited(it, act, account);
            case InvoicePaymentRequested it -> edited(it, act, account);
            case CardPaymentAdded it -> edited(it, act, account);
            case SepaMandateAdded it -> edited(it, act, account);
            case PaymentMethodRemoved it -> edited(it, act, account);
            case PaymentMethodEnabled it -> objections.addAll(account.generalData.record(act, it));
            case PaymentMethodExpired it -> objections.addAll(account.generalData.record(act, it));
            case PaymentReminderDue it -> objections.addAll(account.generalData.record(act, it));
            case CustomerRestricted it -> objections.addAll(account.generalData.record(act, it));
            case RestrictionLifted it -> objections.addAll(account.generalData.record(act, it));
        }
    }

    private void edited(CustomerEvent event, Act act, Account account) {
        requirePermission(act, account, Permission.EDIT_CUSTOMER);
        objections.addAll(account.generalData.record(act, event));
    }

    private void opens(CustomerId id, String identifier, Account account) {
        require(!accounts.containsKey(id), AN_ACCOUNT_WAS_OPENED_TWICE);
        require(identifiers.putIfAbsent(identifier, id) == null, AN_IDENTIFIER_WAS_REUSED);
        accounts.put(id, account);
    }

    private void requireOperator(Act act) {
        require(act.actor() instanceof Actor.Operator, SOMEBODY_ELSE_THAN_AN_OPERATOR_DECIDED_ABOUT_PARTNERS);
    }

    private void requirePartner(CustomerId id) {
        var partner = accounts.get(id);
        require(
                partner != null && partner.kind == CustomerKind.PARTNER && partner.usable && !partner.over,
                CUSTOMERS_ARE_MANAGED_BY_WHO_IS_NO_PARTNER);
    }

    /** Of everybody, whatever was changed. */
    private void managementHolds() {
        accounts.forEach((id, account) -> {
            require(account.partner == null || account.kind == CustomerKind.CUSTOMER, A_MANAGED_CUSTOMER_IS_A_PARTNER);
            var partner = account.partner == null ? null : accounts.get(account.partner);
            require(
                    partner == null || account.over || partner.kind == CustomerKind.PARTNER,
                    CUSTOMERS_ARE_MANAGED_BY_WHO_IS_NO_PARTNER);
            require(
                    account.members.values().stream()
                            .allMatch(member -> member.ended
                                    || member.through == null
                                    || member.through.partnerId().equals(account.partner)),
                    A_PARTNERS_USER_STAYS_THOUGH_ANOTHER_PARTNER_MANAGES_THE_CUSTOMER);
            account.members.values().stream()
                    .filter(member -> !member.ended && !account.over)
                    .forEach(member -> requireGroup(member.group, account));
        });
    }

    /** Whether the membership in the partner lets its user be in managed customers. */
    boolean admits(PartnerMembership membership, Instant at) {
        var partner = accounts.get(membership.partnerId());
        var member = partner == null ? null : partner.members.get(membership.membershipId());
        return member != null
                && partner.kind == CustomerKind.PARTNER
                && !partner.over
                && member.activeAt(at)
                && groups.find(member.group).orElseThrow().allows(Permission.ENTER_MANAGED_CUSTOMER);
    }

    private boolean mayOverManaged(Act act, Account account, Permission permission) {
        if (!(act.actor() instanceof Actor.PartnerUser user)
                || !user.partnerId().equals(account.partner)) {
            return false;
        }
        var partner = accounts.get(user.partnerId());
        return partner != null
                && partner.kind == CustomerKind.PARTNER
                && !partner.over
                && isPermitted(user.personId(), partner, permission, act.at());
    }

    private boolean isPermitted(PersonId person, Account account, Permission permission, Instant at) {
        return account.members.values().stream()
                .anyMatch(member -> member.person.equals(person)
                        && member.activeAt(at)
                        && (member.through == null || admits(member.through, at))
                        && groups.find(member.group).orElseThrow().allows(permission));
    }

    private void invited(UserInvited event, Act act, Account account) {
        requirePermission(act, account, Permission.MANAGE_USERS);
        requireGroup(event.group(), account);
        if (event.plannedAccess() != null) {
            requirePermission(act, account, Permission.EDIT_CUSTOMER);
        }
        if (event.formerMembershipId() != null) {
            var former = account.members.get(event.formerMembershipId());
            require(
                    former != null
                            && former.endedAt != null
                            && act.at().isBefore(former.endedAt.plus(Duration.ofDays(30))),
                    SOMEBODY_WAS_INVITED_BACK_TOO_LATE);
        }
        require(
                !account.generalData.restrictedAt(act.at())
                        || (act.actor() instanceof Actor.Operator && !account.hasAdminAt(act.at(), groups)),
                SOMEBODY_WAS_INVITED_INTO_A_RESTRICTED_ACCOUNT);
        require(ids.add(event.invitationId()), AN_INVITATIONS_ID_WAS_USED_TWICE);
        var offer = new Offer(event, act.at());
        require(
                account.offers.values().stream()
                        .noneMatch(other -> !other.ended && other.address.equals(offer.address)),
                TWO_INVITATIONS_OF_ONE_ADDRESS_ARE_PENDING);
        require(
                account.members.values().stream()
                        .noneMatch(member -> member.activeAt(act.at()) && member.address.equals(offer.address)),
                A_USER_WAS_INVITED);
        account.offers.put(offer.id, offer);
        var pending = account.offers.values().stream()
                .filter(other -> other.pendingAt(act.at()))
                .count();
        require(pending <= rules.pendingLimit(), TOO_MANY_INVITATIONS_ARE_PENDING);
        var today = account.offers.values().stream()
                .filter(other -> other.mails.getFirst().isAfter(act.at().minus(DAY)))
                .count();
        require(today <= rules.dailyLimit(), TOO_MANY_INVITATIONS_WERE_SENT_IN_A_DAY);
        var lifetime = Duration.between(act.at(), event.expiresAt());
        require(
                lifetime.compareTo(Duration.ofHours(1)) >= 0 && lifetime.compareTo(Duration.ofDays(30)) <= 0,
                AN_INVITATION_LIVES_TOO_SHORT_OR_TOO_LONG);
    }

    private void joined(UserJoined event, Act act, Account account) {
        requireGroup(event.group(), account);
        require(ids.add(event.membershipId()), A_MEMBERSHIPS_ID_WAS_USED_TWICE);
        require(
                account.members.values().stream()
                        .noneMatch(member -> !member.ended && member.person.equals(event.personId())),
                A_PERSON_IS_A_USER_TWICE);
        var former = account.members.values().stream()
                .filter(member -> member.person.equals(event.personId()))
                .reduce((first, last) -> last)
                .map(member -> member.id)
                .orElse(null);
        require(Objects.equals(former, event.formerMembershipId()), THE_FORMER_MEMBERSHIP_IS_NOT_LINKED);
        var through = event.throughPartner();
        if (through != null) {
            require(
                    act.actor().equals(new Actor.PartnerUser(event.personId(), through.partnerId()))
                            && admits(through, act.at()),
                    SOMEBODY_CAME_THROUGH_A_PARTNER_FOR_ANOTHER_OR_LONGER_THAN_THEY_MAY);
            require(mayOverManaged(act, account, Permission.ENTER_MANAGED_CUSTOMER), SOMEBODY_DID_WHAT_THEY_MAY_NOT);
        } else if (event.invitationId() == null) {
            require(account.members.isEmpty(), SOMEBODY_BECAME_A_USER_WITHOUT_AN_INVITATION);
        } else {
            var offer = account.offers.get(event.invitationId());
            require(
                    offer != null
                            && event.personId().equals(offer.acceptedBy)
                            && event.membershipId().equals(offer.acceptedAs)
                            && event.group().equals(offer.group),
                    SOMEBODY_BECAME_A_USER_OTHER_THAN_OFFERED);
        }
        account.members.put(event.membershipId(), new Member(event));
    }

    private void removed(UserRemoved event, Act act, Account account) {
        var member = account.members.get(event.membershipId());
        if (member == null || member.ended) {
            require(false, SOMEBODY_WAS_REMOVED_WHO_IS_NO_USER);
            return;
        }
        require(member.person.equals(event.personId()), ONE_PERSON_WAS_REMOVED_FOR_ANOTHER);
        require(
                event.cause() == RemovalCause.PARTNER_ACCESS_ENDED
                        || (event.cause() == RemovalCause.EXPIRED) != member.activeAt(act.at()),
                A_MEMBERSHIP_DID_NOT_END_WHEN_ITS_END_DATE_SAID);
        switch (event.cause()) {
            case BY_ADMIN -> requirePermission(act, account, Permission.MANAGE_USERS);
            case LEFT -> require(act.actor().equals(new Actor.Person(member.person)), ONE_PERSON_LEFT_FOR_ANOTHER);
            case EXPIRED -> {}
            case PERSON_ERASED -> require(mayErase(act, account, member.person), SOMEBODY_DID_WHAT_THEY_MAY_NOT);
            case PARTNER_ACCESS_ENDED -> require(member.through != null, SOMEBODY_WAS_REMOVED_WHO_IS_NO_USER);
        }
        member.ended = true;
        member.endedAt = act.at();
        require(
                event.leavesNoAdmin()
                        == (member.through == null
                                && Account.manages(member, groups)
                                && !account.hasAdminAt(act.at(), groups)),
                AN_EVENT_DOES_NOT_SAY_RIGHTLY_WHETHER_AN_ADMIN_IS_LEFT);
    }

    private boolean mayErase(Act act, Account account, PersonId personId) {
        return act.actor().equals(new Actor.Person(personId))
                || act.actor() instanceof Actor.Operator
                || mayOverManaged(act, account, Permission.ADMINISTER_PEOPLE);
    }

    private void nothingIsLeftOf(UserRemoved event, List<Offer> offers, Account account, Instant at) {
        var member = account.members.get(event.membershipId());
        require(
                member == null
                        || offers.stream()
                                .noneMatch(offer -> offer.pendingAt(at) && offer.address.equals(member.address)),
                AN_INVITATION_TO_A_REMOVED_PERSON_IS_PENDING);
        require(
                event.cause() == RemovalCause.BY_ADMIN // who may have kept them
                        || offers.stream()
                                .noneMatch(offer -> offer.pendingAt(at)
                                        && event.membershipId().equals(offer.inviter)),
                AN_INVITATION_BY_SOMEBODY_WHO_LEFT_IS_PENDING);
    }

    private static boolean joins(List<CustomerEvent> events, CustomerEvent event) {
        return events.stream()
                .anyMatch(other -> other instanceof UserJoined joined
                        && switch (event) {
                            case CustomerOpened opened -> joined.personId().equals(opened.openedBy());
                            case InvitationAccepted accepted ->
                                joined.membershipId().equals(accepted.membershipId());
                            default -> false;
                        });
    }

    /** The books are completed also after the end. */
    private static boolean isBookkeeping(CustomerEvent event) {
        return event instanceof InvitationExpired
                || event instanceof PlannedAccessSkipped
                || event instanceof PeopleSearched
                || event instanceof PersonDataShown
                || event instanceof PaymentMethodExpired
                || (event instanceof InvitationCancelled cancelled && cancelled.cause() != CancellationCause.BY_ADMIN)
                || isErasure(event)
                || (event instanceof UserRemoved removed
                        && (removed.cause() == RemovalCause.EXPIRED
                                || removed.cause() == RemovalCause.PARTNER_ACCESS_ENDED));
    }

    private static boolean isErasure(CustomerEvent event) {
        return event instanceof PersonErased
                || (event instanceof UserRemoved removed && removed.cause() == RemovalCause.PERSON_ERASED);
    }

    private static boolean happensBeforeConfirmation(CustomerEvent event) {
        return isErasure(event)
                || event instanceof ConfirmationResent
                || event instanceof CustomerConfirmed
                || event instanceof CustomerExpired
                || (event instanceof UserJoined joined && joined.invitationId() == null);
    }

    private Offer open(InvitationId id, Account account) {
        var offer = account.offers.get(id);
        if (offer == null) {
            throw new AssertionError("an invitation that never was: " + id);
        }
        require(!offer.ended, SOMETHING_HAPPENED_TO_AN_INVITATION_THAT_HAD_ENDED);
        return offer;
    }

    private Offer pending(InvitationId id, Act act, Account account) {
        var offer = open(id, account);
        require(offer.ended || act.at().isBefore(offer.expiresAt), SOMETHING_HAPPENED_TO_AN_EXPIRED_INVITATION);
        return offer;
    }

    private Member active(MembershipId id, Act act, Account account) {
        var member = account.members.get(id);
        if (member == null) {
            throw new AssertionError("a membership that never was: " + id);
        }
        require(member.activeAt(act.at()), SOMETHING_HAPPENED_TO_A_MEMBERSHIP_THAT_HAD_ENDED);
        return member;
    }

    private void requirePermission(Act act, Account account, Permission permission) {
        var permitted = switch (act.actor()) {
            case Actor.Person person -> isPermitted(person.personId(), account, permission, act.at());
            case Actor.Client client -> true;
            case Actor.Operator operator -> true;
            case Actor.PartnerUser user -> mayOverManaged(act, account, Permission.ADMINISTER_PEOPLE);
            case Actor.Invitee invitee -> false;
            case Actor.Policy policy -> false;
        };
        require(permitted, SOMEBODY_DID_WHAT_THEY_MAY_NOT);
    }

    private void requireOwn(Act act, Account account, Permission permission) {
        require(
                act.actor() instanceof Actor.Person person
                        && isPermitted(person.personId(), account, permission, act.at()),
                SOMEBODY_DID_WHAT_THEY_MAY_NOT);
    }

    private void requireGroup(GroupName name, Account account) {
        require(
                groups.find(name).filter(group -> group.kind() == account.kind).isPresent(),
                A_GROUP_IS_NOT_ONE_OF_THE_CUSTOMERS_KIND);
    }

    /** At most once a minute after the last, and at most five times again within any 24 hours. */
    private static boolean notTooOften(List<Instant> mails, Instant at) {
        var again = mails.stream()
                .skip(1)
                .filter(mail -> mail.isAfter(at.minus(DAY)))
                .count();
        return !at.isBefore(mails.getLast().plus(MINUTE)) && again < 5;
    }

    private static EmailAddress address(Personal email) {
        return EmailAddress.parse(((Personal.Known) email).value());
    }

    /** Every text in a message, however deep. */
    static Stream<String> texts(@Nullable Object value) {
        return switch (value) {
            case null -> Stream.empty();
            case String text -> Stream.of(text);
            case Collection<?> values -> values.stream().flatMap(Invariants::texts);
            case Record parts ->
                Stream.of(parts.getClass().getRecordComponents()).flatMap(component -> {
                    try {
                        component.getAccessor().setAccessible(true);
                        return texts(component.getAccessor().invoke(parts));
                    } catch (ReflectiveOperationException e) {
                        throw new LinkageError(e.getMessage(), e);
                    }
                });
            default -> Stream.of(value.toString());
        };
    }

    private void require(boolean condition, Objection objection) {
        if (!condition) {
            objections.add(objection);
        }
    }
}
