package io.customeraccounts.api.history;

import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.ProjectId;
import io.customeraccounts.projections.history.History;
import io.customeraccounts.projections.history.Names;
import io.customeraccounts.projections.pointintime.AccessChange;
import io.customeraccounts.projections.pointintime.PastAccess;
import io.customeraccounts.projections.pointintime.PastInvitation;
import io.customeraccounts.projections.pointintime.PastUser;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Shows what was found about the past, with names and with the events that it rests on. */
@Component
class PastNames {

    private final JdbcClient sql;
    private final History history;
    private final Entries entries;

    PastNames(JdbcClient sql, History history, Entries entries) {
        this.sql = sql;
        this.history = history;
        this.entries = entries;
    }

    private Names names(List<MembershipId> users, List<InvitationId> invitations, List<ProjectId> projects) {
        return Names.of(sql, users, invitations, projects, List.of(), List.of());
    }

    List<PastUserJson> users(List<PastUser> users) {
        var names = names(users.stream().map(PastUser::membershipId).toList(), List.of(), List.of());
        return users.stream().map(user -> user(user, names, null)).toList();
    }

    PastUserJson user(PastUser user, KnownJson known) {
        return user(user, names(List.of(user.membershipId()), List.of(), List.of()), known);
    }

    private static PastUserJson user(PastUser user, Names names, @Nullable KnownJson known) {
        return new PastUserJson(
                known,
                user.membershipId().toString(),
                user.personId().toString(),
                names.of(user.membershipId()).text(),
                user.group().value(),
                user.endsAt());
    }

    List<PastInvitationJson> invitations(List<PastInvitation> invitations) {
        var names =
                names(List.of(), invitations.stream().map(PastInvitation::id).toList(), List.of());
        return invitations.stream()
                .map(invitation -> new PastInvitationJson(
                        invitation.id().toString(),
                        names.of(invitation.id()).text(),
                        invitation.group().value(),
                        invitation.expiresAt()))
                .toList();
    }

    List<PastAccessJson> access(List<PastAccess> access, Locale language) {
        var names = names(access.stream().map(PastAccess::membershipId).toList(), List.of(), List.of());
        var events = events(
                access.stream()
                        .flatMap(it -> Stream.concat(
                                it.because().stream(),
                                it.ended() == null
                                        ? Stream.empty()
                                        : Stream.ofNullable(it.ended().position())))
                        .toList(),
                language);
        return access.stream()
                .map(it -> new PastAccessJson(
                        it.projectId().toString(),
                        it.projectName(),
                        it.grantId() == null ? null : it.grantId().toString(),
                        it.membershipId().toString(),
                        it.personId().toString(),
                        names.of(it.membershipId()).text(),
                        it.group().value(),
                        it.role(),
                        it.endsAt(),
                        it.because().stream()
                                .map(events::get)
                                .filter(Objects::nonNull)
                                .toList(),
                        ended(it.ended(), events)))
                .toList();
    }

    private static PastAccessJson.@Nullable EndedJson ended(PastAccess.@Nullable End end, Map<Long, EntryJson> events) {
        return end == null
                ? null
                : new PastAccessJson.EndedJson(end.at(), end.because(), event(end.position(), events));
    }

    private static @Nullable EntryJson event(@Nullable Long position, Map<Long, EntryJson> events) {
        return position == null ? null : events.get(position);
    }

    List<AccessChangeJson> changes(List<AccessChange> changes, Locale language) {
        var names = names(
                changes.stream().map(AccessChange::membershipId).toList(),
                List.of(),
                changes.stream()
                        .map(AccessChange::projectId)
                        .flatMap(Stream::ofNullable)
                        .toList());
        var events = events(
                changes.stream()
                        .map(AccessChange::lastEvent)
                        .flatMap(Stream::ofNullable)
                        .toList(),
                language);
        return changes.stream()
                .map(it -> new AccessChangeJson(
                        it.kind(),
                        it.membershipId().toString(),
                        it.personId().toString(),
                        names.of(it.membershipId()).text(),
                        it.projectId() == null ? null : it.projectId().toString(),
                        it.projectId() == null ? null : names.of(it.projectId()).text(),
                        it.before(),
                        it.after(),
                        event(it.lastEvent(), events)))
                .toList();
    }

    private Map<Long, EntryJson> events(Collection<Long> positions, Locale language) {
        return entries.show(history.find(new HashSet<>(positions)), language).stream()
                .collect(Collectors.toMap(EntryJson::position, Function.identity()));
    }
}
