package io.customeraccounts.projections.invitations;

import static io.customeraccounts.projections.testing.Story.ACME;
import static io.customeraccounts.projections.testing.Story.ANNA;
import static io.customeraccounts.projections.testing.Story.BOLT;
import static org.assertj.core.api.Assertions.assertThat;

import io.customeraccounts.domain.events.CustomerEvent.InvitationDeclined;
import io.customeraccounts.domain.values.InvitationState;
import io.customeraccounts.projections.customers.SqlAddressBook;
import io.customeraccounts.projections.paging.PageRequest;
import io.customeraccounts.projections.testing.Crowd;
import io.customeraccounts.projections.testing.Effort;
import io.customeraccounts.projections.testing.ReadSide;
import io.customeraccounts.projections.testing.Story.Firm;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the invitations of a customer with many ended ones cost, in rows that the database reads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvitationsAtScaleTest {

    private static final int ENDED = 700;
    private static final int PENDING = 40;

    private final Effort effort = new Effort("invitation", InvitationsAtScaleTest::invite);

    /** The pending ones first: the newest are all ended. */
    private static void invite(ReadSide is) {
        for (var firm : List.of(ACME, BOLT)) {
            is.happened(firm.opened(ANNA), ANNA.admin(firm));
            is.transactions.executeWithoutResult(transaction -> {
                for (var number = 0; number < PENDING + ENDED; number++) {
                    inviteOne(is, firm, number);
                }
            });
        }
    }

    private static void inviteOne(ReadSide is, Firm firm, int number) {
        var member = Crowd.member(number);
        is.happened(member.invited(firm, ANNA, is.in(Duration.ofDays(7))));
        if (number >= PENDING) {
            is.happened(new InvitationDeclined(firm.id(), member.invitedTo(firm)));
        }
    }

    @AfterAll
    void close() {
        effort.close();
    }

    @Test
    void readsOnlyTheRowsOfThePage() {
        assertThat(effort.rowsRead(is -> is.invitations.page(ACME.id(), null, PageRequest.FIRST)))
                .isLessThan(ENDED / 7);
        assertThat(effort.plan()).contains("invitation_by_invited", "/* index sorted */");
    }

    @Test
    void readsOnlyTheStateThatIsAskedFor() {
        assertThat(effort.rowsRead(is -> is.invitations.page(ACME.id(), InvitationState.PENDING, PageRequest.FIRST)))
                .isEqualTo(PENDING);
        assertThat(effort.plan()).contains("invitation_by_state", "/* index sorted */");
        assertThat(effort.rowsRead(is -> is.invitations.page(ACME.id(), InvitationState.DECLINED, PageRequest.FIRST)))
                .isLessThan(ENDED / 7);
        assertThat(effort.rowsRead(is -> is.invitations.page(ACME.id(), InvitationState.ACCEPTED, PageRequest.FIRST)))
                .isZero();
    }

    @Test
    void looksUpBySecretAndAddress() {
        var member = Crowd.member(7);

        assertThat(effort.rowsRead(
                        is -> is.invitations.bySecret(member.linkTo(ACME).hash())))
                .isEqualTo(1);
        assertThat(effort.plan()).contains("invitation_secret");
        assertThat(effort.rowsRead(is -> is.invitations.offersTo(Set.of(member.address()))))
                .isEqualTo(2);
        assertThat(effort.plan()).contains("invitation_pending");
        assertThat(effort.rowsRead(is -> new SqlAddressBook(is.sql).pendingInvitationOf(ACME.id(), member.address())))
                .isEqualTo(1);
        assertThat(effort.plan()).contains("invitation_pending");
    }
}
