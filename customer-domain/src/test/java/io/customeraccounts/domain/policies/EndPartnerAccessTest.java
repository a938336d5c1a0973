package io.customeraccounts.domain.policies;

import static io.customeraccounts.domain.policies.PolicyStory.ACME;
import static io.customeraccounts.domain.policies.PolicyStory.ANNA;
import static io.customeraccounts.domain.policies.PolicyStory.ANNA_AT_ACME;
import static io.customeraccounts.domain.policies.PolicyStory.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.customer.CustomerCommand.EndPartnerAccess;
import io.customeraccounts.domain.events.CustomerEvent.CustomerClosed;
import io.customeraccounts.domain.events.CustomerEvent.GroupChanged;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.events.CustomerEvent.UserJoined;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.events.DomainEvent;
import io.customeraccounts.domain.policies.PolicyStory.Sent;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.GroupName;
import io.customeraccounts.domain.values.Groups;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.Language;
import io.customeraccounts.domain.values.MembershipId;
import io.customeraccounts.domain.values.PartnerMembership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Anna, a user of the partner Bolt, has added herself to ACME. */
class EndPartnerAccessTest {

    private static final MembershipId ANNA_AT_BOLT = new MembershipId(new UUID(2, 7));

    private final PolicyStory story = new PolicyStory((sheet, commands) ->
            new EndPartnerAccessWhenPartnerMembershipEnds(new MapMemory(), Groups.shipped(), commands));

    @ParameterizedTest
    @EnumSource(RemovalCause.class)
    void endsWithTheMembershipInThePartnerHoweverThatEnds(RemovalCause cause) {
        story.happened("entered", entered())
                .happened("removed", removed(BOLT, ANNA_AT_BOLT, cause))
                .acts();

        assertThat(story.sent).containsExactly(new Sent(end(), "removed"));
    }

    @Test
    void endsWhenTheGroupInThePartnerDoesNotAllowItAnyMore() {
        story.happened("entered", entered())
                .happened("promoted", changed("PARTNER_EMPLOYEE", "PARTNER_ADMIN"))
                .acts();
        assertThat(story.sent).isEmpty();

        story.happened("demoted", changed("PARTNER_ADMIN", "CONTROLLER")).acts();
        assertThat(story.sent).containsExactly(new Sent(end(), "demoted"));
    }

    @Test
    void endsWithThePartner() {
        story.happened("entered", entered())
                .happened("closed", new CustomerClosed(BOLT))
                .acts();

        assertThat(story.sent).containsExactly(new Sent(end(), "closed"));
    }

    @Test
    void endsAlsoWhatIsRecordedAfterTheEnd() {
        story.happened("removed", removed(BOLT, ANNA_AT_BOLT, RemovalCause.BY_ADMIN))
                .happened("entered", entered())
                .acts();

        assertThat(story.sent).containsExactly(new Sent(end(), "removed"));
    }

    @Test
    void leavesWhatBeganAfterTheRightHadComeBack() {
        story.happened("demoted", changed("PARTNER_ADMIN", "CONTROLLER"))
                .at(PolicyStory.NOON.plusSeconds(1))
                .happened("entered", entered())
                .acts();

        assertThat(story.sent).isEmpty();
    }

    @Test
    void hasNothingToDoWhereItHasEndedAlready() {
        story.happened("entered", entered())
                .happened("left", removed(ACME, ANNA_AT_ACME, RemovalCause.LEFT))
                .happened("removed", removed(BOLT, ANNA_AT_BOLT, RemovalCause.BY_ADMIN))
                .acts();

        assertThat(story.sent).isEmpty();
    }

    private static EndPartnerAccess end() {
        return new EndPartnerAccess(ACME, new Actor.Policy("EndPartnerAccessWhenPartnerMembershipEnds"), ANNA_AT_ACME);
    }

    private static DomainEvent entered() {
        var key = KeyId.of(ANNA);
        return new UserJoined(
                ACME,
                ANNA_AT_ACME,
                ANNA,
                new Personal.Known(key, "Anna Alder"),
                new Personal.Known(key, "anna@bolt.example"),
                Groups.CUSTOMER_ADMIN,
                Language.EN,
                null,
                null,
                new PartnerMembership(BOLT, ANNA_AT_BOLT));
    }

    private static DomainEvent removed(CustomerId customerId, MembershipId membershipId, RemovalCause cause) {
        return new UserRemoved(customerId, membershipId, ANNA, cause, false);
    }

    private static DomainEvent changed(String from, String to) {
        return new GroupChanged(BOLT, ANNA_AT_BOLT, new GroupName(from), new GroupName(to), false);
    }

    /** As one process remembers it. */
    private static final class MapMemory implements PartnerAccessMemory {

        private record Entry(
                CustomerId customerId,
                PartnerMembership through,
                Instant began,
                @Nullable String eventId) {}

        private record End(String eventId, Instant at) {}

        private final Map<MembershipId, Entry> entries = new LinkedHashMap<>();
        private final Map<Object, End> ends = new HashMap<>();

        @Override
        public void began(CustomerId customerId, MembershipId membershipId, PartnerMembership through, Instant at) {
            var because = List.of(through.membershipId(), through.partnerId()).stream()
                    .filter(ends::containsKey)
                    .map(ends::get)
                    .filter(end -> !end.at().isBefore(at))
                    .map(End::eventId)
                    .findFirst()
                    .orElse(null);
            entries.putIfAbsent(membershipId, new Entry(customerId, through, at, because));
        }

        @Override
        public void ended(MembershipId membershipId) {
            entries.remove(membershipId);
        }

        @Override
        public void partnerMembershipEnded(MembershipId partnerMembershipId, String eventId, Instant at) {
            end(partnerMembershipId, eventId, at);
        }

        @Override
        public void partnerEnded(CustomerId partnerId, String eventId, Instant at) {
            end(partnerId, eventId, at);
        }

        private void end(Object subject, String eventId, Instant at) {
            ends.put(subject, new End(eventId, at));
            entries.replaceAll((id, entry) -> {
                var concerned = subject.equals(entry.through().membershipId())
                        || subject.equals(entry.through().partnerId());
                return concerned && entry.eventId() == null
                        ? new Entry(entry.customerId(), entry.through(), entry.began(), eventId)
                        : entry;
            });
        }

        @Override
        public List<Ending> claim(Instant now, int limit) {
            var claimed = new ArrayList<Ending>();
            entries.forEach((id, entry) -> {
                if (entry.eventId() != null) {
                    claimed.add(new Ending(entry.customerId(), id, entry.eventId()));
                }
            });
            entries.keySet()
                    .removeAll(claimed.stream().map(Ending::membershipId).toList());
            return claimed;
        }
    }
}
