package io.customeraccounts.api.history;

import io.customeraccounts.api.http.IsolatingMessages;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.AcceptanceRefused;
import io.customeraccounts.domain.events.CustomerEvent.BillingAddressAdded;
import io.customeraccounts.domain.events.CustomerEvent.BillingAddressChanged;
import io.customeraccounts.domain.events.CustomerEvent.BillingAddressRemoved;
import io.customeraccounts.domain.events.CustomerEvent.CardPaymentAdded;
import io.customeraccounts.domain.events.CustomerEvent.CompanyAddressSet;
import io.customeraccounts.domain.events.CustomerEvent.ConfirmationResent;
import io.customeraccounts.domain.events.CustomerEvent.CostCentreSet;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerConfirmed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerExpired;
import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRenamed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerRestricted;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAccepted;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAmended;
import io.customeraccounts.domain.events.CustomerEvent.InvitationCancelled;
import io.customeraccounts.domain.events.CustomerEvent.InvitationDeclined;
import io.customeraccounts.domain.events.CustomerEvent.InvitationExpired;
import io.customeraccounts.domain.events.CustomerEvent.InvitationLimitNeared;
import io.customeraccounts.domain.events.CustomerEvent.InvitationResent;
import io.customeraccounts.domain.events.CustomerEvent.InvitationUndelivered;
import io.customeraccounts.domain.events.CustomerEvent.InvoicePaymentRequested;
import io.customeraccounts.domain.events.CustomerEvent.KindChanged;
import io.customeraccounts.domain.events.CustomerEvent.ManagedCustomerCreated;
import io.customeraccounts.domain.events.CustomerEvent.ManagingPartnerChanged;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.PaymentDefaultsSet;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodEnabled;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodExpired;
import io.customeraccounts.domain.events.CustomerEvent.PaymentMethodRemoved;
import io.customeraccounts.domain.events.CustomerEvent.PaymentReminderDue;
import io.customeraccounts.domain.events.CustomerEvent.PeopleSearched;
import io.customeraccounts.domain.events.CustomerEvent.PersonDataShown;
import io.customeraccounts.domain.events.CustomerEvent.PersonErased;
import io.customeraccounts.domain.events.CustomerEvent.PlannedAccessSkipped;
import io.customeraccounts.domain.events.CustomerEvent.RestrictionLifted;
import io.customeraccounts.domain.events.CustomerEvent.SepaMandateAdded;
import io.customeraccounts.domain.events.CustomerEvent.UserInvited;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.events.EventName;
import io.customeraccounts.domain.events.InstallationEvent.GroupAdded;
import io.customeraccounts.domain.events.MessageEvent.MessageAcknowledged;
import io.customeraccounts.domain.events.MessageEvent.MessageSent;
import io.customeraccounts.domain.events.ProjectEvent;
import io.customeraccounts.domain.events.ProjectEvent.AccessEndSet;
import io.customeraccounts.domain.events.ProjectEvent.LocationAdded;
import io.customeraccounts.domain.events.ProjectEvent.LocationRemoved;
import io.customeraccounts.domain.events.ProjectEvent.ProjectAccessRevoked;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.ProjectDeleted;
import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.events.ProjectEvent.ProjectPaymentChanged;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRenamed;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRoleChanged;
import io.customeraccounts.domain.events.ProjectEvent.ProjectTagsSet;
import io.customeraccounts.domain.events.ProjectEvent.QuotaSet;
import io.customeraccounts.domain.events.ProjectEvent.UserAssigned;
import io.customeraccounts.domain.events.ProjectEvent.UserUnassigned;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PersonId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.history.Names;
import io.customeraccounts.projections.history.Names.Name;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says in a sentence what has happened, in English or German, from {@code messages/history*.properties}. */
@Component
class Sentences {

    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final IsolatingMessages messages = new IsolatingMessages("messages/history");

    Sentences() {
        messages.setAlwaysUseMessageFormat(true);
    }

    /** @param names of everybody whom the event is about */
    String of(DomainEvent event, Actor actor, Names names, Locale language) {
        var sentence = new Speaker(event, actor, names, language).say();
        return sentence.substring(0, 1).toUpperCase(language) + sentence.substring(1);
    }

    /** Who that is; null if the actor is no person, or nobody who is known in the customer. */
    static @Nullable String name(Actor actor, CustomerId customerId, Names names) {
        return actor instanceof Actor.Person person
                ? names.of(person.personId(), customerId).text()
                : null;
    }

    private final class Speaker {

        private final DomainEvent event;
        private final Actor actor;
        private final Names names;
        private final Locale language;

        Speaker(DomainEvent event, Actor actor, Names names, Locale language) {
            this.event = event;
            this.actor = actor;
            this.names = names;
            this.language = language;
        }

        String say() {
            return switch (event) {
                case CustomerEvent it -> say(it);
                case ProjectEvent it -> say(it);
                case MessageSent it -> sentence(words("message." + it.kind()));
                case MessageAcknowledged it -> sentence();
                case GroupAdded it -> sentence(it.group());
            };
        }

        private String say(CustomerEvent customerEvent) {
            return switch (customerEvent) {
                case CustomerOpened it -> sentence(it.name());
                case ConfirmationResent it -> sentence();
                case CustomerConfirmed it -> sentence();
                case CustomerExpired it -> sentence(it.identifier());
                case CustomerRenamed it -> sentence(it.name());
                case CustomerClosed it -> sentence();
                case UserInvited it -> sentence(name(it.invitationId()), group(it.group()));
                case InvitationAmended it -> sentence(name(it.invitationId()));
                case InvitationResent it -> sentence(name(it.invitationId()));
                case InvitationUndelivered it -> sentence(name(it.invitationId()));
                case AcceptanceRefused it -> sentence(name(it.invitationId()));
                case InvitationAccepted it -> sentence(name(it.membershipId()));
                case PlannedAccessSkipped it ->
                    sentence(name(it.membershipId()), name(it.projectId()), words("skipped." + it.reason()));
                case InvitationDeclined it -> sentence(name(it.invitationId()));
                case InvitationCancelled it -> sentence(name(it.invitationId()), words("cancelled." + it.cause()));
                case InvitationExpired it -> sentence(name(it.invitationId()));
                case InvitationLimitNeared it -> sentence(it.pending(), it.limit());
                case UserJoined it ->
                    it.throughPartner() == null
                            ? sentence(name(it.membershipId()), group(it.group()))
                            : words("joined.through-partner", name(it.membershipId()), group(it.group()));
                case GroupChanged it ->
                    sentence(name(it.membershipId()), group(it.from()), group(it.to())) + noAdmin(it.leavesNoAdmin());
                case MembershipEndSet it -> sentence(name(it.membershipId()), end(it.endsAt()));
                case UserRemoved it ->
                    words("removed." + it.cause(), who(), name(it.membershipId())) + noAdmin(it.leavesNoAdmin());
                case CompanyAddressSet it -> sentence();
                case CostCentreSet it -> sentence();
                case PaymentDefaultsSet it -> sentence();
                case BillingAddressAdded it -> sentence();
                case BillingAddressChanged it -> sentence();
                case BillingAddressRemoved it -> sentence();
                case InvoicePaymentRequested it -> sentence();
                case PaymentMethodEnabled it -> sentence();
                case CardPaymentAdded it -> sentence();
                case SepaMandateAdded it -> sentence();
                case PaymentMethodExpired it -> sentence();
                case PaymentMethodRemoved it -> sentence();
                case PaymentReminderDue it -> sentence(time(it.paymentDueBy()));
                case CustomerRestricted it -> sentence();
                case RestrictionLifted it -> sentence();
                case ManagedCustomerCreated it -> sentence(it.name());
                case ManagingPartnerChanged it -> sentence();
                case KindChanged it -> words("kind." + it.to(), who());
                case PersonErased it -> sentence();
                case PeopleSearched it -> sentence(it.found());
                case PersonDataShown it -> sentence(name(it.personId()));
            };
        }

        private String say(ProjectEvent projectEvent) {
            var project = name(projectEvent.projectId());
            return switch (projectEvent) {
                case ProjectCreated it -> sentence(it.name());
                case ProjectRenamed it -> sentence(it.name());
                case ProjectPaymentChanged it -> sentence(project);
                case LocationAdded it -> sentence(project, it.location());
                case LocationRemoved it -> sentence(project, it.location());
                case ProjectTagsSet it -> sentence(project);
                case QuotaSet it -> sentence(project, it.location(), it.quota() == null ? "–" : it.quota());
                case UserAssigned it ->
                    sentence(name(it.membershipId()), project, words("role." + it.role()), end(it.endsAt()));
                case ProjectRoleChanged it ->
                    sentence(name(it.membershipId()), project, words("role." + it.from()), words("role." + it.to()));
                case AccessEndSet it -> sentence(name(it.membershipId()), project, end(it.endsAt()));
                case UserUnassigned it -> sentence(name(it.membershipId()), project);
                case ProjectAccessRevoked it ->
                    sentence(name(it.membershipId()), project, words("revoked." + it.cause()));
                case ProjectMarkedForDeletion it -> sentence(project);
                case ProjectDeleted it -> sentence(project);
            };
        }

        /** That of the event, with who did it before everything else. */
        private String sentence(Object... what) {
            var all = new Object[what.length + 1];
            all[0] = who();
            System.arraycopy(what, 0, all, 1, what.length);
            return words(EventName.of(event.getClass()), all);
        }

        private String words(String key, Object... what) {
            var texts = new Object[what.length];
            for (var i = 0; i < what.length; i++) {
                texts[i] = String.valueOf(what[i]);
            }
            return messages.getMessage(key, texts, language);
        }

        private String who() {
            return switch (actor) {
                case Actor.Person it -> name(it.personId());
                case Actor.PartnerUser it -> words("who.partner");
                case Actor.Operator it -> words("who.operator");
                case Actor.Client it -> words("who.client", it.clientId());
                case Actor.Invitee it -> words("who.invitee");
                case Actor.Policy it -> words("who.policy");
            };
        }

        private String name(PersonId id) {
            return name(names.of(id, event.customerId()));
        }

        private String name(MembershipId id) {
            return name(names.of(id));
        }

        private String name(InvitationId id) {
            return name(names.of(id));
        }

        private String name(Name name) {
            var text = name.text();
            return text == null ? words(name.erased() ? "who.erased" : "who.unknown") : text;
        }

        private String name(ProjectId id) {
            var text = names.of(id).text();
            return text == null ? words("project.unknown") : text;
        }

        /** Groups are data: one that has no words has at least a name. */
        private String group(GroupName group) {
            return Objects.requireNonNull(messages.getMessage("group." + group, null, group.value(), language));
        }

        private String end(@Nullable Instant endsAt) {
            return endsAt == null ? words("end.none") : words("end.at", time(endsAt));
        }

        private static String time(Instant instant) {
            return MINUTES.format(instant.atOffset(ZoneOffset.UTC));
        }

        private String noAdmin(boolean leavesNoAdmin) {
            return leavesNoAdmin ? " " + words("no-admin") : "";
        }
    }
}
