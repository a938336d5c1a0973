package io.customeraccounts.api.mail;

import io.customeraccounts.domain.events.ProjectEvent.ProjectAccessRevoked;
import io.customeraccounts.domain.events.ProjectEvent.ProjectCreated;
import io.customeraccounts.domain.events.ProjectEvent.ProjectMarkedForDeletion;
import io.customeraccounts.domain.events.ProjectEvent.ProjectRenamed;
import io.customeraccounts.domain.events.ProjectEvent.RevocationCause;
import io.customeraccounts.domain.events.ProjectEvent.UserAssigned;
import io.customeraccounts.domain.events.ProjectEvent.UserUnassigned;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.BiFunction;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.annotation.MessageIdentifier;

/**
 * Puts a mail into the queue when somebody gets access to a project, or loses it while they stay a user; see
 * {@link MailFollower}. Whoever is removed is told of it there.
 */
@DisallowReplay
@ProcessingGroup(MailFollower.PROCESSING_GROUP)
class ProjectMailFollower {

    private final MailMemory memory;
    private final MailProjects projects;
    private final MailQueue queue;
    private final Clock clock;

    ProjectMailFollower(MailMemory memory, MailProjects projects, MailQueue queue, Clock clock) {
        this.memory = memory;
        this.projects = projects;
        this.queue = queue;
        this.clock = clock;
    }

    @EventHandler
    void on(ProjectCreated event) {
        projects.add(event.projectId(), event.customerId(), event.name());
    }

    @EventHandler
    void on(ProjectRenamed event) {
        projects.rename(event.projectId(), event.name());
    }

    @EventHandler
    void on(ProjectMarkedForDeletion event) {
        projects.forget(event.projectId());
    }

    /** Who assigned themself knows. */
    @EventHandler
    void on(UserAssigned event, @MessageIdentifier String id, @Timestamp Instant at) {
        if (memory.user(event.membershipId()).isEmpty()) {
            return;
        }
        projects.open(event.grantId(), event.customerId(), event.projectId(), event.membershipId());
        if (!event.bySelf()) {
            var endsAt = event.endsAt() == null ? null : event.endsAt().truncatedTo(ChronoUnit.MICROS);
            mail(
                    id,
                    event.customerId(),
                    event.projectId(),
                    event.membershipId(),
                    at,
                    (to, names) -> new MailContent.UserAssigned(
                            to.recipient(), names.customer(), names.project(), event.role(), endsAt));
        }
    }

    @EventHandler
    void on(UserUnassigned event, @MessageIdentifier String id, @Timestamp Instant at) {
        if (projects.end(event.grantId())) {
            mailEnd(id, event.customerId(), event.projectId(), event.membershipId(), at);
        }
    }

    @EventHandler
    void on(ProjectAccessRevoked event, @MessageIdentifier String id, @Timestamp Instant at) {
        if (projects.end(event.grantId()) && event.cause() == RevocationCause.ACCESS_EXPIRED) {
            mailEnd(id, event.customerId(), event.projectId(), event.membershipId(), at);
        }
    }

    private void mailEnd(String id, CustomerId customerId, ProjectId projectId, MembershipId membershipId, Instant at) {
        mail(
                id,
                customerId,
                projectId,
                membershipId,
                at,
                (to, names) -> new MailContent.UserUnassigned(to.recipient(), names.customer(), names.project()));
    }

    private record Names(String customer, String project) {}

    private void mail(
            String id,
            CustomerId customerId,
            ProjectId projectId,
            MembershipId membershipId,
            Instant at,
            BiFunction<MailMemory.User, Names, MailContent> content) {
        // As for every mail: nothing for events so old that the queue may have forgotten their mails.
        if (!at.isAfter(clock.instant().minus(MailQueue.RETENTION))) {
            return;
        }
        var names = memory.customer(customerId).flatMap(customer -> names(customer, projectId));
        memory.user(membershipId)
                .flatMap(user -> names.map(it -> content.apply(user, it)))
                .ifPresent(mail -> queue.add(id, customerId, mail, at));
    }

    private Optional<Names> names(MailMemory.Customer customer, ProjectId projectId) {
        return projects.name(projectId).map(project -> new Names(customer.name(), project));
    }
}
