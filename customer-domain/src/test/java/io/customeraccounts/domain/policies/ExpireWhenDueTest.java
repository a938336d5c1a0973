package io.customeraccounts.domain.policies;

import static io.customeraccounts.domain.policies.PolicyStory.ACME;
import static io.customeraccounts.domain.policies.PolicyStory.ANNA;
import static io.customeraccounts.domain.policies.PolicyStory.ANNA_AT_ACME;
import static io.customeraccounts.domain.policies.PolicyStory.FIRST;
import static io.customeraccounts.domain.policies.PolicyStory.NOON;
import static io.customeraccounts.domain.policies.PolicyStory.SECOND;
import static io.customeraccounts.domain.policies.PolicyStory.THIRD;
import static io.customeraccounts.domain.policies.PolicyStory.invited;
import static io.customeraccounts.domain.policies.PolicyStory.resent;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.customer.CustomerCommand;
import io.customeraccounts.domain.customer.CustomerCommand.ExpireCustomer;
import io.customeraccounts.domain.customer.CustomerCommand.ExpireInvitation;
import io.customeraccounts.domain.customer.CustomerCommand.ExpireMembership;
import io.customeraccounts.domain.events.CustomerEvent;
import io.customeraccounts.domain.events.CustomerEvent.CancellationCause;
import io.customeraccounts.domain.events.CustomerEvent.CustomerConfirmed;
import io.customeraccounts.domain.events.CustomerEvent.CustomerExpired;
import io.customeraccounts.domain.events.CustomerEvent.CustomerOpened;
import io.customeraccounts.domain.events.CustomerEvent.InvitationAccepted;
import io.customeraccounts.domain.events.CustomerEvent.InvitationCancelled;
import io.customeraccounts.domain.events.CustomerEvent.InvitationDeclined;
import io.customeraccounts.domain.events.CustomerEvent.InvitationExpired;
import io.customeraccounts.domain.events.CustomerEvent.MembershipEndSet;
import io.customeraccounts.domain.events.CustomerEvent.RemovalCause;
import io.customeraccounts.domain.events.CustomerEvent.UserRemoved;
import io.customeraccounts.domain.values.Actor;
import io.customeraccounts.domain.values.CustomerKind;
import io.customeraccounts.domain.values.InvitationId;
import io.customeraccounts.domain.values.Secret;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExpireWhenDueTest {

    private static final Instant END = NOON.plusSeconds(100);

    @Nested
    class Invitations {

        private final PolicyStory story = new PolicyStory(ExpireInvitationsWhenDue::new);

        @Test
        void expireAtTheVeryInstantAndNameWhatSetIt() {
            story.happened("invited", invited(FIRST, END));

            story.at(END.minusNanos(1)).acts();
            assertThat(story.sent).isEmpty();

            story.at(END).acts();
            assertThat(story.sent).containsExactly(new PolicyStory.Sent(expire(FIRST), "invited"));
        }

        @Test
        void expireOnlyAtTheEndOfTheLastMail() {
            story.happened("invited", invited(FIRST, END)).happened("resent", resent(FIRST, END.plusSeconds(50)));

            story.at(END).acts();
            assertThat(story.sent).isEmpty();

            story.at(END.plusSeconds(50)).acts();
            assertThat(story.sent).containsExactly(new PolicyStory.Sent(expire(FIRST), "resent"));
        }

        @Test
        void areNotExpiredTwice() {
            story.happened("invited", invited(FIRST, END)).at(END).acts().acts();
            story.at(END.plusSeconds(3600)).acts();

            assertThat(story.sent).hasSize(1);
        }

        @Test
        void doNotWaitForOneThatFails() {
            story.failing.add(expire(SECOND));
            story.happened("1", invited(FIRST, END))
                    .happened("2", invited(SECOND, END.minusSeconds(1)))
                    .happened("3", invited(THIRD, END));

            story.at(END).acts();
            assertThat(story.commands()).containsExactlyInAnyOrder(expire(FIRST), expire(THIRD));

            story.failing.clear();
            story.at(END.plusSeconds(61)).acts();
            assertThat(story.commands()).endsWith(expire(SECOND)).hasSize(3);
        }

        @Test
        void expireHoweverManyAreDue() {
            for (var number = 0; number < 250; number++) {
                story.happened("invited", invited(new InvitationId(new UUID(9, number)), END));
            }
            story.at(END).acts();

            assertThat(story.commands()).hasSize(250).doesNotHaveDuplicates();
            assertThat(story.sheet.all()).isEmpty();
        }

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
        void areLeftAloneOnceEnded(CustomerEvent end) {
            story.happened("invited", invited(FIRST, END)).happened("end", end);

            story.at(END).acts();
            assertThat(story.sent).isEmpty();
        }

        private static CustomerCommand expire(InvitationId id) {
            return new ExpireInvitation(ACME, new Actor.Policy("ExpireInvitationsWhenDue"), id);
        }
    }

    @Nested
    class Memberships {

        private final PolicyStory story = new PolicyStory(ExpireMembershipsWhenDue::new);

        @Test
        void expireAtTheVeryInstantAndNameWhatSetIt() {
            story.happened("set", new MembershipEndSet(ACME, ANNA_AT_ACME, END));

            story.at(END.minusNanos(1)).acts();
            assertThat(story.sent).isEmpty();

            story.at(END).acts();
            var expire = new ExpireMembership(ACME, new Actor.Policy("ExpireMembershipsWhenDue"), ANNA_AT_ACME);
            assertThat(story.sent).containsExactly(new PolicyStory.Sent(expire, "set"));
        }

        @Test
        void areLeftAloneWhenTheEndIsTakenAway() {
            story.happened("set", new MembershipEndSet(ACME, ANNA_AT_ACME, END))
                    .happened("unset", new MembershipEndSet(ACME, ANNA_AT_ACME, null));

            story.at(END).acts();
            assertThat(story.sent).isEmpty();
        }

        @Test
        void areLeftAloneOnceRemoved() {
            story.happened("set", new MembershipEndSet(ACME, ANNA_AT_ACME, END))
                    .happened("removed", new UserRemoved(ACME, ANNA_AT_ACME, ANNA, RemovalCause.LEFT, false));

            story.at(END).acts();
            assertThat(story.sent).isEmpty();
        }
    }

    @Nested
    class UnconfirmedCustomers {

        private final PolicyStory story = new PolicyStory(ExpireUnconfirmedCustomersWhenDue::new);

        @Test
        void expireAtTheVeryInstantAndNameTheirOpening() {
            story.happened("opened", opened(END));

            story.at(END.minusNanos(1)).acts();
            assertThat(story.sent).isEmpty();

            story.at(END).acts();
            var expire = new ExpireCustomer(ACME, new Actor.Policy("ExpireUnconfirmedCustomersWhenDue"));
            assertThat(story.sent).containsExactly(new PolicyStory.Sent(expire, "opened"));
        }

        @Test
        void areLeftAloneWhenConfirmedOrExpiredOrNothingWasToConfirm() {
            story.happened("opened", opened(END)).happened("confirmed", new CustomerConfirmed(ACME));
            assertThat(story.sheet.all()).isEmpty();

            story.happened("opened", opened(END)).happened("expired", new CustomerExpired(ACME, "acme", ANNA));
            assertThat(story.sheet.all()).isEmpty();

            story.happened("opened", opened(null));
            assertThat(story.sheet.all()).isEmpty();
        }

        private static CustomerOpened opened(@Nullable Instant confirmBy) {
            return new CustomerOpened(
                    ACME,
                    CustomerKind.CUSTOMER,
                    "acme",
                    "ACME",
                    ANNA,
                    true,
                    confirmBy,
                    confirmBy == null ? null : new Secret("confirm").hash());
        }
    }
}
