package io.customeraccounts.domain.policies;

import static io.customeraccounts.domain.policies.PolicyStory.ACME;
import static io.customeraccounts.domain.policies.PolicyStory.ANNA;
import static io.customeraccounts.domain.policies.PolicyStory.ANNA_AT_ACME;
import static io.customeraccounts.domain.policies.PolicyStory.BOLT;
import static io.customeraccounts.domain.policies.PolicyStory.FIRST;
import static io.customeraccounts.domain.policies.PolicyStory.NOON;
import static io.customeraccounts.domain.policies.PolicyStory.joined;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.CancellationCause;
import io.customeraccounts.domain.events.CustomerEvent.CustomerExpired;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAccepted;
import io.customeraccounts.domain.events.CustomerEvent.InvitationCancelled;
import io.customeraccounts.domain.events.CustomerEvent.InvitationDeclined;
import io.customeraccounts.domain.events.CustomerEvent.InvitationExpired;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.privacy.Personal;
import io.customeraccounts.domain.privacy.PersonalDataVault;
import io.customeraccounts.domain.values.CustomerId;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.KeyId;
import io.customeraccounts.domain.values.PersonId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.common.transaction.NoTransactionManager;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EraseWhenDueTest {

    private final Erased erased = new Erased();

    @Nested
    class EndedInvitations {

        private static final Duration DAYS_90 = Duration.ofDays(90);

        private final PolicyStory story = new PolicyStory((sheet, commands) ->
                new EraseInvitationsLongAfterTheirEnd(sheet, erased, erased, NoTransactionManager.instance()));

        static CustomerEvent[] ends() {
            return new CustomerEvent[] {
                new InvitationAccepted(ACME, FIRST, ANNA_AT_ACME, ANNA),
                new InvitationDeclined(ACME, FIRST),
                new InvitationCancelled(ACME, FIRST, CancellationCause.BY_ADMIN),
                new InvitationExpired(ACME, FIRST)
            };
        }

        @ParameterizedTest
        @MethodSource("ends")
        void loseTheirKeyAndTheirCopiesAfter90Days(CustomerEvent end) {
            story.happened("end", end);

            story.at(NOON.plus(DAYS_90).minusNanos(1)).acts();
            assertThat(erased.keys).isEmpty();

            story.at(NOON.plus(DAYS_90)).acts();
            assertThat(erased.keys).containsExactly(KeyId.of(FIRST));
            assertThat(erased.copies).containsExactly(FIRST);
            assertThat(story.sheet.all()).isEmpty();
        }

        @Test
        void areTriedAgainWhenErasingFails() {
            story.happened("end", new InvitationDeclined(ACME, FIRST));
            erased.failing = true;
            story.at(NOON.plus(DAYS_90)).acts();
            erased.failing = false;
            story.at(NOON.plus(DAYS_90).plusSeconds(60)).acts();

            assertThat(erased.copies).containsExactly(FIRST);
        }
    }

    @Nested
    class PersonsWhoNeverConfirmed {

        private final PolicyStory story = new PolicyStory((sheet, commands) -> new ErasePersonsWhoNeverConfirmed(
                sheet, new MapCustomersOfPersons(), erased, erased, NoTransactionManager.instance()));

        @Test
        void areErasedAnHourAfterTheirAccountExpired() {
            story.happened("joined", joined(ACME)).happened("expired", new CustomerExpired(ACME, "acme", ANNA));

            story.at(NOON.plusSeconds(3599)).acts();
            assertThat(erased.keys).isEmpty();

            story.at(NOON.plusSeconds(3600)).acts();
            assertThat(erased.keys).containsExactlyInAnyOrder(KeyId.of(ANNA), KeyId.of(ACME));
            assertThat(erased.copies).containsExactly(ANNA);
        }

        @Test
        void areKeptWhileTheyAreUsersOfAnotherCustomer() {
            story.happened("elsewhere", joined(BOLT))
                    .happened("joined", joined(ACME))
                    .happened("expired", new CustomerExpired(ACME, "acme", ANNA));

            story.at(NOON.plusSeconds(3600)).acts();
            assertThat(erased.keys).doesNotContain(KeyId.of(ANNA));
            assertThat(story.sheet.all()).isEmpty();
        }

        @Test
        void areKeptWhenTheyHaveBeenUsersOfAnotherCustomer() {
            story.happened("elsewhere", joined(BOLT))
                    .happened(
                            "removed",
                            new UserRemoved(BOLT, joined(BOLT).membershipId(), ANNA, RemovalCause.LEFT, false))
                    .happened("joined", joined(ACME))
                    .happened("expired", new CustomerExpired(ACME, "acme", ANNA));

            story.at(NOON.plusSeconds(3600)).acts();
            assertThat(erased.keys).doesNotContain(KeyId.of(ANNA));
        }

        @Test
        void areKeptWhenTheyBecomeUsersInTheMeantime() {
            story.happened("joined", joined(ACME))
                    .happened("expired", new CustomerExpired(ACME, "acme", ANNA))
                    .happened("elsewhere", joined(BOLT));

            story.at(NOON.plusSeconds(3600)).acts();
            assertThat(erased.keys).doesNotContain(KeyId.of(ANNA));
        }

        @Test
        void areErasedWithTheLastOfSeveralAccountsThatExpired() {
            story.happened("1", joined(ACME))
                    .happened("2", joined(BOLT))
                    .happened("3", new CustomerExpired(ACME, "acme", ANNA));
            story.at(NOON.plusSeconds(7200)).acts();
            assertThat(erased.keys).doesNotContain(KeyId.of(ANNA));

            story.happened("4", new CustomerExpired(BOLT, "bolt", ANNA));
            story.at(NOON.plusSeconds(10800)).acts();
            assertThat(erased.keys).contains(KeyId.of(ANNA), KeyId.of(BOLT));
        }

        /** Each account has a key of its own. */
        @Test
        void loseTheKeysOfAllAccountsThatExpiredWithinAnHour() {
            story.happened("1", joined(ACME))
                    .happened("2", joined(BOLT))
                    .happened("3", new CustomerExpired(ACME, "acme", ANNA))
                    .at(NOON.plusSeconds(1800))
                    .happened("4", new CustomerExpired(BOLT, "bolt", ANNA));

            story.at(NOON.plusSeconds(3600)).acts();
            story.at(NOON.plusSeconds(5400)).acts();
            assertThat(erased.keys).containsExactlyInAnyOrder(KeyId.of(ACME), KeyId.of(BOLT), KeyId.of(ANNA));
            assertThat(story.sheet.all()).isEmpty();
        }
    }

    /** Keeps what was erased. */
    private static final class Erased implements PersonalDataVault, ReadableCopies {

        private final Set<KeyId> keys = new HashSet<>();
        private final List<Object> copies = new ArrayList<>();
        private boolean failing;

        @Override
        public void hold(KeyId key) {}

        @Override
        public void destroy(KeyId key) {
            keys.add(key);
        }

        @Override
        public void erase(PersonId personId) {
            copies.add(personId);
        }

        @Override
        public void erase(InvitationId invitationId) {
            if (failing) {
                throw new IllegalStateException("cannot now");
            }
            copies.add(invitationId);
        }

        @Override
        public Personal.Sealed seal(Personal.Known value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Personal.Opened open(Personal value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Personal.Opened> openAll(Collection<? extends Personal> values) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class MapCustomersOfPersons implements CustomersOfPersons {

        private final Map<CustomerId, Set<PersonId>> persons = new HashMap<>();

        @Override
        public void joined(PersonId personId, CustomerId customerId) {
            persons.computeIfAbsent(customerId, id -> new HashSet<>()).add(personId);
        }

        @Override
        public void forget(CustomerId customerId) {
            persons.remove(customerId);
        }

        @Override
        public boolean hasAny(PersonId personId) {
            return persons.values().stream().anyMatch(all -> all.contains(personId));
        }
    }
}
